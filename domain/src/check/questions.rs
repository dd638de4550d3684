//! Whether a question of a registration form can be asked and answered.

use std::collections::HashSet;

use crate::content::{Question, QuestionKind};
use crate::registration::answer;

/// Most questions of one form; beyond that nobody registers in a minute.
pub const QUESTIONS_MAX: usize = 40;
/// Most answers to choose from.
const OPTIONS_MAX: usize = 60;

/// What is wrong with a question, given those before it on the form: one sentence, or nothing.
pub fn question_problem(question: &Question, earlier: &[Question]) -> Option<String> {
    let name = &question.name;
    let problem = if earlier.iter().any(|other| other.name == *name) {
        "another question has the same name".to_owned()
    } else if earlier.len() >= QUESTIONS_MAX {
        format!("a form has at most {QUESTIONS_MAX} questions")
    } else if question.label.trim().is_empty() {
        "it asks nothing".to_owned()
    } else {
        kind_problem(&question.kind).or_else(|| condition_problem(question, earlier))?
    };
    Some(format!("the question “{name}” cannot be asked: {problem}"))
}

fn kind_problem(kind: &QuestionKind) -> Option<String> {
    let (reversed, options) = match kind {
        QuestionKind::Choice { options } | QuestionKind::Choices { options } => (false, Some(options)),
        QuestionKind::Number { least, most } => (least.zip(*most).is_some_and(|(least, most)| least > most), None),
        QuestionKind::Date { first, last } => (first.zip(*last).is_some_and(|(first, last)| first > last), None),
        QuestionKind::ShortText | QuestionKind::LongText | QuestionKind::Consent => (false, None),
    };
    if reversed {
        return Some("no answer is within its limits".to_owned());
    }
    let options = options?;
    let mut values = HashSet::new();
    if !(1..=OPTIONS_MAX).contains(&options.len()) {
        Some(format!("there must be between 1 and {OPTIONS_MAX} answers to choose from"))
    } else if let Some(twice) = options.iter().find(|option| !values.insert(&option.value)) {
        Some(format!("the answer “{}” stands there twice", twice.value))
    } else {
        let unnamed = options.iter().find(|option| option.label.trim().is_empty())?;
        Some(format!("the answer “{}” has no words", unnamed.value))
    }
}

fn condition_problem(question: &Question, earlier: &[Question]) -> Option<String> {
    let condition = question.only_if.as_ref()?;
    let Some(other) = earlier.iter().find(|other| other.name == condition.question) else {
        return Some(format!("it depends on “{}”, which is not asked before it", condition.question));
    };
    if condition.is.is_empty() {
        return Some(format!("it depends on “{}”, but no answer to that is named", other.name));
    }
    let is_kept = |value: &&String| answer(other, &[(*value).clone()]).is_ok_and(|kept| kept == [(*value).clone()]);
    let impossible = condition.is.iter().find(|value| !is_kept(value))?;
    Some(format!("it depends on the answer “{impossible}” to “{}”, which nobody can give", other.name))
}
