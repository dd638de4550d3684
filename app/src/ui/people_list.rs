//! People with role, affiliation and disclosure.

use leptos::prelude::*;

use super::{Portrait, PortraitSize};
use crate::language::Label;
use crate::view::PersonRow;

/// A list of people.
#[component]
pub fn PeopleList(people: Vec<PersonRow>) -> impl IntoView {
    let rows = people.into_iter().map(|person| view! { <li class="person-row"><PersonRowView person=person /></li> });
    view! { <ul class="people-list">{rows.collect_view()}</ul> }.into_any()
}

/// One person, inside a list item.
#[component]
pub fn PersonRowView(person: PersonRow) -> impl IntoView {
    let href = format!("/people/{}", person.slug);
    view! {
        <Portrait name=person.name.clone() portrait=person.portrait size=PortraitSize::Small />
        <div>
            <a class="person-row__name" href=href>{person.name}</a>
            {person.role.map(|role| view! { <p class="person-row__role">{role.label()}</p> })}
            {person.affiliation.map(|affiliation| view! { <p class="person-row__affiliation">{affiliation}</p> })}
            <p class="person-row__disclosure">{person.disclosure}</p>
        </div>
    }
}

/// First letters of the first and the last name.
pub fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}
