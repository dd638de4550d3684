//! Words of a text, in the form in which they are compared.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::fold;

/// Letters of a word that are compared: PostgreSQL refuses words of some thousand bytes, and no word needs more.
const LETTERS: usize = 48;

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Bytes of the text that it was written with.
    pub(super) range: Range<usize>,
    /// In lower case, without accents.
    pub(super) folded: String,
}

/// The words of a text: runs of letters and digits. What a run becomes when it is folded may be several words, which then
/// stand in one place.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut begun: Option<usize> = None;
    for (at, character) in text.char_indices() {
        let belongs = character.is_alphanumeric() || (begun.is_some() && is_combining_mark(character));
        match (begun, belongs) {
            (None, true) => begun = Some(at),
            (Some(from), false) => {
                add(text, from..at, &mut found);
                begun = None;
            }
            _ => {}
        }
    }
    if let Some(from) = begun {
        add(text, from..text.len(), &mut found);
    }
    found
}

fn add(text: &str, range: Range<usize>, found: &mut Vec<Word>) {
    let folded = fold(text.get(range.clone()).unwrap_or_default());
    let parts = folded.split(|character: char| !character.is_alphanumeric()).filter(|part| !part.is_empty());
    found.extend(parts.map(|part| Word { range: range.clone(), folded: part.chars().take(LETTERS).collect() }));
}

/// The words of a text with a space between them: what the engines index.
pub fn folded_words(text: &str) -> String {
    let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::folded_words;

    #[test]
    fn words_are_letters_and_digits_without_case_and_accents() {
        for (text, words) in [
            ("Florian Scotté, M.D.", "florian scotte m d"),
            ("N\u{303}u-ñu’s e\u{301}", "nu nu s e"),
            ("COVID-19 & ePRO: ½ \u{0} *", "covid 19 epro 1 2"),
            ("肿瘤 远程", "肿瘤 远程"),
            ("", ""),
        ] {
            assert_eq!(folded_words(text), words);
        }
        assert_eq!(folded_words(&"x".repeat(10_000)).len(), 48);
    }
}
