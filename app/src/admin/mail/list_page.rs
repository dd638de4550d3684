//! `/admin/mail`: every letter that the product sends by itself.

use leptos::prelude::*;

use super::{LetterLine, words_path};
use crate::admin::moment;
use crate::language::Label;
use crate::server::gathered;
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// All letters.
#[component]
pub fn LettersPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(letters: Vec<LetterLine>) -> AnyView {
    let rows = letters.into_iter().map(|line| {
        let words = match line.changed {
            Some((by, at)) => t!(letter_words.changed, by = by, moment = moment(&at)),
            None => t!(letter_words.own).to_owned(),
        };
        view! {
            <tr>
                <th scope="row"><a href=words_path(line.kind)>{line.kind.label()}</a></th>
                <td class="prose">{line.subject}</td>
                <td>{words}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <PageHead title=t!(letter_words.title) path="/admin/mail" />
        <header class="page-head">
            <PageTitle>{t!(letter_words.title)}</PageTitle>
            <p class="lede">{t!(letter_words.lede)}</p>
        </header>
        <div class="table-scroll" role="region" aria-label=t!(letter_words.title) tabindex="0">
            <table class="data-table">
                <thead>
                    <tr>
                        <th scope="col">{t!(letter_words.letter)}</th>
                        <th scope="col">{t!(letter_words.subject)}</th>
                        <th scope="col">{t!(letter_words.words)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}
