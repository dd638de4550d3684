//! Conference schedules: each dialect, what is repaired or left out, and files that are broken.

use std::error::Error;

use domain::check::check;
use domain::content::{Attendance, Content, Format, Session};
use domain::time::{Date, Instant, Zone};
use import::{ImportError, Imported, MAX_BYTES, Options, read};

type Checked = Result<(), Box<dyn Error>>;

const FRAB: &[u8] = include_bytes!("fixtures/frab.xml");
const PENTABARF: &[u8] = include_bytes!("fixtures/pentabarf.xml");
const WAFER: &[u8] = include_bytes!("fixtures/wafer.xml");
const UNTIDY: &[u8] = include_bytes!("fixtures/untidy.xml");

fn zone(name: &str) -> Result<Options, Box<dyn Error>> {
    Ok(Options { zone: Some(Zone::named(name)?), file_name: None })
}

fn session<'a>(content: &'a Content, title: &str) -> Result<&'a Session, String> {
    content.sessions.iter().find(|session| session.title == title).ok_or_else(|| format!("no session “{title}”"))
}

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

/// The error of a file that must not be read.
fn error_of(bytes: &[u8], options: &Options) -> Result<ImportError, String> {
    read(bytes, options).err().ok_or_else(|| "the file was accepted".to_owned())
}

#[test]
fn a_frab_schedule_becomes_one_event_with_its_own_tracks_and_rooms() -> Checked {
    let Imported { content, report } = read(FRAB, &Options::default())?;
    assert_eq!(
        ["days", "sessions", "rooms with sessions", "tracks", "persons"].map(|sort| report.number_of(sort)),
        [2, 3, 2, 2, 3],
        "two people who share a name stay two: {report}"
    );
    let problems: Vec<_> = check(&content).into_iter().filter(|problem| problem.id.is_some()).collect();
    assert_eq!(problems, vec![]);
    let [event] = content.events.as_slice() else { return Err("one event expected".into()) };
    assert_eq!(
        (event.slug.as_str(), event.zone.as_str(), event.language.as_str()),
        ("nightschool", "Europe/Rome", "en")
    );
    assert!(content.tracks.iter().all(|track| track.event == event.id));
    assert!(content.rooms.iter().all(|room| room.event == event.id));
    let slugs: Vec<_> = content.sessions.iter().map(|session| session.slug.as_str()).collect();
    assert_eq!(
        slugs,
        [
            "nightschool-1-what-telemonitoring-asks-of-a-ward",
            "asking-questions-after-midnight",
            "what-telemonitoring-asks-of-a-ward"
        ]
    );
    let sorted: Vec<_> = content.people.iter().map(|person| person.sort_name.as_str()).collect();
    assert_eq!(sorted, ["Example, Ada", "van der Probe, Ludwig", "Example, Ada"]);
    Ok(())
}

#[test]
fn a_talk_after_midnight_stays_with_the_evening_before() -> Checked {
    let content = read(FRAB, &Options::default())?.content;
    let night = session(&content, "Asking questions after midnight")?;
    assert_eq!((Some(night.day), Some(night.date)), (day("2024-03-30"), day("2024-03-31")));
    assert_eq!(night.start, Instant::from_rfc3339("2024-03-31T01:15:00Z")?, "clocks go forward that night");
    assert_eq!(night.language.as_deref(), Some("it"), "kept because it differs from the event's");
    Ok(())
}

#[test]
fn markdown_stays_markdown_and_html_is_told_from_it() -> Checked {
    let content = read(FRAB, &Options::default())?.content;
    let [first, _, again] = content.sessions.as_slice() else { return Err("three sessions expected".into()) };
    assert_eq!((first.summary.format, first.summary.source.as_str()), (Format::Markdown, "One ward, *one year*."));
    assert_eq!(first.description.source, "# Outline\n\n* staffing\n* alarms");
    assert_eq!(again.summary.source, "<p>Again, <em>for technicians</em>.</p>");
    Ok(())
}

#[test]
fn what_is_not_taken_is_told() -> Checked {
    let text = read(FRAB, &Options { file_name: Some("night.xml".into()), zone: None })?.report.to_string();
    assert!(text.starts_with("Read the schedule of Night School of Telemedicine from night.xml."), "{text}");
    assert!(text.contains("1 × link; links of sessions are not taken"), "{text}");
    assert!(text.contains("session not to be recorded\n      line 16: What telemonitoring"), "{text}");
    Ok(())
}

#[test]
fn an_old_pentabarf_schedule_needs_a_zone() -> Checked {
    let error = error_of(PENTABARF, &Options::default())?;
    assert_eq!(error, ImportError::ZoneNeeded);
    assert!(error.to_string().contains("--zone Europe/Brussels"), "{error}");
    let content = read(PENTABARF, &zone("Europe/Brussels")?)?.content;
    let welcome = session(&content, "Welcome to the old school")?;
    assert_eq!(welcome.start, Instant::from_rfc3339("2021-02-06T09:00:00+01:00")?);
    assert_eq!(welcome.slug.as_str(), "welcome-to-the-old-school", "the file's slug is not well-formed");
    let night = session(&content, "The night shift")?;
    assert_eq!((Some(night.day), Some(night.date)), (day("2021-02-06"), day("2021-02-07")), "before the day change");
    assert_eq!(content.events.first().map(|event| event.attendance), Some(Attendance::Online));
    Ok(())
}

#[test]
fn html_of_strangers_is_sanitised() -> Checked {
    let content = read(PENTABARF, &zone("Europe/Brussels")?)?.content;
    let welcome = session(&content, "Welcome to the old school")?;
    assert_eq!(welcome.summary.format, Format::Html);
    assert_eq!(welcome.summary.source, "<p>A <a rel=\"noopener nofollow\">short</a> welcome.</p>");
    let link = "<p>Read <a href=\"https://example.org/more\" rel=\"noopener nofollow\">more</a>.</p>";
    assert_eq!(welcome.description.source, link);
    Ok(())
}

#[test]
fn a_wafer_day_is_the_one_people_mean() -> Checked {
    let Imported { content, report } = read(WAFER, &Options::default())?;
    let listed: Vec<_> = content.sessions.iter().map(|one| format!("{} {} {}", one.day, one.time, one.title)).collect();
    assert_eq!(listed, ["2023-09-10 07:00 Breakfast", "2023-09-10 19:00 Dinner", "2023-09-11 07:00 Breakfast"]);
    assert!(report.to_string().contains("line 15: 2023-09-09 is 2023-09-10"), "{report}");
    let slugs: Vec<_> = content.sessions.iter().map(|session| session.slug.as_str()).collect();
    assert_eq!(slugs, ["cliniccamp23-1-breakfast", "dinner", "breakfast"]);
    Ok(())
}

#[test]
fn untidy_sessions_are_repaired_or_left_out_and_each_is_told_with_its_line() -> Checked {
    let Imported { content, report } = read(UNTIDY, &zone("Europe/Rome")?)?;
    let taken: Vec<_> =
        content.sessions.iter().map(|one| format!("{} {}+{}", one.title, one.time, one.minutes)).collect();
    assert_eq!(
        taken,
        [
            "Named by its subtitle 09:00+30",
            "No length 10:00+15",
            "In the repeated hour 02:30+10",
            "Same identity 11:00+10",
            "No identity 11:30+10",
            "Odd language 12:00+10",
            "Start differs 13:00+10",
        ]
    );
    let text = report.to_string();
    for line in [
        "line 8: Named by its subtitle",
        "session left out: no title",
        "line 10: No start",
        "line 11: Start in words",
        "line 12: No length (15 min)",
        "session left out: longer than 24 hours\n      line 13",
        "occurs twice that night; the first of the two was taken\n      line 14",
        "identity of an earlier one; told apart by a number\n      line 15",
        "one was made of title and start\n      line 16",
        "person without a name",
        "line 17: Twice Listed",
        "line 20: klingon",
        "start differs from the time of day in date; the instant given by date was taken\n      line 21",
        "session left out: no date\n      line 25: Day without a date",
    ] {
        assert!(text.contains(line), "“{line}” is missing in:\n{text}");
    }
    Ok(())
}

#[test]
fn the_same_file_gives_the_same_bytes() -> Checked {
    for (bytes, options) in [(FRAB, Options::default()), (WAFER, Options::default()), (UNTIDY, zone("Europe/Rome")?)] {
        let (first, second) = (read(bytes, &options)?, read(bytes, &options)?);
        assert_eq!(serde_json::to_string(&first.content)?, serde_json::to_string(&second.content)?);
        let mut identities: Vec<_> = first.content.sessions.iter().map(|session| session.id).collect();
        identities.sort();
        identities.dedup();
        assert_eq!(identities.len(), first.content.sessions.len());
    }
    Ok(())
}

#[test]
fn broken_files_give_one_clear_error_with_its_line() -> Checked {
    let nested = format!("<schedule>{}", "<a>".repeat(100_000));
    let cases: [(&str, &[u8], &str); 14] = [
        ("truncated", include_bytes!("fixtures/truncated.xml"), "line 23, column 33: the XML is damaged"),
        ("wrong encoding", include_bytes!("fixtures/latin-1.xml"), "not UTF-8 (it says “ISO-8859-1”)"),
        ("entity bomb", include_bytes!("fixtures/entity-bomb.xml"), "line 2, column 1: the file declares entities"),
        ("empty", include_bytes!("fixtures/empty.xml"), "the file is empty"),
        ("blank", b" \n\t\n", "the file is empty"),
        ("nested", nested.as_bytes(), "line 1, column 128: elements are nested more than 40 deep"),
        ("UTF-16", b"\xff\xfe<\0s\0", "line 1, column 1: the file is not UTF-8"),
        ("UTF-16 without a mark", b"<\0s\0c\0", "line 1, column 2: the file is not UTF-8"),
        ("declared", b"<?xml version='1.0' encoding='windows-1252'?><schedule/>", "it says “windows-1252”"),
        ("unknown entity", b"<schedule>\n<a>x&nbsp;y</a></schedule>", "line 2, column 5: “&nbsp;” is not one of"),
        ("another format", b"<rss><channel/></rss>", "it begins with <rss>"),
        ("JSON", b"{\"schedule\": {}}", "it is JSON, and has no “schedule.conference”"),
        ("crossed tags", b"<schedule>\n<a></b></schedule>", "line 2, column"),
        (
            "no sessions",
            b"<schedule><conference><title>A</title></conference></schedule>",
            "no session that can be read",
        ),
    ];
    for (name, bytes, expected) in cases {
        let error = error_of(bytes, &zone("Europe/Rome")?)?.to_string();
        assert!(error.contains(expected), "{name}: {error}");
        assert_eq!(error.lines().count(), 1, "{name}: {error}");
    }
    Ok(())
}

#[test]
fn a_file_beyond_the_limit_is_refused_before_it_is_parsed() -> Checked {
    let huge = vec![b'<'; MAX_BYTES + 1];
    assert_eq!(error_of(&huge, &Options::default())?, ImportError::TooLarge { size: MAX_BYTES + 1 });
    Ok(())
}

#[test]
fn a_zone_the_file_names_goes_before_the_one_given() -> Checked {
    let imported = read(FRAB, &zone("Asia/Tokyo")?)?;
    assert_eq!(imported.content.events.first().map(|event| event.zone.as_str()), Some("Europe/Rome"));
    assert!(imported.report.to_string().contains("Europe/Rome instead of Asia/Tokyo"), "{}", imported.report);
    let unknown = String::from_utf8(FRAB.to_vec())?.replace("Europe/Rome", "Europe/Roma");
    let error = error_of(unknown.as_bytes(), &Options::default())?.to_string();
    assert!(error.starts_with("line 12, column 1: “Europe/Roma” is not a time zone"), "{error}");
    let imported = read(unknown.as_bytes(), &zone("Europe/Rome")?)?;
    assert_eq!(imported.content.events.first().map(|event| event.zone.as_str()), Some("Europe/Rome"));
    Ok(())
}

#[test]
fn addresses_are_found_beside_what_is_there_and_kept_when_imported_again() -> Checked {
    let other = String::from_utf8(FRAB.to_vec())?.replace("nightschool", "dayschool");
    let mut existing = read(FRAB, &Options::default())?.content;
    let mut imported = read(other.as_bytes(), &Options::default())?;
    imported.fit_beside(&existing);
    assert_eq!(imported.content.events.first().map(|event| event.slug.as_str()), Some("dayschool"));
    assert_eq!(
        session(&imported.content, "Asking questions after midnight")?.slug.as_str(),
        "asking-questions-after-midnight-2"
    );
    let people: Vec<_> = imported.content.people.iter().map(|person| person.slug.as_str()).collect();
    assert_eq!(people, ["ada-example-3", "ludwig-van-der-probe-2", "ada-example-2-2"]);
    assert!(imported.report.to_string().contains("3 × person whose address is taken"), "{}", imported.report);

    existing.events.extend(imported.content.events.clone());
    existing.people.extend(imported.content.people.clone());
    existing.sessions.extend(imported.content.sessions.clone());
    let mut again = read(other.as_bytes(), &Options::default())?;
    again.fit_beside(&existing);
    assert_eq!(again.content, imported.content);
    Ok(())
}
