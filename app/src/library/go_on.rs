//! What somebody has begun and not finished, above the library's list: of whoever is signed in by the server, of others by
//! what their browser remembers (`data-go-on`, see `crate::browser`).

use std::collections::HashMap;

use domain::content::{Content, Id};
use domain::progress::Progress;
use domain::timed_text::clock;
use http::HeaderMap;
use leptos::prelude::*;

use super::access::{opened, visitor};
use super::watched;
use crate::account::gather_watching;
use crate::error::PageError;
use crate::server::{AppState, material_picture, state};
use crate::t;
use crate::view::{CardPicture, CardWatched};

/// Most recordings that are shown; all of them are on one's own page.
const SHOWN: usize = 3;

/// Who looks at the library.
#[derive(Debug, Clone)]
pub enum Begun {
    /// Nobody is signed in: the browser remembers.
    Here,
    /// Somebody is known here.
    Kept {
        /// What they saw, the last one first; nothing of somebody who does not attend.
        seen: Vec<(Id, Progress)>,
        /// The materials for some that are for them.
        opened: Vec<Id>,
    },
}

/// What whoever asks has begun.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_library(state: &AppState, headers: &HeaderMap) -> Result<Begun, PageError> {
    let visitor = visitor(state, headers).await?;
    let seen = match &visitor.account {
        _ if visitor.is_uncounted() => Vec::new(),
        Some(session) => gather_watching(state, session).await?.seen,
        None => return Ok(Begun::Here),
    };
    Ok(Begun::Kept { seen, opened: opened(state, &visitor).await? })
}

/// The recordings to go on with.
pub(super) fn go_on(begun: &Begun) -> Option<AnyView> {
    let published = state().ok()?.published();
    let rows = match begun {
        Begun::Kept { seen, .. } => {
            let rows = seen.iter().filter_map(|(id, progress)| row(*id, progress, &published.content));
            rows.take(SHOWN).collect::<Vec<_>>()
        }
        Begun::Here => Vec::new(),
    };
    let is_empty = rows.is_empty();
    // Empty for the script, which knows what the browser remembers.
    let is_here = matches!(begun, Begun::Here);
    (is_here || !is_empty).then(|| {
        view! {
            <section class="go-on" aria-labelledby="go-on" data-go-on=is_here.then_some("") hidden=is_empty>
                <h2 class="go-on__title" id="go-on">{t!(watching.continue_title)}</h2>
                <ul class="go-on__list">{rows}</ul>
            </section>
        }
        .into_any()
    })
}

/// How far whoever is signed in has come, by the identity of the recording.
pub(super) fn seen(begun: &Begun) -> HashMap<String, CardWatched> {
    let (Begun::Kept { seen, .. }, Ok(state)) = (begun, state()) else { return HashMap::new() };
    let published = state.published();
    let known = seen.iter().filter_map(|(id, progress)| {
        let material = published.content.materials.iter().find(|material| material.id == *id)?;
        Some((id.to_string(), watched(progress, state.completion_of(material))?))
    });
    known.collect()
}

/// Pictures of what is for whoever is signed in, by the identity of the material: everybody sees the others.
pub(super) fn pictures(begun: &Begun) -> HashMap<String, CardPicture> {
    let (Begun::Kept { opened, .. }, Ok(state)) = (begun, state()) else { return HashMap::new() };
    let published = state.published();
    let theirs = published.content.materials.iter().filter(|material| opened.contains(&material.id));
    theirs.filter_map(|material| Some((material.id.to_string(), material_picture(&state, material)?))).collect()
}

fn row(id: Id, progress: &Progress, content: &Content) -> Option<AnyView> {
    let material = content.materials.iter().find(|material| material.id == id)?;
    let length = state().ok().and_then(|state| state.length_of(material));
    let at = progress.resumes_at(length)?;
    let address = format!("/library/{}?t={}#player", material.slug, at / 1_000);
    let share = length.map(|length| t!(completion.watched, share = progress.watched.hundredths(length)));
    Some(
        view! {
            <li>
                <a href=address>{material.title.clone()}</a>
                <span class="go-on__where">{t!(watching.go_on, time = clock(at))}</span>
                {share.map(|share| view! { <span class="go-on__where">{share}</span> })}
            </li>
        }
        .into_any(),
    )
}
