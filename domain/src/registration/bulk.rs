//! Acts on many registrations at once: for which of them an act would change anything, and what follows from it. All by the
//! one table of steps, so that what is reviewed is what is done.

use serde::{Deserialize, Serialize};

use super::listing::TAGS_MAX;
use super::{Decision, Effect, RegistrationState, StepLetter};
use crate::content::names;
use crate::slug::Slug;

/// An act on chosen registrations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BulkAct {
    /// Takes their addresses as proven.
    Confirm,
    /// Gives each a place, even where all are taken.
    Promote,
    /// Takes their places, or places in the queue, away.
    Cancel,
    /// Gives each these tags beside those it has.
    Tag,
    /// Takes these tags from each.
    Untag,
}

names!(BulkAct { Confirm => "confirm", Promote => "promote", Cancel => "cancel", Tag => "tag", Untag => "untag" });

/// Whether an act would change a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It would.
    Changes,
    /// Its state does not allow it.
    State,
    /// It is so already.
    AlreadySo,
    /// It would have more tags than one may have.
    TooManyTags,
}

names!(Verdict { Changes => "changes", State => "state", AlreadySo => "already_so", TooManyTags => "too_many_tags" });

impl BulkAct {
    /// The decision that is made about each, if it is one.
    pub fn decision(self) -> Option<Decision> {
        match self {
            Self::Confirm => Some(Decision::Confirm),
            Self::Promote => Some(Decision::Promote),
            Self::Cancel => Some(Decision::Cancel),
            Self::Tag | Self::Untag => None,
        }
    }

    /// The tags afterwards of a registration that has `present`, in order, each once.
    pub fn tagged(self, tags: &[Slug], present: &[Slug]) -> Vec<Slug> {
        let mut after = present.to_vec();
        match self {
            Self::Tag => after.extend_from_slice(tags),
            Self::Untag => after.retain(|tag| !tags.contains(tag)),
            Self::Confirm | Self::Promote | Self::Cancel => {}
        }
        after.sort_unstable();
        after.dedup();
        after
    }

    /// Whether it would change a registration in that state with those tags.
    pub fn verdict(self, tags: &[Slug], state: RegistrationState, present: &[Slug]) -> Verdict {
        if let Some(decision) = self.decision() {
            let is_allowed = state.after(decision.cause()).is_some();
            return if is_allowed { Verdict::Changes } else { Verdict::State };
        }
        let after = self.tagged(tags, present);
        if after.len() > TAGS_MAX {
            Verdict::TooManyTags
        } else if after == present {
            Verdict::AlreadySo
        } else {
            Verdict::Changes
        }
    }

    /// In what turn a registration in that state comes, the lowest first: whoever waits leaves before a place becomes free
    /// that would be offered to them.
    pub fn turn(self, state: RegistrationState) -> u8 {
        u8::from(state.holds_a_place())
    }
}

/// What an act would do to those who were chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Review {
    /// How many would change.
    pub changes: u32,
    /// How many letters they would be sent.
    pub letters: u32,
    /// How many places more would be held.
    pub takes: u32,
    /// How many places fewer would be held.
    pub gives_back: u32,
    /// How many would not change, by state and why, each with at least one.
    pub refused: Vec<(RegistrationState, Verdict, u32)>,
}

impl Review {
    /// Of an act on so many in each state.
    pub fn of(act: BulkAct, chosen: &[(RegistrationState, Verdict, u32)]) -> Self {
        let mut review = Self::default();
        for (state, verdict, number) in chosen.iter().copied().filter(|(_, _, number)| *number > 0) {
            if verdict != Verdict::Changes {
                review.refused.push((state, verdict, number));
                continue;
            }
            review.changes += number;
            let Some(cause) = act.decision().map(Decision::cause) else { continue };
            let Some(step) = state.after(cause) else { continue };
            match step.places() {
                Effect::Takes => review.takes += number,
                Effect::GivesBack => review.gives_back += number,
                Effect::Keeps => {}
            }
            if step.to().is_some_and(|to| StepLetter::after(cause, to).is_some()) {
                review.letters += number;
            }
        }
        review
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Strategy, proptest};
    use proptest::{collection, prop_assert, prop_assert_eq, sample};

    use super::{BulkAct, Review, Verdict};
    use crate::registration::RegistrationState;
    use crate::slug::Slug;

    fn tags() -> impl Strategy<Value = Vec<Slug>> {
        collection::btree_set("[a-l]", 0..=10).prop_map(|tags| tags.iter().map(|tag| Slug::of(tag)).collect())
    }

    proptest! {
        #[test]
        fn each_chosen_one_is_counted_once_and_the_table_of_steps_decides(
            act in sample::select(BulkAct::ALL),
            states in collection::vec((sample::select(RegistrationState::ALL), tags()), 0..40),
            typed in tags(),
        ) {
            let of = |(state, present): &(RegistrationState, Vec<Slug>)| (*state, act.verdict(&typed, *state, present), 1);
            let chosen: Vec<_> = states.iter().map(of).collect();
            let review = Review::of(act, &chosen);
            let refused: u32 = review.refused.iter().map(|(_, _, number)| number).sum();
            prop_assert_eq!(u32::try_from(states.len()).unwrap_or(0), review.changes + refused);
            prop_assert!(review.letters <= review.changes && review.takes + review.gives_back <= review.changes);
            for (state, verdict, _) in chosen {
                let allowed = act.decision().is_none_or(|decision| state.after(decision.cause()).is_some());
                prop_assert_eq!(verdict == Verdict::State, !allowed);
            }
            // Done twice, it changes nothing more.
            for (state, present) in &states {
                if act.decision().is_none() && act.verdict(&typed, *state, present) == Verdict::Changes {
                    let after = act.tagged(&typed, present);
                    prop_assert_eq!(act.verdict(&typed, *state, &after), Verdict::AlreadySo);
                }
            }
        }
    }

    #[test]
    fn letters_and_places_are_those_of_the_steps() {
        use RegistrationState::{Cancelled, Confirmed, Joining, Offered, Pending, Waiting};
        let changes = |states: &[RegistrationState], act: BulkAct| {
            let chosen: Vec<_> = states.iter().map(|state| (*state, act.verdict(&[], *state, &[]), 2)).collect();
            Review::of(act, &chosen)
        };
        let review = changes(&[Joining, Waiting, Offered, Confirmed], BulkAct::Promote);
        assert_eq!((review.changes, review.letters, review.takes), (6, 4, 4), "whoever is unproven is not written to");
        assert_eq!(review.refused, [(Confirmed, Verdict::State, 2)]);
        let review = changes(&[Pending, Waiting, Confirmed, Cancelled], BulkAct::Cancel);
        assert_eq!((review.changes, review.letters, review.gives_back), (6, 6, 4));
        assert_eq!(changes(&[Pending, Joining], BulkAct::Confirm).letters, 4);
        for act in BulkAct::ALL {
            assert_eq!(BulkAct::from_name(act.name()), Some(*act));
            assert!(act.turn(Waiting) < act.turn(Confirmed));
        }
    }
}
