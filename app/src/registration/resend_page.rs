//! `/registration/resend`: asks for one's links again. The answer is the same for every address, so that nobody learns who
//! takes part.

use domain::validation::FieldError;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::fields::{self, Text};
use super::form::summary;
use crate::error::PageError;
use crate::server::gathered;
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
    let failed = if errors.is_empty() { "" } else { "Error: " };
    let title = format!("{failed}Send me my links again");
    view! {
        <PageHead title=title path="/registration/resend" />
        {summary(errors.clone())}
        <header class="page-head">
            <p class="eyebrow">"Registration"</p>
            <PageTitle>"Send me my links again"</PageTitle>
        </header>
        {form(email, &errors)}
    }
    .into_any()
}

fn sent() -> AnyView {
    view! {
        <PageHead title="Links asked for" path="/registration/resend" />
        <header class="page-head">
            <p class="eyebrow">"Registration"</p>
            <PageTitle>"Thank you"</PageTitle>
        </header>
        <div class="notice notice--info">
            <Icon name=IconName::Mail />
            <p>
                "If that address is registered for an event to come, a message with its links is on its way. We send it at most three times an hour, so look among unwanted mail too before you ask again."
            </p>
        </div>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href="/programme">"See the programme"</a>
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
        label: "E-mail address",
        hint: "The one you registered with.",
        kind: "email",
        autocomplete: "email",
        optional: false,
    };
    view! {
        <form class="form" method="post" action="/registration/resend" novalidate=true>
            {fields::text(errors, field, email)}
            <div class="form__actions">
                <button class="button button--secondary" type="submit">"Send me my links again"</button>
            </div>
        </form>
    }
    .into_any()
}
