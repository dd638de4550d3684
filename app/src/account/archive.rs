//! Everything that is stored about a person, in one ZIP: whole as JSON, the registrations as CSV for spreadsheets, the
//! calendar as ICS (GDPR, articles 15 and 20). Names in it are for machines and the same in every language.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};

use domain::account::{PasskeyOwner, Stars, cell};
use domain::content::Id;
use domain::mail::{Choices, Purpose};
use domain::progress::Progress;
use domain::published::Published;
use domain::registration::listing::reference;
use domain::time::Instant;
use serde_json::{Value, json};
use store::{AccountSession, CalendarFeed, Device, Passkey, Registration};
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::calendar::personal_feed;
use crate::error::PageError;
use crate::registration::in_words;
use crate::server::{AppState, store_failed};

const COLUMNS: [&str; 13] = [
    "event",
    "reference",
    "state",
    "name",
    "email",
    "country",
    "profession",
    "organisation",
    "news",
    "registered",
    "confirmed",
    "cancelled",
    "answers",
];

/// The archive of a session's account.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails or the archive cannot be written.
pub async fn archive(state: &AppState, session: &AccountSession) -> Result<Vec<u8>, PageError> {
    let (store, failed) = (state.store(), |error| store_failed(&error));
    let email = &session.account.email;
    let registrations = store.registrations_of(email).await.map_err(failed)?;
    let devices = store.account_devices(session.account.id, state.real_now()).await.map_err(failed)?;
    let feed = store.calendar_feed_of(email).await.map_err(failed)?;
    let passkeys = store.passkeys(PasskeyOwner::Account(session.account.id)).await.map_err(failed)?;
    let stars = store.account_stars(session.account.id).await.map_err(failed)?;
    let choices = store.mail_choices(email).await.map_err(failed)?;
    let watched = store.progress(session.account.id).await.map_err(failed)?;
    let published = state.published();
    let json =
        whole(&published, session, &registrations, &devices, &passkeys, feed.as_ref(), (&stars, &choices, &watched));
    let json = serde_json::to_vec_pretty(&json).map_err(|_| unwritable())?;
    let csv = table(&published, &registrations).map_err(|_| unwritable())?;
    let calendar = personal_feed(state, &registrations);
    let files = [("my-data.json", json), ("registrations.csv", csv), ("my-events.ics", calendar.into_bytes())];
    pack(files).map_err(|_| unwritable())
}

fn unwritable() -> PageError {
    tracing::error!("an archive of somebody's data could not be written");
    PageError::Unavailable { reference: None }
}

fn pack(files: [(&str, Vec<u8>); 3]) -> zip::result::ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // A few kilobytes: not worth compressing.
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in files {
        archive.start_file(name, options)?;
        archive.write_all(&content)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn whole(
    published: &Published,
    session: &AccountSession,
    registrations: &[Registration],
    devices: &[Device],
    passkeys: &[Passkey],
    feed: Option<&CalendarFeed>,
    (agenda, choices, watched): (&Stars, &Choices, &BTreeMap<Id, Progress>),
) -> Value {
    let device = |device: &Device| {
        let Device { device: name, created, seen, .. } = device;
        json!({ "device": name, "signed_in": created.to_rfc3339(), "last_used": seen.to_rfc3339() })
    };
    let messages: BTreeMap<&str, bool> =
        Purpose::ALL.iter().map(|purpose| (purpose.name(), choices.wants(*purpose))).collect();
    json!({
        "account": { "email": session.account.email, "created": session.account.created.to_rfc3339() },
        "devices": devices.iter().map(device).collect::<Vec<_>>(),
        "passkeys": passkeys.iter().map(passkey_entry).collect::<Vec<_>>(),
        "agenda": agenda,
        "messages": messages,
        "watched": watched.iter().map(|(id, progress)| watched_entry(published, *id, progress)).collect::<Vec<_>>(),
        "calendar_link_since": feed.map(|feed| feed.created.to_rfc3339()),
        "registrations": registrations.iter().map(|found| entry(published, found)).collect::<Vec<_>>(),
    })
}

/// A passkey without its key, which is of no use to anybody else.
fn passkey_entry(passkey: &Passkey) -> Value {
    json!({
        "label": passkey.label,
        "added": passkey.created.to_rfc3339(),
        "last_used": passkey.used.map(Instant::to_rfc3339),
    })
}

/// What was seen of a recording, in milliseconds from its beginning.
fn watched_entry(published: &Published, id: Id, progress: &Progress) -> Value {
    let material = published.content.materials.iter().find(|material| material.id == id);
    json!({
        "recording": material.map_or_else(|| id.to_string(), |material| material.title.clone()),
        "parts": progress.watched,
        "position": progress.position,
        "last_watched": progress.updated.to_rfc3339(),
        "counted_as_seen": progress.completed.map(Instant::to_rfc3339),
    })
}

fn entry(published: &Published, found: &Registration) -> Value {
    let time = |instant: Option<Instant>| instant.map(Instant::to_rfc3339);
    json!({
        "event": title(published, found),
        "reference": reference(found.id),
        "state": found.state.name(),
        "name": found.name,
        "email": found.email,
        "country": found.country,
        "profession": found.profession.name(),
        "organisation": found.organisation,
        "news": found.news_consent,
        "reminders": found.wants_reminders,
        "registered": found.created.to_rfc3339(),
        "confirmed": time(found.confirmed),
        "cancelled": time(found.cancelled),
        "entered_waiting_list": time(found.entered),
        "offer_until": time(found.offer_until),
        "answers": answers(published, found),
    })
}

fn title(published: &Published, found: &Registration) -> Option<String> {
    published.content.event_by_id(found.event).map(|event| event.title.clone())
}

/// Each question with its answer.
fn answers(published: &Published, found: &Registration) -> Vec<(String, String)> {
    let event = published.content.event_by_id(found.event);
    let questions = event.map(|event| event.registration.questions.as_slice()).unwrap_or_default();
    in_words(questions, &found.answers)
}

fn table(published: &Published, registrations: &[Registration]) -> Result<Vec<u8>, csv::Error> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for found in registrations {
        let time = |instant: Option<Instant>| instant.map(Instant::to_rfc3339).unwrap_or_default();
        let answers = answers(published, found).into_iter().map(|(question, answer)| format!("{question}: {answer}"));
        let row = [
            title(published, found).unwrap_or_default(),
            reference(found.id),
            found.state.name().to_owned(),
            found.name.clone(),
            found.email.clone(),
            found.country.clone(),
            found.profession.name().to_owned(),
            found.organisation.clone().unwrap_or_default(),
            if found.news_consent { "yes" } else { "no" }.to_owned(),
            found.created.to_rfc3339(),
            time(found.confirmed),
            time(found.cancelled),
            answers.collect::<Vec<_>>().join("; "),
        ];
        table.write_record(row.map(|text| cell(&text)))?;
    }
    table.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}
