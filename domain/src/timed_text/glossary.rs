//! Words as the programme writes them: names of drugs, methods and projects, which machines that listen do not know.
//!
//! Written a word to a line, as it is to be, with what is heard instead behind an equals sign: `ePRO = e pro, e-pro`. What is
//! written in other capital letters only need not be named.

/// Most characters of it.
pub const GLOSSARY_MAX: usize = 40_000;
/// Most lines of it.
const GLOSSARY_LINES_MAX: usize = 1_000;
/// Most characters of a word, or of several that belong together.
const WORD_MAX: usize = 80;

/// A glossary that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Glossary {
    /// What is heard, in small letters, and what is written instead; the longer ones first.
    words: Vec<(Vec<char>, String)>,
}

/// What is to be mended in a glossary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unclear {
    /// The line, from 1.
    pub line: usize,
    /// Why.
    pub why: GlossaryProblem,
}

/// Why a line of a glossary will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GlossaryProblem {
    /// Nothing stands before the equals sign, or between two commas.
    Empty,
    /// A word is too long.
    TooLong,
    /// A line before says of the same words what is written.
    Twice,
    /// There are more lines or characters than a glossary has.
    TooMuch,
}

impl Glossary {
    /// Reads one.
    ///
    /// # Errors
    /// The first line that will not do.
    pub fn read(text: &str) -> Result<Self, Unclear> {
        if text.chars().count() > GLOSSARY_MAX || text.lines().count() > GLOSSARY_LINES_MAX {
            return Err(Unclear { line: GLOSSARY_LINES_MAX, why: GlossaryProblem::TooMuch });
        }
        let mut words: Vec<(Vec<char>, String)> = Vec::new();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let unclear = |why| Unclear { line, why };
            let (written, heard) = text.split_once('=').unwrap_or((text, ""));
            let written = single_spaced(written);
            let heard = heard.split(',').map(single_spaced).collect::<Vec<_>>();
            let named = if text.contains('=') { heard } else { Vec::new() };
            if written.is_empty() || named.iter().any(String::is_empty) {
                return Err(unclear(GlossaryProblem::Empty));
            }
            for word in named.iter().chain([&written]) {
                if word.chars().count() > WORD_MAX {
                    return Err(unclear(GlossaryProblem::TooLong));
                }
                let small = small(word);
                match words.iter().find(|(known, _)| *known == small) {
                    // What is heard may differ from what is written in its capital letters only.
                    Some((_, other)) if *other == written => {}
                    Some(_) => return Err(unclear(GlossaryProblem::Twice)),
                    None => words.push((small, written.clone())),
                }
            }
        }
        words.sort_by_key(|(heard, _)| std::cmp::Reverse(heard.len()));
        Ok(Self { words })
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Captions or chapters (`WebVTT`) as the glossary writes them, and how many places are different then. Times, the speakers
    /// and what stands before the first cue are left alone.
    pub fn apply(&self, text: &str) -> (String, usize) {
        let mut count = 0;
        let mut is_cue = false;
        let lines = text.split('\n').map(|line| {
            if line.contains("-->") {
                is_cue = true;
                return line.to_owned();
            }
            is_cue &= !line.trim().is_empty();
            if is_cue { self.line(line, &mut count) } else { line.to_owned() }
        });
        let lines: Vec<String> = lines.collect();
        (lines.join("\n"), count)
    }

    fn line(&self, line: &str, count: &mut usize) -> String {
        let characters: Vec<char> = line.chars().collect();
        let (mut written, mut at, mut is_mark) = (String::with_capacity(line.len()), 0, false);
        while let Some(character) = characters.get(at) {
            is_mark = *character == '<' || (is_mark && *character != '>');
            let begins =
                !at.checked_sub(1).and_then(|before| characters.get(before)).is_some_and(|c| c.is_alphanumeric());
            let found = if begins && !is_mark { self.found(&characters, at) } else { None };
            if let Some((length, word)) = found {
                let was: String = characters.iter().skip(at).take(length).collect();
                *count += usize::from(was != *word);
                written.push_str(word);
                at += length;
            } else {
                written.push(*character);
                at += 1;
            }
        }
        written
    }

    /// The longest of the words that stand there, and how many characters it takes.
    fn found(&self, characters: &[char], at: usize) -> Option<(usize, &String)> {
        let is_there = |heard: &[char]| {
            let here = characters.get(at..at + heard.len())?;
            let is_same = here.iter().zip(heard).all(|(one, other)| one.to_lowercase().eq([*other]));
            let goes_on = characters.get(at + heard.len()).is_some_and(|next| next.is_alphanumeric());
            (is_same && !goes_on).then_some(heard.len())
        };
        self.words.iter().find_map(|(heard, word)| Some((is_there(heard)?, word)))
    }
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// In small letters, a character for each: the few that become two stay as they are.
fn small(word: &str) -> Vec<char> {
    let small = |character: char| {
        let mut letters = character.to_lowercase();
        match (letters.next(), letters.next()) {
            (Some(letter), None) => letter,
            _ => character,
        }
    };
    word.chars().map(small).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::{Glossary, GlossaryProblem, Unclear};

    fn glossary() -> Glossary {
        Glossary::read("ePRO = e pro, e-pro\nCAPRI\n\n van Oijen = van oyen , Van Oien\nScotté = Scotty")
            .expect("a glossary")
    }

    #[test]
    fn whole_words_are_written_as_the_glossary_has_them() {
        for (said, written, count) in [
            ("An e pro helps, E-PRO too", "An ePRO helps, ePRO too", 2),
            ("ePRO is right already", "ePRO is right already", 0),
            ("the pro and the eprom", "the pro and the eprom", 0),
            ("Capri, capris, CAPRI.", "CAPRI, capris, CAPRI.", 1),
            ("dr van oyen spoke", "dr van Oijen spoke", 1),
            ("<v Florian Scotty>So said Scotty.", "<v Florian Scotty>So said Scotté.", 1),
        ] {
            let captions = |text: &str| format!("WEBVTT - capri\n\n1\n00:01.000 --> 00:02.000 capri\n{text}\n");
            assert_eq!(glossary().apply(&captions(said)), (captions(written), count), "{said}");
        }
    }

    #[test]
    fn a_line_that_will_not_do_is_named() {
        for (text, line, why) in [
            ("= e pro", 1, GlossaryProblem::Empty),
            ("ePRO = ", 1, GlossaryProblem::Empty),
            ("ePRO = e pro,, epro", 1, GlossaryProblem::Empty),
            ("\nePRO = e pro\nE-Pro = e pro", 3, GlossaryProblem::Twice),
            (&"x".repeat(81), 1, GlossaryProblem::TooLong),
            (&"x\n".repeat(1_001), 1_000, GlossaryProblem::TooMuch),
        ] {
            assert_eq!(Glossary::read(text), Err(Unclear { line, why }), "{text}");
        }
        assert!(Glossary::read(" \n\n").is_ok_and(|none| none.is_empty()));
        assert_eq!(Glossary::default().apply("x --> y\nA text"), ("x --> y\nA text".to_owned(), 0));
    }

    proptest! {
        #[test]
        fn what_was_written_by_it_once_stays_and_lines_stay_lines(text in "[ a-zA-Z<>\\-\n]{0,60}") {
            let captions = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}");
            let (once, _) = glossary().apply(&captions);
            prop_assert_eq!(once.lines().count(), captions.lines().count());
            let (twice, _) = glossary().apply(&once);
            prop_assert!(twice == once, "{once:?} {twice:?}");
        }
    }
}
