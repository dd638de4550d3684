//! Calendar files, put together from the published programme: for the routes that serve them and for the mails that
//! carry them. What stands in one is decided in `domain::calendar`.

use domain::calendar::{Issuer, Item, Part, Place, Thing, Words, feed, part};
use domain::content::Attendance;
use domain::published::Published;
use store::Registration;

use crate::language::{Label, Locale};
use crate::server::AppState;
use crate::td;

/// Who issues this site's calendar files. They are in English: what asks for them says no language.
pub fn issuer<'a>(state: &'a AppState, published: &'a Published) -> Issuer<'a> {
    Issuer {
        name: &published.content.programme.name,
        base_url: &state.settings().base_url,
        words: &Spoken(Locale::English),
    }
}

/// The words of a calendar file in a language.
#[derive(Debug)]
struct Spoken(Locale);

impl Words for Spoken {
    fn cancelled(&self, title: &str) -> String {
        td!(self.0, calendar_file.cancelled, title = title)
    }

    fn postponed(&self, title: &str) -> String {
        td!(self.0, calendar_file.postponed, title = title)
    }

    fn people(&self, names: &str) -> String {
        td!(self.0, calendar_file.people, names = names)
    }

    fn join(&self, address: &str) -> String {
        td!(self.0, calendar_file.join, address = address)
    }

    fn registration(&self, address: &str) -> String {
        td!(self.0, calendar_file.registration, address = address)
    }

    fn live_room(&self) -> String {
        td!(self.0, calendar_file.live_room).to_owned()
    }

    fn attendance(&self, attendance: Attendance) -> String {
        attendance.label_in(self.0).to_owned()
    }
}

/// The calendar part of a mail to a registrant: to be put in while the place is held and the event takes place, to be
/// taken out otherwise. `None` while the place is not confirmed, and for an event that no release ever had.
///
/// `manage_token` leads to the registration's page, where the mail has such a link; `organiser` is the mail address that answers questions.
pub fn registrant_part(
    state: &AppState,
    registration: &Registration,
    manage_token: Option<&str>,
    organiser: &str,
) -> Option<Part> {
    let published = state.published();
    let place = place(registration)?;
    let revision = published.calendar.of(Thing::Event(registration.event))?;
    let own_page = manage_token.map(|token| own_page(state, token));
    let item = Item { revision, place: Some(place), own_page: own_page.as_deref() };
    Some(part(&issuer(state, &published), &item, organiser))
}

/// A registrant's own copy of the event and its sessions, as a file to open; `None` as for [`registrant_part`].
pub fn registrant_file(state: &AppState, registration: &Registration, manage_token: &str) -> Option<String> {
    let published = state.published();
    let place = place(registration)?;
    let own_page = own_page(state, manage_token);
    let items: Vec<Item<'_>> = items(state, &published, place, registration, Some(&own_page)).collect();
    let issuer = issuer(state, &published);
    (!items.is_empty()).then(|| feed(&issuer, issuer.name, &items))
}

/// The personal feed of someone with these registrations: every event with its sessions, in and out.
pub fn personal_feed(state: &AppState, registrations: &[Registration]) -> String {
    let published = state.published();
    let places = registrations.iter().filter_map(|registration| Some((place(registration)?, registration)));
    let items: Vec<Item<'_>> =
        places.flat_map(|(place, registration)| items(state, &published, place, registration, None)).collect();
    let issuer = issuer(state, &published);
    let name = td!(Locale::English, calendar_file.mine, programme = issuer.name);
    feed(&issuer, &name, &items)
}

/// What a registration puts into its holder's calendar. Once it is cancelled it stays as cancelled for a while, like
/// what the programme has no more.
fn items<'a>(
    state: &AppState,
    published: &'a Published,
    place: Place,
    registration: &Registration,
    own_page: Option<&'a str>,
) -> impl Iterator<Item = Item<'a>> {
    let now = state.now();
    let revisions = published.calendar.of_event(registration.event);
    revisions
        .filter(move |revision| revision.is_kept(now) && (place.is_held || revision.is_recent(now)))
        .map(move |revision| Item { revision, place: Some(place), own_page })
}

fn place(registration: &Registration) -> Option<Place> {
    Place::of(registration.id, registration.turns, registration.turned)
}

fn own_page(state: &AppState, manage_token: &str) -> String {
    format!("{}/registration/{manage_token}", state.settings().base_url)
}
