//! Two published schedules. They are not ours to ship: the folder is named by `CONTINUUM_SCHEDULES`, or looked for
//! beside the repository; where it is absent the tests say that they were skipped.

use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::PathBuf;

use domain::check::check;
use domain::content::{Format, Session};
use domain::time::{Date, Zone};
use import::{Imported, Options, read};

type Checked = Result<(), Box<dyn Error>>;

fn schedule(name: &str) -> Option<Vec<u8>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/schedules");
    let file = std::env::var_os("CONTINUUM_SCHEDULES").map_or(beside, PathBuf::from).join(name);
    match std::fs::read(&file) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            // Not by eprintln: what a passing test prints is kept from sight, and a skip must be seen.
            let file = file.display();
            let _unseen = writeln!(
                std::io::stderr(),
                "SKIPPED: {file} cannot be read ({error}); name its folder in CONTINUUM_SCHEDULES"
            );
            None
        }
    }
}

fn numbers(imported: &Imported) -> [usize; 5] {
    ["days", "sessions", "rooms with sessions", "tracks", "persons"].map(|sort| imported.report.number_of(sort))
}

#[test]
fn fosdem_2021_is_taken_whole() -> Checked {
    let Some(bytes) = schedule("fosdem_2021.xml") else { return Ok(()) };
    let options = Options { zone: Some(Zone::named("Europe/Brussels")?), file_name: Some("fosdem_2021.xml".into()) };
    let imported = read(&bytes, &options)?;
    assert_eq!(numbers(&imported), [2, 773, 106, 109, 684], "{}", imported.report);
    assert!(
        !imported.report.left_out.iter().any(|group| group.what.contains("session left out")),
        "{}",
        imported.report
    );
    let content = &imported.content;
    assert_eq!(check(content).into_iter().filter(|problem| problem.id.is_some()).collect::<Vec<_>>(), vec![]);
    let texts = content.sessions.iter().flat_map(|session| [&session.summary, &session.description]);
    let html = texts.filter(|text| text.format == Format::Html);
    assert!(html.clone().count() > 700);
    for text in html {
        assert!(!text.source.contains("<script") && !text.source.contains("<img"), "{}", text.source);
    }
    let again = read(&bytes, &options)?;
    assert_eq!(serde_json::to_string(content)?, serde_json::to_string(&again.content)?);
    println!("{}", imported.report);
    Ok(())
}

#[test]
fn debconf23_runs_from_breakfast_to_dinner_every_day() -> Checked {
    let Some(bytes) = schedule("debconf23.xml") else { return Ok(()) };
    let imported = read(&bytes, &Options { zone: None, file_name: Some("debconf23.xml".into()) })?;
    let [days, sessions, rooms, _, persons] = numbers(&imported);
    assert_eq!([days, sessions, rooms, persons], [8, 117, 5, 87], "{}", imported.report);
    let mut by_day: BTreeMap<Date, Vec<&Session>> = BTreeMap::new();
    for session in &imported.content.sessions {
        by_day.entry(session.day).or_default().push(session);
    }
    assert_eq!(by_day.keys().next().map(ToString::to_string).as_deref(), Some("2023-09-10"));
    for (day, mut sessions) in by_day {
        sessions.sort_by_key(|session| (session.start, session.title.clone()));
        assert_eq!(sessions.first().map(|session| session.title.as_str()), Some("Breakfast"), "{day}");
        assert_eq!(sessions.last().map(|session| session.title.as_str()), Some("Dinner"), "{day}");
        assert!(sessions.iter().all(|session| session.date == day));
    }
    println!("{}", imported.report);
    Ok(())
}

#[test]
fn the_json_of_pretalx_is_taken_whole() -> Checked {
    let Some(bytes) = schedule("pretalx-democon.json") else { return Ok(()) };
    let imported = read(&bytes, &Options { zone: None, file_name: Some("pretalx-democon.json".into()) })?;
    let [days, sessions, ..] = numbers(&imported);
    let told: serde_json::Value = serde_json::from_slice(&bytes)?;
    let listed = told["schedule"]["conference"]["days"].as_array().ok_or("no days")?;
    let rooms = listed.iter().filter_map(|day| day["rooms"].as_object()).flat_map(|rooms| rooms.values());
    let listed_sessions: usize = rooms.filter_map(|room| room.as_array()).map(Vec::len).sum();
    assert_eq!((days, sessions), (listed.len(), listed_sessions), "{}", imported.report);
    assert!(imported.content.people.iter().any(|person| person.name == "Brian Robinson"));
    let problems = check(&imported.content).into_iter().filter(|problem| problem.id.is_some());
    assert_eq!(problems.collect::<Vec<_>>(), vec![]);
    println!("{}", imported.report);
    Ok(())
}
