//! `/admin/timed-text/<key>/<kind>/<language>`: a timed text beside its recording, to be corrected.

use domain::timed_text::{TrackSource, TrackStatus, Unreadable};
use domain::validation::FieldError;
use leptos::prelude::*;
use store::{Media, TimedText};

use super::super::frame;
use super::cues_page::ways;
use super::list_page::{choice, source_words, status_words};
use super::{GLOSSARY_PATH, kind_words, track_path, tracks_path, unreadable};
use crate::language::DateWords;
use crate::library::language_name;
use crate::registration::fields::{Text, frame as framed, text};
use crate::registration::form::summary;
use crate::server::{gathered, state};
use crate::t;
use crate::ui::{TextArea, show};

/// The page.
#[derive(Debug, Clone)]
pub struct TrackView {
    /// The file.
    pub media: Media,
    /// The text as it was typed, or as it is kept.
    pub text: TimedText,
    /// What is looked for, and what is put in its place.
    pub find: String,
    /// See `find`.
    pub replace: String,
    /// How often that was replaced just now; it is not saved yet.
    pub replaced: Option<usize>,
    /// Why it was not saved.
    pub trouble: Option<Unreadable>,
    /// Whether somebody else has saved it meanwhile; by whom.
    pub overtaken_by: Option<String>,
    /// Whether it was saved just now.
    pub is_saved: bool,
}

/// A timed text beside its recording.
#[component]
pub fn TrackPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: TrackView) -> AnyView {
    let TimedText { kind, language, .. } = &view.text;
    let (key, path) = (view.media.key.clone(), track_path(&view.media.key, *kind, language));
    let title = format!("{} · {}", kind_words(*kind), language_name(language));
    let errors: Vec<FieldError> =
        view.trouble.map(|found| FieldError::new("body", unreadable(found))).into_iter().collect();
    let said = if view.is_saved {
        Some(frame::done(t!(timed_text.saved).to_owned(), None))
    } else if let Some(by) = &view.overtaken_by {
        Some(frame::refused(t!(timed_text.overtaken, who = by)))
    } else {
        view.replaced.map(|count| frame::done(t!(timed_text.replaced, count = count), None))
    };
    let reviewed = view.text.reviewed.as_ref().map(|(when, who)| {
        let date = DateWords::medium(domain::time::Zone::utc().read(*when).date);
        view! { <p class="field__hint">{t!(timed_text.reviewed_by, who = who, date = date)}</p> }
    });
    view! {
        {frame::head(title, t!(timed_text.title), path.clone())}
        <p><a href=tracks_path(&key)>{t!(timed_text.all_of_file, name = &view.media.name)}</a></p>
        {ways(&view.text, false)}
        {said}
        {summary(errors.clone())}
        {reviewed}
        <div class="captions-desk">
            {screen(&view.media)}
            {form(&view, &errors, &path)}
        </div>
        <form class="form" method="post" action=format!("{path}/remove")>
            <button class="button button--quiet" type="submit">{t!(timed_text.remove)}</button>
        </form>
    }
    .into_any()
}

pub(super) fn screen(media: &Media) -> AnyView {
    let address = state().map(|state| state.media_address(&media.key, &media.name, true)).unwrap_or_default();
    view! {
        <video class="captions-desk__screen" controls preload="metadata" playsinline src=address aria-label=t!(player.title)></video>
    }
    .into_any()
}

fn form(view: &TrackView, errors: &[FieldError], path: &str) -> AnyView {
    let text_of = &view.text;
    let mut body = framed(errors, "body", t!(timed_text.body));
    body.hint = t!(timed_text.body_hint).to_owned();
    let (id, described, invalid) = (body.id(), body.described(), body.invalid().is_some());
    let area = view! {
        <TextArea id=id name="body".to_owned() value=text_of.body.clone() required=true invalid=invalid described=described />
    };
    let line = |name: &'static str, label: &'static str| Text {
        name,
        label,
        hint: "",
        kind: "text",
        autocomplete: "off",
        optional: true,
    };
    let statuses = TrackStatus::ALL.iter().map(|status| (status.name(), status_words(*status)));
    let sources = TrackSource::ALL.iter().map(|source| (source.name(), source_words(*source)));
    view! {
        <form class="form" method="post" action=path.to_owned() novalidate=true>
            <input type="hidden" name="version" value=text_of.version.to_string() />
            {body.around(area.into_any())}
            <fieldset class="field">
                <legend>{t!(timed_text.replacing)}</legend>
                {text(errors, line("find", t!(timed_text.find)), view.find.clone())}
                {text(errors, line("replace", t!(timed_text.replace)), view.replace.clone())}
                <button class="button button--secondary button--small" type="submit" name="act" value="replace">
                    {t!(timed_text.replace_all)}
                </button>
                <button class="button button--secondary button--small" type="submit" name="act" value="glossary">
                    {t!(glossary.apply)}
                </button>
                <p><a href=GLOSSARY_PATH>{t!(glossary.title)}</a></p>
            </fieldset>
            {choice(errors, "source", t!(timed_text.source), text_of.source.name(), sources)}
            {choice(errors, "status", t!(timed_text.status), text_of.status.name(), statuses)}
            <div class="form__actions">
                <button class="button button--primary" type="submit" name="act" value="save">{t!(timed_text.save)}</button>
            </div>
        </form>
    }
    .into_any()
}
