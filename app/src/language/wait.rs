//! How long to wait, in words.

use super::Locale;
use crate::td;

/// "a minute", "12 seconds".
pub fn wait_in_words(locale: Locale, seconds: u64) -> String {
    match seconds {
        0 | 1 => td!(locale, wait.second).to_owned(),
        2..60 => td!(locale, wait.seconds, count = seconds),
        60..120 => td!(locale, wait.minute).to_owned(),
        _ => td!(locale, wait.minutes, count = seconds.div_ceil(60)),
    }
}

#[cfg(test)]
mod tests {
    use super::wait_in_words;
    use crate::language::Locale;

    #[test]
    fn waiting_is_told_in_words() {
        let words = [0, 7, 61, 150].map(|seconds| wait_in_words(Locale::English, seconds));
        assert_eq!(words, ["a second", "7 seconds", "a minute", "3 minutes"]);
    }
}
