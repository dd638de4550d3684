//! Controls of our own, which a script puts in the place of the browser's (`app::browser::player`): captions stand at the level of
//! playing (EN 301 549, 7.3), chapters on the seek bar, and nothing needs a drag (WCAG 2.2, 2.5.7). Without a script they are not
//! shown.

use domain::timed_text::TrackKind;
use leptos::prelude::*;
use store::{Rendition, TimedText};

use super::language_name;
use crate::t;
use crate::ui::{Icon, IconName};

/// The bar and the buttons. `sound` is what else can be heard, and its address.
pub(super) fn controls(has_picture: bool, sound: Option<&(&Rendition, String)>, tracks: &[TimedText]) -> AnyView {
    view! {
        <div class="player__controls" role="group" aria-label=t!(player.buttons) data-buttons="" hidden>
            {bar()}
            <div class="player__buttons">
                <button class="button button--primary button--small" type="button" data-act="play">
                    <Icon name=IconName::Play />
                    <Icon name=IconName::Pause />
                    <span data-play-name="">{t!(player.play)}</span>
                </button>
                {step("back", t!(player.back), IconName::Back)}
                {step("forward", t!(player.forward), IconName::Forward)}
                {captions(tracks)}
                {volume()}
                {speed()}
                {sound.map(|(sound, address)| view! {
                    <button
                        class="button button--secondary button--small"
                        type="button"
                        data-act="sound"
                        data-source=address.clone()
                        data-type=sound.file_type.content_type()
                        aria-pressed="false"
                    >
                        <Icon name=IconName::Headphones />
                        <span class="player__word">{t!(player.sound)}</span>
                    </button>
                })}
                {has_picture.then(|| view! {
                    {pressed("picture", t!(player.picture), IconName::SmallPicture, None)}
                    {pressed("screen", t!(player.screen), IconName::FullScreen, Some("false"))}
                })}
                <button class="button button--secondary button--small" type="button" data-act="share">
                    <Icon name=IconName::Link />
                    <span class="player__word">{t!(player.share)}</span>
                </button>
            </div>
            <p class="player__told" role="status" data-said=""></p>
        </div>
    }
    .into_any()
}

/// What the keys do, for those who have some.
pub(super) fn keys() -> AnyView {
    view! { <p class="field__hint player__keys" data-buttons="" hidden>{t!(player.keys)}</p> }.into_any()
}

fn bar() -> AnyView {
    view! {
        <div class="player__bar" data-bar="">
            <div class="player__track" aria-hidden="true">
                <span class="player__loaded"></span>
                <span class="player__played"></span>
            </div>
            <span class="player__thumb" aria-hidden="true"></span>
            <input class="player__range" type="range" min="0" max="0" step="1" value="0" data-act="seek" aria-label=t!(player.seek) />
            <span class="player__hint" aria-hidden="true" data-hint="" hidden></span>
        </div>
        <p class="player__now">
            <span class="player__clock"><span data-elapsed="">"0:00"</span> " / " <span data-total="">"0:00"</span></span>
            <span class="player__chapter" data-chapter=""></span>
            <span data-waiting="" hidden>{t!(player.waiting)}</span>
        </p>
    }
    .into_any()
}

/// Ten seconds there or back: the figure beside the arrow is part of the name.
fn step(act: &'static str, words: &'static str, icon: IconName) -> AnyView {
    view! {
        <button class="button button--secondary button--small" type="button" data-act=act>
            <Icon name=icon />
            <span aria-hidden="true">"10"</span>
            <span class="visually-hidden">{words}</span>
        </button>
    }
    .into_any()
}

/// Hidden until the script knows that the browser can do it.
fn pressed(act: &'static str, words: &'static str, icon: IconName, is_pressed: Option<&'static str>) -> AnyView {
    view! {
        <button class="button button--secondary button--small" type="button" data-act=act aria-pressed=is_pressed hidden>
            <Icon name=icon />
            <span class="player__word">{words}</span>
        </button>
    }
    .into_any()
}

fn captions(tracks: &[TimedText]) -> AnyView {
    let captions: Vec<&TimedText> = tracks.iter().filter(|text| text.kind == TrackKind::Captions).collect();
    let choice = (captions.len() > 1).then(|| {
        let options = captions.iter().map(|text| {
            view! { <option value=text.language.clone()>{language_name(&text.language)}</option> }
        });
        view! {
            <label class="player__choice">
                <span class="visually-hidden">{t!(player.captions_language)}</span>
                <select data-act="captions-in">
                    <option value="">{t!(player.captions_off)}</option>
                    {options.collect_view()}
                </select>
            </label>
        }
    });
    view! {
        <button class="button button--secondary button--small" type="button" data-act="captions" aria-pressed="false" hidden>
            <Icon name=IconName::Captions />
            <span>{t!(player.captions)}</span>
        </button>
        {choice}
    }
    .into_any()
}

fn volume() -> AnyView {
    view! {
        <button class="button button--secondary button--small" type="button" data-act="mute" aria-pressed="false">
            <Icon name=IconName::Sound />
            <Icon name=IconName::Muted />
            <span class="visually-hidden">{t!(player.mute)}</span>
        </button>
        <label class="player__choice" data-volume="" hidden>
            <span class="visually-hidden">{t!(player.volume)}</span>
            <input class="player__volume" type="range" min="0" max="100" step="5" value="100" data-act="volume" />
        </label>
    }
    .into_any()
}

fn speed() -> AnyView {
    let speeds = [50, 75, 100, 125, 150, 175, 200].map(|rate: u32| {
        let words = format!("{}.{:02}", rate / 100, rate % 100);
        let words = words.trim_end_matches('0').trim_end_matches('.').to_owned();
        view! { <option value=rate.to_string() selected=rate == 100>{format!("{words} ×")}</option> }
    });
    view! {
        <label class="player__choice">
            <span class="player__word">{t!(player.speed)}</span>
            <select data-act="speed">{speeds.collect_view()}</select>
        </label>
    }
    .into_any()
}
