//! What somebody typed into the search field, as words and phrases. Nothing that was typed has a meaning to an engine: what
//! is not a letter, a digit or a quotation mark only parts words.

use super::words::words;

/// Most characters of a query.
pub const QUERY_MAX: usize = 200;
/// Most terms that are looked for; those after them are left out.
const TERMS: usize = 12;
/// Fewest letters of the last word for words that go on after it to be found: two letters begin half of a dictionary.
const BEGINNING: usize = 3;
/// How well a phrase stands among words that are just those that were typed: nothing stands better.
pub(super) const AS_TYPED: u32 = 10;

/// What is looked for: every term, in any order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
}

/// One thing that is looked for, in any of several forms: as it was typed first, then what stands for it too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// Its forms; at least one.
    pub(super) phrases: Vec<Phrase>,
    /// Meant letter by letter.
    pub(super) is_quoted: bool,
}

/// Words that stand beside each other; mostly one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// At least one, each folded.
    pub(super) words: Vec<String>,
    /// The last word may go on.
    pub(super) is_beginning: bool,
    pub(super) likeness: Likeness,
}

/// How a form relates to what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// A word that may have been meant.
    Guess,
    /// The same word in singular or plural.
    Number,
    /// The very words.
    Typed,
}

impl Query {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Self {
        let quotes = ['"', '“', '”', '„', '«', '»'];
        let mut terms = Vec::new();
        let may_go_on = !text.ends_with(|last: char| last.is_whitespace() || quotes.contains(&last));
        for (position, part) in text.split(quotes).enumerate() {
            if position % 2 == 1 {
                terms.extend(Term::of(part, true));
            } else {
                terms.extend(part.split_whitespace().filter_map(|token| Term::of(token, false)));
            }
        }
        terms.truncate(TERMS);
        if may_go_on && let Some(phrase) = terms.last_mut().and_then(|term| term.phrases.first_mut()) {
            phrase.is_beginning = phrase.words.last().is_some_and(|word| word.chars().count() >= BEGINNING);
        }
        Self { terms }
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What is looked for.
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }
}

impl Term {
    fn of(text: &str, is_quoted: bool) -> Option<Self> {
        let words: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
        let other = words.first().filter(|_| words.len() == 1 && !is_quoted).and_then(|word| other_number(word));
        let other = other.map(|word| Phrase { words: vec![word], is_beginning: false, likeness: Likeness::Number });
        if words.is_empty() {
            return None;
        }
        let typed = Phrase { words, is_beginning: false, likeness: Likeness::Typed };
        Some(Self { phrases: std::iter::once(typed).chain(other).collect(), is_quoted })
    }

    /// Its forms; at least one.
    pub fn phrases(&self) -> &[Phrase] {
        &self.phrases
    }
}

impl Phrase {
    /// Its words, folded; at least one.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether the last word may go on.
    pub fn is_beginning(&self) -> bool {
        self.is_beginning
    }

    /// How well the phrase stands at the beginning of these words, from 1 to [`AS_TYPED`]; `None` if it does not.
    pub(super) fn begins(&self, words: &[&str]) -> Option<u32> {
        let (last, before) = self.words.split_last()?;
        let stand = words.get(..before.len())?;
        if stand != before {
            return None;
        }
        let word = words.get(before.len())?;
        let is_whole = word == last;
        let goes_on = self.is_beginning && word.starts_with(last.as_str());
        if !is_whole && !goes_on {
            return None;
        }
        Some(match (self.likeness, is_whole) {
            (Likeness::Typed, true) => AS_TYPED,
            (Likeness::Number, _) => 9,
            (Likeness::Typed, false) => 7,
            (Likeness::Guess, _) => 5,
        })
    }
}

/// The plural of what looks like a singular, and the other way round, as English, French and Spanish mostly make them.
fn other_number(word: &str) -> Option<String> {
    if word.len() < 4 || !word.is_ascii() || word.ends_with("ss") || word.ends_with(|last: char| last.is_ascii_digit())
    {
        return None;
    }
    Some(match (word.strip_suffix("ies"), word.strip_suffix('s'), word.strip_suffix('y')) {
        (Some(stem), ..) => format!("{stem}y"),
        (None, Some(singular), _) => singular.to_owned(),
        (None, None, Some(stem)) => format!("{stem}ies"),
        (None, None, None) => format!("{word}s"),
    })
}

#[cfg(test)]
mod tests {
    use super::Query;

    /// Each term's forms, with `*` where the last word may go on.
    fn read(text: &str) -> Vec<Vec<String>> {
        let form = |phrase: &super::Phrase| {
            format!("{}{}", phrase.words().join(" "), if phrase.is_beginning() { "*" } else { "" })
        };
        let terms = Query::parse(text).terms;
        terms.iter().map(|term| term.phrases.iter().map(form).collect()).collect()
    }

    #[test]
    fn words_phrases_and_the_last_word_as_a_beginning() {
        assert_eq!(read("Scotté"), [["scotte*", "scottes"]]);
        assert_eq!(read("van Oijen "), [vec!["van"], vec!["oijen", "oijens"]]);
        assert_eq!(read("“quality of life” barri"), [vec!["quality of life"], vec!["barri*", "barris"]]);
        assert_eq!(read("\"follow up"), [["follow up"]]);
        assert_eq!(read("follow-up in"), [["follow up"], ["in"]]);
        assert_eq!(read("therapies access"), [vec!["therapies", "therapy"], vec!["access*"]]);
        for nothing in ["", "  ", "\"\"", "* AND (", "\u{0}"] {
            assert!(Query::parse(nothing).terms.len() <= 1, "{nothing}");
        }
        assert!(Query::parse("\"\" * ( - ' : ^").is_empty());
        assert_eq!(Query::parse(&"word ".repeat(100)).terms.len(), 12);
    }
}
