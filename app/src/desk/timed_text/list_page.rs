//! `/admin/timed-text/<key>`: the captions and chapters of a file, and the form that adds some.

use domain::timed_text::{TrackKind, TrackSource, TrackStatus, Unreadable};
use domain::validation::FieldError;
use leptos::prelude::*;
use store::{Media, TimedText};

use super::super::frame;
use super::{cues_path, kind_words, slides_path, tracks_path, unreadable};
use crate::library::language_name;
use crate::registration::fields::{Text, frame as framed, text};
use crate::registration::form::summary;
use crate::server::gathered;
use crate::t;
use crate::ui::{TextArea, show};

/// The page.
#[derive(Debug, Clone)]
pub struct TracksView {
    /// The file.
    pub media: Media,
    /// What it has.
    pub texts: Vec<TimedText>,
    /// What was typed into the form.
    pub typed: Typed,
    /// Why nothing was added.
    pub trouble: Option<TracksTrouble>,
}

/// What was typed into the form.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// By its stable name.
    pub kind: String,
    /// BCP 47.
    pub language: String,
    /// By its stable name.
    pub source: String,
    /// The text itself.
    pub text: String,
}

/// Why nothing was added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TracksTrouble {
    /// Neither a file nor a text.
    Empty,
    /// No language.
    NoLanguage,
    /// There is one of that kind in that language.
    Taken,
    /// It cannot be read.
    Unreadable(Unreadable),
}

/// The captions and chapters of a file.
#[component]
pub fn TracksPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: TracksView) -> AnyView {
    let key = view.media.key.clone();
    let words = || view.texts.iter().filter(|text| text.kind.is_words());
    let rows = words().map(|text| {
        let path = cues_path(&key, text.kind, &text.language);
        let title = format!("{} · {}", kind_words(text.kind), language_name(&text.language));
        view! {
            <li class="desk-list__row">
                <div class="desk-list__text">
                    <a class="desk-list__title" href=path>{title}</a>
                    <span class="desk-list__detail">{status_words(text.status)} " · " {source_words(text.source)}</span>
                </div>
            </li>
        }
    });
    let rows = rows.collect_view();
    let is_empty = words().next().is_none();
    let slides = view.texts.iter().find(|text| !text.kind.is_words()).map(|text| status_words(text.status));
    let errors: Vec<FieldError> = view.trouble.as_ref().map(error).into_iter().collect();
    view! {
        {frame::head(t!(timed_text.title).to_owned(), "", tracks_path(&key))}
        <p class="lede">{t!(timed_text.of_file, name = &view.media.name)}</p>
        {is_empty.then(|| view! { <div class="empty"><p>{t!(timed_text.none)}</p></div> })}
        <ul class="desk-list">{rows}</ul>
        <p><a href=slides_path(&key)>{t!(slides.desk_title)}</a> {slides.map(|status| format!(" · {status}"))}</p>
        <section class="section" aria-labelledby="add">
            <h2 class="section__title" id="add">{t!(timed_text.add)}</h2>
            {summary(errors.clone())}
            {form(&view, &errors)}
        </section>
    }
    .into_any()
}

fn error(trouble: &TracksTrouble) -> FieldError {
    match trouble {
        TracksTrouble::Empty => FieldError::new("file", t!(timed_text.empty)),
        TracksTrouble::NoLanguage => FieldError::new("language", t!(desk_trouble.not_a_language)),
        TracksTrouble::Taken => FieldError::new("language", t!(timed_text.taken)),
        TracksTrouble::Unreadable(found) => FieldError::new("text", unreadable(*found)),
    }
}

fn form(view: &TracksView, errors: &[FieldError]) -> AnyView {
    let typed = &view.typed;
    let mut file = framed(errors, "file", t!(timed_text.file));
    file.hint = t!(timed_text.file_hint).to_owned();
    file.optional = true;
    let (id, described, invalid) = (file.id(), file.described(), file.invalid());
    let chooser = view! {
        <input id=id name="file" type="file" accept=".vtt,.srt,text/vtt" aria-invalid=invalid aria-describedby=described />
    };
    let mut pasted = framed(errors, "text", t!(timed_text.pasted));
    pasted.optional = true;
    let (id, described, invalid) = (pasted.id(), pasted.described(), pasted.invalid().is_some());
    let area = view! {
        <TextArea id=id name="text".to_owned() value=typed.text.clone() required=false invalid=invalid described=described />
    };
    let language = Text {
        name: "language",
        label: t!(timed_text.language),
        hint: t!(desk_field.language_hint),
        kind: "text",
        autocomplete: "off",
        optional: false,
    };
    let kinds = TrackKind::ALL.iter().filter(|kind| kind.is_words()).map(|kind| (kind.name(), kind_words(*kind)));
    let sources = TrackSource::ALL.iter().map(|source| (source.name(), source_words(*source)));
    view! {
        <form class="form" method="post" action=tracks_path(&view.media.key) enctype="multipart/form-data" novalidate=true>
            {choice(errors, "kind", t!(timed_text.kind), &typed.kind, kinds)}
            {text(errors, language, typed.language.clone())}
            {choice(errors, "source", t!(timed_text.source), &typed.source, sources)}
            {file.around(chooser.into_any())}
            {pasted.around(area.into_any())}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(timed_text.add)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// A field of which one of a few values is chosen.
pub(super) fn choice(
    errors: &[FieldError],
    name: &'static str,
    label: &'static str,
    chosen: &str,
    values: impl Iterator<Item = (&'static str, &'static str)>,
) -> AnyView {
    let frame = framed(errors, name, label);
    let (id, described) = (frame.id(), frame.described());
    let options = values.map(|(value, words)| view! { <option value=value selected=value == chosen>{words}</option> });
    let options = options.collect_view();
    frame.around(view! { <select id=id name=name aria-describedby=described>{options}</select> }.into_any())
}

pub(in crate::desk) fn status_words(status: TrackStatus) -> &'static str {
    match status {
        TrackStatus::Draft => t!(timed_text.draft),
        TrackStatus::Reviewed => t!(timed_text.reviewed),
        TrackStatus::Published => t!(timed_text.published),
    }
}

pub(super) fn source_words(source: TrackSource) -> &'static str {
    match source {
        TrackSource::Human => t!(timed_text.human),
        TrackSource::Machine => t!(timed_text.machine),
    }
}
