//! `/admin/timed-text/<key>/<kind>/<language>/cues`: a part of a timed text beside its recording, corrected one by one. What a script adds
//! is in `app::browser::desk::cues`; splitting, joining and all else is the server's work with and without it.

use domain::timed_text::{
    CueField, CueProblem, CueRow, CueTrouble, Stretch, TrackKind, TrackSource, TrackStatus, Unreadable, clock,
};
use domain::validation::FieldError;
use leptos::prelude::*;
use store::{Media, TimedText};

use super::super::frame;
use super::cue_row::row;
use super::list_page::{choice, source_words, status_words};
use super::{kind_words, track_path, tracks_path, unreadable};
use crate::language::DateWords;
use crate::library::language_name;
use crate::registration::fields::{Text, text};
use crate::registration::form::summary;
use crate::server::{gathered, state};
use crate::t;
use crate::ui::show;

/// Identity of the form, for the button beside the recording.
const FORM: &str = "cues";

/// The page.
#[derive(Debug, Clone)]
pub struct CuesView {
    /// The file.
    pub media: Media,
    /// The text as it is kept.
    pub text: TimedText,
    /// How far it is to be, and who made it, as chosen.
    pub chosen: (TrackStatus, TrackSource),
    /// How many cues it has.
    pub count: usize,
    /// Its parts.
    pub parts: Vec<Stretch>,
    /// The part that is shown.
    pub part: Stretch,
    /// What tells whether somebody has changed the part.
    pub print: u64,
    /// Cues before the part, and when the last of these ends.
    pub before: (usize, Option<u32>),
    /// The part's cues, as they are kept or as they were typed.
    pub rows: Vec<CueRow>,
    /// The row in which one goes on.
    pub focus: Option<usize>,
    /// What is to be mended.
    pub trouble: Vec<CueTrouble>,
    /// Why the text as a whole cannot be saved.
    pub unreadable: Option<Unreadable>,
    /// What came of the last act.
    pub notice: Option<CuesNotice>,
    /// What was looked for.
    pub find: String,
    /// Where it is said, and in how many places.
    pub found: (Vec<Found>, usize),
}

/// What came of the last act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CuesNotice {
    /// It was saved.
    Saved,
    /// Rows were added, split, joined or removed; it is not saved yet.
    Done,
    /// Somebody else has changed the part meanwhile; by whom, and what stands there now.
    Overtaken(String, String),
    /// Nothing would be left of the text.
    NoneLeft,
}

/// A place where something is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Number of the cue, from 1.
    pub number: usize,
    /// When it begins.
    pub start: u32,
    /// What is said.
    pub text: String,
}

/// Where a text is corrected cue by cue.
pub fn cues_path(key: &str, kind: TrackKind, language: &str) -> String {
    format!("{}/cues", track_path(key, kind, language))
}

/// Name of a row's field.
pub fn cue_field(field: CueField, row: usize) -> String {
    format!("{}-{row}", field.name())
}

/// A part of a timed text.
#[component]
pub fn CuesPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: CuesView) -> AnyView {
    let TimedText { kind, language, .. } = &view.text;
    let path = cues_path(&view.media.key, *kind, language);
    let title = format!("{} · {}", kind_words(*kind), language_name(language));
    view! {
        {frame::head(title, t!(timed_text.title), path.clone())}
        <p><a href=tracks_path(&view.media.key)>{t!(timed_text.all_of_file, name = &view.media.name)}</a></p>
        {ways(&view.text, true)}
        <div class="captions-desk cues-desk" data-cues="" data-offline=t!(cues.offline)>
            <div class="cues-desk__side">
                {screen(&view)}
                <div class="form__actions">
                    <button class="button button--primary" type="submit" form=FORM name="act" value="save">{t!(timed_text.save)}</button>
                </div>
                {keys()}
            </div>
            <div class="cues-desk__part" data-cues-part="">{part(&view, &path)}</div>
        </div>
    }
    .into_any()
}

/// Keys for whoever has a script, in the list of the desk's keys as well. Each has a modifier that types nothing: Alt, and with letters
/// Control on Apple's devices, whose Alt key types signs.
fn keys() -> AnyView {
    let alt = t!(cues.key_alt);
    let control = Some(t!(desk.key_control));
    let lines = [
        (control, "P", t!(cues.key_play)),
        (control, "J", t!(cues.key_back)),
        (None, t!(cues.key_enter), t!(cues.key_this)),
        (control, "I", t!(cues.key_start)),
        (control, "O", t!(cues.key_end)),
        (None, "↓", t!(cues.key_next)),
        (None, "↑", t!(cues.key_previous)),
    ];
    let lines = lines.map(|(apple, key, does)| {
        view! { <div><dt><kbd data-apple=apple>{alt}</kbd> <kbd>{key}</kbd></dt><dd>{does}</dd></div> }
    });
    view! {
        <details class="cues-keys" data-key-rows="" hidden>
            <summary>{t!(cues.keys)}</summary>
            <dl class="keys__list">{lines.into_iter().collect_view()}</dl>
        </details>
    }
    .into_any()
}

/// The two ways to correct a text.
pub(super) fn ways(text: &TimedText, is_one_by_one: bool) -> AnyView {
    let (key, kind, language) = (text.media.as_str(), text.kind, text.language.as_str());
    let current = |is_this: bool| is_this.then_some("page");
    view! {
        <nav class="cues-ways" aria-label=t!(cues.ways)>
            <a href=cues_path(key, kind, language) aria-current=current(is_one_by_one)>{t!(cues.one_by_one)}</a>
            <a href=track_path(key, kind, language) aria-current=current(!is_one_by_one)>{t!(cues.whole)}</a>
        </nav>
    }
    .into_any()
}

/// The recording with its captions as they are kept; a script shows what is typed. Chapters are not drawn on the picture.
fn screen(view: &CuesView) -> AnyView {
    let address = state().map(|state| state.media_address(&view.media.key, &view.media.name, true)).unwrap_or_default();
    let TimedText { kind, language, version, .. } = &view.text;
    let track = (*kind == TrackKind::Captions).then(|| {
        let address = format!("/media/{}/{}/{language}.vtt?v={version}", view.media.key, kind.name());
        view! { <track kind="captions" src=address srclang=language.clone() label=language_name(language) default=true /> }
    });
    view! {
        <video class="captions-desk__screen" controls preload="metadata" playsinline src=address aria-label=t!(player.title)>
            {track}
        </video>
    }
    .into_any()
}

fn part(view: &CuesView, path: &str) -> AnyView {
    let errors: Vec<FieldError> = view.trouble.iter().map(error).collect();
    let whole = view.unreadable.map(|found| FieldError::new("form", unreadable(found)));
    let all: Vec<FieldError> = errors.iter().cloned().chain(whole).collect();
    let reviewed = view.text.reviewed.as_ref().map(|(when, who)| {
        let date = DateWords::medium(domain::time::Zone::utc().read(*when).date);
        view! { <p class="field__hint">{t!(timed_text.reviewed_by, who = who, date = date)}</p> }
    });
    view! {
        {view.notice.as_ref().map(notice)}
        {summary(all)}
        {parts(view, path)}
        <p class="field__hint">{t!(cues.count, count = view.count)} " " {t!(cues.hint)}</p>
        {reviewed}
        {form(view, &errors, path)}
        {finding(view, path)}
    }
    .into_any()
}

fn notice(notice: &CuesNotice) -> AnyView {
    match notice {
        CuesNotice::Saved => frame::done(t!(cues.saved).to_owned(), None),
        CuesNotice::Done => frame::done(t!(cues.not_saved).to_owned(), None),
        CuesNotice::NoneLeft => frame::refused(t!(cues.none_left).to_owned()),
        CuesNotice::Overtaken(who, theirs) => view! {
            {frame::refused(t!(cues.overtaken, who = who))}
            <details class="cues-theirs">
                <summary>{t!(cues.theirs)}</summary>
                <pre class="glossary-theirs">{theirs.clone()}</pre>
            </details>
        }
        .into_any(),
    }
}

/// Links to the parts, by their times.
fn parts(view: &CuesView, path: &str) -> Option<AnyView> {
    if view.parts.len() < 2 {
        return None;
    }
    let links = view.parts.iter().map(|part| {
        let is_this = part.since == view.part.since;
        let address = format!("{path}?from={}", part.since);
        view! { <li><a href=address aria-current=is_this.then_some("true")>{clock(part.since)}</a></li> }
    });
    let links = links.collect_view();
    Some(view! { <nav class="cues-parts" aria-label=t!(cues.parts)><ul>{links}</ul></nav> }.into_any())
}

fn form(view: &CuesView, errors: &[FieldError], path: &str) -> AnyView {
    let first = view.before.0 + 1;
    let mut ends = view.before.1;
    let rows = view.rows.iter().enumerate().map(|(number, typed)| {
        let hints = if view.text.kind == TrackKind::Captions { typed.hints(ends) } else { Vec::new() };
        ends = typed.ends().or(ends);
        row(view, errors, number, first + number, &hints)
    });
    let rows = rows.collect_view();
    let (status, source) = view.chosen;
    let is_unsaved = !matches!(view.notice, None | Some(CuesNotice::Saved)) || !view.trouble.is_empty();
    let statuses = TrackStatus::ALL.iter().map(|status| (status.name(), status_words(*status)));
    let sources = TrackSource::ALL.iter().map(|source| (source.name(), source_words(*source)));
    let following = view.parts.iter().find(|part| part.since >= view.part.until && part.since > 0);
    let on = following.map(|part| {
        let words = t!(cues.save_on, time = clock(part.since));
        view! { <button class="button button--secondary" type="submit" name="act" value="next">{words}</button> }
    });
    // What a script says while one types, with a place for the measure.
    let words = (view.text.kind == TrackKind::Captions).then(|| {
        let count = "{count}";
        [
            t!(cues.fast, count = count),
            t!(cues.long_line, count = count),
            t!(cues.lines, count = count),
            t!(cues.short).to_owned(),
            t!(cues.overlaps).to_owned(),
        ]
    });
    let [fast, long, many, short, overlaps] = words.map_or_else(Default::default, |words| words.map(Some));
    let advice =
        (view.text.kind == TrackKind::Captions).then(|| view! { <p class="field__hint">{t!(cues.advice)}</p> });
    view! {
        <form class="form cues-form" id=FORM method="post" action=path.to_owned() novalidate=true data-cue-form="" data-since=view.part.since.to_string() data-until=view.part.until.to_string() data-before=view.before.1.map(|end| end.to_string()) data-unsaved=is_unsaved.then_some("") data-fast=fast data-long=long data-lines=many data-short=short data-overlaps=overlaps>
            <input type="hidden" name="since" value=view.part.since.to_string() />
            <input type="hidden" name="until" value=view.part.until.to_string() />
            <input type="hidden" name="print" value=format!("{:x}", view.print) />
            <input type="hidden" name="status-before" value=view.text.status.name() />
            <input type="hidden" name="source-before" value=view.text.source.name() />
            <input type="hidden" name="place" value="" data-cue-place="" />
            <input type="hidden" name="moment" value="" data-cue-moment="" />
            <ol class="cues" start=first.to_string()>{rows}</ol>
            <div class="cues-form__after">
                <button class="button button--secondary button--small" type="submit" name="act" value="add-0">{t!(cues.first)}</button>
            </div>
            {advice}
            {choice(&[], "source", t!(timed_text.source), source.name(), sources)}
            {choice(&[], "status", t!(timed_text.status), status.name(), statuses)}
            <div class="form__actions">
                <button class="button button--primary" type="submit" name="act" value="save">{t!(timed_text.save)}</button>
                {on}
            </div>
        </form>
    }
    .into_any()
}

/// Looks through the whole text; what is found leads to its part.
fn finding(view: &CuesView, path: &str) -> AnyView {
    let field =
        Text { name: "find", label: t!(cues.find), hint: "", kind: "search", autocomplete: "off", optional: true };
    let (found, count) = &view.found;
    let said = (!view.find.is_empty()).then(|| {
        let words = if *count == 0 {
            t!(cues.not_found, text = &view.find)
        } else {
            t!(cues.found, count = *count, text = &view.find)
        };
        let shortened = (*count > found.len()).then(|| format!(" {}", t!(cues.first_found)));
        view! { <p role="status">{words} {shortened}</p> }
    });
    let places = found.iter().map(|place| {
        let address = format!("{path}?from={}#cue-{}", place.start, place.number);
        view! { <li><a href=address>{clock(place.start)}</a> " " {place.text.replace('\n', " ")}</li> }
    });
    let places = places.collect_view();
    view! {
        <form class="form cues-find" method="get" action=path.to_owned() role="search" aria-label=t!(cues.find)>
            {text(&[], field, view.find.clone())}
            <input type="hidden" name="from" value=view.part.since.to_string() />
            <button class="button button--secondary button--small" type="submit">{t!(cues.find_act)}</button>
        </form>
        {said}
        <ul class="cues-found">{places}</ul>
        <p><a href=track_path(&view.media.key, view.text.kind, &view.text.language)>{t!(cues.replace_elsewhere)}</a></p>
    }
    .into_any()
}

fn error(trouble: &CueTrouble) -> FieldError {
    let words = match trouble.problem {
        CueProblem::NotATime => t!(cues.not_a_time),
        CueProblem::Reversed => t!(cues.reversed),
        CueProblem::BeforeTheOneAbove => t!(cues.before_above),
        CueProblem::AfterTheOneBelow => t!(cues.after_below),
        CueProblem::Empty => t!(cues.empty),
        CueProblem::Arrow => t!(cues.arrow),
        CueProblem::TooLong => t!(cues.too_long),
    };
    FieldError::new(cue_field(trouble.field, trouble.row), words)
}
