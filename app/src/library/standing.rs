//! How far somebody has come with a recording, in plain words: what they have watched, and what is missing until it counts as seen.

use domain::progress::{CompletionRule, Progress, Watched};

use crate::t;
use crate::view::CardWatched;

/// A sentence for the recording's page and one's own; nothing while the recording's length is not known.
pub fn standing(progress: Option<&Progress>, rule: CompletionRule) -> Option<String> {
    let required = rule.required();
    let Some(progress) = progress else {
        // Nothing is asked of a recording whose length nobody knows.
        return rule.share(&Watched::default()).map(|_| t!(completion.none, required = required));
    };
    let CardWatched { share, is_seen } = watched(progress, rule)?;
    Some(if is_seen {
        t!(completion.seen_with, share = share)
    } else {
        t!(completion.missing, share = share, required = required)
    })
}

/// The same for a card.
pub(crate) fn watched(progress: &Progress, rule: CompletionRule) -> Option<CardWatched> {
    let share = rule.share(&progress.watched)?;
    Some(CardWatched { share, is_seen: progress.clone().judged(rule).completed.is_some() })
}

#[cfg(test)]
mod tests {
    use domain::progress::{CompletionRule, Progress};
    use domain::time::Instant;

    use super::standing;

    #[test]
    fn it_is_said_what_is_missing_and_seen_stays_seen() {
        let rule = |required| CompletionRule::new(required, Some(100_000));
        let updated = Instant::from_milliseconds(5);
        let watched = "0-62000".parse().expect("a list of parts");
        let progress = Progress { watched, position: 0, updated, completed: None };
        let said = |progress: &Progress, rule| standing(Some(progress), rule).unwrap_or_default();
        assert_eq!(said(&progress, rule(None)), "You have watched 62 % of it; 80 % counts as seen.");
        assert_eq!(said(&progress, rule(Some(60))), "Seen: you have watched 62 % of it.");
        let before = Progress { completed: Some(updated), ..progress.clone() };
        assert_eq!(said(&before, rule(Some(95))), "Seen: you have watched 62 % of it.");
        assert_eq!(said(&progress, CompletionRule::new(None, None)), "");
        assert_eq!(standing(None, rule(None)).as_deref(), Some("It counts as seen once you have watched 80 % of it."));
        assert_eq!(standing(None, CompletionRule::new(None, None)), None);
    }
}
