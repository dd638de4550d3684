//! What stands in the place of a recording that another site keeps: who keeps it, and what asking for it tells them. Their
//! player comes by a press of the button alone.

use domain::media::External;
use leptos::prelude::*;

use crate::t;

/// What a frame of another site may do: run, remember its own, and fill the screen.
const MAY: &str = "allow-scripts allow-same-origin allow-presentation allow-popups";

/// The place, or the player once it was asked for.
pub(super) fn facade(external: &External, slug: &str, title: &str, url: String, is_asked: bool) -> AnyView {
    let name = external.name().to_owned();
    if is_asked {
        let (player, title) = (external.player.to_string(), t!(library.player_of, title = title, name = &name));
        return view! {
            <div class="elsewhere">
                <iframe
                    class="elsewhere__screen"
                    src=player
                    title=title
                    sandbox=MAY
                    allow="fullscreen; picture-in-picture; encrypted-media"
                    referrerpolicy="strict-origin-when-cross-origin"
                ></iframe>
                <p class="field__hint"><a href=url rel="noopener">{t!(library.at_keeper, name = &name)}</a></p>
            </div>
        }
        .into_any();
    }
    view! {
        <section class="elsewhere" aria-labelledby="elsewhere">
            <div class="elsewhere__screen elsewhere__screen--closed">
                <h2 class="elsewhere__title" id="elsewhere">{t!(library.kept_by, name = &name)}</h2>
                <p>{t!(library.kept_by_hint, name = &name)}</p>
                <form method="post" action=format!("/library/{slug}/elsewhere") class="form__actions">
                    <button class="button button--primary" type="submit">{t!(library.play_here, name = &name)}</button>
                    <a class="button button--secondary" href=url rel="noopener">{t!(library.at_keeper, name = &name)}</a>
                </form>
            </div>
        </section>
    }
    .into_any()
}
