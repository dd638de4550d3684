//! `/admin/registrations`: every event that takes registrations, with how many there are.

use std::collections::HashMap;

use domain::content::Id;
use domain::registration::RegistrationState;
use domain::time::{Date, Zone};
use leptos::prelude::*;

use crate::error::PageError;
use crate::language::DateWords;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// An event with its registrations counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventRow {
    /// Address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// The day it begins.
    pub date: Date,
    /// Places in all, when limited.
    pub capacity: Option<u32>,
    /// How many have a place and proved their address.
    pub confirmed: u32,
    /// How many have a place and are still to prove their address.
    pub unproven: u32,
    /// How many wait, an offer included.
    pub waiting: u32,
    /// How many left.
    pub left: u32,
}

/// The events that take registrations, or have some.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_events(state: &AppState) -> Result<Vec<EventRow>, PageError> {
    let counted = state.store().counts_of_events().await.map_err(|error| store_failed(&error))?;
    let mut counts: HashMap<Id, Vec<(RegistrationState, u32)>> = HashMap::new();
    for (event, registration, number) in counted {
        counts.entry(event).or_default().push((registration, number));
    }
    let published = state.published();
    let events = published.content.events.iter();
    let events = events.filter(|event| event.registration.offered || counts.contains_key(&event.id));
    let rows = events.map(|event| {
        use RegistrationState::{Attended, Cancelled, Confirmed, Expired, Joining, Offered, Pending, Waiting};
        let of = |states: &[RegistrationState]| {
            let own = counts.get(&event.id).into_iter().flatten();
            own.filter(|(state, _)| states.contains(state)).map(|(_, number)| number).sum()
        };
        EventRow {
            slug: event.slug.to_string(),
            title: event.title.clone(),
            date: state.zone(&event.zone).unwrap_or_else(Zone::utc).read(event.when.start()).date,
            capacity: event.registration.capacity,
            confirmed: of(&[Confirmed, Attended]),
            unproven: of(&[Pending]),
            waiting: of(&[Joining, Waiting, Offered]),
            left: of(&[Cancelled, Expired]),
        }
    });
    Ok(rows.collect())
}

/// The events and how many registered for each.
#[component]
pub fn EventsPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(events: Vec<EventRow>) -> AnyView {
    let nothing = events.is_empty();
    let rows = events.into_iter().map(|event| {
        let places =
            event.capacity.map_or_else(|| t!(registration_list.no_limit).to_owned(), |places| places.to_string());
        view! {
            <tr>
                <th scope="row"><a href=format!("/admin/registrations/{}", event.slug)>{event.title}</a></th>
                <td class="nowrap">{event.date.medium()}</td>
                <td class="numeric">{places}</td>
                <td class="numeric">{event.confirmed}</td>
                <td class="numeric">{event.unproven}</td>
                <td class="numeric">{event.waiting}</td>
                <td class="numeric">{event.left}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let head = |words: &'static str| view! { <th scope="col" class="numeric">{words}</th> };
    view! {
        <PageHead title=t!(registrations.title) path="/admin/registrations" />
        <header class="page-head">
            <PageTitle>{t!(registrations.title)}</PageTitle>
            <p class="lede">{t!(registration_list.events_lede)}</p>
        </header>
        {if nothing {
            view! { <div class="empty"><p>{t!(registration_list.no_events)}</p></div> }.into_any()
        } else {
            view! {
                <div class="table-scroll" role="region" aria-label=t!(registrations.title) tabindex="0">
                    <table class="data-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(registration_list.event)}</th>
                                <th scope="col">{t!(registration_list.date)}</th>
                                {head(t!(registrations.places))}
                                {head(t!(registration_list.confirmed))}
                                {head(t!(registration_list.unproven))}
                                {head(t!(registration_list.waiting))}
                                {head(t!(registration_list.left))}
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
    }
    .into_any()
}
