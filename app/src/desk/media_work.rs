//! What is made of an uploaded file, as its row on `/admin/media` tells it; and which programs are missing for it.

use domain::media::{Facts, FileType, PlaybackTrouble, Toolset, WorkFailure, WorkState};
use domain::timed_text::clock;
use leptos::prelude::*;
use store::Work;

use super::media_page::PATH;
use crate::t;

/// Programs that are missing, by what they belong to.
pub type Missing = Vec<(Toolset, Vec<&'static str>)>;

/// Which programs are missing on this server, and what is absent therefore.
pub(super) fn missing_notice(missing: &Missing) -> Option<AnyView> {
    let rows = missing.iter().map(|(toolset, programs)| {
        let programs = programs.join(", ");
        let words = match toolset {
            Toolset::Ffmpeg => t!(media_work.no_ffmpeg, programs = programs),
            Toolset::Poppler => t!(media_work.no_poppler, programs = programs),
        };
        view! { <li>{words}</li> }
    });
    (!missing.is_empty()).then(|| {
        view! {
            <div class="notice" role="note">
                <p>{t!(media_work.missing)}</p>
                <ul>{rows.collect_view()}</ul>
            </div>
        }
        .into_any()
    })
}

/// How far the work on a file has come, and what was found out about it.
pub(super) fn progress(key: &str, file_type: FileType, about: &str, work: &Work, missing: &Missing) -> AnyView {
    let words = match work.state {
        WorkState::Queued | WorkState::Running(_) if missing.iter().any(|(toolset, _)| *toolset == work.toolset) => {
            t!(media_work.nobody).to_owned()
        }
        WorkState::Queued => t!(media_work.queued).to_owned(),
        WorkState::Running(done) => t!(media_work.running, done = done),
        WorkState::Done => made(file_type).to_owned(),
        WorkState::Failed(failure) => failed(failure).to_owned(),
    };
    let said = work.said.as_ref().map(|said| {
        view! { <p class="field__hint">{t!(media_work.said)} " " <q>{said.clone()}</q></p> }
    });
    let trouble = work.facts.playback_trouble(file_type).map(|found| {
        view! { <p class="notice" role="note">{trouble(found)}</p> }
    });
    let facts = facts(&work.facts);
    let words = if facts.is_empty() { words } else { format!("{words} · {facts}") };
    let retry = matches!(work.state, WorkState::Failed(_)).then(|| {
        view! {
            <form method="post" action=format!("{PATH}/{key}/retry")>
                <button class="button button--secondary button--small" type="submit">
                    {t!(media_work.retry)}
                    <span class="visually-hidden">{about.to_owned()}</span>
                </button>
            </form>
        }
    });
    view! {
        <p>{words}</p>
        {said}
        {retry}
        {trouble}
    }
    .into_any()
}

/// "1:03 · 640 × 360 · h264, aac", "12 pages".
fn facts(facts: &Facts) -> String {
    let codecs = [facts.video_codec.as_deref(), facts.audio_codec.as_deref()];
    let codecs = codecs.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let parts = [
        facts.duration.map(clock),
        facts.width.zip(facts.height).map(|(width, height)| format!("{width} × {height}")),
        (!codecs.is_empty()).then_some(codecs),
        facts.pages.map(|pages| t!(media_work.pages, count = pages)),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn made(file_type: FileType) -> &'static str {
    if file_type.has_picture() {
        t!(media_work.made_video)
    } else if file_type.is_played() {
        t!(media_work.made_sound)
    } else {
        t!(media_work.made_pages)
    }
}

fn failed(failure: WorkFailure) -> &'static str {
    match failure {
        WorkFailure::Unreadable => t!(media_work.unreadable),
        WorkFailure::Locked => t!(media_work.locked),
        WorkFailure::Nothing => t!(media_work.nothing),
        WorkFailure::TooSlow => t!(media_work.too_slow),
        WorkFailure::Interrupted => t!(media_work.interrupted),
    }
}

fn trouble(trouble: PlaybackTrouble) -> &'static str {
    match trouble {
        PlaybackTrouble::Container => t!(media_work.trouble_container),
        PlaybackTrouble::Picture => t!(media_work.trouble_picture),
        PlaybackTrouble::Pixels => t!(media_work.trouble_pixels),
        PlaybackTrouble::Sound => t!(media_work.trouble_sound),
    }
}
