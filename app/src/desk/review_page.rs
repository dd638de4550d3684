//! `/admin/review`: where somebody begins who looks at the programme before others do, for a time.

use domain::staff::review_last_day;
use domain::time::Instant;
use leptos::prelude::*;

use super::edit_bar::preview_button;
use super::frame;
use crate::admin::site_zone;
use crate::language::DateWords;
use crate::server::{gathered, state};
use crate::t;
use crate::ui::{Icon, IconName, show};

/// Says when an access ends by itself; nothing where that cannot be said.
pub(super) fn access_ends(ends: Instant) -> Option<AnyView> {
    let state = state().ok()?;
    let last_day = review_last_day(ends, &site_zone(&state)).medium();
    let words = t!(review.ends, day = last_day);
    Some(view! { <p class="access-ends"><Icon name=IconName::Clock />{words}</p> }.into_any())
}

/// What there is to look at: the same for everybody who may.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReviewView;

/// What there is to look at.
#[component]
pub fn ReviewPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(_: ReviewView) -> AnyView {
    view! {
        {frame::head(t!(review.title).to_owned(), "", "/admin/review".to_owned())}
        <p class="lede">{t!(review.lede)}</p>
        <div class="form__actions">
            {preview_button("draft", "/programme".to_owned(), t!(review.preview), "button--primary")}
            {preview_button("released", "/programme".to_owned(), t!(review.released), "button--secondary")}
        </div>
        <section class="section" aria-labelledby="parts">
            <h2 class="section__title" id="parts">{t!(review.parts)}</h2>
            <ul>
                <li><a href="/library">{t!(review.library)}</a></li>
                <li><a href="/admin/check">{t!(review.check)}</a></li>
                <li><a href="/admin/changes">{t!(review.changes)}</a></li>
                <li><a href="/changes">{t!(review.releases)}</a></li>
            </ul>
        </section>
    }
    .into_any()
}
