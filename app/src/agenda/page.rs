//! `/agenda`: what the visitor saved, in the order of time, with clashes shown and never forbidden.

use leptos::prelude::*;

use crate::ui::{PageHead, PageTitle};

/// The visitor's agenda. The server does not know what was saved: the browser takes the rows out of the programme.
#[component]
pub fn AgendaPage() -> impl IntoView {
    view! {
        <PageHead title="My agenda" description="The events and sessions you saved in this browser." path="/agenda" />
        <header class="page-head">
            <PageTitle>"My agenda"</PageTitle>
            <p class="lede">"What you save stays in this browser; nobody else sees it."</p>
        </header>
        <p class="notice notice--info no-wasm-only">
            "Saving needs the browser’s own storage, which this page could not use. You can still add any event or session to your calendar from its page."
        </p>
        <div data-agenda="" aria-busy="true"></div>
        <div class="empty" data-nothing-saved="" hidden>
            <p>"You have not saved anything yet."</p>
            <a class="button button--primary" href="/programme">"Browse the programme"</a>
        </div>
    }
}
