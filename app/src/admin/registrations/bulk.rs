//! What the review of an act on many registrations shows, before it is carried out and after.

use domain::content::Id;
use domain::published::Found;
use domain::registration::BulkAct;
use domain::registration::bulk::Review;

use crate::error::PageError;
use crate::server::{AppState, store_failed};

/// What was ticked and typed below a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BulkTyped {
    /// The registrations that were ticked.
    pub registrations: Vec<Id>,
    /// Whether all are meant that the list finds.
    pub all: bool,
    /// Name of the act.
    pub act: String,
    /// Tags to give or take.
    pub tags: String,
}

/// Why an act cannot be reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BulkRefusal {
    /// Nobody was chosen.
    Nobody,
    /// No act was chosen.
    NoAct,
    /// Tags are needed, or are to be mended, in those words.
    Tags(Option<&'static str>),
}

/// Why an act is not carried out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewRefusal {
    /// The number that was typed is another.
    Count,
    /// The reason is to be mended, in those words.
    Reason(&'static str),
}

/// An act on many registrations.
#[derive(Debug, Clone)]
pub struct BulkView {
    /// Address and title of the event.
    pub event: (String, String),
    /// Identity of the act; its form acts once.
    pub id: String,
    /// The act.
    pub act: BulkAct,
    /// Tags that it gives or takes.
    pub tags: String,
    /// What it would do.
    pub review: Review,
    /// How many are still to be done.
    pub open: u32,
    /// How many were changed.
    pub changed: u32,
    /// How many were left, since they were not any more as they had been reviewed.
    pub passed_over: u32,
    /// How many could not be changed.
    pub failed: u32,
    /// Places held now.
    pub taken: u32,
    /// Places in all, when limited.
    pub capacity: Option<u32>,
    /// Why it is not carried out, with the number and the reason that were typed.
    pub refused: Option<(ReviewRefusal, String, String)>,
}

impl BulkView {
    /// Whether the number has to be typed: what was sent cannot be called back.
    pub fn asks_for_count(&self) -> bool {
        self.review.letters > 0
    }
}

/// An act on many registrations of that event.
///
/// # Errors
/// [`PageError::NotFound`] without such an event, or such an act on its registrations; [`PageError::Unavailable`] if the
/// store fails.
pub async fn gather_bulk(
    state: &AppState,
    slug: &str,
    id: &str,
    refused: Option<(ReviewRefusal, String, String)>,
) -> Result<BulkView, PageError> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug).ok_or(PageError::NotFound)?;
    let id: Id = id.parse().map_err(|_| PageError::NotFound)?;
    let (store, failed) = (state.store(), |error| store_failed(&error));
    let bulk = store.bulk(event.id, id).await.map_err(failed)?.ok_or(PageError::NotFound)?;
    let places = store.places(event.id).await.map_err(failed)?;
    Ok(BulkView {
        event: (event.slug.to_string(), event.title.clone()),
        id: id.to_string(),
        act: bulk.act,
        tags: bulk.tags.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        review: Review::of(bulk.act, &bulk.chosen),
        open: bulk.open,
        changed: bulk.changed,
        passed_over: bulk.passed_over,
        failed: bulk.failed,
        taken: places.taken,
        capacity: event.registration.capacity.filter(|_| !places.unlimited),
        refused,
    })
}
