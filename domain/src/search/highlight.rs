//! Where the words of a query stand in a text: segments that a page marks, never HTML.

use std::ops::Range;

use super::query::Query;
use super::words::words;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// As it stands in the text.
    pub text: String,
    /// Whether it was looked for.
    pub is_hit: bool,
}

/// A place in a text where a term stands.
struct Hit {
    range: Range<usize>,
    term: usize,
}

/// A text in segments; together they are the text.
pub fn highlight(text: &str, query: &Query) -> Vec<Segment> {
    segments(text, &hits(text, query), 0..text.len())
}

/// The part of a text, of about so many characters, in which most of what was looked for stands; an ellipsis where something
/// was left out.
pub fn excerpt(text: &str, query: &Query, characters: usize) -> Vec<Segment> {
    let hits = hits(text, query);
    let shown = window(text, &hits, characters);
    let mut found = segments(text, &hits, shown.clone());
    let ellipsis = |text: &str| Segment { text: text.to_owned(), is_hit: false };
    if shown.start > 0 {
        found.insert(0, ellipsis("… "));
    }
    if shown.end < text.len() {
        found.push(ellipsis(" …"));
    }
    found
}

fn hits(text: &str, query: &Query) -> Vec<Hit> {
    let words = words(text);
    let folded: Vec<&str> = words.iter().map(|word| word.folded.as_str()).collect();
    let mut found: Vec<Hit> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let rest = folded.get(at..).unwrap_or_default();
        for (term, phrases) in query.terms().iter().map(|term| term.phrases()).enumerate() {
            let longest =
                phrases.iter().filter(|phrase| phrase.begins(rest).is_some()).map(|phrase| phrase.words().len());
            let last = longest.max().and_then(|length| words.get(at + length - 1));
            if let Some(last) = last {
                found.push(Hit { range: word.range.start..last.range.end, term });
            }
        }
    }
    found
}

fn segments(text: &str, hits: &[Hit], shown: Range<usize>) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut done = shown.start;
    let mut add = |range: Range<usize>, is_hit: bool| {
        if let Some(text) = text.get(range).filter(|text| !text.is_empty()) {
            found.push(Segment { text: text.to_owned(), is_hit });
        }
    };
    // In the order of their beginnings; they may overlap.
    for hit in hits {
        let (from, to) = (hit.range.start.max(done), hit.range.end.min(shown.end));
        if from < to {
            add(done..from, false);
            add(from..to, true);
            done = to;
        }
    }
    add(done..shown.end, false);
    found
}

/// The bytes of the part that is shown, which begins and ends between words.
fn window(text: &str, hits: &[Hit], characters: usize) -> Range<usize> {
    if text.chars().count() <= characters {
        return 0..text.len();
    }
    let offset = |from: usize, count: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.char_indices().nth(count).map_or(text.len(), |(at, _)| from + at)
    };
    let terms_from = |start: usize| {
        let end = offset(start, characters * 2 / 3);
        let mut terms: Vec<usize> =
            hits.iter().filter(|hit| hit.range.start >= start && hit.range.end <= end).map(|hit| hit.term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms.len()
    };
    // The first of those with most terms.
    let best =
        hits.iter().map(|hit| hit.range.start).max_by_key(|start| (terms_from(*start), std::cmp::Reverse(*start)));
    let first = best.unwrap_or(0);
    let lead = text.get(..first).unwrap_or_default().char_indices().rev().nth(characters / 4).map_or(0, |(at, _)| at);
    let start = if lead == 0 { 0 } else { after_space(text, lead, first) };
    let end = offset(start, characters);
    let end = if end == text.len() { end } else { before_space(text, start, end) };
    start..end
}

/// The beginning of the first word after a place, before `limit` at the latest.
fn after_space(text: &str, from: usize, limit: usize) -> usize {
    let part = text.get(from..limit).unwrap_or_default();
    part.char_indices()
        .find(|(_, character)| character.is_whitespace())
        .map_or(limit, |(at, space)| from + at + space.len_utf8())
}

/// The end of the last word before a place.
fn before_space(text: &str, from: usize, to: usize) -> usize {
    text.get(from..to).unwrap_or_default().rfind(char::is_whitespace).map_or(to, |at| from + at)
}

#[cfg(test)]
mod tests {
    use super::{Segment, excerpt, highlight};
    use crate::search::Query;

    fn marked(segments: &[Segment]) -> String {
        let mark =
            |segment: &Segment| if segment.is_hit { format!("[{}]", segment.text) } else { segment.text.clone() };
        segments.iter().map(mark).collect()
    }

    #[test]
    fn hits_are_marked_as_they_were_written() {
        for (query, text, expected) in [
            ("scotte", "Florian Scotté, <b>", "Florian [Scotté], <b>"),
            ("\"quality of life\"", "Quality of life, life", "[Quality of life], life"),
            ("tele", "Telemedicine and telepathology", "[Telemedicine] and [telepathology]"),
            ("tele ", "Telemedicine", "Telemedicine"),
            ("barrier", "barriers", "[barriers]"),
            ("nothing", "of that", "of that"),
        ] {
            assert_eq!(marked(&highlight(text, &Query::parse(query))), expected);
        }
    }

    #[test]
    fn an_excerpt_is_around_the_hits_and_ends_between_words() {
        let text =
            format!("{}the barriers to reimbursement of care {}", "before it ".repeat(30), "after it ".repeat(30));
        let found = marked(&excerpt(&text, &Query::parse("reimbursement barriers"), 90));
        assert!(found.contains("the [barriers] to [reimbursement] of care"), "{found}");
        assert!(found.starts_with("… ") && found.ends_with(" …") && found.chars().count() < 105, "{found}");
        assert_eq!(marked(&excerpt("short care", &Query::parse("care"), 90)), "short [care]");
    }
}
