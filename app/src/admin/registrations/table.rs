//! The table of an event's registrations.

use domain::content::Question;
use domain::registration::{Column, Decision, REASON_MAX, country_name};
use leptos::prelude::*;

use super::bulk_form::choose;
use super::gather::{Listed, Refusal, RegistrationsView};
use super::{moment, one_path, query_text};
use crate::language::Label;
use crate::registration::{answer_in_words, in_words};
use crate::t;

/// The table, or that nobody is there.
pub(super) fn table(view: &RegistrationsView) -> AnyView {
    let caption = t!(registration_list.caption, count = view.matching, order = view.asked.query.order.label());
    if view.rows.is_empty() {
        let words = if view.asked.query.filter.is_filtering() {
            t!(registration_list.nobody_found)
        } else {
            t!(registration_list.nobody)
        };
        return view! { <div class="empty" role="status"><p>{words}</p></div> }.into_any();
    }
    let columns = view.asked.query.shown();
    let questions = asked_for(view);
    let heads = columns.iter().map(|column| view! { <th scope="col">{column.label()}</th> }).collect_view();
    let more = questions.iter().map(|question| view! { <th scope="col">{question.label.clone()}</th> }).collect_view();
    let rows = view.rows.iter().map(|row| listed(view, row, columns, &questions)).collect_view();
    view! {
        <div class="table-scroll" role="region" aria-label=t!(registrations.title) tabindex="0">
            <table class="data-table">
                <caption>{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col"><span class="visually-hidden">{t!(bulk.column)}</span></th>
                        <th scope="col">{t!(registrations.person)}</th>
                        {heads}
                        {more}
                        <th scope="col">{t!(registrations.decide)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Questions whose answers are columns, in the order of the form.
fn asked_for(view: &RegistrationsView) -> Vec<&Question> {
    view.questions.iter().filter(|question| view.asked.query.answers.contains(&question.name)).collect()
}

fn listed(view: &RegistrationsView, row: &Listed, columns: &[Column], questions: &[&Question]) -> AnyView {
    let cells = columns.iter().map(|column| view! { <td>{cell(row, *column)}</td> }).collect_view();
    let more = questions.iter().map(|question| {
        view! { <td class="data-table__long">{answer_in_words(question, &row.answers)}</td> }
    });
    view! {
        <tr>
            <td>{choose(view, row)}</td>
            <th scope="row"><a href=one_path(&view.event.0, &row.id)>{row.name.clone()}</a> {answers(view, row)}</th>
            {cells}
            {more.collect_view()}
            <td>{decide(view, row)} {tags(view, row)}</td>
        </tr>
    }
    .into_any()
}

fn cell(row: &Listed, column: Column) -> AnyView {
    match column {
        Column::Email => row.email.clone().into_any(),
        Column::Organisation => row.organisation.clone().into_any(),
        Column::Country => country_name(&row.country).unwrap_or_default().into_any(),
        Column::Profession => row.profession.label().into_any(),
        Column::State => {
            let state = match &row.until {
                Some(until) => t!(registrations.state_until, state = row.state.label(), until = moment(until)),
                None => row.state.label().to_owned(),
            };
            let standing = row.standing.map(|standing| {
                view! { <br /><span>{t!(registrations.on_list, standing = standing.label())}</span> }
            });
            view! { {state} {standing} }.into_any()
        }
        Column::Since => moment(&row.since).into_any(),
        Column::Tags => row.tags.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ").into_any(),
        Column::Reference => view! { <span class="nowrap tabular">{row.reference.clone()}</span> }.into_any(),
    }
}

/// What can be decided, folded away.
fn decide(view: &RegistrationsView, row: &Listed) -> Option<AnyView> {
    let action = format!("/admin/registrations/{}/decide", view.event.0);
    let id = row.id.clone();
    let acts = row.decisions.iter().map(|decision| act(*decision)).collect_view();
    (!row.decisions.is_empty()).then(|| {
        view! {
            <details class="review" open=is_refused(&id, view.asked.refused.as_ref())>
                <summary>
                    {t!(registrations.decide)} <span class="visually-hidden">{t!(registrations.decide_about, name = &row.name)}</span>
                </summary>
                <form class="form" method="post" action=action>
                    <input type="hidden" name="registration" value=id.clone() />
                    <input type="hidden" name="back" value=query_text(&view.asked.query) />
                    {reason(&id, view.asked.refused.as_ref())}
                    <div class="form__actions">{acts}</div>
                </form>
            </details>
        }
        .into_any()
    })
}

/// The tags, to be changed; folded away.
fn tags(view: &RegistrationsView, row: &Listed) -> AnyView {
    let action = format!("/admin/registrations/{}/tags", view.event.0);
    tags_form(action, Some(query_text(&view.asked.query)), row, view.asked.refused.as_ref())
}

/// The form for a registration's tags, folded away; `back` is the list to which it leads, if it stands in one.
pub(super) fn tags_form(action: String, back: Option<String>, row: &Listed, refused: Option<&Refusal>) -> AnyView {
    let (id, field) = (row.id.clone(), format!("tags-{}", row.id));
    let hint = format!("{field}-hint");
    let (error, tags) = match refused {
        Some(Refusal::Tags(why, typed, of)) if *of == row.id => (Some(*why), typed.clone()),
        _ => (None, row.tags.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
    };
    let is_refused = error.is_some();
    let described = if is_refused { format!("{hint} {field}-error") } else { hint.clone() };
    let error = error.map(|why| view! { <p class="field__error" id=format!("{field}-error")>{why}</p> });
    view! {
        <details class="review" open=is_refused>
            <summary>
                {t!(registration_list.change_tags)} <span class="visually-hidden">{t!(registrations.decide_about, name = &row.name)}</span>
            </summary>
            <form class="form" method="post" action=action>
                {back.map(|back| view! {
                    <input type="hidden" name="registration" value=id />
                    <input type="hidden" name="back" value=back />
                })}
                <div class=if is_refused { "field field--invalid" } else { "field" }>
                    <label for=field.clone()>{t!(registration_list.tags)}</label>
                    <p class="field__hint" id=hint>{t!(registration_list.tags_hint)}</p>
                    {error}
                    <input
                        id=field
                        name="tags"
                        type="text"
                        value=tags
                        aria-invalid=is_refused.then_some("true")
                        aria-describedby=described
                        autocomplete="off"
                    />
                </div>
                <div class="form__actions">
                    <button class="button button--secondary button--small" type="submit">{t!(registration_list.save_tags)}</button>
                </div>
            </form>
        </details>
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

/// The button of a decision.
pub(super) fn act(decision: Decision) -> AnyView {
    view! {
        <button class="button button--secondary button--small" type="submit" name="decision" value=decision.name()>
            {decision.label()}
        </button>
    }
    .into_any()
}

/// Whether it is this decision that was refused.
pub(super) fn is_refused(of: &str, refused: Option<&Refusal>) -> bool {
    matches!(refused, Some(Refusal::Decision(_, _, refused)) if refused == of)
}

/// The field for the reason of a decision about a registration, by its identity, or about the limit.
pub(super) fn reason(of: &str, refused: Option<&Refusal>) -> AnyView {
    let id = format!("reason-{of}");
    let hint = format!("{id}-hint");
    let (error, typed) = match refused {
        Some(Refusal::Decision(why, typed, refused)) if refused == of => (Some(*why), typed.clone()),
        _ => (None, String::new()),
    };
    let is_refused = error.is_some();
    let described = if is_refused { format!("{hint} {id}-error") } else { hint.clone() };
    let error = error.map(|why| view! { <p class="field__error" id=format!("{id}-error")>{why}</p> });
    view! {
        <div class=if is_refused { "field field--invalid" } else { "field" }>
            <label for=id.clone()>{t!(registrations.reason)}</label>
            <p class="field__hint" id=hint>{t!(registrations.reason_hint)}</p>
            {error}
            <input
                id=id
                name="reason"
                type="text"
                value=typed
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
