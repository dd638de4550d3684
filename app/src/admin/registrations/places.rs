//! The places of an event: how many are taken, its limit, and what was decided.

use leptos::prelude::*;

use super::gather::{Decided, LIMIT, RegistrationsView, Shown};
use super::moment;
use super::table::{is_refused, reason};
use crate::language::Label;
use crate::t;

/// How many places are taken, in words.
pub(super) fn taken(view: &RegistrationsView) -> String {
    match (view.unlimited, view.capacity) {
        (true, _) => t!(registrations.taken_without_limit, taken = view.taken),
        (false, Some(capacity)) => t!(registrations.taken_of, taken = view.taken, capacity = capacity),
        (false, None) => t!(registrations.taken, taken = view.taken),
    }
}

/// Taking the limit away gives everybody who waits a place at once.
pub(super) fn limit(view: &RegistrationsView) -> Option<AnyView> {
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
                <details class="review" open=is_refused(LIMIT, view.asked.refused.as_ref())>
                    <summary>{heading}</summary>
                    <form class="form" method="post" action=action>
                        <p>{words}</p>
                        <input type="hidden" name="limited" value=limited />
                        {reason(LIMIT, view.asked.refused.as_ref())}
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

/// Decisions, newest first.
pub(super) fn decisions(decisions: Vec<Shown>) -> Option<AnyView> {
    if decisions.is_empty() {
        return None;
    }
    let items = decisions.into_iter().map(|shown| {
        let what = match shown.what {
            Decided::OfOne(decision) => decision.label(),
            Decided::Entered => t!(entry.entered),
            Decided::Wrote => t!(group_letter.did_write),
            Decided::CalledBack => t!(group_letter.did_call_back),
            Decided::LimitLifted => t!(registrations.limit_lifted),
            Decided::LimitRestored => t!(registrations.limit_restored),
        };
        let nobodys = if matches!(shown.what, Decided::Wrote | Decided::CalledBack) {
            t!(group_letter.those_chosen)
        } else {
            t!(registrations.everybody)
        };
        let whose = shown.whose.unwrap_or_else(|| nobodys.to_owned());
        view! { <li>{t!(registrations.decided, at = moment(&shown.at), what = what, whose = whose, by = shown.by, reason = shown.reason)}</li> }
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
