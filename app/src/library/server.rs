//! Gathers the library from the published programme.

use domain::content::{Content, Event, Material, MaterialKind};
use domain::filter::Facet;
use domain::published::Found;
use leptos::prelude::AnyView;

use super::access::Access;
use super::facade::facade;
use super::player::player;
use super::watch::elsewhere;
use super::{LibraryView, MaterialEntry, MaterialView, Watch};
use crate::error::PageError;
use crate::language::{DateWords, Label};
use crate::programme::Values;
use crate::server::{html, material_card, state};
use crate::t;

pub(super) fn library_page() -> Result<LibraryView, PageError> {
    let published = state()?.published();
    let content = &published.content;
    let mut values = Values::default();
    let mut materials: Vec<&Material> = content.materials.iter().collect();
    // Newest first; those without a date after them, in the editor's order.
    materials.sort_by_key(|material| std::cmp::Reverse(material.published));
    let entries = materials.into_iter().map(|material| MaterialEntry {
        id: material.media.is_some().then(|| material.id.to_string()),
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

/// A material's page and its player.
pub(super) fn material_page(slug: &str, watch: &Watch) -> Result<(MaterialView, Option<AnyView>), PageError> {
    let published = state()?.published();
    let content = &published.content;
    let material = match content.material(slug).ok_or(PageError::NotFound)? {
        Found::Here(material) => material,
        Found::Moved(material) => return Err(PageError::Moved(format!("/library/{}", material.slug))),
    };
    let mut card = material_card(content, material);
    let is_open = watch.access == Access::Open;
    let external = elsewhere(material, state()?.settings()).filter(|_| is_open);
    let player = match (&external, &material.url) {
        (Some(external), Some(url)) => {
            Some(facade(external, material.slug.as_str(), &material.title, url.clone(), watch.asked.elsewhere))
        }
        _ => player(material, &card, watch),
    };
    // The place of its player leads there too.
    card.url = card.url.filter(|_| external.is_none());
    let page = MaterialView {
        card,
        language: language_name(&material.language),
        length: state()?.minutes_of(material).map(|minutes| t!(time.length, count = minutes)),
        body: (is_open && !material.body.is_empty()).then(|| html(&material.body)),
        prepared: material.prepared.map(DateWords::medium),
        reviewed: material.reviewed.map(DateWords::medium),
        expires: material.expires.map(DateWords::medium),
    };
    Ok((page, player))
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
    let planned = usize::try_from(planned).ok().filter(|planned| *planned > 0)?;
    Some(match (planned, listed) {
        (1, 0) => t!(plan.one_unlisted).to_owned(),
        (1, _) => t!(plan.one_listed).to_owned(),
        (all, 0) => t!(plan.none_listed, planned = first_number(all)),
        (all, listed) if listed >= all => t!(plan.all_listed, planned = number(all)),
        (all, 1) => t!(plan.first_listed, planned = first_number(all)),
        (all, listed) => t!(plan.some_listed, planned = first_number(all), listed = number(listed)),
    })
}

/// A number from two on in words, as style guides ask up to twelve; in digits beyond.
fn number(number: usize) -> String {
    let word = match number {
        2 => t!(number.two),
        3 => t!(number.three),
        4 => t!(number.four),
        5 => t!(number.five),
        6 => t!(number.six),
        7 => t!(number.seven),
        8 => t!(number.eight),
        9 => t!(number.nine),
        10 => t!(number.ten),
        11 => t!(number.eleven),
        12 => t!(number.twelve),
        _ => return number.to_string(),
    };
    word.to_owned()
}

/// The same at the beginning of a sentence.
fn first_number(count: usize) -> String {
    let word = match count {
        2 => t!(number_first.two),
        3 => t!(number_first.three),
        4 => t!(number_first.four),
        5 => t!(number_first.five),
        6 => t!(number_first.six),
        7 => t!(number_first.seven),
        8 => t!(number_first.eight),
        9 => t!(number_first.nine),
        10 => t!(number_first.ten),
        11 => t!(number_first.eleven),
        12 => t!(number_first.twelve),
        _ => return number(count),
    };
    word.to_owned()
}

/// A language's name; the tag itself where we know none.
pub(crate) fn language_name(tag: &str) -> String {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    let name = match primary {
        "en" => t!(language_name.english),
        "fr" => t!(language_name.french),
        "de" => t!(language_name.german),
        "it" => t!(language_name.italian),
        "es" => t!(language_name.spanish),
        "pt" => t!(language_name.portuguese),
        "nl" => t!(language_name.dutch),
        "pl" => t!(language_name.polish),
        "ru" => t!(language_name.russian),
        "uk" => t!(language_name.ukrainian),
        "el" => t!(language_name.greek),
        "tr" => t!(language_name.turkish),
        "ar" => t!(language_name.arabic),
        "hi" => t!(language_name.hindi),
        "zh" => t!(language_name.chinese),
        "ja" => t!(language_name.japanese),
        "ko" => t!(language_name.korean),
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
