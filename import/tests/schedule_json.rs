//! Conference schedules in JSON: the same as the XML beside them, with the same repairs.

use std::error::Error;

use domain::check::check;
use import::{ImportError, Options, read};
use serde_json::{Value, json};

type Checked = Result<(), Box<dyn Error>>;

const XML: &[u8] = include_bytes!("fixtures/frab.xml");
const JSON: &[u8] = include_bytes!("fixtures/frab.json");

/// The fixture with something else in it.
fn with(change: impl FnOnce(&mut Value)) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut schedule: Value = serde_json::from_slice(JSON)?;
    change(&mut schedule);
    Ok(serde_json::to_vec_pretty(&schedule)?)
}

#[test]
fn a_schedule_is_the_same_in_either_format() -> Checked {
    let (xml, json) = (read(XML, &Options::default())?, read(JSON, &Options::default())?);
    assert_eq!(serde_json::to_string(&xml.content)?, serde_json::to_string(&json.content)?);
    for sort in ["days", "sessions", "rooms with sessions", "tracks", "persons"] {
        assert_eq!(xml.report.number_of(sort), json.report.number_of(sort), "{sort}");
    }
    let told = |report: &import::Report| report.notes.iter().map(|group| group.what.clone()).collect::<Vec<_>>();
    assert_eq!(told(&xml.report), told(&json.report));
    Ok(())
}

#[test]
fn newer_schedules_say_when_a_session_ends_and_call_people_by_another_field() -> Checked {
    let newer = with(|schedule| {
        let session = &mut schedule["schedule"]["conference"]["days"][0]["rooms"]["Aula Magna"][0];
        session["duration"] = Value::Null;
        session["end"] = json!("2024-03-30T21:30:00+01:00");
        session["persons"][0] = json!({"guid": "6f6e6a52-0a7b-4d0e-9b1c-0000000000a7", "name": "Ada Example"});
    })?;
    let content = read(&newer, &Options::default())?.content;
    let session =
        content.sessions.iter().find(|one| one.title.starts_with("What telemonitoring")).ok_or("no session")?;
    assert_eq!(session.minutes, 90);
    assert!(content.people.iter().any(|person| person.name == "Ada Example"));
    assert!(!check(&content).iter().any(|problem| problem.id.is_some()));
    Ok(())
}

#[test]
fn what_is_left_out_leads_to_its_line() -> Checked {
    let untidy = with(|schedule| {
        schedule["schedule"]["conference"]["days"][1]["rooms"]["Aula Minor"][0]["date"] = json!("soon");
        schedule["schedule"]["conference"]["days"][1]["rooms"]["Aula Minor"][0]["start"] = json!(7);
    })?;
    let text = String::from_utf8(untidy.clone())?;
    let line = text.lines().position(|line| line.contains("000000000003")).ok_or("no such line")? + 1;
    let report = read(&untidy, &Options::default())?.report;
    assert!(report.to_string().contains(&format!("line {line}")), "{line}: {report}");
    Ok(())
}

#[test]
fn json_that_is_no_schedule_or_is_damaged_is_refused_in_words() -> Checked {
    let deep = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    for (bytes, expected) in [
        (&b"{\"schedule\": {}}"[..], "it is JSON, and has no “schedule.conference”"),
        (b"{\"rooms\": []}", "it is JSON, and has no “schedule”"),
        (b"{\n\"schedule\": {\"conference\": {", "line 2, column"),
        (
            b"{\"schedule\": {\"conference\": {\"title\": \"A\", \"time_zone_name\": \"UTC\"}}}",
            "no session that can be read",
        ),
        (
            b"{\"schedule\": {\"conference\": {\"title\": \"A\", \"days\": {}, \"time_zone_name\": \"UTC\"}}}",
            "no session",
        ),
        (deep.as_bytes(), "the JSON is damaged"),
    ] {
        let error = match read(bytes, &Options::default()) {
            Ok(_) => return Err(format!("accepted: {}", String::from_utf8_lossy(bytes)).into()),
            Err(error) => error,
        };
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(error.to_string().lines().count(), 1, "{error}");
        assert!(!matches!(error, ImportError::Empty));
    }
    Ok(())
}
