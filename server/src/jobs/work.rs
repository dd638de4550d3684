//! Has something made of uploaded files, one at a time, beside the task that takes them in: a long recording keeps no other file
//! from being ready.

use std::time::Duration;

use app::server::{AppState, Job};
use domain::media::Toolset;
use store::{Change, StoreError};

use super::{SHORTEST, media, noted, until};
use crate::media::MediaStore;

/// Longest sleep.
const LONGEST: Duration = Duration::from_secs(10 * 60);

/// Works until the store is closed.
pub(super) async fn run(state: AppState, media: MediaStore) {
    let mut changes = state.store().changes();
    loop {
        let pause = match noted(&state, Job::FileWork, media.work(&state).await) {
            Ok(next) => until(next, state.real_now(), LONGEST),
            Err(StoreError::Busy) => SHORTEST,
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "work on uploaded files failed; trying again");
                SHORTEST
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            is_open = media::something_new(&mut changes) => if !is_open { return },
        }
    }
}

/// Keeps in memory what lists show of files, so that public pages can show it without asking the database.
pub(super) async fn show(state: AppState, media: MediaStore, cache: crate::http::PageCache) {
    let mut changes = state.store().changes();
    loop {
        match noted(&state, Job::Summaries, refresh(&state, &media).await) {
            Ok(true) => cache.clear(),
            Ok(false) => {}
            Err(StoreError::Closed) => return,
            Err(error) => {
                tracing::error!(%error, "what was made of files could not be read; pages show what was known before");
            }
        }
        loop {
            match changes.recv().await {
                Ok(Change::Made { .. } | Change::Missed) | Err(tokio::sync::broadcast::error::RecvError::Lagged(_)) => {
                    break;
                }
                Ok(_) => {}
                Err(tokio::sync::broadcast::error::RecvError::Closed) => return,
            }
        }
    }
}

/// Reads what lists show of files; whether that is news. Where smaller forms are made of pictures these are not shown themselves:
/// a camera writes into them where they were taken.
pub(crate) async fn refresh(state: &AppState, media: &MediaStore) -> Result<bool, StoreError> {
    let mut summaries = state.store().media_summaries().await?;
    if media.tools().toolsets().contains(&Toolset::Ffmpeg) {
        summaries.values_mut().for_each(|summary| summary.original = None);
    }
    Ok(state.set_summaries(summaries))
}
