//! Where a text says what somebody looks for. The same rule marks a transcript on the server and, as one types, in the
//! browser, which has its own tables for what is an accent; so it is handed in how a character is folded.

use std::ops::Range;

/// Most characters that are looked for.
pub const SOUGHT_MAX: usize = 100;

/// A text in the form in which search compares, and where each part of that stands in the text.
#[derive(Debug, Clone)]
pub struct Folded {
    folded: String,
    /// For each byte of `folded`, where the character that it came from begins in the text.
    origins: Vec<usize>,
    /// Bytes of the text.
    length: usize,
}

impl Folded {
    /// Folds a text; `fold` adds to what it is given what a character becomes, which may be nothing.
    pub fn new(text: &str, fold: &impl Fn(char, &mut String)) -> Self {
        let (mut folded, mut origins) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
        for (at, character) in text.char_indices() {
            add(character, fold, &mut folded);
            origins.resize(folded.len(), at);
        }
        Self { folded, origins, length: text.len() }
    }

    /// Bytes of the text that say it, in order, none overlapping another; whole characters with their accents.
    /// `sought` is what [`sought`] made.
    pub fn find(&self, sought: &str) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        let mut from = 0;
        while !sought.is_empty() {
            let Some(at) = self.folded.get(from..).and_then(|rest| rest.find(sought)).map(|at| from + at) else {
                break;
            };
            let behind = at + sought.len();
            let origin = |index: usize| self.origins.get(index).copied();
            let (Some(start), Some(last)) = (origin(at), origin(behind - 1)) else { break };
            // A character that became several is marked as a whole, and its accents with it.
            let next = self.origins.iter().skip(behind).position(|origin| *origin > last).map(|more| behind + more);
            found.push(start..next.and_then(origin).unwrap_or(self.length));
            let Some(next) = next else { break };
            from = next;
        }
        found
    }
}

/// What somebody typed, in the form in which it is looked for: single spaces, folded, and not endless.
pub fn sought(typed: &str, fold: &impl Fn(char, &mut String)) -> String {
    let mut sought = String::new();
    for word in typed.split_whitespace() {
        if !sought.is_empty() {
            sought.push(' ');
        }
        word.chars().for_each(|character| add(character, fold, &mut sought));
    }
    sought.chars().take(SOUGHT_MAX).collect()
}

/// One character at a time: the sigma at the end of a word has no form of its own here.
fn add(character: char, fold: &impl Fn(char, &mut String), folded: &mut String) {
    fold(if character == 'ς' { 'σ' } else { character }, folded);
}

/// A text in pieces, each with whether it is one that was found.
pub fn pieces<'a>(text: &'a str, found: &[Range<usize>]) -> Vec<(&'a str, bool)> {
    let mut pieces = Vec::new();
    let mut from = 0;
    for range in found {
        pieces.extend([(text.get(from..range.start), false), (text.get(range.clone()), true)]);
        from = range.end;
    }
    pieces.push((text.get(from..), false));
    let said = |(piece, is_found): (Option<&'a str>, bool)| Some((piece.filter(|piece| !piece.is_empty())?, is_found));
    pieces.into_iter().filter_map(said).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::{Folded, add, pieces, sought};
    use crate::fold::fold;

    fn each(character: char, folded: &mut String) {
        folded.push_str(&fold(character.encode_utf8(&mut [0; 4])));
    }

    fn marked(text: &str, typed: &str) -> String {
        let found = Folded::new(text, &each).find(&sought(typed, &each));
        let marked = pieces(text, &found).into_iter();
        marked.map(|(piece, is_found)| if is_found { format!("[{piece}]") } else { piece.to_owned() }).collect()
    }

    #[test]
    fn accents_and_case_do_not_matter_and_are_marked_whole() {
        for (text, typed, expected) in [
            ("Telemedicine and TÉLÉMÉDECINE.", "tele", "[Tele]medicine and [TÉLÉ]MÉDECINE."),
            ("Scotte\u{301} spoke", "scotté", "[Scotte\u{301}] spoke"),
            ("Scotte\u{301}", "SCOTT", "[Scott]e\u{301}"),
            ("the eﬃcacy of ﬁbrates", "f", "the e[ﬃ]cacy o[f] [ﬁ]brates"),
            ("early access, early action", "  early   a", "[early a]ccess, [early a]ction"),
            ("aaaa", "aa", "[aa][aa]"),
            ("ΟΔΟΣ", "οδος", "[ΟΔΟΣ]"),
            ("远程医疗", "医疗", "远程[医疗]"),
            ("nothing", "", "nothing"),
            ("nothing", " ", "nothing"),
            ("nothing", "everything", "nothing"),
            ("", "x", ""),
        ] {
            assert_eq!(marked(text, typed), expected, "{typed}");
        }
        assert_eq!(sought(&"x".repeat(1_000), &each).len(), 100);
    }

    proptest! {
        #[test]
        fn pieces_are_the_text_and_what_is_marked_is_what_was_sought(text in "[aáAÁfﬁs\u{301} σςΣß]{0,40}", typed in "[aáfiσs ]{1,3}") {
            let sought = sought(&typed, &each);
            let found = Folded::new(&text, &each).find(&sought);
            let pieces = pieces(&text, &found);
            prop_assert_eq!(pieces.iter().map(|(piece, _)| *piece).collect::<String>(), text.as_str());
            for (piece, _) in pieces.iter().filter(|(_, is_found)| *is_found) {
                let mut folded = String::new();
                piece.chars().for_each(|character| add(character, &each, &mut folded));
                prop_assert!(folded.contains(&sought), "{:?} in {:?}", sought, piece);
            }
            // Nothing is overlooked.
            let mut whole = String::new();
            text.chars().for_each(|character| add(character, &each, &mut whole));
            prop_assert_eq!(!sought.is_empty() && whole.contains(&sought), !found.is_empty());
        }
    }
}
