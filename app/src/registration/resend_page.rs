//! `/registration/resend`: asks for one's links again. The answer is the same for every address, so that nobody learns who
//! takes part.

use domain::validation::FieldError;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::fields::{self, Text};
use super::form::summary;
use crate::error::PageError;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// What was typed, and what is to be mended in it.
pub type Asked = (String, Vec<FieldError>);

/// The page that sends links again.
#[component]
pub fn ResendPage() -> impl IntoView {
    let done = use_query_map().read_untracked().get("sent").is_some();
    let asked: Result<Asked, PageError> = gathered();
    show(asked, |asked| if done { sent() } else { ask(asked) })
}

fn ask((email, errors): Asked) -> AnyView {
    let failed = if errors.is_empty() { "" } else { t!(form.error_prefix) };
    let title = format!("{failed}{}", t!(resend.title));
    view! {
        <PageHead title=title path="/registration/resend" />
        {summary(errors.clone())}
        <header class="page-head">
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{t!(resend.title)}</PageTitle>
        </header>
        {form(email, &errors)}
    }
    .into_any()
}

fn sent() -> AnyView {
    view! {
        <PageHead title=t!(resend.done_title) path="/registration/resend" />
        <header class="page-head">
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{t!(resend.thanks)}</PageTitle>
        </header>
        <div class="notice notice--info">
            <Icon name=IconName::Mail />
            <p>{t!(resend.done)}</p>
        </div>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href="/programme">{t!(registration.see_programme)}</a>
        </p>
    }
    .into_any()
}

/// The form alone, for a page that is about something else.
pub(super) fn resend_form(email: String) -> AnyView {
    form(email, &[])
}

fn form(email: String, errors: &[FieldError]) -> AnyView {
    let field = Text {
        name: "email",
        label: t!(resend.address),
        hint: t!(resend.address_hint),
        kind: "email",
        autocomplete: "email",
        optional: false,
    };
    view! {
        <form class="form" method="post" action="/registration/resend" novalidate=true>
            {fields::text(errors, field, email)}
            <div class="form__actions">
                <button class="button button--secondary" type="submit">{t!(resend.title)}</button>
            </div>
        </form>
    }
    .into_any()
}
