//! Below a list: an act on those who are ticked in it, or on all that it finds. It leads to a review; nothing changes yet.

use domain::registration::BulkAct;
use leptos::prelude::*;

use super::bulk::{BulkRefusal, BulkTyped};
use super::gather::{Listed, Refusal, RegistrationsView};
use super::letters::letters_path;
use super::query_text;
use crate::language::Label;
use crate::t;

/// Identity of the form, by which the boxes in the table belong to it.
const FORM: &str = "bulk";

/// The box by which a row is chosen.
pub(super) fn choose(view: &RegistrationsView, row: &Listed) -> AnyView {
    let is_ticked = typed(view).is_some_and(|typed| typed.registrations.iter().any(|id| id.to_string() == row.id));
    view! {
        <label class="check">
            <input type="checkbox" name="registration" value=row.id.clone() form=FORM checked=is_ticked autocomplete="off" />
            <span class="visually-hidden">{t!(bulk.choose, name = &row.name)}</span>
        </label>
    }
    .into_any()
}

/// The form.
pub(super) fn form(view: &RegistrationsView) -> Option<AnyView> {
    if view.rows.is_empty() {
        return None;
    }
    let typed = typed(view).cloned().unwrap_or_default();
    let (all, ticked) = (typed.all, !typed.all);
    let acts = BulkAct::ALL.iter().map(|act| {
        view! { <option value=act.name() selected=act.name() == typed.act>{act.label()}</option> }
    });
    let action = format!("/admin/registrations/{}/bulk", view.event.0);
    Some(
        view! {
            <section class="section" aria-labelledby="bulk-title">
                <h2 class="section__title" id="bulk-title">{t!(bulk.title)}</h2>
                <form class="form" id=FORM method="post" action=action>
                    <input type="hidden" name="back" value=query_text(&view.asked.query) />
                    <fieldset class="field">
                        <legend>{t!(bulk.who)}</legend>
                        <label class="check">
                            <input type="radio" name="who" value="ticked" checked=ticked autocomplete="off" />
                            <span>{t!(bulk.ticked)}</span>
                        </label>
                        <label class="check">
                            <input type="radio" name="who" value="all" checked=all autocomplete="off" />
                            <span>{t!(bulk.all, count = view.matching)}</span>
                        </label>
                    </fieldset>
                    <div class="field">
                        <label for="bulk-act">{t!(bulk.act)}</label>
                        <select id="bulk-act" name="act" autocomplete="off">
                            <option value="">{t!(bulk.choose_act)}</option>
                            {acts.collect_view()}
                        </select>
                    </div>
                    <div class="field">
                        <label for="bulk-tags">{t!(bulk.tags)}</label>
                        <p class="field__hint" id="bulk-tags-hint">{t!(bulk.tags_hint)}</p>
                        <input
                            id="bulk-tags"
                            name="tags"
                            type="text"
                            value=typed.tags
                            aria-describedby="bulk-tags-hint"
                            autocomplete="off"
                        />
                    </div>
                    <div class="form__actions">
                        <button class="button button--secondary" type="submit">{t!(bulk.review)}</button>
                        <button
                            class="button button--secondary"
                            type="submit"
                            formaction=letters_path(&view.event.0)
                            aria-describedby="bulk-letter-hint"
                        >
                            {t!(group_letter.begin)}
                        </button>
                        <span class="field__hint" id="bulk-letter-hint">{t!(group_letter.begin_hint)}</span>
                    </div>
                </form>
            </section>
        }
        .into_any(),
    )
}

/// Why the act cannot be reviewed, in words.
pub(super) fn why(refusal: BulkRefusal) -> &'static str {
    match refusal {
        BulkRefusal::Nobody => t!(bulk.nobody),
        BulkRefusal::NoAct => t!(bulk.no_act),
        BulkRefusal::Tags(None) => t!(bulk.no_tags),
        BulkRefusal::Tags(Some(why)) => why,
    }
}

fn typed(view: &RegistrationsView) -> Option<&BulkTyped> {
    match &view.asked.refused {
        Some(Refusal::Bulk(_, typed)) => Some(typed),
        _ => None,
    }
}
