//! A person's page.

use domain::content::RoleKind;
use leptos::prelude::*;

use crate::language::Label;
use crate::server::slug;
use crate::t;
use crate::ui::{
    EventSection, JsonLd, MaterialSection, PageHead, PageTitle, Portrait, PortraitSize, Prose, SessionSection, show,
};
use crate::view::{EventCard, MaterialCard, PersonRow, SessionCard};

/// A person page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonView {
    /// Name, affiliation, disclosure.
    pub person: PersonRow,
    /// Sanitised HTML.
    pub biography: String,
    /// Roles held anywhere.
    pub roles: Vec<RoleKind>,
    /// Events.
    pub events: Vec<EventCard>,
    /// Sessions.
    pub sessions: Vec<SessionCard>,
    /// Materials written or spoken.
    pub materials: Vec<MaterialCard>,
    /// Structured data.
    pub json_ld: String,
}

/// A person's page.
#[component]
pub fn PersonPage() -> impl IntoView {
    show(super::server::person_page(&slug()), |page| person(page).into_any())
}

fn person(page: PersonView) -> impl IntoView {
    let person = page.person;
    let path = format!("/people/{}", person.slug);
    let roles = page.roles.iter().map(|role| role.label()).collect::<Vec<_>>().join(", ");
    let description = t!(people.person_description, name = &person.name);
    view! {
        <PageHead title=person.name.clone() description=description path=path />
        <JsonLd json=page.json_ld />
        <nav class="breadcrumbs" aria-label=t!(navigation.breadcrumbs)>
            <ol><li><a href="/people">{t!(navigation.people)}</a></li></ol>
        </nav>
        <header class="page-head page-head--person">
            <Portrait name=person.name.clone() portrait=person.portrait size=PortraitSize::Large />
            <div>
                {(!roles.is_empty()).then(|| view! { <p class="eyebrow">{roles}</p> })}
                <PageTitle>{person.name.clone()}</PageTitle>
                {person.affiliation.map(|affiliation| view! { <p class="subtitle">{affiliation}</p> })}
            </div>
        </header>
        <Prose html=page.biography />
        <dl class="facts">
            <div><dt>{t!(people.disclosure)}</dt><dd>{person.disclosure}</dd></div>
        </dl>
        <EventSection events=page.events />
        <SessionSection sessions=page.sessions />
        <MaterialSection materials=page.materials />
        <p><a href=format!("/programme?speaker={}", person.slug)>{t!(people.show_in_programme)}</a></p>
    }
}
