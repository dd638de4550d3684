//! Where the desk's palette leads: what is typed finds a part, a command or a thing by pieces of its name, in any order.
//!
//! Names and what is typed are compared as [`fold`](crate::fold) writes them. Whoever asks folds them: the browser by its own
//! means, since the tables of Unicode would weigh more than all the rest of its module.

/// Something that can be gone to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Destination {
    /// Its address.
    pub path: String,
    /// Its name.
    pub name: String,
    /// Of what sort it is, in words.
    pub sort: String,
    folded: String,
}

impl Destination {
    /// Puts one together.
    pub fn new(path: &str, name: &str, sort: &str, fold: impl Fn(&str) -> String) -> Self {
        Self { path: path.to_owned(), name: name.to_owned(), sort: sort.to_owned(), folded: fold(name) }
    }

    /// One of the server's lines: address, name and sort with tabs between them.
    pub fn of_line(line: &str, fold: impl Fn(&str) -> String) -> Option<Self> {
        let mut columns = line.split('\t');
        Some(Self::new(columns.next()?, columns.next()?, columns.next()?, fold))
    }

    /// How well it is meant by these words, which are folded; `None` if one of them is nowhere in its name. Beginnings of the
    /// name are best, then beginnings of words in it.
    fn rank(&self, words: &[&str]) -> Option<u32> {
        words.iter().map(|word| self.rank_of(word)).sum()
    }

    fn rank_of(&self, word: &str) -> Option<u32> {
        let mut places = self.folded.match_indices(word).map(|(place, _)| place).peekable();
        let first = *places.peek()?;
        let begins_word = |place: usize| {
            let before = self.folded.get(..place).and_then(|before| before.chars().next_back());
            before.is_none_or(|character| !character.is_alphanumeric())
        };
        Some(match first {
            0 => 0,
            _ if places.any(begins_word) => 1,
            _ => 2,
        })
    }
}

/// The best destinations for what was typed, which is folded, at most so many, best first; as they come while nothing is typed.
/// Of equals the first comes first.
pub fn best<'a>(destinations: &'a [Destination], typed: &str, most: usize) -> Vec<&'a Destination> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let ranked = destinations.iter().filter_map(|destination| Some((destination.rank(&words)?, destination)));
    let mut ranked: Vec<_> = ranked.collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    ranked.into_iter().take(most).map(|(_, destination)| destination).collect()
}

#[cfg(test)]
mod tests {
    use super::{Destination, best};
    use crate::fold;

    fn names(typed: &str, most: usize) -> Vec<String> {
        let all = ["Overview", "Reviews", "Florian Scotté", "Webinar 1", "The first webinar", "Prewebinar notes"];
        let all = all.map(|name| Destination::new("/admin", name, "Part", fold));
        best(&all, &fold(typed), most).into_iter().map(|one| one.name.clone()).collect()
    }

    #[test]
    fn beginnings_come_before_words_and_words_before_pieces() {
        assert_eq!(names("web", 9), ["Webinar 1", "The first webinar", "Prewebinar notes"]);
        assert_eq!(names("view", 9), ["Overview", "Reviews"]);
        assert_eq!(names("scotte FLO", 9), ["Florian Scotté"]);
        assert_eq!(names("web scotte", 9), Vec::<String>::new());
    }

    #[test]
    fn nothing_typed_leaves_all_and_no_more_than_asked_are_given() {
        assert_eq!(names("  ", 2), ["Overview", "Reviews"]);
    }

    #[test]
    fn a_line_of_the_server_is_read_and_half_a_line_is_none() {
        let read = Destination::of_line("/admin/release\tRelease\tPart of the desk", fold);
        assert_eq!(read, Some(Destination::new("/admin/release", "Release", "Part of the desk", fold)));
        assert_eq!(Destination::of_line("/admin/release\tRelease", fold), None);
    }
}
