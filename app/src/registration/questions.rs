//! Fields of an event's own questions.
//!
//! Without a script a question that depends on another is shown with the answer it depends on: what is typed there
//! although it is not asked is dropped. With the browser's module it appears as soon as it is asked.

use domain::content::{Choice, Event, Question, QuestionKind};
use domain::registration::TypedAnswers;
use domain::registration::answers::{self, TICKED};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::answers::value_in_words;
use super::fields::message;
use super::frame::Frame;
use crate::asked;
use crate::t;
use crate::ui::TextArea;

/// The fields of all questions, each with what was typed so far.
pub(crate) fn fields(questions: &[Question], typed: &TypedAnswers, errors: &[FieldError]) -> AnyView {
    let fields = questions.iter().map(|question| {
        let condition = condition(question, questions).unwrap_or_default();
        field(question, typed, Frame { condition, ..frame(question, errors) })
    });
    fields.collect_view().into_any()
}

/// The fields of what several events ask. Each says which of them ask it: without a script in words, and to the browser's
/// module, which shows it while one of those is chosen.
pub(super) fn of_several(
    questions: &[Question],
    events: &[&Event],
    typed: &TypedAnswers,
    errors: &[FieldError],
) -> AnyView {
    let fields = questions.iter().map(|question| {
        let asking = events.iter().filter(|event| event.registration.questions.contains(question));
        let (slugs, titles): (Vec<&str>, Vec<&str>) =
            asking.map(|event| (event.slug.as_str(), event.title.as_str())).unzip();
        let everybody = slugs.len() == events.len();
        let of = (!everybody).then(|| t!(question.only_for, events = titles.join(", ")));
        let condition = [of, condition(question, questions)].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let field = field(question, typed, Frame { condition, ..frame(question, errors) });
        view! { <div data-of=slugs.join(" ")>{field}</div> }
    });
    fields.collect_view().into_any()
}

/// The field of one question on a page of its own.
pub(super) fn single(question: &Question, typed: &TypedAnswers, errors: &[FieldError]) -> AnyView {
    field(question, typed, frame(question, errors))
}

fn frame(question: &Question, errors: &[FieldError]) -> Frame {
    let name = answers::field(question);
    Frame {
        error: message(errors, &name),
        name,
        label: question.label.clone(),
        hint: hint(question),
        condition: String::new(),
        optional: !question.required,
        question: Some(asked::write(question)),
    }
}

/// What helps to answer: the editor's words, and how a date or a number is written.
fn hint(question: &Question) -> String {
    let form = match &question.kind {
        QuestionKind::Date { .. } => Some(t!(question.date_form)),
        QuestionKind::Choices { .. } => Some(t!(question.several)),
        _ => None,
    };
    let parts = question.hint.as_deref().into_iter().chain(form);
    parts.collect::<Vec<_>>().join(" ")
}

/// When a question is asked, in words.
fn condition(question: &Question, questions: &[Question]) -> Option<String> {
    let condition = question.only_if.as_ref()?;
    let other = questions.iter().find(|other| other.name == condition.question)?;
    let words = condition.is.iter().map(|value| t!(question.quoted, text = value_in_words(other, value)));
    let answers = words.collect::<Vec<_>>().join(t!(question.or));
    Some(match other.kind {
        QuestionKind::Consent => t!(question.only_if_ticked, question = &other.label),
        _ => t!(question.only_if, question = &other.label, answers = answers),
    })
}

fn field(question: &Question, typed: &TypedAnswers, frame: Frame) -> AnyView {
    let typed = typed.of(question);
    let value = typed.first().cloned().unwrap_or_default();
    match &question.kind {
        QuestionKind::ShortText => input(frame, "text", None, value),
        // Not the browser's own number field, which drops what it does not understand.
        QuestionKind::Number { .. } => input(frame, "text", Some("numeric"), value),
        QuestionKind::Date { .. } => input(frame, "date", None, value),
        QuestionKind::LongText => {
            let area = view! {
                <TextArea
                    id=frame.id()
                    name=frame.name.clone()
                    value=value
                    required=!frame.optional
                    invalid=frame.error.is_some()
                    described=frame.described()
                />
            };
            frame.around(area.into_any())
        }
        QuestionKind::Consent => {
            let control = view! {
                <input
                    id=frame.id()
                    name=frame.name.clone()
                    type="checkbox"
                    value=TICKED
                    checked=value == TICKED
                    aria-required=frame.required()
                    aria-invalid=frame.invalid()
                    aria-describedby=frame.described()
                />
            };
            frame.around_box(control.into_any())
        }
        QuestionKind::Choice { options } => {
            let controls = choices(&frame, "radio", options, typed);
            frame.around_choices(Some("radiogroup"), controls)
        }
        QuestionKind::Choices { options } => {
            let controls = choices(&frame, "checkbox", options, typed);
            frame.around_choices(None, controls)
        }
    }
}

fn input(frame: Frame, kind: &'static str, mode: Option<&'static str>, value: String) -> AnyView {
    let control = view! {
        <input
            id=frame.id()
            name=frame.name.clone()
            type=kind
            inputmode=mode
            value=value
            autocomplete="off"
            aria-required=frame.required()
            aria-invalid=frame.invalid()
            aria-describedby=frame.described()
        />
    };
    frame.around(control.into_any())
}

fn choices(frame: &Frame, kind: &'static str, options: &[Choice], typed: &[String]) -> AnyView {
    let controls = (0_usize..).zip(options).map(|(position, option)| {
        // A link of the error summary leads to the first.
        let id = (position == 0).then(|| frame.id());
        let value = option.value.to_string();
        let checked = typed.contains(&value);
        view! {
            <label class="check">
                <input id=id name=frame.name.clone() type=kind value=value checked=checked />
                <span>{option.label.clone()}</span>
            </label>
        }
    });
    controls.collect_view().into_any()
}
