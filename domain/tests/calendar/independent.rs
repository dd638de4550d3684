//! What a parser that is not ours reads in the golden files: Python's `icalendar`, which `cargo xtask test` installs and
//! names in `CONTINUUM_PYTHON`.

use std::process::Command;

use domain::calendar::{Location, Revision, Span};
use domain::content::EventStatus;
use serde_json::Value;

use crate::golden::{self, Golden};
use crate::sample::issuer;

#[test]
fn an_independent_parser_reads_what_was_meant() {
    let Some(python) = std::env::var_os("CONTINUUM_PYTHON") else {
        println!("SKIPPED: CONTINUUM_PYTHON names no Python with the package icalendar; `cargo xtask test` sets it up");
        return;
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/calendar/read.py");
    let output = Command::new(python).arg(script).arg(golden::folder()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files: Value = serde_json::from_slice(&output.stdout).unwrap();
    for golden in golden::all() {
        let entries = files[golden.name].as_array().unwrap();
        assert_eq!(entries.len(), golden.revisions.len(), "{}", golden.name);
        for (entry, revision) in entries.iter().zip(&golden.revisions) {
            assert_is(entry, &golden, revision);
        }
    }
}

fn assert_is(entry: &Value, golden: &Golden, revision: &Revision) {
    let name = golden.name;
    let text = |property: &str| entry[property].as_str().unwrap().to_owned();
    let (identity, sequence) = match &golden.place {
        Some(place) => (place.identity(revision.thing), place.sequence(revision)),
        None => (revision.thing.to_string(), revision.sequence),
    };
    assert_eq!(text("uid"), format!("{identity}@{}", issuer().host()), "{name}");
    assert_eq!(entry["sequence"], sequence, "{name}");
    // The instants are worked out from the file's own VTIMEZONE.
    let (start, end) = match revision.entry.span {
        Span::Days { first, last, .. } => (first.to_string(), last.next().to_string()),
        Span::Hours { start, end } => (start.to_rfc3339(), end.to_rfc3339()),
    };
    assert_eq!((text("start"), text("end")), (start, end), "{name} {identity}");
    let is_held = golden.place.is_none_or(|place| place.is_held);
    let status = if is_held { revision.entry.status } else { EventStatus::Cancelled };
    let (expected, prefix) = match status {
        EventStatus::Scheduled => ("CONFIRMED", ""),
        EventStatus::Postponed => ("TENTATIVE", "Postponed: "),
        EventStatus::Cancelled => ("CANCELLED", "Cancelled: "),
    };
    assert_eq!(text("status"), expected, "{name}");
    assert_eq!(text("summary"), format!("{prefix}{}", revision.entry.title), "{name}");
    let location = match &revision.entry.location {
        Location::Named(name) => name.as_str(),
        Location::Attendance(attendance) => attendance.name(),
    };
    assert_eq!(text("location"), location, "{name}");
    assert!(text("description").starts_with(&revision.entry.summary.replace("\r\n", "\n")), "{name}");
    let has_alarm = golden.place.is_some() && status == EventStatus::Scheduled;
    assert_eq!(entry["alarms"], if has_alarm { serde_json::json!([-900]) } else { serde_json::json!([]) }, "{name}");
}
