//! A page of running text.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use crate::ui::{PageHead, PageTitle, Prose, show};

/// Name of an organisation, and what it does here.
pub type Member = (String, Option<String>);

/// A page's data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextView {
    /// Address.
    pub slug: String,
    /// Heading.
    pub title: String,
    /// A sentence about it.
    pub summary: String,
    /// Sanitised HTML.
    pub html: String,
    /// Partners and supporters with their notes; on the supporters' page only.
    pub organisations: Vec<(String, Vec<Member>)>,
}

/// A page of running text; its address is its slug.
#[component]
pub fn TextPage() -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    show(super::server::text_page(path.trim_matches('/')), |page| text(page).into_any())
}

fn text(page: TextView) -> impl IntoView {
    let groups = page.organisations.into_iter().map(|(heading, members)| {
        let members = members.into_iter().map(|(name, note)| {
            view! { <li><span class="organisations__name">{name}</span> {note.map(|note| view! { <span class="organisations__note">{note}</span> })}</li> }
        });
        view! {
            <section class="section">
                <h2 class="section__title">{heading}</h2>
                <ul class="organisations">{members.collect_view()}</ul>
            </section>
        }
    });
    view! {
        <PageHead title=page.title.clone() description=page.summary path=format!("/{}", page.slug) />
        <header class="page-head"><PageTitle>{page.title}</PageTitle></header>
        <Prose html=page.html />
        {groups.collect_view()}
    }
}
