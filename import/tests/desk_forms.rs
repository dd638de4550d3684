//! Every thing of real programmes goes through its form unharmed, and whatever the site shows stands in one.

use std::collections::BTreeSet;
use std::error::Error;

use domain::content::Content;
use domain::desk::{Around, Field, Form, Input, Kind, Thing, Typed, Values, bind};
use domain::time::Zone;
use import::{Options, read};

type Checked = Result<(), Box<dyn Error>>;

/// The shipped programme, and a file of each dialect.
fn programmes() -> Result<Vec<Content>, Box<dyn Error>> {
    let files: [&[u8]; 5] = [
        include_bytes!("../../programmes/telemedicine-phase-2.toml"),
        include_bytes!("fixtures/frab.xml"),
        include_bytes!("fixtures/pentabarf.xml"),
        include_bytes!("fixtures/wafer.xml"),
        include_bytes!("fixtures/untidy.xml"),
    ];
    let options = Options { zone: Some(Zone::named("Europe/Rome")?), file_name: None };
    let mut contents = Vec::new();
    for bytes in files {
        contents.push(read(bytes, &options)?.content);
    }
    Ok(contents)
}

/// What a browser sends of these fields.
fn sent(fields: &[Field]) -> Vec<(String, String)> {
    let mut sent = Vec::new();
    for field in fields {
        match (&field.value, &field.input) {
            (Typed::One(text), _) => sent.push((field.name.to_owned(), text.clone())),
            (Typed::Many(ticked), _) => {
                sent.push((field.name.to_owned(), String::new()));
                sent.extend(ticked.iter().map(|value| (field.name.to_owned(), value.clone())));
            }
            (Typed::Rows(rows), Input::Rows(columns)) => {
                sent.push((field.name.to_owned(), String::new()));
                for (index, column) in columns.iter().enumerate() {
                    let cells = rows.iter().filter_map(|row| row.get(index));
                    sent.extend(cells.map(|cell| (format!("{}.{}", field.name, column.name), cell.clone())));
                    // The empty row at the end.
                    sent.push((format!("{}.{}", field.name, column.name), String::new()));
                }
            }
            (Typed::Rows(_), _) => {}
        }
    }
    sent
}

#[test]
fn what_is_shown_and_sent_back_unchanged_changes_nothing() -> Checked {
    let mut count = 0;
    for content in programmes()? {
        let around = Around { content: &content };
        for thing in Kind::ALL.iter().flat_map(|kind| Thing::all(&content, *kind)) {
            let mut shown = Form::shown(around);
            bind(&mut thing.clone(), &mut shown);
            let (fields, _) = shown.finish();
            // A browser writes ends of lines in its own way.
            let mut typed = Values::default();
            for (name, value) in sent(&fields) {
                typed.add(&name, &value.replace('\n', "\r\n"));
            }
            let mut after = thing.clone();
            let mut form = Form::typed(around, &typed);
            bind(&mut after, &mut form);
            let (_, wrong) = form.finish();
            // A schedule says nothing of the programme, which must have a name.
            let is_named = thing.kind() != Kind::Programme || !thing.title().is_empty();
            assert!(wrong.is_empty() || !is_named, "{:?} “{}”: {wrong:?}", thing.kind(), thing.title());
            assert_eq!(after, thing);
            count += 1;
        }
    }
    assert!(count > 60, "{count} things are too few to say anything");
    Ok(())
}

/// What no form shows, and why that is right.
const NOT_EDITED: &[&str] = &[
    // Identities, what follows from other fields, and what is kept by itself.
    "id",
    "event",
    "when",
    "start",
    "end",
    "former_slugs",
    "source",
    "registration",
];

#[test]
fn every_field_of_the_model_stands_in_a_form() -> Checked {
    // Names that differ between a form and the model.
    let renamed = [
        (Kind::Session, "kind", "session_kind"),
        (Kind::Session, "language", "own_language"),
        (Kind::Session, "summary", "abstract"),
        (Kind::Material, "minutes", "length"),
    ];
    let mut missing = BTreeSet::new();
    for content in programmes()? {
        for thing in Kind::ALL.iter().flat_map(|kind| Thing::all(&content, *kind)) {
            let mut form = Form::shown(Around { content: &content });
            bind(&mut thing.clone(), &mut form);
            let fields: BTreeSet<&str> = form.finish().0.iter().map(|field| field.name).collect();
            let value = serde_json::to_value(&thing)?;
            let keys = value.pointer("/thing").and_then(|thing| thing.as_object()).ok_or("a thing is an object")?;
            for key in keys.keys() {
                let renamed = renamed.iter().find(|(kind, name, _)| *kind == thing.kind() && name == key);
                let name = renamed.map_or(key.as_str(), |(_, _, field)| field);
                // Of a material the event is a field; of what belongs to an event it is where the thing is.
                let is_field = thing.kind() == Kind::Material && key == "event";
                if !fields.contains(name) && (is_field || !NOT_EDITED.contains(&key.as_str())) {
                    missing.insert(format!("{:?}.{key}", thing.kind()));
                }
            }
        }
    }
    assert!(missing.is_empty(), "in no form: {missing:?}");
    // What stands for those above.
    let content = programmes()?.swap_remove(0);
    let event = Thing::all(&content, Kind::Event).swap_remove(0);
    let mut form = Form::shown(Around { content: &content });
    bind(&mut event.clone(), &mut form);
    let fields: BTreeSet<&str> = form.finish().0.iter().map(|field| field.name).collect();
    for name in
        ["precision", "date", "time", "minutes", "last", "registration", "opens", "closes", "capacity", "questions"]
    {
        assert!(fields.contains(name), "{name}");
    }
    Ok(())
}
