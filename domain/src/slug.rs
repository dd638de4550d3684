//! Slugs: the stable, readable part of an address.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest slug in bytes; longer titles are cut at a word.
pub const MAX_LENGTH: usize = 80;

/// Lower-case ASCII letters, digits and single hyphens between them, 1 to [`MAX_LENGTH`] bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Slug(String);

impl Slug {
    /// Makes a slug of any text: accents are folded, everything else that is not a letter or digit becomes a hyphen.
    /// A text that leaves nothing gives `untitled`.
    pub fn of(text: &str) -> Self {
        let mut slug = String::with_capacity(text.len().min(MAX_LENGTH));
        for part in text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(fold) {
            if part.is_ascii_alphanumeric() {
                slug.push(part.to_ascii_lowercase());
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug = cut(slug.trim_end_matches('-'), MAX_LENGTH);
        if slug.is_empty() { Self("untitled".to_owned()) } else { Self(slug.to_owned()) }
    }

    /// A slug of `text` that is not yet in `taken`, by a number at its end; it is added to `taken`.
    pub fn unique(text: &str, taken: &mut HashSet<Self>) -> Self {
        let base = Self::of(text);
        let mut candidate = base.clone();
        let mut number = 2_u32;
        while !taken.insert(candidate.clone()) {
            let suffix = format!("-{number}");
            candidate = Self(format!("{}{suffix}", cut(&base.0, MAX_LENGTH - suffix.len())));
            number += 1;
        }
        candidate
    }

    /// The text of the slug.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Letters that decomposition leaves whole but that have a customary ASCII spelling.
fn fold(character: char) -> impl Iterator<Item = char> {
    let spelling = match character {
        'ß' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        '\'' | '\u{2019}' => "",
        _ => return Fold { whole: Some(character), spelled: "".chars() },
    };
    Fold { whole: None, spelled: spelling.chars() }
}

struct Fold {
    whole: Option<char>,
    spelled: std::str::Chars<'static>,
}

impl Iterator for Fold {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        self.whole.take().or_else(|| self.spelled.next())
    }
}

/// Cuts at the last hyphen that keeps at least half, so that words stay whole where possible.
fn cut(slug: &str, length: usize) -> &str {
    let Some(head) = slug.get(..length) else { return slug };
    if slug.len() == length {
        return slug;
    }
    match head.rfind('-') {
        Some(hyphen) if hyphen >= length / 2 => head.get(..hyphen).unwrap_or(head),
        _ => head.trim_end_matches('-'),
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Why a text is not a slug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotASlug;

impl fmt::Display for NotASlug {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "use lower-case letters, digits and single hyphens between them, at most {MAX_LENGTH} characters"
        )
    }
}

impl std::error::Error for NotASlug {}

impl FromStr for Slug {
    type Err = NotASlug;

    fn from_str(text: &str) -> Result<Self, NotASlug> {
        let shaped = !text.is_empty()
            && text.len() <= MAX_LENGTH
            && text.split('-').all(|word| {
                !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
            });
        if shaped { Ok(Self(text.to_owned())) } else { Err(NotASlug) }
    }
}

impl TryFrom<String> for Slug {
    type Error = NotASlug;

    fn try_from(text: String) -> Result<Self, NotASlug> {
        text.parse()
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};

    use super::{MAX_LENGTH, Slug};

    #[test]
    fn names_of_the_first_programme_become_the_addresses_that_were_promised() {
        for (name, slug) in [
            ("Florian Scotté", "florian-scotte"),
            ("Sana Al Sukhun", "sana-al-sukhun"),
            ("Martijn G.H. van Oijen", "martijn-g-h-van-oijen"),
            ("Webinar 1", "webinar-1"),
            ("Project Review Conference", "project-review-conference"),
            ("Łukasz Groß-Sørensen", "lukasz-gross-sorensen"),
            ("???", "untitled"),
        ] {
            assert_eq!(Slug::of(name).as_str(), slug);
        }
    }

    proptest! {
        #[test]
        fn any_text_gives_a_valid_slug_and_a_slug_gives_itself(text in any::<String>()) {
            let slug = Slug::of(&text);
            prop_assert_eq!(slug.as_str().parse::<Slug>(), Ok(slug.clone()));
            prop_assert_eq!(Slug::of(slug.as_str()), slug);
        }

        #[test]
        fn slugs_of_equal_texts_are_told_apart(text in ".{0,120}", times in 1_usize..30) {
            let mut taken = HashSet::new();
            for _ in 0..times {
                let slug = Slug::unique(&text, &mut taken);
                prop_assert!(slug.as_str().len() <= MAX_LENGTH);
                prop_assert!(slug.as_str().parse::<Slug>().is_ok());
            }
            prop_assert_eq!(taken.len(), times);
        }
    }
}
