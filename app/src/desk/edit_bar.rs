//! A way from every public page to its form, for those who may edit it.

use domain::content::{Content, Id};
use domain::desk::Kind;
use domain::published::Found;
use domain::time::Instant;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::frame;
use super::review_page::access_ends;
use crate::server::state;
use crate::t;

/// Provided to a page that an editor or a reviewer looks at.
#[derive(Debug, Clone, Copy)]
pub struct Editing {
    /// Whether the working copy is shown, and not what visitors see.
    pub previews: bool,
    /// Whether they may change it.
    pub can_edit: bool,
    /// When their access ends by itself.
    pub ends: Option<Instant>,
}

/// Above a page's content; nothing for visitors.
#[component]
pub fn EditBar() -> impl IntoView {
    let Editing { previews, can_edit, ends } = use_context()?;
    let published = state().ok()?.published();
    let location = use_location();
    let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
    let back = if search.is_empty() { path.clone() } else { format!("{path}?{search}") };
    let switch = if previews {
        preview_button("released", back, t!(desk.preview_end), "button--secondary")
    } else {
        preview_button("draft", back, t!(desk.preview), "button--secondary")
    };
    let edit = form_of(&published.content, &path).filter(|_| can_edit).map(|href| {
        view! { <a class="button button--secondary button--small" href=href>{t!(desk.edit)}</a> }
    });
    Some(view! {
        <nav class="edit-bar" aria-label=t!(desk.title)>
            {ends.and_then(access_ends)}
            {if can_edit {
                view! { <a href="/admin">{t!(desk.title)}</a> }
            } else {
                view! { <a href="/admin/review">{t!(review.title)}</a> }
            }}
            {switch}
            {edit}
        </nav>
        {previews.then(|| view! { <p class="notice edit-bar__preview" role="status">{t!(desk.preview_note)}</p> })}
    })
}

/// A button that shows a page as it is in the working copy (`draft`), or as visitors see it (`released`).
pub(super) fn preview_button(show: &'static str, back: String, words: &'static str, look: &'static str) -> AnyView {
    view! {
        <form method="post" action="/admin/preview">
            <input type="hidden" name="show" value=show />
            <input type="hidden" name="back" value=back />
            <button class=format!("button button--small {look}") type="submit">{words}</button>
        </form>
    }
    .into_any()
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
