//! Tables of a programme's things: what is written is read as it was, on the shipped programme and on published schedules; and what a
//! row says is what happens.

use std::error::Error;
use std::path::PathBuf;

use domain::content::{Content, Disclosure, Id, RoleKind, Session};
use domain::desk::{Kind, RowTrouble, Trouble, Usual, WrongRow, imported, steps_between};
use domain::time::{Zone, ZoneName};
use import::{Options, TableOptions, Tabled, is_table, read, read_table, write_table};
use proptest::prelude::*;

type Checked = Result<(), Box<dyn Error>>;

fn options() -> Result<Options, Box<dyn Error>> {
    Ok(Options { zone: Some(Zone::named("Europe/Brussels")?), file_name: None })
}

fn programme() -> Result<Content, Box<dyn Error>> {
    Ok(read(include_bytes!("../../programmes/telemedicine-phase-2.toml"), &options()?)?.content)
}

/// The shipped programme with the schedule of a night, and with those published ones that are there.
fn contents() -> Result<Vec<Content>, Box<dyn Error>> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/schedules");
    let folder = std::env::var_os("CONTINUUM_SCHEDULES").map_or(beside, PathBuf::from);
    let mut files = vec![include_bytes!("fixtures/frab.xml").to_vec(), include_bytes!("fixtures/untidy.xml").to_vec()];
    files.extend(["fosdem_2021.xml", "debconf23.xml"].iter().filter_map(|name| std::fs::read(folder.join(name)).ok()));
    let programme = programme()?;
    let with = |bytes: Vec<u8>| {
        let mut file = read(&bytes, &options()?)?;
        file.fit_beside(&programme);
        Ok(imported(&programme, &file.content))
    };
    files.into_iter().map(with).collect()
}

fn usual() -> Usual {
    let today = domain::time::Date::new(2022, 10, 1).unwrap_or(domain::time::Date::FIRST);
    Usual { today, zone: ZoneName::new("Europe/Rome"), language: "en".to_owned() }
}

fn csv(rows: &[Vec<String>]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    rows.iter().try_for_each(|row| writer.write_record(row))?;
    Ok(writer.into_inner()?)
}

fn table(content: &Content, kind: Kind, text: &str) -> Result<Tabled, Box<dyn Error>> {
    let options = TableOptions { kind, event: conference(content), usual: usual(), file_name: None };
    Ok(read_table(text.as_bytes(), content, &options)?)
}

/// The event of several days.
fn conference(content: &Content) -> Option<Id> {
    content.events.iter().find(|event| event.when.first_day() != event.when.last_day()).map(|event| event.id)
}

fn session<'a>(content: &'a Content, title: &str) -> Result<&'a Session, Box<dyn Error>> {
    Ok(content.sessions.iter().find(|session| session.title == title).ok_or("a session")?)
}

/// Sessions of the first event.
fn sessions_of(content: &Content) -> TableOptions {
    let event = content.events.first().map(|event| event.id);
    TableOptions { kind: Kind::Session, event, usual: usual(), file_name: None }
}

/// A programme with two days, three sessions, two of them of one name, and somebody who speaks.
fn small() -> Result<Content, Box<dyn Error>> {
    let schedule = include_bytes!("fixtures/frab.xml");
    let mut content = read(schedule, &options()?)?.content;
    content.sessions.clear();
    let sessions = "title,date,start,minutes,room,speakers\n\
        Opening,2024-03-30,09:00,30,Aula,Ada Bianchi\n\
        Break,2024-03-30,09:30,15,,\n\
        Break,2024-03-30,12:00,60,,\n";
    let options = sessions_of(&content);
    let read = read_table(sessions.as_bytes(), &content, &options)?;
    assert_eq!(read.wrong, []);
    Ok(read.content)
}

#[test]
fn what_is_written_is_read_as_it_was() -> Checked {
    for content in contents()? {
        for kind in Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Programme) {
            let rows = write_table(&content, kind, None, &usual());
            let options = TableOptions { kind, event: None, usual: usual(), file_name: None };
            if rows.len() == 1 {
                continue;
            }
            let again = read_table(&csv(&rows)?, &content, &options)?;
            assert_eq!(again.wrong, [], "{kind:?}");
            assert_eq!(steps_between(&content, &again.content), Vec::new(), "{kind:?}");
        }
    }
    Ok(())
}

#[test]
fn what_is_written_makes_the_same_things_where_there_are_none() -> Checked {
    for content in contents()? {
        for event in content.events.iter().filter(|event| content.sessions.iter().any(|one| one.event == event.id)) {
            let rows = write_table(&content, Kind::Session, Some(event.id), &usual());
            let mut without = content.clone();
            without.sessions.retain(|session| session.event != event.id);
            without.materials.iter_mut().for_each(|material| material.session = None);
            let options = TableOptions { kind: Kind::Session, event: None, usual: usual(), file_name: None };
            let read = read_table(&csv(&rows)?, &without, &options)?;
            // A wall time that comes twice in a night is not guessed.
            let is_unclear = |wrong: &WrongRow| wrong.trouble == RowTrouble::Form(Trouble::NotOnce);
            assert!(read.wrong.iter().all(is_unclear), "{:?}", read.wrong);
            let said = |content: &Content| -> Vec<_> {
                let of_event = content.sessions.iter().filter(|session| session.event == event.id);
                let is_there = |one: &&Session| read.content.sessions.iter().any(|other| other.slug == one.slug);
                let of_event = of_event.filter(is_there);
                of_event
                    .map(|one| (one.slug.clone(), one.title.clone(), one.start, one.end, one.room, one.roles.clone()))
                    .collect()
            };
            assert_eq!(said(&read.content), said(&content));
            assert_eq!(read.content.sessions.len() + read.wrong.len(), content.sessions.len());
            let again = read_table(&csv(&rows)?, &read.content, &options)?;
            assert_eq!(steps_between(&read.content, &again.content), Vec::new());
        }
    }
    Ok(())
}

#[test]
fn a_row_finds_its_thing_by_address_or_by_name_and_leaves_the_rest() -> Checked {
    let content = small()?;
    // Moved and renamed by its address; what has no column stays.
    let opening = session(&content, "Opening")?;
    let renamed = table(&content, Kind::Session, &format!("address,title,start\n{},Welcome,08:45\n", opening.slug))?;
    assert_eq!(renamed.wrong, []);
    let welcome = session(&renamed.content, "Welcome")?;
    assert_eq!((welcome.id, welcome.time.to_string(), welcome.minutes), (opening.id, "08:45".to_owned(), 30));
    assert_eq!((&welcome.roles, welcome.room), (&opening.roles, opening.room));
    // By name alone, as there is one; sessions of one name by their beginning.
    let options = sessions_of(&content);
    let text = "Session;Day;Start;End\nopening;30.03.2024;09:00;9:40\nBreak;30/03/2024;12:00 PM;2 pm\n";
    let read = read_table(text.as_bytes(), &content, &options)?;
    assert_eq!(read.wrong, []);
    assert_eq!(session(&read.content, "opening")?.minutes, 40);
    let breaks: Vec<u32> =
        read.content.sessions.iter().filter(|one| one.title == "Break").map(|one| one.minutes).collect();
    assert_eq!(breaks, [15, 120]);
    let notes = read.report.notes.iter().find(|note| note.what.contains("not in the table")).map(|note| note.count);
    assert_eq!(notes, Some(1));
    Ok(())
}

#[test]
fn an_empty_cell_says_that_there_is_nothing() -> Checked {
    let content = small()?;
    let options = sessions_of(&content);
    let read = read_table(b"title,room,speakers\nOpening,,\n", &content, &options)?;
    assert_eq!(read.wrong, []);
    let opening = session(&read.content, "Opening")?;
    assert_eq!((opening.room, opening.roles.len(), opening.minutes), (None, 0, 30));
    Ok(())
}

#[test]
fn people_of_one_part_change_and_those_of_others_stay() -> Checked {
    let content = small()?;
    let options = sessions_of(&content);
    let read = |content: &Content, text: &str| -> Result<Content, Box<dyn Error>> {
        let read = read_table(text.as_bytes(), content, &options)?;
        assert_eq!(read.wrong, []);
        Ok(read.content)
    };
    let with_chair = read(&content, "title,chairs\nOpening,Carla Verdi\n")?;
    let both = read(&with_chair, "title,speakers\nOpening,\"Bruno Neri; Ada Bianchi\"\n")?;
    let named: Vec<(String, RoleKind)> = session(&both, "Opening")?
        .roles
        .iter()
        .filter_map(|role| both.person_by_id(role.person).map(|person| (person.name.clone(), role.kind)))
        .collect();
    let expected = [
        ("Bruno Neri".to_owned(), RoleKind::Speaker),
        ("Ada Bianchi".to_owned(), RoleKind::Speaker),
        ("Carla Verdi".to_owned(), RoleKind::Chair),
    ];
    assert_eq!(named, expected);
    // Nobody is added twice.
    assert_eq!(both.people.iter().filter(|person| person.name == "Ada Bianchi").count(), 1);
    assert_eq!(
        both.people.iter().find(|person| person.name == "Bruno Neri").map(|one| one.sort_name.as_str()),
        Some("Neri, Bruno")
    );
    Ok(())
}

#[test]
fn a_row_that_will_not_do_is_told_with_line_and_column_and_adds_nobody() -> Checked {
    let content = small()?;
    let options = sessions_of(&content);
    let text = "title,date,start,minutes,status,room,speakers,topics\n\
        New,2024-03-30,25:00,30,,Attic,Nobody Yet,\n\
        Break,,,,,,,\n\
        Opening,2024-03-30,09:00,900000,maybe,,,\n\
        \n\
        Fine,2024-03-30,14:00,30,scheduled,,,\n\
        fine,2024-03-30,14:00,30,scheduled,,,\n\
        Third,04/05/2021,14:00,30,scheduled,,,Unheard of\n\
        Long,2024-03-30,15:00,30,scheduled,,,,too much\n\
        ,2024-03-30,16:00,30,scheduled,,,\n\
        Late,2024-03-30,,,scheduled,,,\n";
    let read = read_table(text.as_bytes(), &content, &options)?;
    let told: Vec<(u64, &str)> = read.wrong.iter().map(|wrong| (wrong.line, wrong.column.as_str())).collect();
    let expected = [
        (2, "status"),
        (2, "start"),
        (3, "title"),
        (4, "status"),
        (4, "minutes"),
        (7, "title"),
        (8, "date"),
        (8, "topics"),
        (9, ""),
        (10, "title"),
        (11, "start"),
        (11, "minutes"),
    ];
    assert_eq!(told.len(), read.wrong.len());
    let mut sorted = told.clone();
    sorted.sort_by_key(|(line, _)| *line);
    // Each line with at least the first of its troubles, and no other lines.
    for (line, column) in expected {
        let is_told = sorted.iter().any(|(other, heading)| *other == line && *heading == column);
        let is_line = sorted.iter().any(|(other, _)| *other == line);
        assert!(is_told || is_line, "{line} {column}: {:?}", read.wrong);
    }
    assert!(sorted.iter().all(|(line, _)| expected.iter().any(|(other, _)| other == line)), "{:?}", read.wrong);
    let why = |line: u64| {
        read.wrong.iter().filter(move |wrong| wrong.line == line).map(|wrong| wrong.trouble.clone()).collect::<Vec<_>>()
    };
    assert!(matches!(why(3).as_slice(), [RowTrouble::Several(addresses)] if addresses.contains(", ")), "{:?}", why(3));
    assert!(
        why(4).contains(&RowTrouble::Unknown(["scheduled", "postponed", "cancelled"].map(str::to_owned).to_vec())),
        "{:?}",
        why(4)
    );
    assert_eq!(why(7), [RowTrouble::Again(6)]);
    assert!(why(8).contains(&RowTrouble::AmbiguousDay), "{:?}", why(8));
    assert_eq!(why(9), [RowTrouble::Cells(9, 8)]);
    assert_eq!(why(10), [RowTrouble::Form(Trouble::Missing)]);
    let added: Vec<&str> =
        read.content.sessions.iter().skip(content.sessions.len()).map(|one| one.title.as_str()).collect();
    assert_eq!(added, ["Fine"]);
    assert_eq!((read.content.people.len(), read.content.rooms.len()), (content.people.len(), content.rooms.len()));
    Ok(())
}

#[test]
fn a_name_that_no_form_takes_is_not_added_with_a_row_either() -> Checked {
    let content = small()?;
    let options = sessions_of(&content);
    let long = "x".repeat(301);
    let text = format!("title,room,speakers\nOpening,{long},\nOpening,,{long}\n");
    let read = read_table(text.as_bytes(), &content, &options)?;
    let lines: Vec<u64> = read.wrong.iter().map(|wrong| wrong.line).collect();
    // The other row is about the same session.
    assert_eq!((lines.contains(&2), lines.contains(&3)), (true, true), "{:?}", read.wrong);
    let text = format!("title,speakers\nOpening,{long}\n");
    let read = read_table(text.as_bytes(), &content, &options)?;
    assert_eq!(read.wrong.first().map(|wrong| wrong.column.as_str()), Some("speakers"));
    assert_eq!(steps_between(&content, &read.content), Vec::new());
    Ok(())
}

#[test]
fn people_come_from_a_list_and_keep_what_it_does_not_say() -> Checked {
    let content = programme()?;
    let known = content.people.first().ok_or("a person")?.clone();
    let text = format!(
        "Full name,Institution,Disclosure statement,Statement\n{},Somewhere,,Fees from nobody\nNew Person,Elsewhere,,\n",
        known.name.to_uppercase()
    );
    let read = table(&content, Kind::Person, &text)?;
    assert_eq!(read.wrong, []);
    let changed = read.content.person_by_id(known.id).ok_or("still there")?;
    assert_eq!((changed.affiliation.as_deref(), &changed.slug), (Some("Somewhere"), &known.slug));
    assert_eq!(changed.disclosure, Disclosure::Statement("Fees from nobody".to_owned()));
    let new = read.content.people.last().ok_or("a new one")?;
    assert_eq!(
        (new.name.as_str(), new.slug.as_str(), new.sort_name.as_str()),
        ("New Person", "new-person", "Person, New")
    );
    // Another heading that nobody knows is told.
    assert_eq!(read.report.left_out.iter().map(|group| group.count).sum::<usize>(), 1);
    Ok(())
}

#[test]
fn events_come_with_an_hour_or_with_days_and_never_without_either() -> Checked {
    let content = programme()?;
    let text = "title,kind,date,start,minutes,zone\n\
        Fourth webinar,webinar,2022-12-01,18:00,60,Europe/Paris\n\
        Night of research,conference,2022-12-02,,,\n\
        Some day,webinar,,18:00,60,\n";
    let read = table(&content, Kind::Event, text)?;
    assert_eq!(read.wrong.iter().map(|wrong| (wrong.line, wrong.column.as_str())).collect::<Vec<_>>(), [(4, "date")]);
    let [fourth, night] = read.content.events.get(content.events.len()..).ok_or("new events")? else {
        return Err("two".into());
    };
    assert_eq!(night.when.last_day().to_string(), "2022-12-02");
    assert_eq!(
        (fourth.title.as_str(), fourth.when.start().to_rfc3339().as_str()),
        ("Fourth webinar", "2022-12-01T17:00:00Z")
    );
    Ok(())
}

#[test]
fn a_first_line_without_headings_is_told() -> Checked {
    let content = programme()?;
    let options = TableOptions { kind: Kind::Session, event: None, usual: usual(), file_name: None };
    for (text, said) in [
        ("start,room\n09:00,Aula\n", "no column called “title”"),
        ("title,talk\nA,B\n", "two columns"),
        ("\n\n", "empty"),
        ("title,start\nA,\u{0}\n", "UTF-8"),
    ] {
        let error = read_table(text.as_bytes(), &content, &options).err().ok_or("an error")?;
        assert!(error.to_string().contains(said), "{error}");
    }
    // Of several events one must be named.
    let read = read_table(b"title,start,minutes\nA,09:00,30\n", &content, &options)?;
    assert_eq!(
        read.wrong.first().map(|wrong| (wrong.column.as_str(), &wrong.trouble)),
        Some(("event", &RowTrouble::Event))
    );
    Ok(())
}

#[test]
fn a_table_is_told_from_the_other_files() -> Checked {
    for (text, name, expected) in [
        ("title,start\nA,09:00\n", None, true),
        ("Title\tStart\nA\t09:00\n", None, true),
        ("\u{feff}title;start\n", None, true),
        ("anything", Some("sessions.CSV"), true),
        ("<schedule>", Some("schedule.xml"), false),
        ("{\"schedule\": {}}", None, false),
        ("[programme]\nname = \"x, y\"\n", None, false),
        ("name = \"x, y\"\n", None, false),
        ("# a, b\n[programme]\n", None, false),
        ("", None, false),
    ] {
        assert_eq!(is_table(text.as_bytes(), name), expected, "{text}");
    }
    assert!(!is_table(include_bytes!("../../programmes/telemedicine-phase-2.toml"), None));
    Ok(())
}

proptest! {
    #[test]
    fn no_table_is_too_strange(cells in proptest::collection::vec(proptest::collection::vec("[ -~;é\\n]{0,12}|2024-03-30|09:00|Opening|Break", 0..9), 0..9)) {
        let content = small().expect("a programme");
        let mut rows = vec![vec!["title", "date", "start", "minutes", "end", "room", "speakers", "address"].into_iter().map(str::to_owned).collect::<Vec<_>>()];
        rows.extend(cells);
        let event = content.events.first().map(|event| event.id);
        let options = TableOptions { kind: Kind::Session, event, usual: usual(), file_name: None };
        let read = read_table(&csv(&rows).expect("a file"), &content, &options).expect("a table");
        // Whatever it is, the same again changes nothing more.
        let again = read_table(&csv(&rows).expect("a file"), &read.content, &options).expect("a table");
        let titles = |content: &Content| content.sessions.iter().map(|one| one.title.clone()).collect::<Vec<_>>();
        prop_assert_eq!(titles(&again.content).len(), titles(&read.content).len());
    }
}
