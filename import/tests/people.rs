//! Lists of people: as spreadsheets write them, whatever stands between the cells, and what is wrong is told by its line.

use domain::content::{Id, Question};
use domain::registration::RegistrationForm;
use import::{ImportError, PEOPLE_MAX, People, read_people, template};
use proptest::prelude::{any, proptest};

const UPLOAD: Id = Id::from_u128(7);

fn questions() -> Vec<Question> {
    let questions = serde_json::json!([
        {"name": "diet", "label": "What do you not eat?", "kind": {"type": "short_text"}},
        {"name": "topics", "label": "Topics", "kind": {"type": "choices", "options": [
            {"value": "a", "label": "Alpha"}, {"value": "b", "label": "Beta"}]}},
    ]);
    serde_json::from_value(questions).unwrap_or_default()
}

fn read(text: &str) -> Result<People, ImportError> {
    read_people(text.as_bytes(), &questions(), UPLOAD)
}

fn why(bytes: &[u8]) -> String {
    read_people(bytes, &questions(), UPLOAD).map_or_else(|error| error.to_string(), |people| format!("{people:?}"))
}

#[test]
fn commas_semicolons_and_tabs_a_mark_before_and_headings_in_any_order_are_read_alike() {
    let expected = RegistrationForm::of_fields([
        ("name", "Rossi, Maria"),
        ("email", "maria@ospedale.it"),
        ("country", "IT"),
        ("profession", "allied-health"),
        ("organisation", "Ospedale"),
        ("answer-topics", "b"),
        ("answer-topics", "a"),
        ("answer-diet", "=Nuts"),
    ]);
    let comma = "Name,E-mail,Country,Role,Institution,Topics,answer-diet,tags\r\n\
        \"Rossi, Maria\", maria@ospedale.it ,italy,Allied health,Ospedale,Beta; a,'=Nuts,\"vip, dinner\"\r\n";
    let semicolon = "\u{feff}email;name;profession;COUNTRY;organisation;answer-topics;What do you not eat?;Tags\n\
        maria@ospedale.it;Rossi, Maria;ALLIED-HEALTH;it;Ospedale;\"b;Alpha\";=Nuts;vip, dinner";
    let tab = semicolon.replace(';', "\t").replace("b\tAlpha", "b;Alpha");
    for text in [comma, semicolon, tab.as_str()] {
        let people = read(text).expect("a list");
        let [row] = people.rows.as_slice() else { panic!("one line, not {people:?}") };
        let form = RegistrationForm { idempotency_key: String::new(), ..row.form.clone() };
        assert_eq!((&form, row.tags.as_str(), row.line), (&expected, "vip, dinner", 2), "{text}");
        assert_eq!((row.cells, people.left_aside.as_slice()), (None, &[][..]));
    }
    assert_eq!(read(comma).expect("a list").heading("email"), "E-mail");
}

#[test]
fn lines_keep_their_numbers_and_those_of_another_width_are_told() {
    let people = read(
        "\n\nname,email,country,profession,favourite colour,\n\n\"two\nlines\",a@b.org,IT,nurse,red,\n,,,,,\nshort,c@d.org\nlong,e@f.org,IT,nurse,,,more\n",
    )
    .expect("a list");
    let lines: Vec<_> = people.rows.iter().map(|row| (row.line, row.form.name.as_str(), row.cells)).collect();
    assert_eq!(lines, [(5, "two\nlines", None), (8, "short", Some((2, 6))), (9, "long", Some((7, 6)))]);
    assert_eq!(people.left_aside, ["favourite colour"]);
    let keys: std::collections::HashSet<&str> =
        people.rows.iter().map(|row| row.form.idempotency_key.as_str()).collect();
    assert_eq!(keys.len(), 3, "each line is a form of its own");
}

#[test]
fn what_is_no_list_is_refused_with_the_reason() {
    assert!(why(b"").contains("empty") && why(b" \n ; \n").contains("empty"));
    assert!(why(b"name,email\nA,a@b.org").contains("“country”, “profession”"));
    assert!(why(b"name,email,country,profession,Full name\n").contains("two columns are called “Full name”"));
    assert!(
        why(b"name,email,country,profession\nJos\xe9,a@b.org,ES,nurse")
            .contains("line 2, column 4: the file is not UTF-8")
    );
    assert!(why(b"\xff\xfen\0a\0m\0e\0").contains("not UTF-8"));
    let many = "name,email,country,profession\n".to_owned() + &"A,a@b.org,IT,nurse\n".repeat(PEOPLE_MAX + 1);
    assert!(why(many.as_bytes()).contains("more than 5000 people"));
    let whole = many.trim_end().rsplit_once('\n').expect("lines").0;
    assert_eq!(read(whole).expect("a list").rows.len(), PEOPLE_MAX);
}

#[test]
fn a_file_to_be_filled_in_has_every_heading_and_is_taken_whole() {
    let head = template(&questions());
    assert_eq!(head.join(","), "name,email,country,profession,organisation,tags,answer-diet,answer-topics");
    assert!(read(&head.join(";")).expect("a list").left_aside.is_empty());
}

proptest! {
    #[test]
    fn no_file_makes_it_fail(bytes in any::<Vec<u8>>(), text in any::<String>()) {
        let _refused = read_people(&bytes, &questions(), UPLOAD);
        let _some = read_people(format!("name,email,country,profession\n{text}").as_bytes(), &questions(), UPLOAD);
    }
}
