//! What holds for any text and any query.

use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::plain::passages;
use super::{Dictionary, Fields, Query, excerpt, folded_words, highlight, score};
use crate::content::{Content, RichText};

/// Texts of real words, of marks that engines and pages give a meaning, and of anything.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "[a-zé]{1,8}",
        "[ \"“”*():^'<>&\\-]{1,3}",
        any::<String>(),
        prop_oneof!["Scotté", "NEAR", "quality of life", "ﷺ", "e\u{301}", "½", "\u{0}"],
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.join(" "))
}

proptest! {
    #[test]
    fn segments_are_the_text(text in text(), query in text()) {
        let query = Query::parse(&query);
        let joined: String = highlight(&text, &query).into_iter().map(|segment| segment.text).collect();
        prop_assert_eq!(joined, text);
    }

    #[test]
    fn an_excerpt_is_a_part_of_the_text(text in text(), query in text(), most in 0_usize..200) {
        let joined: String = excerpt(&text, &Query::parse(&query), most).into_iter().map(|segment| segment.text).collect();
        let inner = joined.strip_prefix("… ").unwrap_or(&joined);
        let inner = if text.contains(inner) { inner } else { inner.strip_suffix(" …").unwrap_or(inner) };
        prop_assert!(text.contains(inner) || text.contains(&joined), "{joined:?} of {text:?}");
    }

    #[test]
    fn words_are_found_by_themselves(text in text()) {
        let words = folded_words(&text);
        prop_assert!(words.split(' ').all(|word| word.chars().all(char::is_alphanumeric)), "{words}");
        if let Some(word) = words.split(' ').find(|word| !word.is_empty()) {
            let query = Query::parse(word);
            let fields = Fields { title: &words, ..Fields::default() };
            prop_assert!(score(&query, &fields) > 0);
            prop_assert!(highlight(&text, &query).iter().any(|segment| segment.is_hit));
        }
    }

    #[test]
    fn any_text_becomes_passages_and_any_query_is_corrected_without_a_panic(text in text(), query in text()) {
        for text in [RichText::markdown(text.as_str()), RichText::html(text.as_str())] {
            prop_assert!(passages(&text).iter().all(|passage| !passage.trim().is_empty()));
        }
        prop_assert_eq!(Dictionary::of(&Content::default()).correct(&Query::parse(&query)), None);
    }
}
