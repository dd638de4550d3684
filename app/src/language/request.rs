//! Which language a request is answered in.

use http::{HeaderMap, header};
use leptos::prelude::{Owner, provide_context};

use super::Locale;
use crate::server::Settings;

/// The language asked for by the cookie `lang`, else by the browser (RFC 9110, section 12.5.4), among those shipped.
pub fn locale_of(headers: &HeaderMap, settings: &Settings) -> Locale {
    if settings.pseudo_locale {
        return Locale::Pseudo;
    }
    let shipped: Vec<&str> = Locale::SHIPPED.iter().map(|locale| locale.tag()).collect();
    // While one language is shipped nothing needs to be read.
    if shipped.len() < 2 {
        return Locale::default();
    }
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).unwrap_or_default();
    let cookie = text(header::COOKIE).split(';').find_map(|pair| pair.trim().strip_prefix("lang="));
    let chosen = cookie.and_then(|tag| look_up(tag, &shipped));
    let chosen = chosen.or_else(|| look_up(text(header::ACCEPT_LANGUAGE), &shipped));
    chosen.and_then(|position| Locale::SHIPPED.get(position)).copied().unwrap_or_default()
}

/// Position of the best of the shipped tags: the ranges by their weight, each shortened from its end until it is one of
/// the tags (RFC 4647, section 3.4).
fn look_up(ranges: &str, shipped: &[&str]) -> Option<usize> {
    let weighted = |range: &str| {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
        (tag, weight)
    };
    let mut ranges: Vec<(String, f32)> = ranges.split(',').map(weighted).filter(|(_, weight)| *weight > 0.0).collect();
    // A stable sort: of equal weight the first comes first.
    ranges.sort_by(|one, other| other.1.total_cmp(&one.1));
    ranges.into_iter().find_map(|(tag, _)| {
        let mut tags = std::iter::successors(Some(tag.as_str()), |tag| Some(tag.rsplit_once('-')?.0));
        tags.find_map(|tag| shipped.iter().position(|known| known.eq_ignore_ascii_case(tag)))
    })
}

/// Makes words in a language where no page is being made.
pub fn speaking<T>(locale: Locale, words: impl FnOnce() -> T) -> T {
    Owner::new().with(|| {
        provide_context(locale);
        words()
    })
}

#[cfg(test)]
mod tests {
    use super::look_up;

    #[test]
    fn the_best_language_that_is_shipped_is_taken() {
        let shipped = ["en", "fr", "pt-BR"];
        for (ranges, expected) in [
            ("fr-CH, fr;q=0.9, en;q=0.8, de;q=0.7, *;q=0.5", Some(1)),
            ("de, en-GB;q=0.8, fr;q=0.7", Some(0)),
            ("fr;q=0, en", Some(0)),
            ("PT-br", Some(2)),
            ("pt", None),
            ("de", None),
            ("", None),
            (";;;,q=", None),
        ] {
            assert_eq!(look_up(ranges, &shipped), expected, "{ranges}");
        }
    }
}
