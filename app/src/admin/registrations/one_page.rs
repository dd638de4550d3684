//! `/admin/registrations/<event>/<registration>`: one registration, and what can be done about it.

use domain::registration::{Actor, country_name};
use leptos::prelude::*;

use super::super::outbox_page::{MailRow, standing};
use super::one::{By, OneView, Passed, Written};
use super::page::refused;
use super::table::{act, reason, tags_form};
use super::{moment, one_path};
use crate::language::Label;
use crate::registration::in_words;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// The page of one registration.
#[component]
pub fn RegistrationPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: OneView) -> AnyView {
    let (slug, title) = view.event.clone();
    let path = one_path(&slug, &view.row.id);
    let list = format!("/admin/registrations/{slug}");
    let name = view.row.name.clone();
    let found = t!(registration_page.found, state = view.row.state.label(), reference = &view.row.reference);
    view! {
        <PageHead title=t!(registration_page.title, name = &name, event = &title) path=path.clone() />
        <header class="page-head">
            <p class="eyebrow"><a href=list>{title}</a></p>
            <PageTitle>{name}</PageTitle>
            <p class="lede">{found}</p>
        </header>
        {view.resent.map(resent)}
        {view.refused.as_ref().map(refused)}
        {section("facts", t!(registration_page.facts), facts(&view))}
        {section("acts", t!(registration_page.acts), acts(&view, &path))}
        {section("answers", t!(registration_page.answers), answers(&view))}
        {section("letters", t!(registration_page.letters), letters(view.letters, view.sends))}
        {section("history", t!(registration_page.history), history(view.history, view.written, view.is_partly_kept))}
    }
    .into_any()
}

fn section(id: &'static str, heading: &'static str, inside: AnyView) -> AnyView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 class="section__title" id=id>{heading}</h2>
            {inside}
        </section>
    }
    .into_any()
}

fn resent(is_sent: bool) -> AnyView {
    let words = if is_sent { t!(registration_page.resent) } else { t!(registration_page.not_resent) };
    let class = if is_sent { "notice notice--info" } else { "notice notice--warning" };
    let icon = if is_sent { IconName::Info } else { IconName::Warning };
    view! { <div class=class role="status"><Icon name=icon /><p>{words}</p></div> }.into_any()
}

fn facts(view: &OneView) -> AnyView {
    let row = &view.row;
    let tags = row.tags.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let news = if view.news_consent { t!(registration_page.news_yes) } else { t!(registration_page.news_no) };
    let reminders =
        if view.wants_reminders { t!(registration_page.reminders_yes) } else { t!(registration_page.reminders_no) };
    let facts = [
        (t!(list_column.email), row.email.clone()),
        (t!(list_column.organisation), row.organisation.clone()),
        (t!(list_column.country), country_name(&row.country).unwrap_or_default().to_owned()),
        (t!(list_column.profession), row.profession.label().to_owned()),
        (t!(list_column.state), row.state.label().to_owned()),
        (t!(registration_page.registered), moment(&row.since)),
        (t!(registration_page.confirmed_at), view.confirmed.as_ref().map(moment).unwrap_or_default()),
        (t!(registration_page.cancelled_at), view.cancelled.as_ref().map(moment).unwrap_or_default()),
        (t!(registration_page.entered), view.entered.as_ref().map(moment).unwrap_or_default()),
        (t!(registration_page.position), view.position.map(|place| place.to_string()).unwrap_or_default()),
        (t!(registration_page.offer_until), row.until.as_ref().map(moment).unwrap_or_default()),
        (t!(list_column.tags), tags),
        (t!(registration_page.consents), [news, reminders].join(" · ")),
    ];
    let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
    let facts = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! { <dl class="facts">{facts.collect_view()}</dl> }.into_any()
}

fn acts(view: &OneView, path: &str) -> AnyView {
    let row = &view.row;
    let buttons = row.decisions.iter().map(|decision| act(*decision)).collect_view();
    let decide = if row.decisions.is_empty() {
        view! { <p>{t!(registration_page.nothing_to_decide)}</p> }.into_any()
    } else {
        view! {
            <form class="form" method="post" action=format!("{path}/decide")>
                {reason(&row.id, view.refused.as_ref())}
                <div class="form__actions">{buttons}</div>
            </form>
        }
        .into_any()
    };
    let resend = view.can_resend.then(|| {
        view! {
            <details class="review">
                <summary>{t!(registration_page.resend)}</summary>
                <form class="form" method="post" action=format!("{path}/resend")>
                    <p>{t!(registration_page.resend_text, address = &row.email)}</p>
                    <div class="form__actions">
                        <button class="button button--secondary" type="submit">{t!(registration_page.resend)}</button>
                    </div>
                </form>
            </details>
        }
    });
    let tags = tags_form(format!("{path}/tags"), None, row, view.refused.as_ref());
    view! { {decide} {resend} {tags} }.into_any()
}

fn answers(view: &OneView) -> AnyView {
    let answers = in_words(&view.questions, &view.answers);
    if answers.is_empty() {
        return view! { <p>{t!(registration_page.no_answers)}</p> }.into_any();
    }
    let items = answers.into_iter().map(|(question, answer)| view! { <div><dt>{question}</dt><dd>{answer}</dd></div> });
    view! { <dl class="facts answers">{items.collect_view()}</dl> }.into_any()
}

fn letters(letters: Vec<MailRow>, sends: bool) -> AnyView {
    if letters.is_empty() {
        return view! { <p>{t!(registration_page.no_letters)}</p> }.into_any();
    }
    let items = letters.into_iter().map(|mail| {
        let (written, standing) = (moment(&mail.created), standing(mail.delivery, sends));
        view! { <li>{t!(registration_page.letter, moment = written, subject = mail.subject, standing = standing)}</li> }
    });
    view! { <ul>{items.collect_view()}</ul> }.into_any()
}

fn history(history: Vec<Passed>, written: Vec<Written>, is_partly_kept: bool) -> AnyView {
    let written = (!written.is_empty()).then(|| {
        let items = written.into_iter().map(|letter| {
            let Written { at, subject, by } = letter;
            view! { <li>{t!(group_letter.told, moment = moment(&at), subject = subject, by = by)}</li> }
        });
        view! { <ul>{items.collect_view()}</ul> }
    });
    let items = history.into_iter().map(|passed| view! { <li>{in_a_line(passed)}</li> }).collect_view();
    view! {
        <ol>{items}</ol>
        {written}
        {is_partly_kept.then(|| view! { <p class="muted">{t!(registration_page.not_kept)}</p> })}
    }
    .into_any()
}

fn in_a_line(passed: Passed) -> String {
    let (at, what) = (moment(&passed.at), passed.cause.map_or(t!(registration_page.unknown_step), Label::label));
    if passed.to.is_none() && passed.by == By::Kind(Actor::Person) {
        return t!(registration_page.begun, moment = at, what = what);
    }
    let by = match passed.by {
        By::Named(name) => name,
        By::Kind(Actor::Person) => t!(registration_page.by_person).to_owned(),
        By::Kind(Actor::Time) => t!(registration_page.by_time).to_owned(),
        By::Kind(Actor::Staff) => t!(registration_page.by_staff).to_owned(),
    };
    let reason = passed.reason.filter(|reason| !reason.is_empty());
    let Some(to) = passed.to else {
        return t!(
            registration_page.entered_by,
            moment = at,
            what = what,
            by = by,
            reason = reason.unwrap_or_default()
        );
    };
    match reason {
        Some(reason) => {
            t!(registration_page.passed_for, moment = at, what = what, by = by, state = to.label(), reason = reason)
        }
        None => t!(registration_page.passed, moment = at, what = what, by = by, state = to.label()),
    }
}
