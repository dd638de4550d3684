use proptest::prelude::{ProptestConfig, Strategy, any, prop, proptest};
use proptest::{prop_assert, prop_assert_eq};

use super::{CueField, CueProblem, CueRow, CueTrouble, add_row, join_rows, read_rows, split_row};
use crate::timed_text::{Cue, LATEST, STRETCH, Stretch, read, stretches, vtt};

const WHOLE: Stretch = Stretch { since: 0, until: LATEST };

fn row(start: &str, end: &str, text: &str) -> CueRow {
    CueRow { start: start.to_owned(), end: end.to_owned(), text: text.to_owned(), ..CueRow::default() }
}

fn spoken(who: &str, row: CueRow) -> CueRow {
    CueRow { speaker: who.to_owned(), ..row }
}

fn brief(rows: &[CueRow]) -> Vec<(&str, &str, &str)> {
    rows.iter().map(|row| (row.start.as_str(), row.end.as_str(), row.text.as_str())).collect()
}

#[test]
fn what_was_typed_is_read_as_people_write_it() {
    let rows = [
        row(" 1:02.5", "0:01:04,750 ", " Good   morning,\r\n\r\neveryone "),
        spoken(" Ada  Example ", row("64.75", "65", "Yes.")),
    ];
    let cues = read_rows(&rows, WHOLE, &[]).unwrap();
    assert_eq!(
        vtt(&cues),
        "WEBVTT\n\n00:01:02.500 --> 00:01:04.750\nGood morning,\neveryone\n\n00:01:04.750 --> 00:01:05.000\n<v Ada Example>Yes.\n"
    );
}

#[test]
fn what_is_to_be_mended_is_told_with_its_row_and_field() {
    let rows = [
        row("0:10", "0:09", "backwards"),
        row("soon", "", " \n "),
        row("0:05", "0:12", "00:01.000 --> 00:02.000"),
        row("0:20", "0:30", &"x".repeat(1_001)),
    ];
    let after = Cue { start: 15_000, end: 16_000, text: "later".to_owned(), ..Cue::default() };
    let found = read_rows(&rows, Stretch { since: 0, until: 15_000 }, &[after]).unwrap_err();
    let expected = [
        (0, CueField::End, CueProblem::Reversed),
        (1, CueField::Start, CueProblem::NotATime),
        (1, CueField::End, CueProblem::NotATime),
        (1, CueField::Text, CueProblem::Empty),
        (2, CueField::Start, CueProblem::BeforeTheOneAbove),
        (2, CueField::Text, CueProblem::Arrow),
        (3, CueField::Start, CueProblem::AfterTheOneBelow),
        (3, CueField::Text, CueProblem::TooLong),
    ];
    assert_eq!(found, expected.map(|(row, field, problem)| CueTrouble { row, field, problem }));
}

#[test]
fn a_row_is_added_where_there_is_room() {
    let mut rows = vec![row("0:01.000", "0:02.000", "a"), row("0:03.000", "0:04.000", "b")];
    add_row(&mut rows, 1, 0);
    add_row(&mut rows, 9, 0);
    add_row(&mut rows, 0, 0);
    let expected = [
        ("0:00.000", "0:01.000", ""),
        ("0:01.000", "0:02.000", "a"),
        ("0:02.000", "0:03.000", ""),
        ("0:03.000", "0:04.000", "b"),
        ("0:04.000", "0:06.000", ""),
    ];
    assert_eq!(brief(&rows), expected);
    add_row(&mut rows, 1, 0);
    assert_eq!(brief(&rows)[1], ("0:01.000", "0:02.000", ""), "without room it overlaps, which is seen");
    let mut rows = vec![row("x", "soon", "a")];
    add_row(&mut rows, 1, 0);
    assert_eq!(brief(&rows)[1], ("", "", ""));
}

#[test]
fn a_row_is_cut_at_the_place_that_is_named_or_halfway() {
    let cut = |text: &str, place, moment| {
        let mut rows = vec![spoken("Ada", row("0:00.000", "0:10.000", text))];
        split_row(&mut rows, 0, place, moment);
        assert!(rows.iter().all(|row| row.speaker == "Ada"));
        rows.into_iter().map(|row| (row.end, row.text)).collect::<Vec<_>>()
    };
    let parts = |middle: &str, first: &str, second: &str| {
        vec![(middle.to_owned(), first.to_owned()), ("0:10.000".to_owned(), second.to_owned())]
    };
    assert_eq!(
        cut("ten chars!and thirty more, which are long", Some(10), None),
        parts("0:02.439", "ten chars!", "and thirty more, which are long")
    );
    assert_eq!(cut("😀😀ab", Some(4), None), parts("0:05.000", "😀😀", "ab"));
    assert_eq!(
        cut("One.\n\nTwo and three and four.", None, None),
        parts("0:01.481", "One.", "Two and three and four.")
    );
    assert_eq!(
        cut("It was so. And then it was not so.", None, Some(4_000)),
        parts("0:04.000", "It was so.", "And then it was not so.")
    );
    assert_eq!(cut("Indivisible", None, Some(20_000)), parts("0:10.000", "Indivisible", ""));
}

#[test]
fn two_rows_are_put_together_with_all_that_is_said() {
    let mut rows = vec![
        spoken("Ada", row("0:01.000", "0:02.000", "Good morning.")),
        spoken("Ben", row("0:02.000", "0:03.000", "Hello.")),
        row("0:03.000", "later", "Where do we begin?"),
    ];
    join_rows(&mut rows, 0);
    assert_eq!(brief(&rows)[0], ("0:01.000", "0:03.000", "Good morning.\nBen: Hello."));
    join_rows(&mut rows, 0);
    assert_eq!(brief(&rows), [("0:01.000", "later", "Good morning. Ben: Hello.\nWhere do we begin?")]);
    join_rows(&mut rows, 0);
    assert_eq!(rows.len(), 1, "after the last one there is nothing");
}

#[test]
fn names_and_places_of_a_file_stay_with_their_cues() {
    let file = "WEBVTT\n\nopening\n00:01.000 --> 00:02.000 line:10% align:start region:fred size:huge!\n<v Ada>Hello\n\nNOTE nobody\nreads this\n\n2\n00:03.000 --> 00:04.000\nGo on\n";
    let cues = read(file.as_bytes()).unwrap();
    let rows: Vec<CueRow> = cues.iter().map(CueRow::from).collect();
    assert_eq!((rows[0].identifier.as_str(), rows[0].settings.as_str()), ("opening", "line:10% align:start"));
    let mut typed = rows;
    typed[1].text = "Go on, please".to_owned();
    let kept = vtt(&read_rows(&typed, WHOLE, &cues).unwrap());
    assert_eq!(
        kept,
        "WEBVTT\n\nopening\n00:00:01.000 --> 00:00:02.000 line:10% align:start\n<v Ada>Hello\n\n2\n00:00:03.000 --> 00:00:04.000\nGo on, please\n"
    );
    let subrip = read(b"1\n00:00:01,000 --> 00:00:02,000\nfirst\n").unwrap();
    assert_eq!(subrip[0].identifier, None, "a number that the next cue would make wrong");
}

fn cues() -> impl Strategy<Value = Vec<Cue>> {
    let text = prop::collection::vec("[\\PC&&[^\\s>]]{1,12}", 1..4);
    let text = text.prop_flat_map(|words| {
        let count = words.len();
        (prop::collection::vec(any::<bool>(), count), proptest::prelude::Just(words)).prop_map(|(breaks, words)| {
            let joined =
                words.iter().zip(breaks).map(|(word, breaks)| format!("{word}{}", if breaks { "\n" } else { " " }));
            joined.collect::<String>().trim().to_owned()
        })
    });
    let settings = prop::option::of("(line:[0-9]{1,2}%)( align:(start|end))?( size:[0-9]{1,2}%)?");
    let names = (prop::option::of("[A-Z][a-z&<]{1,8}"), prop::option::of("[a-z0-9]{1,8}( [a-z]{1,3})?"), settings);
    let one = (0..400_000_u32, 1..10_000_u32, text, names).prop_map(|(start, length, text, names)| {
        let (speaker, identifier, settings) = names;
        Cue { start, end: start + length, speaker, text, identifier, settings }
    });
    prop::collection::vec(one, 1..120).prop_map(|mut cues| {
        cues.sort_by_key(|cue| (cue.start, cue.end));
        cues
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_goes_through_the_forms_untouched_stays_as_it_is(cues in cues()) {
        prop_assert_eq!(read(vtt(&cues).as_bytes()), Ok(cues.clone()));
        let parts = stretches(&cues);
        let mut again = Vec::new();
        for part in &parts {
            let (_, within, _) = part.of(&cues);
            let rows: Vec<CueRow> = within.iter().map(CueRow::from).collect();
            let typed = read_rows(&rows, *part, &cues);
            prop_assert_eq!(typed.as_deref(), Ok(within));
            prop_assert_eq!(part.put(&cues, typed.unwrap_or_default()), cues.clone());
            again.extend_from_slice(within);
        }
        prop_assert_eq!(&again, &cues);
        prop_assert!(parts.iter().all(|part| part.of(&cues).1.len() >= STRETCH.min(cues.len()) || part.until == LATEST));
    }

    #[test]
    fn two_who_edit_different_parts_lose_nothing(cues in cues(), which in any::<usize>(), words in "[a-z]{1,9}") {
        let parts = stretches(&cues);
        let mine = parts[which % parts.len()];
        for theirs in parts.iter().filter(|part| **part != mine) {
            let print = mine.print(&cues);
            let (_, within, _) = theirs.of(&cues);
            let changed = within.iter().map(|cue| Cue { text: words.clone(), ..cue.clone() }).collect();
            let meanwhile = theirs.put(&cues, changed);
            prop_assert_eq!(mine.print(&meanwhile), print);
            let gone = mine.put(&meanwhile, Vec::new());
            prop_assert_eq!(theirs.of(&gone).1, theirs.of(&meanwhile).1);
        }
    }

    #[test]
    fn nothing_that_was_said_is_lost_by_cutting_and_joining(cues in cues(), at in any::<usize>(), place in prop::option::of(0_usize..40)) {
        let mut rows: Vec<CueRow> = cues.iter().map(CueRow::from).collect();
        let words = |rows: &[CueRow]| rows.iter().flat_map(|row| row.text.chars()).filter(|one| !one.is_whitespace()).collect::<String>();
        let (before, at) = (words(&rows), at % rows.len());
        split_row(&mut rows, at, place, None);
        prop_assert_eq!(rows.len(), cues.len() + 1);
        prop_assert_eq!(words(&rows), before.clone());
        join_rows(&mut rows, at);
        prop_assert_eq!(rows.len(), cues.len());
        prop_assert_eq!(words(&rows), before);
    }
}
