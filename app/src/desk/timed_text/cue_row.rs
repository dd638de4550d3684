//! One cue in the form: its times, its text, and what can be done to it.

use domain::timed_text::{CueField, CueHint, CueRow, LATEST, TrackKind};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::cues_page::{CuesView, cue_field};
use crate::registration::fields::frame as framed;
use crate::t;
use crate::ui::TextArea;

/// The row with that number in the form; `number` is the cue's in the whole text.
pub(super) fn row(view: &CuesView, errors: &[FieldError], at: usize, number: usize, hints: &[CueHint]) -> AnyView {
    let Some(typed) = view.rows.get(at) else { return ().into_any() };
    let what = match view.text.kind {
        TrackKind::Chapters => t!(cues.chapter, number = number),
        TrackKind::Captions | TrackKind::Slides => t!(cues.caption, number = number),
    };
    let hints = hints_in_words(hints);
    let nothing = hints.is_empty();
    view! {
        <li class="cue" id=format!("cue-{number}") data-cue=at.to_string()>
            <p class="cue__head" aria-hidden="true"><span>{number}</span> <span>{typed.speaker.clone()}</span></p>
            <div class="cue__times">
                {time(errors, CueField::Start, at, typed.start.clone(), &what)}
                {time(errors, CueField::End, at, typed.end.clone(), &what)}
                {timing(&what)}
            </div>
            {said(view, errors, typed, at, &what)}
            <p class="cue__hints" id=format!("hints-{at}") data-cue-hints="" hidden=nothing>{hints}</p>
            {kept(view, typed, at)}
            {more(view, errors, typed, at, &what)}
        </li>
    }
    .into_any()
}

/// What speaks against a caption, in words; empty where nothing does. A script follows what is typed with the same words (see the form).
fn hints_in_words(hints: &[CueHint]) -> String {
    let words = hints.iter().map(|hint| match hint {
        CueHint::Fast(count) => t!(cues.fast, count = count),
        CueHint::LongLine(count) => t!(cues.long_line, count = count),
        CueHint::Lines(count) => t!(cues.lines, count = count),
        CueHint::Short => t!(cues.short).to_owned(),
        CueHint::Overlaps => t!(cues.overlaps).to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}

fn time(errors: &[FieldError], field: CueField, at: usize, value: String, what: &str) -> AnyView {
    let name = cue_field(field, at);
    let (label, of) = match field {
        CueField::End => (t!(cues.end), t!(cues.end_of, what = what)),
        _ => (t!(cues.start), t!(cues.start_of, what = what)),
    };
    let frame = framed(errors, &name, label);
    let control = view! {
        <input
            id=frame.id()
            name=name
            type="text"
            value=value
            autocomplete="off"
            aria-label=of
            aria-required="true"
            aria-invalid=frame.invalid()
            aria-describedby=frame.described()
        />
    };
    frame.around(control.into_any())
}

/// What takes the recording's time, and plays the cue: for a script.
fn timing(what: &str) -> AnyView {
    let buttons = [("play", t!(cues.play)), ("start", t!(cues.start_now)), ("end", t!(cues.end_now))];
    let buttons = buttons.map(|(act, words)| {
        view! {
            <button class="button button--secondary button--small" type="button" data-cue-act=act hidden>
                {words} <span class="visually-hidden">{format!(" {}", t!(cues.more_of, what = what))}</span>
            </button>
        }
    });
    view! { <div class="cue__timing">{buttons.into_iter().collect_view()}</div> }.into_any()
}

fn said(view: &CuesView, errors: &[FieldError], typed: &CueRow, at: usize, what: &str) -> AnyView {
    let name = cue_field(CueField::Text, at);
    let frame = framed(errors, &name, t!(cues.text));
    let (id, invalid) = (frame.id(), frame.invalid().is_some());
    let described = frame.described().map_or_else(|| format!("hints-{at}"), |known| format!("{known} hints-{at}"));
    let is_wanted = view.focus == Some(at) && view.trouble.is_empty();
    let area = view! {
        <TextArea
            id=id
            name=name
            value=typed.text.clone()
            required=true
            invalid=invalid
            described=Some(described)
            rows=2
            label=t!(cues.text_of, what = what)
            language=view.text.language.clone()
            focused=is_wanted
        />
    };
    frame.around(area.into_any())
}

/// What goes with the cue and is not typed.
fn kept(view: &CuesView, typed: &CueRow, at: usize) -> AnyView {
    // Nobody speaks in the name of a chapter; what a file says all the same is not lost.
    let is_asked = view.text.kind == TrackKind::Captions;
    let fields = [
        ("identifier", &typed.identifier, true),
        ("settings", &typed.settings, true),
        (CueField::Speaker.name(), &typed.speaker, !is_asked),
    ];
    let fields = fields.map(|(name, value, is_hidden)| {
        (is_hidden && !value.is_empty()).then(|| {
            view! { <input type="hidden" name=format!("{name}-{at}") value=value.clone() /> }
        })
    });
    fields.into_iter().collect_view().into_any()
}

fn more(view: &CuesView, errors: &[FieldError], typed: &CueRow, at: usize, what: &str) -> AnyView {
    let name = cue_field(CueField::Speaker, at);
    let mut frame = framed(errors, &name, t!(cues.speaker));
    frame.optional = true;
    let is_wrong = frame.invalid().is_some();
    let control = view! {
        <input
            id=frame.id()
            name=name
            type="text"
            value=typed.speaker.clone()
            autocomplete="off"
            aria-label=t!(cues.speaker_of, what = what)
            aria-invalid=frame.invalid()
            aria-describedby=frame.described()
        />
    };
    let speaker = (view.text.kind == TrackKind::Captions).then(|| frame.around(control.into_any()));
    let is_last = at + 1 == view.rows.len() && view.part.until == LATEST;
    let acts = [
        ("add", at + 1, t!(cues.add), true),
        ("split", at, t!(cues.split), true),
        ("join", at, t!(cues.join), !is_last),
        ("remove", at, t!(cues.remove), true),
    ];
    let acts = acts.into_iter().filter(|(.., is_offered)| *is_offered).map(|(act, at, words, _)| {
        view! {
            <button class="button button--quiet button--small" type="submit" name="act" value=format!("{act}-{at}")>
                {words} <span class="visually-hidden">{format!(" {}", t!(cues.more_of, what = what))}</span>
            </button>
        }
    });
    view! {
        <details class="cue__more" open=is_wrong>
            <summary>
                {t!(cues.more)} <span class="visually-hidden">{format!(" {}", t!(cues.more_of, what = what))}</span>
            </summary>
            {speaker}
            <div class="cue__acts">{acts.collect_view()}</div>
            <p class="field__hint">{t!(cues.split_hint)}</p>
        </details>
    }
    .into_any()
}
