//! What is said in a recording, to be read; each passage leads to its second.

use domain::timed_text::clock;
use leptos::prelude::*;

use super::language_name;
use super::watch::Transcript;
use crate::t;

/// The transcript. `lang` tells browsers and screen readers its language (WCAG 2.2, 3.1.2).
pub(super) fn transcript(transcript: Option<Transcript>, slug: &str) -> Option<AnyView> {
    let Transcript { language, is_machine_made, passages } = transcript?;
    let mut before: Option<String> = None;
    let rows = passages.into_iter().map(|passage| {
        let speaker = passage.speaker.filter(|speaker| before.as_ref() != Some(speaker));
        if speaker.is_some() {
            before.clone_from(&speaker);
        }
        let seconds = passage.start / 1_000;
        view! {
            <li data-from=passage.start.to_string() data-to=passage.end.to_string()>
                <a class="transcript__time" href=format!("/library/{slug}?t={seconds}#player") data-seek=passage.start.to_string()>
                    {clock(passage.start)}
                </a>
                <p>{speaker.map(|speaker| view! { <strong>{speaker} ": "</strong> })}{passage.text}</p>
            </li>
        }
    });
    let rows = rows.collect_view();
    let notice = is_machine_made.then(|| view! { <p class="field__hint">{t!(player.machine_made)}</p> });
    Some(
        view! {
            <div class="transcript">
                <h2 class="section__title" id="transcript">{t!(player.transcript)}</h2>
                <p class="field__hint">{t!(player.transcript_in, language = language_name(&language))}</p>
                {notice}
                <label class="check" data-buttons="" hidden>
                    <input type="checkbox" data-act="follow" checked />
                    <span>{t!(player.follow)}</span>
                </label>
                <div class="transcript__text" lang=language tabindex="0" role="region" aria-labelledby="transcript">
                    <ol class="transcript__list">{rows}</ol>
                </div>
            </div>
        }
        .into_any(),
    )
}
