//! The words of the interface. Every text a visitor reads stands in `app/locales/en.toml` under a key and is asked for
//! with [`t!`](crate::t): `t!(filter.clear)`, `t!(filter.remove, name = value)`. The build makes a function of each key,
//! so a key or a place that does not exist fails to compile, and what no code asks for is not in the binary
//! (docs/decisions/0009-interface-text.md).
//!
//! | file | holds |
//! |---|---|
//! | [`labels`] | names of the values of `domain`'s enumerations |
//! | `dates` | dates as people write them |
//! | [`countdown`] | how long until something |
//! | `listing` | what a filter says about its list |
//! | `request` | which language a request is answered in |
//! | `wait` | how long to wait |
//!
//! To ship another language: a variant of [`Locale`], its plural rule, its place in [`Locale::SHIPPED`], its file beside
//! `en.toml`, the part of `build/text.rs` that reads it, and `<html lang>` asked in the browser's [`locale`].

mod countdown;
#[cfg(feature = "ssr")]
mod dates;
mod labels;
mod listing;
#[cfg(feature = "ssr")]
mod request;
#[cfg(feature = "ssr")]
mod wait;

use std::fmt::Display;

#[cfg(feature = "hydrate")]
pub(crate) use countdown::left_in_words;
#[cfg(feature = "ssr")]
pub(crate) use countdown::roughly_in_words;
#[cfg(feature = "ssr")]
pub use dates::DateWords;
pub use labels::Label;
pub use listing::Listed;
pub(crate) use listing::filters_in_words;
#[cfg(feature = "ssr")]
pub use request::{locale_of, speaking};
#[cfg(feature = "ssr")]
pub use wait::wait_in_words;

/// A language the interface speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Locale {
    /// English, written in the British way.
    #[default]
    English,
    /// For developers and tests only: English with every letter accented, so that a text without a key is seen.
    #[cfg(feature = "ssr")]
    Pseudo,
}

impl Locale {
    /// The languages offered to visitors.
    pub const SHIPPED: &'static [Self] = &[Self::English];

    /// Its tag (BCP 47), as in `<html lang>`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            #[cfg(feature = "ssr")]
            Self::Pseudo => "en-XA",
        }
    }

    /// The tag by which the browser writes its dates and hours (`Intl`): of a country, where that makes a difference.
    #[cfg(feature = "hydrate")]
    pub(crate) fn of_formats(self) -> &'static str {
        match self {
            Self::English => "en-GB",
            #[cfg(feature = "ssr")]
            Self::Pseudo => "en-GB",
        }
    }

    /// The plural category of a number (Unicode CLDR, plural rules of cardinals).
    fn plural(self, count: impl Count) -> Plural {
        match self {
            Self::English if count.is(1) => Plural::One,
            #[cfg(feature = "ssr")]
            Self::Pseudo if count.is(1) => Plural::One,
            _ => Plural::Other,
        }
    }
}

/// The categories that languages tell apart when they count; each uses some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Plural {
    /// As in "1 session".
    One,
    /// As in "2 sessions".
    Other,
}

/// A whole number that a text counts by.
pub trait Count: Copy + Display {
    /// Whether it is that number.
    fn is(self, number: u64) -> bool;
}

impl<N: Copy + Display + TryInto<u64>> Count for N {
    fn is(self, number: u64) -> bool {
        self.try_into().is_ok_and(|own| own == number)
    }
}

/// The language of the page being made; English where none is.
#[cfg(feature = "ssr")]
pub fn locale() -> Locale {
    leptos::prelude::use_context().unwrap_or_default()
}

/// The language of the page.
#[cfg(not(feature = "ssr"))]
pub fn locale() -> Locale {
    // One language is shipped. With a second, the page's `<html lang>` decides, read once.
    Locale::default()
}

/// A function for each key of `locales/en.toml`, and a struct for the places of each text that has some.
#[expect(non_camel_case_types, reason = "a struct is named as the key whose places it holds")]
pub mod text {
    use super::{Count, Display, Locale, Plural};

    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// A text of the interface in the language of the page: `t!(section.key)`, or `t!(section.key, place = value)`.
#[macro_export]
macro_rules! t {
    ($section:ident . $key:ident $(, $place:ident = $value:expr)* $(,)?) => {
        $crate::td!($crate::language::locale(), $section.$key $(, $place = $value)*)
    };
}

/// A text of the interface in a language that is given, where no page is being made: `td!(locale, section.key)`.
#[macro_export]
macro_rules! td {
    ($locale:expr, $section:ident . $key:ident $(,)?) => {
        $crate::language::text::$section::$key($locale)
    };
    ($locale:expr, $section:ident . $key:ident, $($place:ident = $value:expr),+ $(,)?) => {
        $crate::language::text::$section::$key($locale, $crate::language::text::$section::$key { $($place: $value),+ })
    };
}

#[cfg(test)]
mod tests {
    use super::Locale;

    #[test]
    fn a_text_fills_its_places_and_counts() {
        let locale = Locale::English;
        assert_eq!(td!(locale, filter.remove_token, name = "Screening"), "Remove filter: Screening");
        for (count, words) in [(0_usize, "0 sessions"), (1, "1 session"), (24, "24 sessions")] {
            assert_eq!(td!(locale, count.sessions, count = count), words);
        }
        assert_eq!(td!(locale, count.sessions, count = -1_i64), "-1 sessions");
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn the_pseudo_locale_leaves_no_plain_letter_of_ours() {
        assert_eq!(td!(Locale::Pseudo, filter.remove_token, name = "Screening"), "[Ŕéḿöṽé ƒíĺţéŕ: Screening …]");
        assert_eq!(td!(Locale::Pseudo, navigation.programme), "[Þŕöĝŕáḿḿé …]");
    }
}
