//! `/admin/registrations/<event>`: who has a place, who waits, and what may be decided about it, each with a reason that
//! is recorded.

use domain::registration::{Decision, REASON_MAX};
use domain::time::Local;
use leptos::prelude::*;

use super::registrations::{Asked, Decided, Listed, RegistrationsView, Shown};
use crate::language::{DateWords, Label};
use crate::registration::in_words;
use crate::server::{gathered, state};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Links to the registrations of each event that takes any.
#[component]
pub(crate) fn EventLinks() -> impl IntoView {
    let published = state().ok().map(|state| state.published());
    let events = published.iter().flat_map(|published| &published.content.events);
    let links = events.filter(|event| event.registration.offered).map(|event| {
        let path = format!("/admin/registrations/{}", event.slug);
        view! { <li><a href=path>{event.title.clone()}</a></li> }
    });
    let links = links.collect_view();
    view! {
        <details class="review">
            <summary>{t!(registrations.of_events)}</summary>
            <ul>{links}</ul>
        </details>
    }
}

/// "12 October 2022, 17:50 CEST".
pub(crate) fn moment(local: &Local) -> String {
    t!(date.moment, date = local.date.medium(), time = local.time, zone = &local.abbreviation)
}

/// The page of an event's registrations.
#[component]
pub fn RegistrationsPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: RegistrationsView) -> AnyView {
    let (slug, title) = view.event.clone();
    let path = format!("/admin/registrations/{slug}");
    let counts = view.counts.iter().map(|(state, number)| {
        view! { <div><dt>{state.label()}</dt><dd>{*number}</dd></div> }
    });
    let places = match (view.unlimited, view.capacity) {
        (true, _) => t!(registrations.taken_without_limit, taken = view.taken),
        (false, Some(capacity)) => t!(registrations.taken_of, taken = view.taken, capacity = capacity),
        (false, None) => t!(registrations.taken, taken = view.taken),
    };
    let counts = counts.collect_view();
    view! {
        <PageHead title=t!(registrations.title_of, event = &title) path=path.clone() />
        <header class="page-head">
            <p class="eyebrow">{t!(registrations.title)}</p>
            <PageTitle>{title}</PageTitle>
        </header>
        {view.asked.refused.clone().map(refused)}
        <dl class="facts">
            <div><dt>{t!(registrations.places)}</dt><dd>{places}</dd></div>
            {counts}
        </dl>
        {limit(&view)}
        {table(&view)}
        {pages(&path, &view)}
        {decisions(view.decisions)}
    }
    .into_any()
}

fn refused((why, _typed): (&'static str, String)) -> AnyView {
    view! {
        <div class="notice notice--error" role="alert">
            <Icon name=IconName::Warning />
            <p>{why}</p>
        </div>
    }
    .into_any()
}

/// Taking the limit away gives everybody who waits a place at once.
fn limit(view: &RegistrationsView) -> Option<AnyView> {
    view.capacity?;
    let action = format!("/admin/registrations/{}/limit", view.event.0);
    let (heading, words, act, limited) = if view.unlimited {
        (t!(registrations.restore_limit), t!(registrations.restore_limit_text), t!(registrations.restore_limit), "yes")
    } else {
        (t!(registrations.lift_limit), t!(registrations.lift_limit_text), t!(registrations.lift_limit_act), "no")
    };
    Some(
        view! {
            <section class="section" aria-labelledby="limit">
                <h2 class="section__title" id="limit">{t!(registrations.limit)}</h2>
                <details class="review">
                    <summary>{heading}</summary>
                    <form class="form" method="post" action=action>
                        <p>{words}</p>
                        <input type="hidden" name="limited" value=limited />
                        {reason("limit", &view.asked)}
                        <div class="form__actions">
                            <button class="button button--secondary" type="submit">{act}</button>
                        </div>
                    </form>
                </details>
            </section>
        }
        .into_any(),
    )
}

fn table(view: &RegistrationsView) -> AnyView {
    let caption = if view.asked.all { t!(registrations.all_in_order) } else { t!(registrations.waiting_in_order) };
    if view.rows.is_empty() {
        return view! { <div class="empty"><p>{t!(registrations.nobody, list = caption)}</p></div> }.into_any();
    }
    let rows = view.rows.iter().map(|row| listed(view, row));
    let rows = rows.collect_view();
    view! {
        <div class="table-scroll" role="region" aria-label=t!(registrations.title) tabindex="0">
            <table class="data-table">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">{t!(registrations.person)}</th>
                        <th scope="col">{t!(registrations.state)}</th>
                        <th scope="col">{t!(registrations.since)}</th>
                        <th scope="col">{t!(registrations.decide)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn listed(view: &RegistrationsView, row: &Listed) -> AnyView {
    let (slug, asked) = (&view.event.0, &view.asked);
    let action = format!("/admin/registrations/{slug}/decide");
    let id = row.id.clone();
    let acts = row.decisions.iter().map(|decision| act(*decision)).collect_view();
    let form = (!row.decisions.is_empty()).then(|| {
        view! {
            <details class="review">
                <summary>
                    {t!(registrations.decide)} <span class="visually-hidden">{t!(registrations.decide_about, name = &row.name)}</span>
                </summary>
                <form class="form" method="post" action=action>
                    <input type="hidden" name="registration" value=id.clone() />
                    {reason(&id, asked)}
                    <div class="form__actions">{acts}</div>
                </form>
            </details>
        }
    });
    let state = match &row.until {
        Some(until) => t!(registrations.state_until, state = row.state.label(), until = moment(until)),
        None => row.state.label().to_owned(),
    };
    let standing = row.standing.map(|standing| {
        view! { <br /><span>{t!(registrations.on_list, standing = standing.label())}</span> }
    });
    view! {
        <tr>
            <th scope="row">{row.name.clone()} <br /> {row.email.clone()} <br /> <span class="field__hint">{row.reference.clone()}</span> {answers(view, row)}</th>
            <td>{state} {standing}</td>
            <td>{moment(&row.since)}</td>
            <td>{form}</td>
        </tr>
    }
    .into_any()
}

/// What the person answered, folded away.
fn answers(view: &RegistrationsView, row: &Listed) -> Option<AnyView> {
    let answers = in_words(&view.questions, &row.answers);
    let count = answers.len();
    let items = answers.into_iter().map(|(question, answer)| view! { <div><dt>{question}</dt><dd>{answer}</dd></div> });
    (count > 0).then(|| {
        view! {
            <details class="review">
                <summary>{t!(registrations.answers, count = count)}</summary>
                <dl class="facts answers">{items.collect_view()}</dl>
            </details>
        }
        .into_any()
    })
}

fn act(decision: Decision) -> AnyView {
    view! {
        <button class="button button--secondary button--small" type="submit" name="decision" value=decision.name()>
            {decision.label()}
        </button>
    }
    .into_any()
}

fn reason(of: &str, asked: &Asked) -> AnyView {
    let id = format!("reason-{of}");
    let typed = asked.refused.as_ref().map(|(_, typed)| typed.clone()).unwrap_or_default();
    view! {
        <div class="field">
            <label for=id.clone()>{t!(registrations.reason)}</label>
            <p class="field__hint" id=format!("{id}-hint")>{t!(registrations.reason_hint)}</p>
            <input
                id=id.clone()
                name="reason"
                type="text"
                value=typed
                maxlength=REASON_MAX.to_string()
                aria-required="true"
                aria-describedby=format!("{id}-hint")
                autocomplete="off"
            />
        </div>
    }
    .into_any()
}

fn pages(path: &str, view: &RegistrationsView) -> AnyView {
    let of_kind = if view.asked.all { "list=all" } else { "list=waiting" };
    let next = view.next.map(|cursor| {
        let href = format!("{path}?{of_kind}&after={}.{}", cursor.at.milliseconds(), cursor.id);
        view! { <a class="button button--secondary" href=href>{t!(registrations.next_page)}</a> }
    });
    let first = view.asked.after.map(|_| {
        view! { <a class="button button--secondary" href=format!("{path}?{of_kind}")>{t!(registrations.first_page)}</a> }
    });
    let (other, words) =
        if view.asked.all { ("waiting", t!(registrations.waiting_list)) } else { ("all", t!(registrations.all)) };
    view! {
        <p class="form__actions form__actions--after">
            {first}
            {next}
            <a class="button button--quiet" href=format!("{path}?list={other}")>{words}</a>
            <a class="button button--quiet" href="/admin/outbox">{t!(outbox.title)}</a>
        </p>
    }
    .into_any()
}

fn decisions(decisions: Vec<Shown>) -> Option<AnyView> {
    if decisions.is_empty() {
        return None;
    }
    let items = decisions.into_iter().map(|shown| {
        let Shown { what, whose, by, reason, at } = shown;
        let what = match what {
            Decided::OfOne(decision) => decision.label(),
            Decided::LimitLifted => t!(registrations.limit_lifted),
            Decided::LimitRestored => t!(registrations.limit_restored),
        };
        let whose = whose.unwrap_or_else(|| t!(registrations.everybody).to_owned());
        view! { <li>{t!(registrations.decided, at = moment(&at), what = what, whose = whose, by = by, reason = reason)}</li> }
    });
    Some(
        view! {
            <section class="section" aria-labelledby="decisions">
                <h2 class="section__title" id="decisions">{t!(registrations.decisions)}</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
