//! What a visitor saw of a recording, and where they go on: by two buttons, never by itself.

use domain::content::Material;
use domain::progress::Progress;
use domain::timed_text::clock;
use leptos::prelude::*;

use super::standing::standing;
use super::watch::Seen;
use crate::server::state;
use crate::t;

/// The line above the player. `data-progress` says where the script tells what is played: to the server, or (`here`) to
/// the browser's own memory, or to nobody.
pub(super) fn seen(material: &Material, seen: &Seen) -> AnyView {
    let slug = &material.slug;
    match seen {
        Seen::NotKept => view! { <p class="player__seen" data-progress="">{t!(player.not_kept)}</p> }.into_any(),
        Seen::Reviewed => view! { <p class="player__seen" data-progress="">{t!(player.reviewed)}</p> }.into_any(),
        Seen::Here => {
            let resume = t!(player.resume_at, time = "{time}");
            view! {
                <div class="player__seen" data-progress="here" data-resume=resume hidden>
                    <p class="form__actions" data-resume-buttons="" hidden>
                        <button class="button button--primary button--small" type="button" data-act="resume"></button>
                        <button class="button button--secondary button--small" type="button" data-act="over">{t!(player.start_over)}</button>
                    </p>
                    <p class="field__hint">
                        {t!(player.kept_here)} " " <a href="/sign-in">{t!(player.sign_in)}</a>
                    </p>
                </div>
            }
            .into_any()
        }
        Seen::Kept(progress) => {
            let address = format!("/library/{slug}/progress");
            let state = state().ok();
            let length = state.as_ref().and_then(|state| state.length_of(material));
            let words = state.and_then(|state| standing(progress.as_ref(), state.completion_of(material)));
            view! {
                <div class="player__seen" data-progress=address>
                    <p class="field__hint" data-standing="">{words}</p>
                    {progress.as_ref().and_then(|progress| resume(progress, length, slug.as_str()))}
                </div>
            }
            .into_any()
        }
    }
}

fn resume(progress: &Progress, length: Option<u32>, slug: &str) -> Option<AnyView> {
    let at = progress.resumes_at(length)?;
    let (seconds, words) = (at / 1_000, t!(player.resume_at, time = clock(at)));
    Some(
        view! {
            <p class="form__actions">
                <a class="button button--primary button--small" href=format!("/library/{slug}?t={seconds}#player") data-seek=at.to_string()>
                    {words}
                </a>
                <a class="button button--secondary button--small" href=format!("/library/{slug}?t=0#player") data-seek="0">
                    {t!(player.start_over)}
                </a>
            </p>
        }
        .into_any(),
    )
}
