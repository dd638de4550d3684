//! Every kind of letter has what the outbox relies on.

use super::{AccountChange, Aim, Lane, Lead, Letter, LetterKind, News, Told};
use crate::calendar::Span;
use crate::content::{EventStatus, Id};
use crate::staff::Notice;
use crate::time::{Instant, ZoneName};

fn told() -> Told {
    let span = Span::Hours { start: Instant::from_milliseconds(0), end: Instant::from_milliseconds(60_000) };
    Told { span, zone: ZoneName::new("Europe/Rome"), status: EventStatus::Scheduled, has_recording: false }
}

/// One of each kind, with tokens that begin with "secret".
fn every_letter() -> Vec<Letter> {
    let (id, until) = (Id::from_u128(1), Instant::from_milliseconds(60_000));
    let (confirm_token, manage_token) = (String::from("secret-confirm"), String::from("secret-manage"));
    let token = || (confirm_token.clone(), manage_token.clone());
    let news = |news: News| Letter::News { news, registration: id, before: told(), manage_token: token().1 };
    vec![
        Letter::ConfirmRegistration { event: id, confirm_token: token().0, manage_token: token().1 },
        Letter::ConfirmWaiting { event: id, confirm_token: token().0, manage_token: token().1 },
        Letter::AlreadyRegistered { event: id, confirm_token: token().0, manage_token: token().1 },
        Letter::ConfirmSeries { held: vec![id], waiting: vec![id], series_token: token().0 },
        Letter::Confirmed { registration: id, manage_token: token().1 },
        Letter::Waiting { registration: id, manage_token: token().1 },
        Letter::Offered { registration: id, manage_token: token().1, until },
        Letter::OfferExpired { registration: id, manage_token: token().1 },
        Letter::Cancelled { registration: id, by_organiser: true },
        Letter::Reminder { registration: id, lead: Lead::Day, manage_token: token().1 },
        news(News::Moved),
        news(News::Cancelled),
        news(News::Postponed),
        news(News::Recording),
        Letter::Group { letter: id, aim: Aim::News, registration: id, manage_token: token().1 },
        Letter::SignIn { link_token: "secret-link".to_owned(), code: "secret".to_owned() },
        Letter::SecurityNotice { notice: Notice::NewDevice, device: "Firefox · Linux".to_owned() },
        Letter::AccountNotice { change: AccountChange::PasskeyAdded },
        Letter::Invitation { link_token: "secret-link".to_owned() },
        Letter::PasswordReset { link_token: "secret-link".to_owned() },
        Letter::NewAddress { link_token: "secret-link".to_owned() },
        Letter::Trial { of: LetterKind::Confirmed },
        Letter::Written { subject: "A subject".to_owned(), text: "See https://x.example/secret-link".to_owned() },
    ]
}

#[test]
fn every_kind_has_its_name() {
    assert_eq!(every_letter().iter().map(Letter::kind).collect::<Vec<_>>(), Letter::KINDS);
}

#[test]
fn what_is_kept_after_sending_opens_nothing() {
    for letter in every_letter() {
        let kept = letter.clone().without_secrets();
        assert_eq!((kept.kind(), kept.about()), (letter.kind(), letter.about()));
        let json = serde_json::to_string(&kept).unwrap();
        assert!(!json.contains("secret"), "{json}");
        assert_eq!(serde_json::from_str::<Letter>(&json).unwrap(), kept);
    }
}

#[test]
fn letters_for_many_stand_behind_and_get_their_links_when_they_are_sent() {
    for letter in every_letter() {
        let waits = letter.clone().without_secrets();
        assert_eq!(waits.lacks_links(), letter.lane() == Lane::Bulk, "{}", letter.kind());
        if waits.lacks_links() {
            assert_eq!(waits.with_link("secret-manage".to_owned()), letter);
        }
    }
}

#[test]
fn only_what_changes_nobodys_plans_can_be_done_without() {
    let can: Vec<_> = every_letter().iter().filter(|letter| letter.purpose().is_some()).map(Letter::kind).collect();
    assert_eq!(can, ["reminder", "recording_available", "group"]);
}

#[test]
fn a_letter_that_came_too_late_is_of_no_use() {
    let created = Instant::from_milliseconds(0);
    for letter in every_letter() {
        let useless = letter.useless_from(created).map(Instant::milliseconds);
        let expected = match letter.kind() {
            "confirm_registration" | "confirm_waiting" | "confirm_series" => Some(7 * 24 * 3_600_000),
            "offered" => Some(60_000),
            "sign_in" => Some(10 * 60_000),
            "invitation" => Some(72 * 3_600_000),
            "new_address" => Some(3_600_000),
            "password_reset" => Some(30 * 60_000),
            _ => None,
        };
        assert_eq!(useless, expected, "{}", letter.kind());
    }
}
