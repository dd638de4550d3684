//! `/admin/registrations/<event>/bulk/<act>`: exactly what an act on many would do, then what it did.

use domain::registration::REASON_MAX;
use domain::registration::bulk::Verdict;
use leptos::prelude::*;

use super::bulk::{BulkView, ReviewRefusal};
use crate::language::Label;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// The review of an act on many registrations.
#[component]
pub fn BulkPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: BulkView) -> AnyView {
    let (slug, title) = view.event.clone();
    let path = format!("/admin/registrations/{slug}/bulk/{}", view.id);
    let list = format!("/admin/registrations/{slug}");
    let heading = t!(bulk.heading, act = view.act.label());
    let is_begun = view.changed + view.passed_over + view.failed > 0;
    let back = list.clone();
    view! {
        <PageHead title=heading.clone() path=path.clone() />
        <header class="page-head">
            <p class="eyebrow"><a href=list>{title}</a></p>
            <PageTitle>{heading}</PageTitle>
            {(!view.tags.is_empty()).then(|| view! { <p class="lede">{t!(bulk.with_tags, tags = &view.tags)}</p> })}
        </header>
        {view.refused.as_ref().map(|(why, ..)| refused(*why))}
        {is_begun.then(|| results(&view))}
        {(!is_begun).then(|| review(&view))}
        {(view.open > 0).then(|| form(&view, path))}
        <p><a href=back>{t!(bulk.back)}</a></p>
    }
    .into_any()
}

/// What it would do.
fn review(view: &BulkView) -> AnyView {
    let review = &view.review;
    let places = (review.takes + review.gives_back > 0).then(|| {
        let after = (view.taken + review.takes).saturating_sub(review.gives_back);
        let words = match view.capacity {
            Some(capacity) => t!(bulk.places_of, now = view.taken, after = after, capacity = capacity),
            None => t!(bulk.places, now = view.taken, after = after),
        };
        view! { <li>{words}</li> }
    });
    let freed = (review.gives_back > 0).then(|| view! { <li>{t!(bulk.freed)}</li> });
    let refused = review.refused.iter().map(|(state, verdict, number)| {
        let words = match verdict {
            Verdict::AlreadySo => t!(bulk.already_so, count = *number, state = state.label()),
            Verdict::TooManyTags => t!(bulk.too_many_tags, count = *number, state = state.label()),
            Verdict::State | Verdict::Changes => t!(bulk.not_from_state, count = *number, state = state.label()),
        };
        view! { <li>{words}</li> }
    });
    view! {
        <ul>
            <li><strong>{t!(bulk.changes, count = review.changes)}</strong></li>
            {refused.collect_view()}
            <li>{if review.letters > 0 { t!(bulk.letters, count = review.letters) } else { t!(bulk.no_letters).to_owned() }}</li>
            {places}
            {freed}
        </ul>
    }
    .into_any()
}

/// What it did.
fn results(view: &BulkView) -> AnyView {
    let is_whole = view.open + view.failed == 0;
    let class = if is_whole { "notice notice--success" } else { "notice notice--warning" };
    let icon = if is_whole { IconName::Check } else { IconName::Warning };
    view! {
        <div class=class role="status">
            <Icon name=icon />
            <div>
                <p>{t!(bulk.changed, count = view.changed)}</p>
                {(view.passed_over > 0).then(|| view! { <p>{t!(bulk.passed_over, count = view.passed_over)}</p> })}
                {(view.failed > 0).then(|| view! { <p>{t!(bulk.failed, count = view.failed)}</p> })}
                {(view.open > 0).then(|| view! { <p>{t!(bulk.open, count = view.open)}</p> })}
            </div>
        </div>
    }
    .into_any()
}

fn refused(why: ReviewRefusal) -> AnyView {
    view! {
        <div class="notice notice--error" role="alert">
            <Icon name=IconName::Warning />
            <p>{words(why)}</p>
        </div>
    }
    .into_any()
}

fn words(why: ReviewRefusal) -> &'static str {
    match why {
        ReviewRefusal::Count => t!(bulk.other_count),
        ReviewRefusal::Reason(why) => why,
    }
}

/// What has to be typed before it is done.
fn form(view: &BulkView, path: String) -> AnyView {
    let (why, count, reason) = match &view.refused {
        Some((why, count, reason)) => (Some(*why), count.clone(), reason.clone()),
        None => (None, String::new(), String::new()),
    };
    let reason = view.act.decision().map(|_| {
        let error = why.filter(|why| matches!(why, ReviewRefusal::Reason(_))).map(words);
        field("reason", t!(registrations.reason), t!(bulk.reason_hint).to_owned(), reason, error, "text")
    });
    let count = view.asks_for_count().then(|| {
        let error = why.filter(|why| *why == ReviewRefusal::Count).map(words);
        field("count", t!(bulk.count), t!(bulk.count_hint, count = view.open), count, error, "numeric")
    });
    view! {
        <form class="form" method="post" action=path>
            {reason}
            {count}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(bulk.go, act = view.act.label(), count = view.open)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn field(
    name: &'static str,
    label: &'static str,
    hint: String,
    value: String,
    error: Option<&'static str>,
    keyboard: &'static str,
) -> AnyView {
    let id = format!("bulk-{name}");
    let is_refused = error.is_some();
    let described = if is_refused { format!("{id}-hint {id}-error") } else { format!("{id}-hint") };
    let error = error.map(|why| view! { <p class="field__error" id=format!("{id}-error")>{why}</p> });
    view! {
        <div class=if is_refused { "field field--invalid" } else { "field" }>
            <label for=id.clone()>{label}</label>
            <p class="field__hint" id=format!("{id}-hint")>{hint}</p>
            {error}
            <input
                id=id
                name=name
                type="text"
                inputmode=keyboard
                value=value
                maxlength=REASON_MAX.to_string()
                aria-required="true"
                aria-invalid=is_refused.then_some("true")
                aria-describedby=described
                autocomplete="off"
            />
        </div>
    }
    .into_any()
}
