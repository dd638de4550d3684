//! Answers to an event's questions: which questions are asked, and whether what was typed answers them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::content::{Question, QuestionKind};
use crate::slug::Slug;
use crate::time::Date;
use crate::validation::FieldError;

/// What stands before a question's name in the names of form fields, so that no question can pass for another field.
pub const FIELD_PREFIX: &str = "answer-";
/// The value of a box that is ticked.
pub const TICKED: &str = "yes";
/// Longest answer on one line, in characters.
pub const SHORT_MAX: usize = 200;
/// Longest answer on several lines, in characters.
pub const LONG_MAX: usize = 2_000;

/// Name of a question's form field.
pub fn field(question: &Question) -> String {
    format!("{FIELD_PREFIX}{}", question.name)
}

/// What was typed and ticked, by question: every value that came, whatever it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TypedAnswers(BTreeMap<String, Vec<String>>);

impl TypedAnswers {
    /// Adds the value of a form field; nothing if it is not the field of a question.
    pub fn add(&mut self, field: &str, value: &str) {
        if let Some(name) = field.strip_prefix(FIELD_PREFIX) {
            self.0.entry(name.to_owned()).or_default().push(value.to_owned());
        }
    }

    /// Puts what was typed for one question in the place of what was typed before.
    pub fn replace(&mut self, question: &Question, typed: &Self) {
        self.0.insert(question.name.to_string(), typed.of(question).to_vec());
    }

    /// What was typed for a question.
    pub fn of(&self, question: &Question) -> &[String] {
        self.0.get(question.name.as_str()).map_or(&[], Vec::as_slice)
    }
}

/// Sound answers, in the order of the questions; a question without an answer is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Answers(Vec<Answer>);

/// The answer to one question. It stays readable whatever becomes of the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Name of the question.
    pub question: Slug,
    /// A text, a number, a day (ISO 8601), `yes`, or what was chosen; several only of a question with several choices.
    pub values: Vec<String>,
}

impl Answers {
    /// Each answer.
    pub fn iter(&self) -> impl Iterator<Item = &Answer> {
        self.0.iter()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As if typed again, to be shown in a form and changed.
    pub fn typed(&self) -> TypedAnswers {
        TypedAnswers(self.0.iter().map(|answer| (answer.question.to_string(), answer.values.clone())).collect())
    }
}

/// The answers to those of the questions that are asked. What was typed for others is dropped.
///
/// # Errors
/// Every question to be answered otherwise, in their order.
pub fn validate(questions: &[Question], typed: &TypedAnswers) -> Result<Answers, Vec<FieldError>> {
    let (mut answers, mut errors) = (Vec::new(), Vec::new());
    for (question, answer) in asked(questions, typed) {
        match answer {
            Ok(values) if values.is_empty() => {}
            Ok(values) => answers.push(Answer { question: question.name.clone(), values }),
            Err(message) => errors.push(FieldError::new(field(question), message)),
        }
    }
    if errors.is_empty() { Ok(Answers(answers)) } else { Err(errors) }
}

/// The questions that are asked after what was typed so far, each with its answer or with what is to be mended in it. An
/// answer to be mended counts as none.
pub fn asked<'q>(questions: &'q [Question], typed: &TypedAnswers) -> Vec<(&'q Question, Result<Vec<String>, String>)> {
    let mut asked: Vec<(&Question, Result<Vec<String>, String>)> = Vec::new();
    for question in questions {
        let is_asked = question.only_if.as_ref().is_none_or(|condition| {
            let earlier = asked.iter().find(|(earlier, _)| earlier.name == condition.question);
            let values = earlier.and_then(|(_, answer)| answer.as_ref().ok());
            values.is_some_and(|values| values.iter().any(|value| condition.is.contains(value)))
        });
        if is_asked {
            asked.push((question, answer(question, typed.of(question))));
        }
    }
    asked
}

/// The answer that these values are, as it is kept; no values if the question was left out and may be.
///
/// # Errors
/// What to do, in one sentence.
pub fn answer(question: &Question, typed: &[String]) -> Result<Vec<String>, String> {
    let label = &question.label;
    let given: Vec<String> = typed.iter().map(|value| tidy(value)).filter(|value| !value.is_empty()).collect();
    let missing = given.is_empty() && question.required;
    if let QuestionKind::Choices { options } = &question.kind {
        let known = |value: &String| options.iter().any(|option| option.value.as_str() == value.as_str());
        if missing || !given.iter().all(known) {
            return Err(format!("Choose among the answers to “{label}”"));
        }
        let chosen = options.iter().map(|option| option.value.to_string()).filter(|value| given.contains(value));
        return Ok(chosen.collect());
    }
    let value = match given.as_slice() {
        [] if missing => None,
        [] => return Ok(Vec::new()),
        [value] => one(&question.kind, value),
        // A form of ours sends one; which of several was meant nobody knows.
        _ => None,
    };
    value.map(|value| vec![value]).ok_or_else(|| wanted(question, given.is_empty()))
}

/// A single value as it is kept, if it is an answer.
fn one(kind: &QuestionKind, value: &str) -> Option<String> {
    let length = value.chars().count();
    match kind {
        QuestionKind::ShortText => (length <= SHORT_MAX && !value.contains(char::is_control)).then(|| value.to_owned()),
        QuestionKind::LongText => {
            let forbidden = |character: char| character.is_control() && character != '\n' && character != '\t';
            (length <= LONG_MAX && !value.contains(forbidden)).then(|| value.to_owned())
        }
        QuestionKind::Choice { options } | QuestionKind::Choices { options } => {
            options.iter().any(|option| option.value.as_str() == value).then(|| value.to_owned())
        }
        QuestionKind::Consent => (value == TICKED).then(|| value.to_owned()),
        QuestionKind::Number { least, most } => {
            let number: i64 = value.parse().ok()?;
            let within = least.is_none_or(|least| number >= least) && most.is_none_or(|most| number <= most);
            within.then(|| number.to_string())
        }
        QuestionKind::Date { first, last } => {
            let date: Date = value.parse().ok()?;
            let within = first.is_none_or(|first| date >= first) && last.is_none_or(|last| date <= last);
            within.then(|| date.to_string())
        }
    }
}

/// What an answer has to be, in one sentence.
fn wanted(question: &Question, nothing: bool) -> String {
    let label = &question.label;
    match &question.kind {
        QuestionKind::ShortText | QuestionKind::LongText if nothing => format!("Answer “{label}”"),
        QuestionKind::ShortText => format!("Answer “{label}” on one line of at most {SHORT_MAX} characters"),
        QuestionKind::LongText => format!("Answer “{label}” in at most {LONG_MAX} characters"),
        QuestionKind::Choice { .. } | QuestionKind::Choices { .. } => format!("Choose one of the answers to “{label}”"),
        QuestionKind::Consent => format!("Tick “{label}” if you agree; without it you cannot register"),
        QuestionKind::Number { least, most } => {
            let range = range(least.as_ref(), most.as_ref(), "at least", "at most");
            format!("Answer “{label}” with a whole number{range}")
        }
        QuestionKind::Date { first, last } => {
            let range = range(first.as_ref(), last.as_ref(), "not before", "not after");
            format!("Answer “{label}” with a date{range}, written as year-month-day, for example 2022-10-12")
        }
    }
}

fn range<T: ToString>(from: Option<&T>, to: Option<&T>, at_least: &str, at_most: &str) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!(" from {} to {}", from.to_string(), to.to_string()),
        (Some(from), None) => format!(" {at_least} {}", from.to_string()),
        (None, Some(to)) => format!(" {at_most} {}", to.to_string()),
        (None, None) => String::new(),
    }
}

/// Without blanks around it, and with the line ends that everybody but HTML uses.
fn tidy(value: &str) -> String {
    value.trim().replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests;
