//! What stands on slides: found with their page, and in a recording with the second at which it is shown.

use super::things::{Part, Passage};
use crate::content::Visibility;
use crate::timed_text::SlideTime;

/// A passage for each page with a text; `pages` are numbers and texts.
pub fn on_pages(language: &str, visibility: Visibility, pages: &[(u32, String)]) -> Vec<Passage> {
    pages.iter().filter_map(|(page, text)| passage(language, visibility, *page, text, None)).collect()
}

/// A passage for each page that is shown, where it is shown first.
pub fn shown(language: &str, visibility: Visibility, pages: &[(u32, String)], times: &[SlideTime]) -> Vec<Passage> {
    let first = |page: u32| times.iter().filter(|time| time.page == page).map(|time| time.start).min();
    let passages = pages.iter().filter_map(|(page, text)| {
        let at = first(*page)?;
        passage(language, visibility, *page, text, Some(at))
    });
    passages.collect()
}

fn passage(language: &str, visibility: Visibility, page: u32, text: &str, at: Option<u32>) -> Option<Passage> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then(|| Passage {
        part: Part::Slide,
        language: language.to_owned(),
        text,
        at,
        page: Some(page),
        visibility,
    })
}

#[cfg(test)]
mod tests {
    use super::{on_pages, shown};
    use crate::content::Visibility;
    use crate::timed_text::SlideTime;

    #[test]
    fn a_page_is_found_where_it_is_shown_first() {
        let pages = [(1, "Early\naccess".to_owned()), (2, String::new()), (3, "Evidence".to_owned())];
        let found = on_pages("en", Visibility::Public, &pages);
        let told: Vec<_> = found.iter().map(|found| (found.page, found.text.as_str(), found.at)).collect();
        assert_eq!(told, [(Some(1), "Early access", None), (Some(3), "Evidence", None)]);
        let times = [(90_000, 3), (5_000, 3), (0, 2)].map(|(start, page)| SlideTime { start, page });
        let found = shown("en", Visibility::Registered, &pages, &times);
        let told: Vec<_> = found.iter().map(|found| (found.page, found.at, found.visibility)).collect();
        assert_eq!(told, [(Some(3), Some(5_000), Visibility::Registered)], "what is not shown is not found there");
    }
}
