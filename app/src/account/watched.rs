//! What somebody watched: where they go on, and that it is kept only while they want it.

use domain::content::{Content, Id};
use domain::progress::Progress;
use domain::timed_text::clock;
use leptos::prelude::*;
use store::AccountSession;

use crate::error::PageError;
use crate::library::standing;
use crate::server::{AppState, state, store_failed};
use crate::t;

/// Most recordings that are shown.
const SHOWN: usize = 12;

/// What is kept of what somebody watched.
#[derive(Debug, Clone)]
pub struct Watching {
    /// Whether they want it kept.
    pub keeps: bool,
    /// By material, the last one watched first.
    pub seen: Vec<(Id, Progress)>,
}

/// What an account watched.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_watching(state: &AppState, session: &AccountSession) -> Result<Watching, PageError> {
    let (store, account) = (state.store(), session.account.id);
    let keeps = store.keeps_progress(account).await.map_err(|error| store_failed(&error))?;
    let seen = store.progress(account).await.map_err(|error| store_failed(&error))?;
    let mut seen: Vec<(Id, Progress)> = seen.into_iter().collect();
    seen.sort_by_key(|(_, progress)| std::cmp::Reverse(progress.updated));
    Ok(Watching { keeps, seen })
}

/// The section of one's own page.
pub(super) fn section(watching: &Watching, content: &Content) -> AnyView {
    let rows = watching.seen.iter().filter_map(|(id, progress)| row(*id, progress, content)).take(SHOWN);
    let rows = rows.collect::<Vec<_>>();
    let is_empty = rows.is_empty();
    let body = if watching.keeps {
        view! {
            <p>{t!(watching.about)}</p>
            {is_empty.then(|| view! { <p>{t!(watching.nothing)}</p> })}
            <ul class="card-list">{rows}</ul>
            <form method="post" action="/me/progress/keep">
                <button class="button button--quiet" type="submit" name="keep" value="no">{t!(watching.turn_off)}</button>
            </form>
        }
        .into_any()
    } else {
        view! {
            <p>{t!(watching.off_text)}</p>
            <form method="post" action="/me/progress/keep">
                <button class="button button--secondary" type="submit" name="keep" value="yes">{t!(watching.turn_on)}</button>
            </form>
        }
        .into_any()
    };
    view! {
        <section class="section" aria-labelledby="watching">
            <h2 class="section__title" id="watching">{t!(watching.title)}</h2>
            {body}
        </section>
    }
    .into_any()
}

fn row(id: Id, progress: &Progress, content: &Content) -> Option<AnyView> {
    let material = content.materials.iter().find(|material| material.id == id)?;
    let length = state().ok().and_then(|state| state.length_of(material));
    let words = state().ok().and_then(|state| standing(Some(progress), state.completion_of(material)));
    let path = format!("/library/{}", material.slug);
    let resume = progress.resumes_at(length).map(|at| {
        let (address, words) = (format!("{path}?t={}#player", at / 1_000), t!(watching.go_on, time = clock(at)));
        view! {
            <a class="button button--primary button--small" href=address>
                {words} <span class="visually-hidden">{t!(watching.forget_which, title = &material.title)}</span>
            </a>
        }
    });
    Some(
        view! {
            <li>
                <article class="card">
                    <h3 class="card__title"><a href=path>{material.title.clone()}</a></h3>
                    {words.map(|words| view! { <p class="card__meta">{words}</p> })}
                    <form class="card__actions" method="post" action="/me/progress/forget">
                        {resume}
                        <button class="button button--quiet button--small" type="submit" name="material" value=id.to_string()>
                            {t!(watching.forget)}
                            <span class="visually-hidden">{t!(watching.forget_which, title = &material.title)}</span>
                        </button>
                    </form>
                </article>
            </li>
        }
        .into_any(),
    )
}
