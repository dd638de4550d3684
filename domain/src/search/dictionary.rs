//! Words that a mistyped one may stand for: those of names and titles.

use std::collections::BTreeMap;

use strsim::osa_distance;

use super::query::{Likeness, Phrase, Query};
use super::words::words;
use crate::content::Content;

/// Words that one may be taken for, at most.
const GUESSES: usize = 4;

/// The words of names and titles.
#[derive(Debug, Clone, Default)]
pub struct Dictionary {
    /// By their folded form.
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone)]
struct Entry {
    /// As it is written.
    written: String,
    is_name: bool,
    letters: usize,
}

/// A query in which words that nothing has may stand for others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Corrected {
    /// What is looked for.
    pub query: Query,
    /// How the likeliest of it is written.
    pub text: String,
}

impl Dictionary {
    /// The words of a programme.
    pub fn of(content: &Content) -> Self {
        let mut dictionary = Self::default();
        for person in &content.people {
            dictionary.add(&person.name, true);
        }
        let topics = content.topics.iter().map(|topic| &topic.name);
        let titles = content.events.iter().flat_map(|event| std::iter::once(&event.title).chain(&event.subtitle));
        let titles = titles.chain(content.sessions.iter().map(|session| &session.title));
        let titles = titles.chain(content.materials.iter().map(|material| &material.title));
        for title in titles.chain(content.pages.iter().map(|page| &page.title)).chain(topics) {
            dictionary.add(title, false);
        }
        dictionary
    }

    fn add(&mut self, text: &str, is_name: bool) {
        for word in words(text) {
            let written = text.get(word.range).unwrap_or_default();
            let written = if is_name { written.to_owned() } else { written.to_lowercase() };
            let letters = word.folded.chars().count();
            // Names are added first, and stay names.
            self.entries.entry(word.folded).or_insert(Entry { written, is_name, letters });
        }
    }

    /// The query with guesses for its words that are not in the dictionary; `None` if there are none to be made. Phrases in
    /// quotation marks stay as they are.
    pub fn correct(&self, query: &Query) -> Option<Corrected> {
        let mut corrected = query.clone();
        let mut text = Vec::new();
        let mut has_guess = false;
        for term in &mut corrected.terms {
            let Some(typed) = term.phrases.first().cloned() else { continue };
            let written = typed.words.join(" ");
            if term.is_quoted {
                text.push(format!("\"{written}\""));
                continue;
            }
            let guesses = self.guesses(&typed);
            text.push(guesses.first().map_or(written, |(_, written)| written.clone()));
            has_guess |= !guesses.is_empty();
            term.phrases.extend(guesses.into_iter().map(|(words, _)| Phrase {
                words,
                is_beginning: false,
                likeness: Likeness::Guess,
            }));
        }
        has_guess.then(|| Corrected { query: corrected, text: text.join(" ") })
    }

    /// What a phrase may have been meant for: folded, and as it is written. Of several words each has its likeliest.
    fn guesses(&self, phrase: &Phrase) -> Vec<(Vec<String>, String)> {
        if let [word] = phrase.words.as_slice() {
            let near = if self.knows(word, phrase.is_beginning) { Vec::new() } else { self.near(word) };
            return near.into_iter().map(|(folded, entry)| (vec![folded.to_owned()], entry.written.clone())).collect();
        }
        let last = phrase.words.len().saturating_sub(1);
        let each = phrase.words.iter().enumerate().map(|(at, word)| {
            let is_known = self.knows(word, phrase.is_beginning && at == last);
            let near = if is_known { None } else { self.near(word).into_iter().next() };
            near.map(|(folded, entry)| (folded.to_owned(), entry.written.clone())).ok_or_else(|| word.clone())
        });
        let each: Vec<Result<(String, String), String>> = each.collect();
        if each.iter().all(Result::is_err) {
            return Vec::new();
        }
        let pairs = each.into_iter().map(|word| word.unwrap_or_else(|same| (same.clone(), same)));
        let (folded, written): (Vec<String>, Vec<String>) = pairs.unzip();
        vec![(folded, written.join(" "))]
    }

    fn knows(&self, word: &str, is_beginning: bool) -> bool {
        let next = self.entries.range(word.to_owned()..).next();
        next.is_some_and(|(known, _)| known == word || (is_beginning && known.starts_with(word)))
    }

    /// Words as far away as a slip takes: the nearest first, names before others.
    fn near(&self, word: &str) -> Vec<(&str, &Entry)> {
        let letters = word.chars().count();
        let slips = slips(letters);
        if slips == 0 {
            return Vec::new();
        }
        let like = self.entries.iter().filter(|(_, entry)| entry.letters.abs_diff(letters) <= slips);
        let mut near: Vec<(usize, &str, &Entry)> =
            like.map(|(known, entry)| (osa_distance(word, known), known.as_str(), entry)).collect();
        near.retain(|(distance, ..)| *distance <= slips);
        near.sort_by_key(|(distance, known, entry)| (*distance, !entry.is_name, *known));
        near.into_iter().take(GUESSES).map(|(_, known, entry)| (known, entry)).collect()
    }
}

/// Slips (a letter too many, too few, another, or two exchanged) that are forgiven in a word of so many letters.
fn slips(letters: usize) -> usize {
    match letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::Dictionary;
    use crate::search::Query;

    fn dictionary() -> Dictionary {
        let mut dictionary = Dictionary::default();
        for name in ["Florian Scotté", "Martijn G.H. van Oijen", "Sana Al Sukhun"] {
            dictionary.add(name, true);
        }
        dictionary.add("Telemonitoring in Survivorship", false);
        dictionary
    }

    #[test]
    fn names_are_found_with_the_slips_that_are_made_in_them() {
        for (typed, meant) in [
            ("Sctote", "Scotté"),
            ("oijn", "Oijen"),
            ("van oijn", "van Oijen"),
            ("al-sukhn", "al Sukhun"),
            ("telemonitorign", "telemonitoring"),
            ("survivrshp sana", "survivorship sana"),
            ("\"van oijen\" sctote", "\"van oijen\" Scotté"),
        ] {
            let corrected = dictionary().correct(&Query::parse(typed)).map(|corrected| corrected.text);
            assert_eq!(corrected.as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn what_is_known_is_begun_too_short_or_too_far_away_is_left_alone() {
        for typed in ["scotte", "SCOTT", "van", "vam", "neutropenia", "\"sctote\"", "", "sctt"] {
            assert_eq!(dictionary().correct(&Query::parse(typed)), None, "{typed}");
        }
    }
}
