//! What stands on every page of the desk: where one can go, and what came of the last act.

use leptos::prelude::*;

use super::words;
use crate::server::state;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle};
use domain::desk::Kind;

/// Title, and the way to the other parts; `path` is where the page is.
pub(super) fn head(title: String, eyebrow: &'static str, path: String) -> AnyView {
    let links = parts().into_iter().map(|(href, words)| {
        let current = (href == path).then_some("page");
        view! { <li><a href=href aria-current=current>{words}</a></li> }
    });
    let links = links.collect_view();
    // What others change after it is told to the script by this number.
    let seen = state().map_or(0, |state| state.store().last_edit());
    view! {
        <PageHead title=title.clone() path=path />
        <nav class="desk-nav" aria-label=t!(desk.title) data-desk=seen.to_string()>
            <ul>{links}</ul>
        </nav>
        <header class="page-head">
            {(!eyebrow.is_empty()).then(|| view! { <p class="eyebrow">{eyebrow}</p> })}
            <PageTitle>{title}</PageTitle>
        </header>
    }
    .into_any()
}

/// The parts of the desk, in its order: where each is, and its name.
pub(super) fn parts() -> Vec<(String, &'static str)> {
    let kinds = Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Track | Kind::Room));
    let kinds = kinds.map(|kind| (list_path(*kind), words::kind(*kind)));
    let before = [("/admin", t!(desk.overview)), ("/admin/find", t!(desk.find))];
    let after = [
        ("/admin/media", t!(media.title)),
        ("/admin/changes", t!(desk.changes)),
        ("/admin/check", t!(finding.title)),
        ("/admin/release", t!(desk.release)),
        ("/admin/account", t!(staff_account.title)),
    ];
    let owned = |(path, words): (&str, &'static str)| (path.to_owned(), words);
    before.map(owned).into_iter().chain(kinds).chain(after.map(owned)).collect()
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
