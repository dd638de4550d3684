//! How well a thing answers a query. The engines only find what may answer; this decides the order, the same on both.

use super::query::{AS_TYPED, Likeness, Phrase, Query, Term};

/// Weights of the fields, for a term that stands there as it was typed.
const TITLE: u32 = 100;
const PEOPLE: u32 = 60;
const TOPICS: u32 = 40;
const TEXT: u32 = 20;
/// For a title of which nothing was left out of the query.
const WHOLE_TITLE: u32 = 60;
/// For terms that stand in the title in their order, with nothing between them.
const IN_ORDER: u32 = 40;
/// For each passage with a hit, up to three.
const PASSAGE: u32 = 3;

/// What is known of a thing, each in folded words with a space between them.
#[derive(Debug, Clone, Copy, Default)]
pub struct Fields<'a> {
    /// Its title.
    pub title: &'a str,
    /// People who take part or wrote it.
    pub people: &'a str,
    /// What it is about.
    pub topics: &'a str,
    /// Passages of its texts.
    pub passages: &'a [&'a str],
}

/// How well a thing answers: more is better, 0 is not at all. Only numbers for one query compare.
pub fn score(query: &Query, fields: &Fields<'_>) -> u32 {
    let title = tokens(fields.title);
    let (people, topics) = (tokens(fields.people), tokens(fields.topics));
    // Of each passage, how well each term stands in it: passages are long and many, so they are gone through once.
    let strengths = |passage: &&str| {
        let words = tokens(passage);
        query.terms().iter().map(|term| strength(term, &words)).collect::<Vec<u32>>()
    };
    let passages: Vec<Vec<u32>> = fields.passages.iter().map(strengths).collect();
    let of_terms = query.terms().iter().enumerate().map(|(at, term)| {
        let in_text = passages.iter().filter_map(|strengths| strengths.get(at)).copied().max().unwrap_or(0);
        let fields = [
            strength(term, &title) * TITLE,
            strength(term, &people) * PEOPLE,
            strength(term, &topics) * TOPICS,
            in_text * TEXT,
        ];
        let best = fields.into_iter().max().unwrap_or(0);
        // A term that stands in several fields says a little more.
        (best + (fields.into_iter().sum::<u32>() - best) / 8) / 10
    });
    let terms: u32 = of_terms.sum();
    let hits = passages.iter().filter(|strengths| strengths.iter().any(|strength| *strength > 0)).count();
    terms + of_title(query, &title) + u32::try_from(hits.min(3)).unwrap_or(0) * PASSAGE
}

fn tokens(text: &str) -> Vec<&str> {
    text.split(' ').filter(|word| !word.is_empty()).collect()
}

/// How much of the title was asked for, and whether in its order.
fn of_title(query: &Query, title: &[&str]) -> u32 {
    let asked = (0..title.len()).filter(|at| {
        let rest = title.get(*at..).unwrap_or_default();
        query.terms().iter().flat_map(Term::phrases).any(|phrase| phrase.begins(rest).is_some())
    });
    let (asked, all) = (u32::try_from(asked.count()).unwrap_or(0), u32::try_from(title.len()).unwrap_or(u32::MAX));
    if asked == 0 {
        return 0;
    }
    let mut words: Vec<String> = Vec::new();
    for phrase in query.terms().iter().filter_map(|term| term.phrases().first()) {
        words.extend_from_slice(phrase.words());
    }
    let last = query.terms().last().and_then(|term| term.phrases().first());
    let whole = Phrase { is_beginning: last.is_some_and(Phrase::is_beginning), likeness: Likeness::Typed, words };
    let is_in_order = query.terms().len() > 1
        && (0..title.len()).any(|at| whole.begins(title.get(at..).unwrap_or_default()).is_some());
    WHOLE_TITLE * asked.min(all) / all.max(1) + if is_in_order { IN_ORDER } else { 0 }
}

/// How well a term stands among these words, from 0 to [`AS_TYPED`].
fn strength(term: &Term, words: &[&str]) -> u32 {
    let mut best = 0;
    for position in 0..words.len() {
        let rest = words.get(position..).unwrap_or_default();
        let here = term.phrases().iter().filter_map(|phrase| phrase.begins(rest)).max();
        best = best.max(here.unwrap_or(0));
        if best == AS_TYPED {
            break;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::{Fields, score};
    use crate::search::Query;

    #[test]
    fn a_title_counts_more_than_people_than_topics_than_text() {
        let query = Query::parse("survivorship ");
        let fields = [
            Fields { title: "survivorship", ..Fields::default() },
            Fields { title: "survivorship after treatment", ..Fields::default() },
            Fields { people: "survivorship", ..Fields::default() },
            Fields { topics: "survivorship", ..Fields::default() },
            Fields { passages: &["of survivorship", "and survivorship"], ..Fields::default() },
            Fields { passages: &["of survivorship"], ..Fields::default() },
            Fields { passages: &["of something else"], ..Fields::default() },
        ];
        let scores: Vec<u32> = fields.iter().map(|fields| score(&query, fields)).collect();
        assert!(scores.is_sorted_by(|one, next| one > next), "{scores:?}");
        assert_eq!(scores.last(), Some(&0));
    }

    #[test]
    fn the_very_words_in_their_order_come_first() {
        let query = Query::parse("quality of life");
        let of = |title| score(&query, &Fields { title, ..Fields::default() });
        assert!(of("quality of life") > of("quality of lifestyle"));
        assert!(of("quality of life in care") > of("life and quality of care"));
        assert!(of("quality of life") > of("quality of life in care"));
    }
}
