//! `/admin/find`: anything at the desk by any words that stand in it, and the desk's own pages by their names.

use domain::content::{Content, Id};
use domain::desk::{Hit, Kind, Thing, find};
use domain::fold;
use domain::staff::Role;
use leptos::prelude::*;

use super::navigation::{self, Working};
use super::{frame, words};
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, show};

/// Things that are shown; of more only the number is.
const MOST: usize = 60;

/// What was found.
#[derive(Debug, Clone)]
pub struct FindView {
    /// What was asked for.
    pub query: String,
    /// The first of what was found.
    pub hits: Vec<Hit>,
    /// How much more there is.
    pub more: usize,
}

/// Looks through the working copy.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_find(state: &AppState, query: String) -> Result<FindView, PageError> {
    let content = state.store().working_copy().await.map_err(|error| store_failed(&error))?;
    let mut hits = find(&content, &query);
    let more = hits.len().saturating_sub(MOST);
    hits.truncate(MOST);
    Ok(FindView { query, hits, more })
}

/// Every part of the desk that the role may go to and every thing of the working copy: where it is, its name, and of what sort it
/// is.
pub fn destinations(content: &Content, role: Role) -> Vec<(String, String, &'static str)> {
    let parts = navigation::parts(role).into_iter().map(|(path, name)| (path, name.to_owned(), t!(desk.find_part)));
    let adding = Kind::ALL
        .iter()
        .filter(|kind| !matches!(kind, Kind::Programme | Kind::Session | Kind::Track | Kind::Room))
        .map(|kind| {
            (format!("{}/new", frame::list_path(*kind)), t!(desk.new_of, kind = words::one(*kind)), t!(desk.command))
        });
    let things = Kind::ALL.iter().flat_map(|kind| {
        let things = Thing::all(content, *kind).into_iter();
        things.map(|thing| (path_of(thing.kind(), thing.id()), thing.title().to_owned(), words::one(*kind)))
    });
    parts.chain(adding).chain(things).collect()
}

/// The name of a page of the desk, for others who are told that somebody is there; empty for one that has none.
pub fn page_name(content: &Content, path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let thing = path.strip_prefix("/admin/content/").and_then(|rest| {
        let (kind, id) = rest.split_once('/')?;
        Thing::find(content, Kind::from_name(kind)?, id.parse().ok()?)
    });
    let part = || {
        navigation::parts(Role::Administrator)
            .into_iter()
            .find(|(part, _)| part == path)
            .map(|(_, name)| name.to_owned())
    };
    thing.map(|thing| thing.title().to_owned()).or_else(part).unwrap_or_default()
}

fn path_of(kind: Kind, id: Id) -> String {
    format!("/admin/content/{}/{id}", kind.name())
}

/// The page on which things are found.
#[component]
pub fn FindPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: FindView) -> AnyView {
    let asked = view.query.trim().to_owned();
    let wanted: Vec<String> = fold(&asked).split_whitespace().map(str::to_owned).collect();
    let is_meant = |name: &str| !wanted.is_empty() && wanted.iter().all(|word| fold(name).contains(word.as_str()));
    let role = use_context::<Working>().map_or(Role::Editor, |working| working.role);
    let parts: Vec<_> = navigation::parts(role).into_iter().filter(|(_, name)| is_meant(name)).collect();
    let is_empty = parts.is_empty() && view.hits.is_empty();
    let answer = match (asked.is_empty(), is_empty) {
        (true, _) => t!(desk.find_lede).to_owned(),
        (_, true) => t!(desk.find_nothing, text = &asked),
        _ => t!(desk.find_count, count = parts.len() + view.hits.len() + view.more),
    };
    let parts = parts.into_iter().map(|(href, name)| line(href, name.to_owned(), t!(desk.find_part), None));
    let hits = view.hits.into_iter().map(|hit| {
        let href = path_of(hit.kind, hit.id);
        let (href, field) = match hit.field {
            Some(field) => (format!("{href}#field-{field}"), Some(words::field(field))),
            None => (href, None),
        };
        line(href, hit.title, words::one(hit.kind), field)
    });
    let lines = parts.chain(hits).collect_view();
    view! {
        {frame::head(t!(desk.find).to_owned(), "", "/admin/find".to_owned())}
        {search(view.query)}
        <p class="desk-count-line" role="status">{answer}</p>
        {(!is_empty).then(|| view! { <ul class="desk-list">{lines}</ul> })}
        {(view.more > 0).then(|| view! { <p>{t!(desk.and_more, count = view.more)}</p> })}
    }
    .into_any()
}

/// Where words are typed.
pub(super) fn search(query: String) -> AnyView {
    view! {
        <form class="search-form" method="get" action="/admin/find" role="search">
            <label class="search">
                <Icon name=IconName::Search />
                <span class="visually-hidden">{t!(desk.find_label)}</span>
                <input type="search" name="q" value=query placeholder=t!(desk.find_label) />
            </label>
            <button class="button button--secondary" type="submit">{t!(desk.find)}</button>
        </form>
    }
    .into_any()
}

fn line(href: String, title: String, kind: &'static str, field: Option<&'static str>) -> AnyView {
    let detail = match field {
        Some(field) => t!(desk.find_in, kind = kind, field = field),
        None => kind.to_owned(),
    };
    view! {
        <li class="desk-list__row">
            <div class="desk-list__text">
                <a class="desk-list__title" href=href>{title}</a>
                <span class="desk-list__detail">{detail}</span>
            </div>
        </li>
    }
    .into_any()
}
