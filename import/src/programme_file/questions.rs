//! Questions of a registration form in a programme file.

use domain::check::question_problem;
use domain::content::{Question, QuestionKind};

use super::convert::Converter;
use super::schema::{AnswerKind, QuestionPart};
use crate::error::ImportError;

impl Converter<'_> {
    /// An event's questions; each is looked at as a release would.
    pub(super) fn questions(&self, parts: Vec<QuestionPart>) -> Result<Vec<Question>, ImportError> {
        let mut questions = Vec::with_capacity(parts.len());
        for part in parts {
            let (name, condition) = (part.name.span(), part.only_if.as_ref().map(toml::Spanned::span));
            let question = self.question(part)?;
            if let Some(problem) = question_problem(&question, &questions) {
                let is_of_condition =
                    question_problem(&Question { only_if: None, ..question.clone() }, &questions).is_none();
                let span = condition.filter(|_| is_of_condition).unwrap_or(name);
                return Err(self.fail(span, problem));
            }
            questions.push(question);
        }
        Ok(questions)
    }

    fn question(&self, part: QuestionPart) -> Result<Question, ImportError> {
        let kind = self.kind(&part)?;
        Ok(Question {
            name: part.name.into_inner(),
            label: part.label,
            hint: part.hint,
            required: part.required,
            kind,
            only_if: part.only_if.map(toml::Spanned::into_inner),
        })
    }

    fn kind(&self, part: &QuestionPart) -> Result<QuestionKind, ImportError> {
        let wanted = *part.kind.get_ref();
        let is_chosen = matches!(wanted, AnswerKind::Choice | AnswerKind::Choices);
        for (field, is_there, belongs) in [
            ("options", !part.options.is_empty(), is_chosen),
            ("least", part.least.is_some(), wanted == AnswerKind::Number),
            ("most", part.most.is_some(), wanted == AnswerKind::Number),
            ("first", part.first.is_some(), wanted == AnswerKind::Date),
            ("last", part.last.is_some(), wanted == AnswerKind::Date),
        ] {
            if is_there && !belongs {
                return Err(self.fail(part.kind.span(), format!("a question of this kind has no `{field}`")));
            }
        }
        let number = |limit: &Option<toml::Spanned<i64>>| limit.as_ref().map(|number| *number.get_ref());
        let options = part.options.clone();
        Ok(match wanted {
            AnswerKind::ShortText => QuestionKind::ShortText,
            AnswerKind::LongText => QuestionKind::LongText,
            AnswerKind::Choice => QuestionKind::Choice { options },
            AnswerKind::Choices => QuestionKind::Choices { options },
            AnswerKind::Consent => QuestionKind::Consent,
            AnswerKind::Number => QuestionKind::Number { least: number(&part.least), most: number(&part.most) },
            AnswerKind::Date => QuestionKind::Date {
                first: part.first.as_ref().map(|date| self.date(date)).transpose()?,
                last: part.last.as_ref().map(|date| self.date(date)).transpose()?,
            },
        })
    }
}
