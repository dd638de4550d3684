//! `/admin/release`: what visitors will see, who will be told, and the button.

use std::sync::Arc;

use domain::check::{Finding, advice, check};
use domain::content::{Content, Id};
use domain::desk::{Differing, Kind, What, differences, with_one};
use domain::mail::{News, Told, news, recorded};
use domain::registration::RegistrationState;
use domain::validation::FieldError;
use leptos::prelude::*;
use store::content_hash;

use super::changes_page::changed_fields;
use super::check_page::{must_be_mended, worth_a_look};
use super::{findings, frame, words};
use crate::error::PageError;
use crate::registration::fields::{Text, text};
use crate::registration::form::summary;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Where it is.
const PATH: &str = "/admin/release";
/// Differences that are shown; of more only the number is.
const MOST: usize = 200;

/// What a release would do.
#[derive(Debug, Clone)]
pub struct ReleaseView {
    /// What differs from the last one.
    pub differences: Vec<Differing>,
    /// Who is told: title of the event, what, and how many people.
    pub told: Vec<(String, News, u32)>,
    /// What the check found; some of it has to be mended first.
    pub findings: Arc<[Finding]>,
    /// The release just made; `None` where nothing was different.
    pub done: Option<Option<i64>>,
    /// The address of what is shown, so that nothing else is released.
    pub seen: String,
    /// Whether somebody changed something since the page was shown.
    pub is_outdated: bool,
    /// The name that was typed, and what is to be mended in it.
    pub typed: String,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
    /// The one thing that is to be released, if it is not all that differs.
    pub only: Option<(Kind, Id)>,
}

/// Where one thing is released alone.
pub(super) fn alone_path(kind: Kind, id: Id) -> String {
    format!("{PATH}?only={}", alone(kind, id))
}

fn alone(kind: Kind, id: Id) -> String {
    format!("{}:{id}", kind.name())
}

/// The thing that such an address names.
pub fn alone_of(text: &str) -> Option<(Kind, Id)> {
    let (kind, id) = text.split_once(':')?;
    Some((Kind::from_name(kind)?, id.parse().ok()?))
}

/// Most characters of a release's name.
const NAME_MAX: usize = 120;

/// A release's name as typed, on one line.
///
/// # Errors
/// What is to be mended.
pub fn release_name(typed: &str) -> Result<String, FieldError> {
    let name = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_short = name.chars().count() <= NAME_MAX && !name.chars().any(char::is_control);
    if is_short { Ok(name) } else { Err(FieldError::new("name", t!(desk_trouble.too_long, most = NAME_MAX))) }
}

/// What a release would do now: of all that differs, or of one thing alone.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_release(state: &AppState, only: Option<(Kind, Id)>) -> Result<ReleaseView, PageError> {
    let working = state.store().working_copy().await.map_err(|error| store_failed(&error))?;
    let (content, findings) = match only {
        None => (Arc::clone(&working), state.findings(&working)),
        Some((kind, id)) => {
            let content = Arc::new(with_one(&state.released(), &working, kind, id));
            let findings = check(&content).into_iter().chain(advice(&content)).collect();
            (content, findings)
        }
    };
    Ok(ReleaseView {
        only,
        differences: differences(&state.released(), &content),
        told: told(state, &content).await?,
        findings,
        seen: content_hash(&content).map_err(|error| store_failed(&error))?,
        done: None,
        is_outdated: false,
        typed: String::new(),
        errors: Vec::new(),
    })
}

impl ReleaseView {
    /// Whether something has to be mended first.
    pub fn is_blocked(&self) -> bool {
        findings::counts(&self.findings).0 > 0
    }
}

/// Who is told what, by the same rule by which the letters are written.
async fn told(state: &AppState, content: &Content) -> Result<Vec<(String, News, u32)>, PageError> {
    let (published, now) = (state.published(), state.now());
    let revised = published.calendar.revise(content, now);
    let (before, after) = (recorded(&published.content), recorded(content));
    let mut found = Vec::new();
    for event in &published.content.events {
        let was = Told::of(event.id, &published.calendar, before.contains(&event.id));
        let is = Told::of(event.id, &revised, after.contains(&event.id));
        let (Some(was), Some(is)) = (was, is) else { continue };
        let Some(what) = news(&was, &is, now) else { continue };
        let counts = state.store().state_counts(event.id).await.map_err(|error| store_failed(&error))?;
        let hears = |state: RegistrationState| {
            use RegistrationState::{Attended, Confirmed, Offered, Waiting};
            matches!(state, Waiting | Offered | Confirmed | Attended)
        };
        let people = counts.iter().filter(|(state, _)| hears(*state)).map(|(_, count)| count).sum();
        found.push((event.title.clone(), what, people));
    }
    Ok(found)
}

/// The page of the release.
#[component]
pub fn ReleasePage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: ReleaseView) -> AnyView {
    let done = view.done.map(|number| match number {
        Some(number) => frame::done(t!(desk.release_done, number = number), None),
        None => frame::done(t!(desk.release_again).to_owned(), None),
    });
    let head = frame::head(t!(desk.release_title).to_owned(), "", PATH.to_owned());
    let to_all = view.only.map(|_| {
        view! { <p class="desk-links"><a href=PATH>{t!(desk.release_all)}</a></p> }
    });
    if view.differences.is_empty() {
        return view! { {head} {done} {to_all} <div class="empty"><p>{t!(desk.release_nothing)}</p></div> }.into_any();
    }
    let outdated = view.is_outdated.then(|| frame::refused(t!(desk.release_outdated).to_owned()));
    let (blocking, advice) = findings::counts(&view.findings);
    let blocked = blocking > 0;
    let more = view.differences.len().saturating_sub(MOST);
    // Of several each can go by itself; the order of things is of all of them.
    let are_several = view.only.is_none() && view.differences.len() > 1;
    let changes = view.differences.iter().take(MOST).map(|one| {
        let alone = (are_several && one.what != What::Moved).then(|| {
            let about = t!(desk.release_alone_of, title = &one.title);
            let path = alone_path(one.kind, one.id);
            view! { <p><a href=path aria-label=about>{t!(desk.release_alone)}</a></p> }.into_any()
        });
        difference_line(one, true, alone)
    });
    let changes = changes.collect_view();
    let only = view.only.map(|(kind, id)| view! { <input type="hidden" name="only" value=alone(kind, id) /> });
    let lede = if view.only.is_some() { t!(desk.release_alone_lede) } else { t!(desk.release_lede) };
    let name = Text {
        name: "name",
        label: t!(desk.release_name),
        hint: t!(desk.release_name_hint),
        kind: "text",
        autocomplete: "off",
        optional: true,
    };
    view! {
        {head}
        {done}
        {outdated}
        {summary(view.errors.clone())}
        <p class="lede">{lede}</p>
        {to_all}
        {blocked.then(|| must_be_mended(&view.findings))}
        <section class="section" aria-labelledby="told">
            <h2 class="section__title" id="told">{t!(desk.release_told)}</h2>
            {who(view.told)}
        </section>
        <section class="section" aria-labelledby="changes">
            <h2 class="section__title" id="changes">{t!(desk.what_changes)}</h2>
            <ul class="desk-changes">{changes}</ul>
            {(more > 0).then(|| view! { <p>{t!(desk.and_more, count = more)}</p> })}
        </section>
        {(advice > 0).then(|| worth_a_look(&view.findings))}
        {(!blocked).then(|| view! {
            <form class="form" method="post" action=PATH novalidate=true>
                <input type="hidden" name="seen" value=view.seen />
                {only}
                {text(&view.errors, name, view.typed)}
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(desk.release_act)}</button>
                </div>
            </form>
        })}
    }
    .into_any()
}

fn who(told: Vec<(String, News, u32)>) -> AnyView {
    let told: Vec<_> = told.into_iter().filter(|(_, _, count)| *count > 0).collect();
    if told.is_empty() {
        return view! { <p>{t!(desk.told_nobody)}</p> }.into_any();
    }
    let lines = told.into_iter().map(|(event, what, count)| {
        let words = match what {
            News::Moved => t!(desk.told_moved, event = event, count = count),
            News::Cancelled => t!(desk.told_cancelled, event = event, count = count),
            News::Postponed => t!(desk.told_postponed, event = event, count = count),
            News::Recording => t!(desk.told_recording, event = event, count = count),
        };
        view! { <li>{words}</li> }
    });
    let lines = lines.collect_view();
    view! { <ul>{lines}</ul> <p class="desk-change__meta">{t!(desk.told_wait)}</p> }.into_any()
}

/// A thing that differs, and how; with a link to its form where that helps, and what else can be done about it.
pub(crate) fn difference_line(one: &Differing, leads: bool, beside: Option<AnyView>) -> AnyView {
    let (kind, title) = (one.kind, one.title.clone());
    let path = format!("/admin/content/{}/{}", kind.name(), one.id);
    let has_form = leads && one.what != What::Removed;
    let (words, fields) = match &one.what {
        What::Added => (Some(t!(desk.is_new)), None),
        What::Removed => (Some(t!(desk.is_gone)), None),
        What::Moved => (Some(t!(desk.is_moved)), None),
        What::Changed(fields) => (None, Some(changed_fields(kind, fields))),
    };
    let name = if has_form {
        view! { <a href=path>{title}</a> }.into_any()
    } else {
        view! { <span>{title}</span> }.into_any()
    };
    view! {
        <li class="desk-change">
            <p class="desk-change__what">
                {words.map(|words| view! { <span class="chip desk-chip">{words}</span> " " })}
                {name}
                <span class="desk-change__kind">{words::one(kind)}</span>
            </p>
            {fields}
            {beside}
        </li>
    }
    .into_any()
}
