//! A way from every public page to its form, for those who may edit it.

use domain::content::{Content, Id};
use domain::desk::Kind;
use domain::published::Found;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::frame;
use crate::server::state;
use crate::t;

/// Provided to a page that an editor looks at.
#[derive(Debug, Clone, Copy)]
pub struct Editing;

/// Above a page's content; nothing for visitors.
#[component]
pub fn EditBar() -> impl IntoView {
    use_context::<Editing>()?;
    let published = state().ok()?.published();
    let path = use_location().pathname.get_untracked();
    let edit = form_of(&published.content, &path).map(|href| {
        view! { <a class="button button--secondary button--small" href=href>{t!(desk.edit)}</a> }
    });
    Some(view! {
        <nav class="edit-bar" aria-label=t!(desk.title)>
            <a href="/admin">{t!(desk.title)}</a>
            {edit}
        </nav>
    })
}

/// Where what a public page shows is edited.
fn form_of(content: &Content, path: &str) -> Option<String> {
    let (first, slug) = path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
    let form = |kind: Kind, id: Id| Some(format!("/admin/content/{}/{id}", kind.name()));
    match (first, slug) {
        ("", _) => form(Kind::Programme, Id::nil()),
        ("programme", _) => Some(frame::list_path(Kind::Session)),
        ("people", "") => Some(frame::list_path(Kind::Person)),
        ("library", "") => Some(frame::list_path(Kind::Material)),
        ("events", slug) => form(Kind::Event, here(content.event(slug)?).id),
        ("sessions", slug) => form(Kind::Session, here(content.session(slug)?).id),
        ("people", slug) => form(Kind::Person, here(content.person(slug)?).id),
        ("topics", slug) => form(Kind::Topic, here(content.topic(slug)?).id),
        ("library", slug) => form(Kind::Material, here(content.material(slug)?).id),
        (page, "") => {
            let found = content.pages.iter().find(|one| one.slug.as_str() == page)?;
            form(Kind::Page, found.id)
        }
        _ => None,
    }
}

fn here<T>(found: Found<'_, T>) -> &T {
    let (Found::Here(thing) | Found::Moved(thing)) = found;
    thing
}
