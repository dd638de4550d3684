//! Gathers the library from the published programme.

use domain::content::{Content, Event, Material, MaterialKind};
use domain::filter::Facet;
use domain::published::Found;

use super::{LibraryView, MaterialEntry, MaterialView};
use crate::error::PageError;
use crate::programme::Values;
use crate::server::{material_card, state};

pub(super) fn library_page() -> Result<LibraryView, PageError> {
    let published = state()?.published();
    let content = &published.content;
    let mut values = Values::default();
    let mut materials: Vec<&Material> = content.materials.iter().collect();
    // Newest first; those without a date after them, in the editor's order.
    materials.sort_by_key(|material| std::cmp::Reverse(material.published));
    let entries = materials.into_iter().map(|material| MaterialEntry {
        card: material_card(content, material),
        values: values_of(content, material, &mut values),
    });
    let entries = entries.collect();
    Ok(LibraryView { values: values.into_values(), entries, plan: plan(content) })
}

fn values_of(content: &Content, material: &Material, values: &mut Values) -> Vec<usize> {
    let mut positions = values.topics(content, &material.topics);
    for author in &material.authors {
        positions.extend(values.person(content, *author));
    }
    positions.push(values.add(Facet::Material, material.kind.name(), material.kind.label()));
    positions.push(values.add(Facet::Language, &material.language, &language_name(&material.language)));
    if let Some(event) = material.event.and_then(|id| content.event_by_id(id)) {
        positions.push(values.add(Facet::Kind, event.kind.name(), event.kind.label()));
    }
    positions
}

pub(super) fn material_page(slug: &str) -> Result<MaterialView, PageError> {
    let published = state()?.published();
    let content = &published.content;
    let material = match content.material(slug).ok_or(PageError::NotFound)? {
        Found::Here(material) => material,
        Found::Moved(material) => return Err(PageError::Moved(format!("/library/{}", material.slug))),
    };
    Ok(MaterialView {
        card: material_card(content, material),
        language: language_name(&material.language),
        length: material.minutes.map(|minutes| format!("{minutes} minutes")),
    })
}

/// "Nine reports are planned, two are listed."
pub(crate) fn plan(content: &Content) -> Option<String> {
    let planned = content.events.iter().map(|event| event.planned_reports).sum();
    in_words(planned, content.materials.iter().filter(|material| material.kind == MaterialKind::Report).count())
}

/// The same for one event.
pub(crate) fn event_plan(content: &Content, event: &Event) -> Option<String> {
    let reports = content.materials.iter().filter(|material| material.kind == MaterialKind::Report);
    in_words(event.planned_reports, reports.filter(|report| report.event == Some(event.id)).count())
}

fn in_words(planned: u32, listed: usize) -> Option<String> {
    const NUMBERS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let word = |number: usize| NUMBERS.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned());
    let planned_number = usize::try_from(planned).ok().filter(|planned| *planned > 0)?;
    let mut sentence = match (planned_number, listed) {
        (1, 0) => "one report is planned; it is not listed yet.".to_owned(),
        (1, _) => "the one planned report is listed.".to_owned(),
        (all, 0) => format!("{} reports are planned; none is listed yet.", word(all)),
        (all, listed) if listed >= all => format!("all {} planned reports are listed.", word(all)),
        (all, 1) => format!("{} reports are planned, one is listed.", word(all)),
        (all, listed) => format!("{} reports are planned, {} are listed.", word(all), word(listed)),
    };
    if let Some(first) = sentence.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    Some(sentence)
}

/// A language's English name; the tag itself where we know none.
pub(crate) fn language_name(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    let name = match primary {
        "en" => "English",
        "fr" => "French",
        "de" => "German",
        "it" => "Italian",
        "es" => "Spanish",
        "pt" => "Portuguese",
        "nl" => "Dutch",
        "pl" => "Polish",
        "ru" => "Russian",
        "uk" => "Ukrainian",
        "el" => "Greek",
        "tr" => "Turkish",
        "ar" => "Arabic",
        "hi" => "Hindi",
        "zh" => "Chinese",
        "ja" => "Japanese",
        "ko" => "Korean",
        _ => tag,
    };
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::in_words;

    #[test]
    fn the_plan_is_told_without_counting_what_is_not_known() {
        assert_eq!(in_words(6, 2).as_deref(), Some("Six reports are planned, two are listed."));
        assert_eq!(in_words(1, 0).as_deref(), Some("One report is planned; it is not listed yet."));
        assert_eq!(in_words(0, 0), None);
        assert_eq!(in_words(2, 2).as_deref(), Some("All two planned reports are listed."));
    }
}
