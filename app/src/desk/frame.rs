//! What stands on every page of the desk: its title, and what came of the last act.

use leptos::prelude::*;

use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle};
use domain::desk::Kind;

/// The title; `path` is where the page is.
pub(super) fn head(title: String, eyebrow: &'static str, path: String) -> AnyView {
    view! {
        <PageHead title=title.clone() path=path />
        <header class="page-head">
            {(!eyebrow.is_empty()).then(|| view! { <p class="eyebrow">{eyebrow}</p> })}
            <PageTitle>{title}</PageTitle>
        </header>
    }
    .into_any()
}

/// Where the things of a kind are listed; of the programme, which there is once, its form.
pub(super) fn list_path(kind: Kind) -> String {
    match kind {
        Kind::Programme => format!("/admin/content/{}/{}", kind.name(), domain::content::Id::nil()),
        kind => format!("/admin/content/{}", kind.name()),
    }
}

/// What came of the last act, with a button to take it back.
pub(super) fn done(words: String, undo: Option<i64>) -> AnyView {
    let button = undo.map(|number| {
        view! {
            <form method="post" action=format!("/admin/changes/{number}/undo")>
                <button class="button button--secondary button--small" type="submit">{t!(desk.undo)}</button>
            </form>
        }
    });
    view! {
        <div class="notice notice--success desk-done" role="status">
            <Icon name=IconName::Check />
            <p>{words}</p>
            {button}
        </div>
    }
    .into_any()
}

/// Why nothing was done.
pub(super) fn refused(words: String) -> AnyView {
    view! {
        <div class="notice notice--error" role="alert">
            <Icon name=IconName::Warning />
            <p>{words}</p>
        </div>
    }
    .into_any()
}
