//! Questions of a registration form, beyond those that every form has.

use serde::{Deserialize, Serialize};

use crate::slug::Slug;
use crate::time::Date;

/// A question that an editor puts to whoever registers for an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Name within the event: answers are kept under it, so a question keeps it when it is reworded.
    pub name: Slug,
    /// The question, as it is shown.
    pub label: String,
    /// What helps to answer it, or what the answer is used for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Whether nobody registers without an answer.
    #[serde(default)]
    pub required: bool,
    /// What an answer can be.
    pub kind: QuestionKind,
    /// Asked only after a certain answer to an earlier question; `None` means always.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only_if: Option<OnlyIf>,
}

/// What an answer can be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "type", deny_unknown_fields)]
pub enum QuestionKind {
    /// One line.
    ShortText,
    /// Several lines.
    LongText,
    /// One of these.
    Choice {
        /// What can be chosen, in the order shown.
        options: Vec<Choice>,
    },
    /// Any of these.
    Choices {
        /// What can be chosen, in the order shown.
        options: Vec<Choice>,
    },
    /// A box to tick; never ticked in advance. Where it is required, nobody registers without it.
    Consent,
    /// A whole number.
    Number {
        /// The least that is taken.
        #[serde(default)]
        least: Option<i64>,
        /// The most that is taken.
        #[serde(default)]
        most: Option<i64>,
    },
    /// A day.
    Date {
        /// The first that is taken.
        #[serde(default)]
        first: Option<Date>,
        /// The last that is taken.
        #[serde(default)]
        last: Option<Date>,
    },
}

impl QuestionKind {
    /// Stable name in files and pages.
    pub fn name(&self) -> &'static str {
        match self {
            Self::ShortText => "short-text",
            Self::LongText => "long-text",
            Self::Choice { .. } => "choice",
            Self::Choices { .. } => "choices",
            Self::Consent => "consent",
            Self::Number { .. } => "number",
            Self::Date { .. } => "date",
        }
    }

    /// What can be chosen; nothing where an answer is typed or a box ticked.
    pub fn options(&self) -> &[Choice] {
        match self {
            Self::Choice { options } | Self::Choices { options } => options,
            _ => &[],
        }
    }
}

/// One of the answers that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Under which it is kept.
    pub value: Slug,
    /// As it is shown.
    pub label: String,
}

/// The answer that makes a question be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OnlyIf {
    /// Name of an earlier question.
    pub question: Slug,
    /// Its answer is, or holds, one of these values (of a consent: `yes`).
    pub is: Vec<String>,
}
