//! What an editor may decide about places, against the order of the list. Who and why is recorded with each.

use serde::{Deserialize, Serialize};

use super::Cause;
use crate::content::names;

/// Longest reason, in characters.
pub const REASON_MAX: usize = 300;

/// A decision about one registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decision {
    /// Takes the address as proven, as if the person had followed the link.
    Confirm,
    /// Gives a place at once, even where all are taken.
    Promote,
    /// Takes the place, or the place in the queue, away.
    Cancel,
    /// Puts somebody back where they stood on the list.
    Reinstate,
}

names!(Decision { Confirm => "confirm", Promote => "promote", Cancel => "cancel", Reinstate => "reinstate" });

impl Decision {
    /// The step of the registration that it asks for.
    pub fn cause(self) -> Cause {
        match self {
            Self::Confirm => Cause::EditorConfirms,
            Self::Promote => Cause::EditorPromotes,
            Self::Cancel => Cause::EditorCancels,
            Self::Reinstate => Cause::EditorReinstates,
        }
    }
}

/// A reason as it is recorded: trimmed, on one line.
///
/// # Errors
/// What is to be mended, in words.
pub fn reason(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Err("Say why: the reason is recorded with your decision");
    }
    if text.chars().count() > REASON_MAX || text.chars().any(char::is_control) {
        return Err("Give the reason on one line of at most 300 characters");
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{Decision, REASON_MAX, reason};

    #[test]
    fn a_decision_needs_a_reason_and_is_an_override() {
        assert_eq!(reason("  Speaker "), Ok("Speaker".to_owned()));
        assert!(reason(" \n ").is_err() && reason("a\nb").is_err());
        assert!(reason(&"é".repeat(REASON_MAX)).is_ok() && reason(&"é".repeat(REASON_MAX + 1)).is_err());
        for decision in Decision::ALL {
            assert!(decision.cause().is_override());
            assert_eq!(Decision::from_name(decision.name()), Some(*decision));
        }
    }
}
