//! What may happen to a person's place: every step there is, in one table.

use serde::{Deserialize, Serialize};

use crate::content::names;

/// State of a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationState {
    /// Holds a place; the address is not proven yet.
    Pending,
    /// Asked for the waiting list; the address is not proven yet, so no place is offered.
    Joining,
    /// On the waiting list.
    Waiting,
    /// On the waiting list, and next: a place is held until the offer ends.
    Offered,
    /// Holds a place; the address is proven.
    Confirmed,
    /// Did not answer an offer in time. Off the list, but free to come back to where they stood.
    Expired,
    /// Gave the place back, left the list, or lost the place to an organiser's decision.
    Cancelled,
    /// Held a place and was there.
    Attended,
}

names!(RegistrationState {
    Pending => "pending",
    Joining => "joining",
    Waiting => "waiting",
    Offered => "offered",
    Confirmed => "confirmed",
    Expired => "expired",
    Cancelled => "cancelled",
    Attended => "attended",
});

/// Why a registration changes its state: what somebody did, or what the time did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A form came while there was a place.
    Registers,
    /// A form came while there was none.
    JoinsList,
    /// The person proved their address.
    Confirms,
    /// The person is here (proving their address, or asking near the start) and a place is free that nobody else is next
    /// for.
    FindsPlace,
    /// The person gives up their place, or their place in the queue.
    Cancels,
    /// A place became free and this person is next.
    PlaceFreed,
    /// The person takes the place that was offered.
    OfferAccepted,
    /// The person does not want it.
    OfferDeclined,
    /// The offer's deadline passed.
    OfferExpired,
    /// The person comes back after an offer that they missed.
    Rejoins,
    /// The address was not proven in time.
    Unconfirmed,
    /// The organiser took the limit away.
    LimitLifted,
    /// An editor takes the address as proven, for a stated reason.
    EditorConfirms,
    /// An editor gives a place, out of turn, for a stated reason.
    EditorPromotes,
    /// An editor takes the place, or the place in the queue, away, for a stated reason.
    EditorCancels,
    /// An editor puts somebody back on the list, for a stated reason.
    EditorReinstates,
    /// The person was there.
    CheckedIn,
}

names!(Cause {
    Registers => "registers",
    JoinsList => "joins_list",
    Confirms => "confirms",
    FindsPlace => "finds_place",
    Cancels => "cancels",
    PlaceFreed => "place_freed",
    OfferAccepted => "offer_accepted",
    OfferDeclined => "offer_declined",
    OfferExpired => "offer_expired",
    Rejoins => "rejoins",
    Unconfirmed => "unconfirmed",
    LimitLifted => "limit_lifted",
    EditorConfirms => "editor_confirms",
    EditorPromotes => "editor_promotes",
    EditorCancels => "editor_cancels",
    EditorReinstates => "editor_reinstates",
    CheckedIn => "checked_in",
});

/// Who brings a step about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Whoever is registered.
    Person,
    /// Somebody who works here.
    Staff,
    /// Nobody: a deadline, or the turn of the list.
    Time,
}

/// What a step does to the number of places held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// One more is held.
    Takes,
    /// One fewer is held.
    GivesBack,
    /// As many as before.
    Keeps,
}

/// A step that may be taken. Only [`TRANSITIONS`] has any, so one that is not allowed cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    from: Option<RegistrationState>,
    cause: Cause,
    to: Option<RegistrationState>,
    places: Effect,
}

impl Transition {
    /// The state before; `None` where the registration begins.
    pub fn from(&self) -> Option<RegistrationState> {
        self.from
    }

    /// Why.
    pub fn cause(&self) -> Cause {
        self.cause
    }

    /// The state after; `None` where everything about the registration is deleted.
    pub fn to(&self) -> Option<RegistrationState> {
        self.to
    }

    /// What it does to the number of places held.
    pub fn places(&self) -> Effect {
        self.places
    }
}

use Cause::{
    Cancels, CheckedIn, Confirms, EditorCancels, EditorConfirms, EditorPromotes, EditorReinstates, FindsPlace,
    JoinsList, LimitLifted, OfferAccepted, OfferDeclined, OfferExpired, PlaceFreed, Registers, Rejoins, Unconfirmed,
};
use Effect::{GivesBack, Keeps, Takes};
use RegistrationState::{Attended, Cancelled, Confirmed, Expired, Joining, Offered, Pending, Waiting};

/// Every step there is: from, why, to, and what it does to the places.
pub const TRANSITIONS: &[Transition] = &[
    begin(Registers, Pending, Takes),
    begin(JoinsList, Joining, Keeps),
    step(Pending, Confirms, Confirmed, Keeps),
    step(Pending, EditorConfirms, Confirmed, Keeps),
    step(Pending, Cancels, Cancelled, GivesBack),
    step(Pending, EditorCancels, Cancelled, GivesBack),
    step(Pending, CheckedIn, Attended, Keeps),
    end(Pending, Unconfirmed, GivesBack),
    step(Joining, Confirms, Waiting, Keeps),
    step(Joining, EditorConfirms, Waiting, Keeps),
    step(Joining, FindsPlace, Confirmed, Takes),
    step(Joining, Cancels, Cancelled, Keeps),
    step(Joining, EditorPromotes, Pending, Takes),
    step(Joining, EditorCancels, Cancelled, Keeps),
    end(Joining, Unconfirmed, Keeps),
    step(Waiting, PlaceFreed, Offered, Takes),
    step(Waiting, FindsPlace, Confirmed, Takes),
    step(Waiting, LimitLifted, Confirmed, Takes),
    step(Waiting, Cancels, Cancelled, Keeps),
    step(Waiting, EditorPromotes, Confirmed, Takes),
    step(Waiting, EditorCancels, Cancelled, Keeps),
    step(Offered, OfferAccepted, Confirmed, Keeps),
    step(Offered, OfferDeclined, Cancelled, GivesBack),
    step(Offered, OfferExpired, Expired, GivesBack),
    step(Offered, LimitLifted, Confirmed, Keeps),
    step(Offered, Cancels, Cancelled, GivesBack),
    step(Offered, EditorPromotes, Confirmed, Keeps),
    step(Offered, EditorCancels, Cancelled, GivesBack),
    step(Offered, CheckedIn, Attended, Keeps),
    step(Confirmed, Cancels, Cancelled, GivesBack),
    step(Confirmed, EditorCancels, Cancelled, GivesBack),
    step(Confirmed, CheckedIn, Attended, Keeps),
    step(Expired, Rejoins, Waiting, Keeps),
    step(Expired, Cancels, Cancelled, Keeps),
    step(Expired, EditorReinstates, Waiting, Keeps),
    step(Cancelled, EditorReinstates, Waiting, Keeps),
];

const fn begin(cause: Cause, to: RegistrationState, places: Effect) -> Transition {
    Transition { from: None, cause, to: Some(to), places }
}

const fn step(from: RegistrationState, cause: Cause, to: RegistrationState, places: Effect) -> Transition {
    Transition { from: Some(from), cause, to: Some(to), places }
}

const fn end(from: RegistrationState, cause: Cause, places: Effect) -> Transition {
    Transition { from: Some(from), cause, to: None, places }
}

impl RegistrationState {
    /// Whether it counts against the event's capacity. A pending registration does: the person was told they have a
    /// place, and an acknowledged place is never lost. So does an offer: what is offered must be there when it is taken.
    pub fn holds_a_place(self) -> bool {
        matches!(self, Pending | Offered | Confirmed | Attended)
    }

    /// Whether the address is still to be proven.
    pub fn is_unproven(self) -> bool {
        matches!(self, Pending | Joining)
    }

    /// Whether the person stands on the waiting list, as it is shown: who may still prove their address, who waits and who
    /// has an offer.
    pub fn is_on_list(self) -> bool {
        matches!(self, Joining | Waiting | Offered)
    }

    /// Whether the person takes part: the event stands in their calendar.
    pub fn takes_part(self) -> bool {
        matches!(self, Confirmed | Attended)
    }

    /// Whether the person is told when the event changes: they have a place or wait for one, and their address is proven.
    pub fn hears_of_changes(self) -> bool {
        matches!(self, Waiting | Offered | Confirmed | Attended)
    }

    /// Whether the person may still change what they told us: not once they left for good, nor once they were there.
    pub fn takes_other_answers(self) -> bool {
        !matches!(self, Cancelled | Attended)
    }

    /// Whether it is over for this person, so that the same address may register anew.
    pub fn has_left(self) -> bool {
        matches!(self, Expired | Cancelled)
    }

    /// The step from this state for that cause, if there is one. Confirming twice or cancelling twice is none.
    pub fn after(self, cause: Cause) -> Option<&'static Transition> {
        TRANSITIONS.iter().find(|transition| transition.from == Some(self) && transition.cause == cause)
    }
}

impl Cause {
    /// Whether an editor decided it: then who and why is recorded.
    pub fn is_override(self) -> bool {
        self.actor() == Actor::Staff && self != CheckedIn
    }

    /// Who brings it about.
    pub fn actor(self) -> Actor {
        match self {
            EditorConfirms | EditorPromotes | EditorCancels | EditorReinstates | LimitLifted | CheckedIn => {
                Actor::Staff
            }
            PlaceFreed | OfferExpired | Unconfirmed => Actor::Time,
            Registers | JoinsList | Confirms | FindsPlace | Cancels | OfferAccepted | OfferDeclined | Rejoins => {
                Actor::Person
            }
        }
    }
}

/// What became of an attempt to register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// A place is held; a mail with the confirmation link is on its way. The same answer is given to someone who was
    /// registered already, so that nobody learns who takes part.
    Taken,
    /// Every place is taken, and the person is on the waiting list once they confirm. Of a full event everybody is told
    /// this, also those who hold a place.
    Waiting,
    /// Every place is taken, and the event is too near for a waiting list.
    Full,
    /// Registration is not open.
    Closed,
}

#[cfg(test)]
mod tests;
