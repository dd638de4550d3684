//! `/admin/registrations/<event>/letters`: the letters that were written to many about an event.

use domain::mail::GroupStage;
use leptos::prelude::*;

use super::super::moment;
use super::{LetterRow, LettersView, letter_path, letters_path};
use crate::server::gathered;
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The letters to many about an event.
#[component]
pub fn GroupLettersPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: LettersView) -> AnyView {
    let (slug, title) = view.event.clone();
    let list = format!("/admin/registrations/{slug}");
    let nothing = view.letters.is_empty();
    let rows = view.letters.into_iter().map(|row| {
        let href = letter_path(&slug, &row.id);
        let standing = standing(&row);
        let subject = if row.subject.is_empty() { t!(group_letter.without_subject).to_owned() } else { row.subject };
        view! {
            <li>
                <article class="card">
                    <h2 class="card__title"><a href=href>{subject}</a></h2>
                    <p>{standing}</p>
                </article>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <PageHead title=t!(group_letter.title_of, event = &title) path=letters_path(&slug) />
        <header class="page-head">
            <p class="eyebrow"><a href=list>{title}</a></p>
            <PageTitle>{t!(group_letter.title)}</PageTitle>
            <p class="lede">{t!(group_letter.lede)}</p>
        </header>
        {if nothing {
            view! { <div class="empty"><p>{t!(group_letter.nothing)}</p></div> }.into_any()
        } else {
            view! { <ul class="card-list">{rows}</ul> }.into_any()
        }}
    }
    .into_any()
}

/// How far a letter is, in words.
pub(super) fn standing(row: &LetterRow) -> String {
    let (moment, by) = (moment(&row.at), &row.by);
    match row.stage {
        GroupStage::Draft => t!(group_letter.draft, moment = moment, by = by),
        GroupStage::Held => t!(group_letter.held, moment = moment, by = by),
        GroupStage::Released => t!(group_letter.released, moment = moment, by = by, count = row.receivers),
    }
}
