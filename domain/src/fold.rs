//! Texts in the form in which search and sorting compare them.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text in lower case, without accents, and in one form for what can be written in several (Unicode NFKD).
pub fn fold(text: &str) -> String {
    text.nfkd().filter(|character| !is_combining_mark(*character)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn accents_and_case_hide_no_name() {
        assert_eq!(fold("Scotté ÅSA ﬁ"), "scotte asa fi");
    }
}
