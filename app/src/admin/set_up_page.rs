//! `/set-up?token=…`: the one-time link that the server prints at its start. The button uses it up, not the link: a
//! program that follows links must not.

use leptos::prelude::*;

use crate::server::gathered;
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The set-up page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SetUp {
    /// The link's token, not looked at yet; empty if the address carries none.
    Asked(String),
    /// The token that was sent is unknown, used or too old.
    Refused,
}

/// The set-up page.
#[component]
pub fn SetUpPage() -> impl IntoView {
    show(gathered(), set_up)
}

fn set_up(page: SetUp) -> AnyView {
    let body = match page {
        SetUp::Refused => view! {
            <p class="notice notice--error" role="alert">
                {t!(set_up.refused)}
            </p>
        }
        .into_any(),
        SetUp::Asked(token) if token.is_empty() => view! {
            <p class="notice notice--info">{t!(set_up.no_token)}</p>
        }
        .into_any(),
        SetUp::Asked(token) => view! {
            <form class="form" method="post" action="/set-up">
                <p>{t!(set_up.one_session)}</p>
                <input type="hidden" name="token" value=token />
                <div class="form__actions"><button class="button button--primary" type="submit">{t!(set_up.sign_in)}</button></div>
            </form>
        }
        .into_any(),
    };
    view! {
        <PageHead title=t!(set_up.title) path="/set-up" />
        <header class="page-head">
            <PageTitle>{t!(set_up.title)}</PageTitle>
        </header>
        {body}
    }
    .into_any()
}
