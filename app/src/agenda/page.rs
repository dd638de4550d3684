//! `/agenda`: what the visitor saved, in the order of time, with clashes shown and never forbidden.

use leptos::prelude::*;

use crate::t;
use crate::ui::{PageHead, PageTitle};

/// The visitor's agenda. The server does not know what was saved: the browser takes the rows out of the programme.
#[component]
pub fn AgendaPage() -> impl IntoView {
    view! {
        <PageHead title=t!(navigation.agenda) description=t!(agenda.description) path="/agenda" />
        <header class="page-head">
            <PageTitle>{t!(navigation.agenda)}</PageTitle>
            <p class="lede">{t!(agenda.lede)}</p>
        </header>
        <p class="notice notice--info no-wasm-only">
            {t!(agenda.no_storage)}
        </p>
        <div data-agenda="" aria-busy="true"></div>
        <div class="empty" data-nothing-saved="" hidden>
            <p>{t!(agenda.nothing)}</p>
            <a class="button button--primary" href="/programme">{t!(navigation.browse_programme)}</a>
        </div>
    }
}
