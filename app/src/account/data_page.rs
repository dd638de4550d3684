//! `/me/data`: takes everything that is stored about one away with one, or has it erased.

use domain::account::ERASE_WORD;
use domain::registration::waiting::Terms;
use domain::validation::FieldError;
use leptos::prelude::*;
use store::Events;

use crate::registration::fields::{self, Text};
use crate::registration::form::summary;
use crate::server::{AppState, gathered};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Whether what was typed to have everything erased was something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MyData {
    /// It was.
    pub mistyped: bool,
}

/// On what terms each event gives its places, and whether it is over: what an erasure must know.
pub fn events_for_erasure(state: &AppState) -> Events {
    let (published, now) = (state.published(), state.now());
    let events = published.content.events.iter();
    events.map(|event| (event.id, (Terms::of(event), now >= event.when.end()))).collect()
}

/// The page of one's data.
#[component]
pub fn DataPage() -> impl IntoView {
    show(gathered(), |MyData { mistyped }: MyData| {
        let error = FieldError::new("confirmation", t!(my_data.mistyped, word = ERASE_WORD));
        let errors = if mistyped { vec![error] } else { Vec::new() };
        let failed = if mistyped { t!(form.error_prefix) } else { "" };
        view! {
            <PageHead title=format!("{failed}{}", t!(my_data.title)) path="/me/data" />
            {summary(errors.clone())}
            <header class="page-head">
                <p class="eyebrow"><a href="/me">{t!(me.title)}</a></p>
                <PageTitle>{t!(my_data.title)}</PageTitle>
            </header>
            <section class="section" aria-labelledby="download">
                <h2 class="section__title" id="download">{t!(my_data.download_title)}</h2>
                <p>{t!(my_data.download_text)}</p>
                <p class="form__actions">
                    <a class="button button--primary" href="/me/data/download" rel="external">
                        <Icon name=IconName::Download />
                        <span>{t!(my_data.download)}</span>
                    </a>
                </p>
            </section>
            <section class="section" aria-labelledby="erase">
                <h2 class="section__title" id="erase">{t!(my_data.erase_title)}</h2>
                <p>{t!(my_data.erase_text)}</p>
                <h3>{t!(my_data.kept_title)}</h3>
                <ul class="check-list">
                    <li>{t!(my_data.kept_count)}</li>
                    <li>{t!(my_data.kept_sent)}</li>
                    <li>{t!(my_data.kept_backups)}</li>
                </ul>
                {erase(&errors)}
            </section>
        }
        .into_any()
    })
}

fn erase(errors: &[FieldError]) -> AnyView {
    let field = Text {
        name: "confirmation",
        label: t!(my_data.confirmation),
        hint: t!(my_data.confirmation_hint),
        kind: "text",
        autocomplete: "off",
        optional: false,
    };
    view! {
        <form class="form" method="post" action="/me/erase" novalidate=true>
            <p>{t!(my_data.type_word, word = ERASE_WORD)}</p>
            {fields::text(errors, field, String::new())}
            <div class="form__actions">
                <button class="button button--secondary" type="submit">{t!(my_data.erase)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The page after everything was erased.
#[component]
pub fn ErasedPage() -> impl IntoView {
    view! {
        <PageHead title=t!(my_data.erased_title) path="/sign-in" />
        <header class="page-head">
            <PageTitle>{t!(my_data.erased_title)}</PageTitle>
        </header>
        <div class="notice notice--success">
            <Icon name=IconName::Check />
            <p>{t!(my_data.erased)}</p>
        </div>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href="/programme">{t!(registration.see_programme)}</a>
        </p>
    }
}
