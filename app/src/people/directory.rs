//! The directory of people.

use leptos::prelude::*;

use crate::t;
use crate::ui::{PageHead, PageTitle, Portrait, PortraitSize, show};
use crate::view::{PersonLink, PortraitView};

/// A person, their affiliation and what they look like.
pub type Listed = (PersonLink, Option<String>, Option<PortraitView>);

/// The directory's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryView {
    /// People by the first letter of the name they are sorted by.
    pub letters: Vec<(String, Vec<Listed>)>,
    /// How many there are.
    pub total: u32,
}

/// The directory of people.
#[component]
pub fn PeoplePage() -> impl IntoView {
    show(super::server::directory(), |page| directory(page).into_any())
}

fn directory(page: DirectoryView) -> impl IntoView {
    let many = page.letters.len() > 6;
    let jumps = page.letters.iter().map(|(letter, _)| {
        view! { <li><a href=format!("#letter-{letter}") rel="external">{letter.clone()}</a></li> }
    });
    let jumps = many
        .then(|| view! { <nav class="letter-nav" aria-label=t!(people.letters)><ul>{jumps.collect_view()}</ul></nav> });
    let letters = page.letters.into_iter().map(|(letter, people)| {
        let cards = people.into_iter().map(|(person, affiliation, portrait)| {
            view! {
                <li>
                    <article class="person-card">
                        <Portrait name=person.name.clone() portrait=portrait size=PortraitSize::Small />
                        <div>
                            <h3 class="person-card__name"><a href=format!("/people/{}", person.slug)>{person.name}</a></h3>
                            {affiliation.map(|affiliation| view! { <p class="person-card__affiliation">{affiliation}</p> })}
                        </div>
                    </article>
                </li>
            }
        });
        let id = format!("letter-{letter}");
        view! {
            <section class="letter" aria-labelledby=id.clone()>
                <h2 id=id.clone()>{letter}</h2>
                <ul class="people-grid">{cards.collect_view()}</ul>
            </section>
        }
    });
    let description = t!(people.description, count = page.total);
    view! {
        <PageHead title=t!(navigation.people) description=description path="/people" />
        <header class="page-head">
            <PageTitle>{t!(navigation.people)}</PageTitle>
            <p class="lede">{t!(people.lede, count = page.total)}</p>
        </header>
        {jumps}
        {letters.collect_view()}
    }
}
