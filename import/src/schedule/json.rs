//! The JSON that frab and pretalx write beside their XML (schema of the c3voc), into the same tree as that: so both are understood
//! alike, with the same repairs and the same report.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::dialect::MAX_MINUTES;
use super::reader::Element;
use crate::error::{ImportError, Position};

/// What stands in lists of its own in the XML, with the name of an entry.
const LISTS: [(&str, &str); 2] = [("links", "link"), ("attachments", "attachment")];
/// What tells a session or a person from others; an attribute in the XML.
const IDENTITIES: [&str; 3] = ["guid", "id", "code"];

/// The root of a schedule.
///
/// # Errors
/// JSON that is damaged, or that is no schedule.
pub(super) fn parse(text: &str) -> Result<Element, ImportError> {
    let root: Value = serde_json::from_str(text).map_err(|error| {
        let number = |place: usize| u32::try_from(place).unwrap_or(u32::MAX).max(1);
        let position = Position { line: number(error.line()), column: number(error.column()) };
        ImportError::Invalid { position, message: format!("the JSON is damaged ({error}); is the file complete?") }
    })?;
    let unknown = |what: &str| ImportError::UnknownFormat(format!("it is JSON, and has no “{what}”"));
    let schedule = root.get("schedule").and_then(Value::as_object).ok_or_else(|| unknown("schedule"))?;
    let conference =
        schedule.get("conference").and_then(Value::as_object).ok_or_else(|| unknown("schedule.conference"))?;
    let lines = lines(text);
    let mut element = Element::new("schedule", 1);
    let mut head = Element::new("conference", 1);
    put_texts(&mut head, conference);
    element.push(head);
    let order: Vec<&str> = objects(conference.get("rooms")).filter_map(|room| room.get("name")?.as_str()).collect();
    for day in objects(conference.get("days")) {
        element.push(day_of(day, &order, &lines));
    }
    Ok(element)
}

/// The lines on which things are named by their identity: a report leads there.
fn lines(text: &str) -> HashMap<&str, u32> {
    let mut lines = HashMap::new();
    for (number, line) in (1..).zip(text.lines()) {
        for (place, key) in line.match_indices("\"guid\"") {
            let value = line.get(place + key.len()..).and_then(|rest| rest.split('"').nth(1));
            if let Some(value) = value {
                lines.entry(value).or_insert(number);
            }
        }
    }
    lines
}

fn objects(list: Option<&Value>) -> impl Iterator<Item = &Map<String, Value>> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// The rooms come as the conference lists them, and those that it does not list behind them.
fn day_of(day: &Map<String, Value>, order: &[&str], lines: &HashMap<&str, u32>) -> Element {
    let mut element = Element::new("day", 1);
    for (name, key) in [("index", "index"), ("date", "date"), ("start", "day_start"), ("end", "day_end")] {
        if let Some(value) = day.get(key).and_then(plain) {
            element.push_attribute(name, &value);
        }
    }
    let Some(rooms) = day.get("rooms").and_then(Value::as_object) else { return element };
    let place = |name: &str| order.iter().position(|known| *known == name).unwrap_or(order.len());
    let mut rooms: Vec<(&String, &Value)> = rooms.iter().collect();
    rooms.sort_by_key(|(name, _)| place(name));
    for (name, sessions) in rooms {
        let mut room = Element::new("room", 1);
        room.push_attribute("name", name);
        for session in objects(Some(sessions)) {
            room.push(session_of(session, lines));
        }
        element.push(room);
    }
    element
}

fn session_of(session: &Map<String, Value>, lines: &HashMap<&str, u32>) -> Element {
    let known = session.get("guid").and_then(Value::as_str).and_then(|guid| lines.get(guid));
    let line = known.copied().unwrap_or(1);
    let mut element = Element::new("event", line);
    put_identities(&mut element, session);
    put_texts(&mut element, session);
    if let (None, Some(length)) = (element.child("duration"), length(session)) {
        element.push_text_child("duration", &length);
    }
    let mut persons = Element::new("persons", line);
    for person in objects(session.get("persons")) {
        let mut one = Element::new("person", line);
        put_identities(&mut one, person);
        let name = ["name", "public_name", "full_public_name"].iter().find_map(|key| person.get(*key)?.as_str());
        one.push_text(name.unwrap_or_default());
        persons.push(one);
    }
    element.push(persons);
    for (list, entry) in LISTS {
        let mut all = Element::new(list, line);
        for _ in objects(session.get(list)) {
            all.push(Element::new(entry, line));
        }
        element.push(all);
    }
    if session.get("do_not_record") == Some(&Value::Bool(true)) {
        let mut recording = Element::new("recording", line);
        recording.push_text_child("optout", "true");
        element.push(recording);
    }
    element
}

/// Newer schedules say when a session ends and not how long it is.
fn length(session: &Map<String, Value>) -> Option<String> {
    let instant = |key: &str| domain::time::Instant::from_rfc3339(session.get(key)?.as_str()?).ok();
    let minutes = instant("end")?.milliseconds_since(instant("date")?).div_euclid(60_000);
    let minutes = u32::try_from(minutes).ok().filter(|minutes| (1..=MAX_MINUTES).contains(minutes))?;
    Some(format!("{}:{:02}", minutes / 60, minutes % 60))
}

fn put_identities(element: &mut Element, object: &Map<String, Value>) {
    for name in IDENTITIES {
        if let Some(value) = object.get(name).and_then(plain) {
            element.push_attribute(name, &value);
        }
    }
}

/// Every text, number and truth of an object, each as an element.
fn put_texts(element: &mut Element, object: &Map<String, Value>) {
    for (name, value) in object {
        if let Some(value) = plain(value) {
            element.push_text_child(name, &value);
        }
    }
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}
