//! Gathers the home page from the published programme.

use domain::content::{Content, OrganisationKind};

use super::{HomePage, HomeSection};
use crate::error::PageError;
use crate::server::{event_card, html, material_card, person_link, state, visitor_zone};

/// Materials shown on the home page; the library has them all.
const MATERIALS: usize = 4;

pub(super) fn home_page() -> Result<HomePage, PageError> {
    let state = state()?;
    let published = state.published();
    let content = &published.content;
    let visitor = visitor_zone();
    let mut events: Vec<_> = content.events.iter().collect();
    events.sort_by_key(|event| event.when.start());
    let mut people = Vec::new();
    for role in events.iter().flat_map(|event| &event.roles) {
        people.extend(person_link(content, role.person).filter(|person| !people.contains(person)));
    }
    let sections = content.programme.sections.iter().map(|section| HomeSection {
        slug: section.slug.clone(),
        title: section.title.clone(),
        html: html(&section.text),
        items: section.items.clone(),
    });
    Ok(HomePage {
        name: content.programme.name.clone(),
        tagline: content.programme.tagline.clone(),
        summary: content.programme.summary.clone(),
        sections: sections.collect(),
        events: events.iter().map(|event| event_card(&state, content, event, visitor.as_ref())).collect(),
        people,
        materials: content.materials.iter().take(MATERIALS).map(|material| material_card(content, material)).collect(),
        plan: crate::library::plan(content),
        partners: organisations(content, OrganisationKind::Partner),
        supporters: organisations(content, OrganisationKind::Supporter),
        json_ld: crate::server::programme_data(&state, content),
    })
}

/// Names, supporters always alphabetical: their order says nothing.
fn organisations(content: &Content, kind: OrganisationKind) -> Vec<String> {
    let of_kind = content.organisations.iter().filter(|organisation| organisation.kind == kind);
    let mut names: Vec<String> = of_kind.map(|organisation| organisation.name.clone()).collect();
    if kind == OrganisationKind::Supporter {
        names.sort();
    }
    names
}
