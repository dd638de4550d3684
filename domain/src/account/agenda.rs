//! The agenda of an account: what was saved on any of its devices. What was taken out is remembered too (a tombstone), so
//! that a device which still has it does not bring it back.
//!
//! A device tells what was done on it, in order, a line for each; the account's order is that of arrival. No clock of a
//! device decides anything.

use std::collections::BTreeMap;

/// Things that an account remembers, saved or taken out.
pub const STARS: usize = 1_000;
/// Longest path, in bytes.
const PATH: usize = 200;

/// What was done on a device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Deed {
    /// It was there before the device knew of the account: it is added, unless another device took it out.
    Had,
    /// It was saved.
    Saved,
    /// It was taken out.
    TakenOut,
}

impl Deed {
    const ALL: [Self; 3] = [Self::Had, Self::Saved, Self::TakenOut];

    fn mark(self) -> char {
        match self {
            Self::Had => '=',
            Self::Saved => '+',
            Self::TakenOut => '-',
        }
    }
}

/// A line that tells of a deed.
pub fn line(deed: Deed, path: &str) -> String {
    format!("{}{path}", deed.mark())
}

/// The deeds of a text, in its order; lines that tell of none are left out.
pub fn deeds(text: &str) -> impl Iterator<Item = (Deed, &str)> {
    text.lines().filter_map(|line| {
        let mut letters = line.chars();
        let mark = letters.next()?;
        let deed = Deed::ALL.into_iter().find(|deed| deed.mark() == mark)?;
        Some((deed, letters.as_str())).filter(|(_, path)| is_path(path))
    })
}

/// Whether a text can be the path of something that can be saved.
fn is_path(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_graphic() && byte != b'\\';
    (text.starts_with("/events/") || text.starts_with("/sessions/")) && text.len() < PATH && text.bytes().all(is_plain)
}

/// What an account remembers: for each path whether it is saved.
pub type Stars = BTreeMap<String, bool>;

/// Does a deed to what an account remembers; whether that changed anything.
pub fn apply(stars: &mut Stars, deed: Deed, path: &str) -> bool {
    let known = stars.get(path).copied();
    let after = deed != Deed::TakenOut;
    let keeps = known == Some(after) || (deed == Deed::Had && known.is_some());
    if keeps || (known.is_none() && stars.len() >= STARS) {
        return false;
    }
    stars.insert(path.to_owned(), after);
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, prop_oneof, proptest};
    use proptest::{collection, prop_assert, prop_assert_eq};

    use super::{Deed, STARS, Stars, apply, deeds, line};

    fn history() -> impl Strategy<Value = Vec<(Deed, String)>> {
        let deed = prop_oneof![Just(Deed::Had), Just(Deed::Saved), Just(Deed::TakenOut)];
        collection::vec((deed, (0..6).prop_map(|number| format!("/sessions/{number}"))), 0..30)
    }

    fn after(history: &[(Deed, String)]) -> Stars {
        let mut stars = Stars::new();
        for (deed, path) in history {
            apply(&mut stars, *deed, path);
        }
        stars
    }

    #[test]
    fn what_was_taken_out_on_one_device_does_not_come_back_from_another() {
        let mut stars = Stars::new();
        assert!(apply(&mut stars, Deed::Saved, "/sessions/a") && apply(&mut stars, Deed::TakenOut, "/sessions/a"));
        assert!(!apply(&mut stars, Deed::Had, "/sessions/a"));
        assert_eq!(stars.get("/sessions/a"), Some(&false));
        // Saved anew is another matter.
        assert!(apply(&mut stars, Deed::Saved, "/sessions/a") && stars["/sessions/a"]);
    }

    #[test]
    fn only_what_can_be_saved_is_understood_and_no_more_than_a_thousand() {
        let text = "+/sessions/a\n-/events/b\n=/sessions/c\n/sessions/d\n+//evil.example\n+/admin\n+/sessions/a b\n?/sessions/e\n\n+";
        let found: Vec<_> = deeds(text).collect();
        let expected = [(Deed::Saved, "/sessions/a"), (Deed::TakenOut, "/events/b"), (Deed::Had, "/sessions/c")];
        assert_eq!(found, expected);
        let mut stars: Stars = (0..STARS).map(|number| (format!("/sessions/{number}"), true)).collect();
        assert!(!apply(&mut stars, Deed::Saved, "/sessions/one-more"));
        assert!(apply(&mut stars, Deed::TakenOut, "/sessions/7"));
    }

    proptest! {
        #[test]
        fn a_line_tells_what_it_was_made_of(history in history()) {
            let text: Vec<String> = history.iter().map(|(deed, path)| line(*deed, path)).collect();
            let text = text.join("\n");
            let read: Vec<_> = deeds(&text).map(|(deed, path)| (deed, path.to_owned())).collect();
            prop_assert_eq!(read, history);
        }

        #[test]
        fn telling_twice_changes_nothing_and_the_last_deed_counts(history in history()) {
            let once = after(&history);
            let had: Vec<_> = once.keys().map(|path| (Deed::Had, path.clone())).collect();
            let again: Vec<_> = history.iter().cloned().chain(had).collect();
            prop_assert_eq!(&after(&again), &once);
            for path in once.keys() {
                let last = history.iter().rev().find(|(deed, other)| other == path && *deed != Deed::Had);
                prop_assert!(last.is_none_or(|(deed, _)| (*deed == Deed::Saved) == once[path]));
            }
        }
    }
}
