//! Answers in words: what a person told us, with the question it answers.

use domain::content::{Question, QuestionKind};
use domain::registration::Answers;
use domain::time::Date;

use crate::language::DateWords;
use crate::t;

/// Each answer with its question; those to questions that are asked no more with the name that the question had.
pub(crate) fn in_words(questions: &[Question], answers: &Answers) -> Vec<(String, String)> {
    let words = answers.iter().map(|answer| {
        let Some(question) = questions.iter().find(|question| question.name == answer.question) else {
            return (answer.question.to_string(), answer.values.join(", "));
        };
        let values = answer.values.iter().map(|value| value_in_words(question, value));
        (question.label.clone(), values.collect::<Vec<_>>().join(", "))
    });
    words.collect()
}

/// What was answered to one question; nothing where it was not.
pub(crate) fn answer_in_words(question: &Question, answers: &Answers) -> String {
    let answer = answers.iter().find(|answer| answer.question == question.name);
    let values = answer.into_iter().flat_map(|answer| &answer.values).map(|value| value_in_words(question, value));
    values.collect::<Vec<_>>().join(", ")
}

/// One value of an answer.
pub(super) fn value_in_words(question: &Question, value: &str) -> String {
    match &question.kind {
        QuestionKind::Consent => t!(question.ticked).to_owned(),
        QuestionKind::Date { .. } => value.parse().map_or_else(|_| value.to_owned(), |date: Date| date.long()),
        kind => {
            let chosen = kind.options().iter().find(|option| option.value.as_str() == value);
            chosen.map_or_else(|| value.to_owned(), |option| option.label.clone())
        }
    }
}
