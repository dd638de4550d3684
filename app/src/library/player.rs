//! The player: the browser's own, with its own tracks, so that it works without scripts and captions show in the full
//! screen of every phone. A script (`app::browser::player`) puts the controls of `controls.rs` in the place of the browser's.

use domain::content::{Material, Visibility};
use domain::media::{FileType, Purpose};
use domain::timed_text::{Cue, TrackKind, clock};
use leptos::prelude::*;
use store::{Rendition, TimedText};

use super::access::Access;
use super::controls::{controls, keys};
use super::language_name;
use super::seen::seen;
use super::slides;
use super::transcript::transcript;
use super::watch::Watch;
use crate::admin::size;
use crate::server::state;
use crate::t;
use crate::ui::{Icon, IconName};
use crate::view::MaterialCard;

/// A material's file as somebody may have it, or why not; nothing where it has none. `card` is what is shown of it elsewhere.
pub(super) fn player(material: &Material, card: &MaterialCard, watch: &Watch) -> Option<AnyView> {
    if watch.access != Access::Open {
        return Some(closed(watch.access, card.event.as_ref().map(|(slug, _)| slug.as_str())));
    }
    material.media.as_ref()?;
    let Some(file) = &watch.file else {
        let words = if watch.is_awaited { t!(player.awaited) } else { t!(player.missing) };
        return Some(view! { <p class="notice" role="status">{words}</p> }.into_any());
    };
    let state = state().ok()?;
    let address_of = |key: &str, name: &str| state.media_address(key, name, material.visibility != Visibility::Public);
    let address = address_of(&file.key, &file.name);
    let deck = watch.deck.as_ref();
    let slide_address =
        |made: &Rendition| state.media_address(&made.key, &made.name, deck.is_some_and(|deck| deck.is_signed));
    let slides = deck.and_then(|deck| slides::list(deck, &format!("/library/{}", material.slug), slide_address));
    if !file.file_type.is_played() {
        return Some(view! { {other_file(&address)} {slides} }.into_any());
    }
    let slide = deck.and_then(|deck| slides::current(deck, watch.asked.at.unwrap_or_default(), slide_address));
    let made = |purpose| watch.rendition(purpose).map(|made| (made, address_of(&made.key, &made.name)));
    let sound = made(Purpose::Audio);
    let listened = sound.as_ref().filter(|_| watch.asked.listens);
    let has_picture = file.file_type.has_picture() && listened.is_none();
    let (source, content_type) = match listened {
        Some((sound, address)) => (address.clone(), sound.file_type),
        // The same with its index first, where that had to be made.
        None => (made(Purpose::Stream).map_or_else(|| address.clone(), |(_, stream)| stream), file.file_type),
    };
    let poster = made(Purpose::Poster).map(|(_, poster)| poster);
    let shown = screen(content_type, &source, watch, has_picture, poster.clone());
    let slug = material.slug.to_string();
    let speakers: Vec<&str> = card.authors.iter().map(|author| author.name.as_str()).collect();
    Some(
        view! {
            <div class="watch">
                <section
                    class="player"
                    id="player"
                    aria-label=t!(player.title)
                    data-player=material.id.to_string()
                    data-title=material.title.clone()
                    data-speakers=speakers.join(", ")
                    data-event=card.event.as_ref().map(|(_, title)| title.clone())
                    data-poster=poster
                >
                    {seen(material, &watch.seen)}
                    <div class="player__theatre" data-theatre="">
                        <div class="player__stage">{shown} {slide}</div>
                        {controls(has_picture, sound.as_ref().filter(|_| has_picture), &watch.tracks)}
                    </div>
                    {keys()}
                    {choice(&slug, watch, sound.is_some(), has_picture)}
                    {chapters(&watch.chapters(&material.language), &slug)}
                    {downloads(&address, sound.as_ref(), &watch.tracks)}
                </section>
                {slides}
                {transcript(watch.transcript(&material.language), &slug, &watch.asked)}
            </div>
        }
        .into_any(),
    )
}

/// Why somebody may not have it, and what they can do.
fn closed(access: Access, event: Option<&str>) -> AnyView {
    let (words, path, act) = match (access, event) {
        (Access::SignIn, _) => (t!(player.sign_in_text), "/sign-in".to_owned(), t!(player.sign_in)),
        (_, Some(event)) => (t!(player.register_text), format!("/events/{event}"), t!(player.to_event)),
        (_, None) => (t!(player.register_any_text), "/programme".to_owned(), t!(navigation.browse_programme)),
    };
    view! {
        <div class="notice" role="note">
            <p>{words}</p>
            <p><a class="button button--primary" href=path>{act}</a></p>
        </div>
    }
    .into_any()
}

fn other_file(address: &str) -> AnyView {
    let save = format!("{address}{}download", if address.contains('?') { '&' } else { '?' });
    view! {
        <p class="form__actions">
            <a class="button button--primary" href=address.to_owned()>{t!(player.open_file)}</a>
            <a class="button button--secondary" href=save><Icon name=IconName::Download /> <span>{t!(player.download)}</span></a>
        </p>
    }
    .into_any()
}

/// The browser's player. It begins where the address asks (Media Fragments URI 1.0, `#t=`), loads no more than it must
/// to show how long the recording is, and never starts by itself.
fn screen(file_type: FileType, address: &str, watch: &Watch, has_picture: bool, poster: Option<String>) -> AnyView {
    let from = watch.asked.at.map(|at| format!("#t={}", at / 1_000)).unwrap_or_default();
    let (source, content_type) = (format!("{address}{from}"), file_type.content_type());
    let tracks = watch.tracks.iter().filter(|text| text.kind.is_words()).map(track).collect_view();
    if has_picture {
        view! {
            <video class="player__screen" controls preload="metadata" playsinline poster=poster>
                <source src=source type=content_type />
                {tracks}
                <p>{t!(player.unplayable)}</p>
            </video>
        }
        .into_any()
    } else {
        view! {
            <audio class="player__screen" controls preload="metadata">
                <source src=source type=content_type />
                {tracks}
                <p>{t!(player.unplayable)}</p>
            </audio>
        }
        .into_any()
    }
}

fn track(text: &TimedText) -> AnyView {
    let address = format!("{}.vtt", track_address(text));
    let (kind, language) = (text.kind.name(), text.language.clone());
    view! { <track kind=kind src=address srclang=language label=language_name(&text.language) /> }.into_any()
}

/// Where a timed text is found, without its ending.
fn track_address(text: &TimedText) -> String {
    format!("/media/{}/{}/{}", text.media, text.kind.name(), text.language)
}

/// Between the picture and the sound alone, as a link; with a script a button does it in place (`data-plain` is hidden then, unless
/// the page is of the sound alone).
fn choice(slug: &str, watch: &Watch, has_sound: bool, has_picture: bool) -> Option<AnyView> {
    if !has_sound {
        return None;
    }
    let at = watch.asked.at.map(|at| at / 1_000);
    let (address, words) = if has_picture {
        let from = at.map(|at| format!("&t={at}")).unwrap_or_default();
        (format!("/library/{slug}?listen{from}#player"), t!(player.listen))
    } else {
        let from = at.map(|at| format!("?t={at}")).unwrap_or_default();
        (format!("/library/{slug}{from}#player"), t!(player.look))
    };
    let plain = has_picture.then_some("");
    Some(view! { <p data-plain=plain><a href=address>{words}</a></p> }.into_any())
}

fn chapters(chapters: &[Cue], slug: &str) -> Option<AnyView> {
    if chapters.is_empty() {
        return None;
    }
    let rows = chapters.iter().map(|chapter| {
        let (seconds, end) = (chapter.start / 1_000, chapter.end);
        view! {
            <li data-from=chapter.start.to_string() data-to=end.to_string() data-name=chapter.text.clone()>
                <a href=format!("/library/{slug}?t={seconds}#player") data-seek=chapter.start.to_string()>
                    <span class="player__clock">{clock(chapter.start)}</span> " " {chapter.text.clone()}
                </a>
            </li>
        }
    });
    Some(
        view! {
            <h2 class="player__heading">{t!(player.chapters)}</h2>
            <ol class="player__chapters">{rows.collect_view()}</ol>
        }
        .into_any(),
    )
}

/// The file, and its text in the forms that other players and readers take.
fn downloads(address: &str, sound: Option<&(&Rendition, String)>, tracks: &[TimedText]) -> AnyView {
    let save = |address: &str| format!("{address}{}download", if address.contains('?') { '&' } else { '?' });
    let sound = sound.map(|(sound, address)| {
        let words = t!(player.download_sound, size = size(sound.length));
        view! { <li><a href=save(address)>{words}</a></li> }
    });
    let captions = tracks.iter().filter(|text| text.kind == TrackKind::Captions).flat_map(|text| {
        let (base, language) = (track_address(text), language_name(&text.language));
        [("vtt", t!(player.webvtt)), ("srt", t!(player.subrip)), ("txt", t!(player.plain_text))].map(
            |(ending, form)| {
                let words = t!(player.captions_as, language = &language, form = form);
                view! { <li><a href=format!("{base}.{ending}?download")>{words}</a></li> }
            },
        )
    });
    let captions = captions.collect_view();
    view! {
        <details class="player__downloads">
            <summary>{t!(player.downloads)}</summary>
            <ul class="plain-list">
                <li><a href=save(address)>{t!(player.download)}</a></li>
                {sound}
                {captions}
            </ul>
        </details>
    }
    .into_any()
}
