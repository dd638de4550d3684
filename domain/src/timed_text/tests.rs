use proptest::prelude::{Strategy, any, prop, proptest};
use proptest::{prop_assert, prop_assert_eq};

use super::{Cue, LATEST, Problem, Unreadable, clock, passages, read, srt, vtt};

fn cue(start: u32, end: u32, speaker: Option<&str>, text: &str) -> Cue {
    Cue { start, end, speaker: speaker.map(str::to_owned), text: text.to_owned(), ..Cue::default() }
}

fn fails(file: &str) -> Option<(usize, Problem)> {
    read(file.as_bytes()).err().map(|Unreadable { line, problem }| (line, problem))
}

#[test]
fn a_file_as_a_transcriber_makes_it_is_read() {
    let file = "\u{feff}WEBVTT - a talk\r\nKind: captions\r\n\r\nNOTE made by hand\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\n\
        intro\r\n00:01.000 --> 00:03.500 align:start position:10%\r\n<v.loud Ada Example>Good <i>morning</i>,\r\n<00:02.000>everyone &amp; welcome</v>\r\n\r\n\
        01:00:00.000 --> 01:00:02.000\r\n3 &lt; 5 <b></b>  a < b\r\n";
    let cues = read(file.as_bytes()).unwrap();
    assert_eq!(
        cues,
        [
            Cue {
                identifier: Some("intro".to_owned()),
                settings: Some("align:start position:10%".to_owned()),
                ..cue(1_000, 3_500, Some("Ada Example"), "Good morning,\neveryone & welcome")
            },
            cue(3_600_000, 3_602_000, None, "3 < 5 a < b"),
        ]
    );
}

#[test]
fn a_subrip_file_is_read_and_sorted() {
    let file = "2\n00:00:05,000 --> 00:00:06,000\n<font color=\"#fff\">second</font>\n\n1\n00:00:01,000 --> 00:00:02,000\nfirst\n";
    assert_eq!(read(file.as_bytes()).unwrap(), [cue(1_000, 2_000, None, "first"), cue(5_000, 6_000, None, "second")]);
}

#[test]
fn what_cannot_be_read_is_told_with_its_line() {
    assert_eq!(fails(""), Some((1, Problem::NoCues)));
    assert_eq!(fails("WEBVTT\n\nhello"), Some((1, Problem::NoCues)));
    assert_eq!(fails("WEBVTT\n\n00:00:01.000 --> 00:00:01.000\nx"), Some((3, Problem::Reversed)));
    for time in
        ["0:0:1", "1.000", "00:61.000", "00:00:01.00", "00:00:01.0000", "999:00:00.000", "a:b.000", "1:2:3:4.000"]
    {
        assert_eq!(fails(&format!("WEBVTT\n\n\n{time} --> 00:59.000\nx")), Some((4, Problem::BadTime)), "{time}");
    }
    assert_eq!(fails(&format!("00:01.000 --> 00:02.000\n{}", "x".repeat(1_001))), Some((2, Problem::TooLong)));
    let line = read(b"WEBVTT\n\n\xff").unwrap_err();
    assert_eq!((line.line, line.problem), (3, Problem::NotText));
}

#[test]
fn times_are_written_for_people() {
    assert_eq!([clock(0), clock(65_999), clock(3_725_000)], ["0:00", "1:05", "1:02:05"]);
}

#[test]
fn passages_end_with_speakers_silences_and_sentences() {
    let cues = [
        cue(0, 9_000, Some("Ada"), "We began in March."),
        cue(9_000, 21_000, Some("Ada"), "Nobody\nknew how."),
        cue(21_000, 25_000, Some("Ada"), "Then it changed."),
        cue(25_000, 26_000, Some("Ben"), "How?"),
        cue(40_000, 41_000, Some("Ben"), "Later."),
    ];
    let texts: Vec<String> = passages(&cues).into_iter().map(|passage| passage.text).collect();
    assert_eq!(texts, ["We began in March. Nobody knew how.", "Then it changed.", "How?", "Later."]);
}

fn cues() -> impl Strategy<Value = Vec<Cue>> {
    let text = prop::collection::vec("[\\PC&&[^\\s]]{1,12}", 1..4).prop_map(|words| words.join(" "));
    let one = (0..LATEST - 10_000, 1_u32..10_000, prop::option::of("[A-Z][a-z]{1,8}"), text)
        .prop_map(|(start, length, speaker, text)| Cue { start, end: start + length, speaker, text, ..Cue::default() });
    prop::collection::vec(one, 1..20).prop_map(|mut cues| {
        cues.sort_by_key(|cue| (cue.start, cue.end));
        cues
    })
}

proptest! {
    #[test]
    fn what_is_written_as_webvtt_is_read_as_it_was(cues in cues()) {
        prop_assert_eq!(read(vtt(&cues).as_bytes()), Ok(cues));
    }

    #[test]
    fn a_subrip_file_keeps_times_and_order(cues in cues()) {
        let back = read(srt(&cues).as_bytes());
        let times = |cues: &[Cue]| cues.iter().map(|cue| (cue.start, cue.end)).collect::<Vec<_>>();
        prop_assert_eq!(back.map(|back| times(&back)), Ok(times(&cues)));
    }

    #[test]
    fn no_file_stops_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400), text in ".*") {
        drop(read(&bytes));
        let framed = format!("WEBVTT\n\n00:01.000 --> 00:02.000\n{text}");
        drop(read(framed.as_bytes()));
    }

    #[test]
    fn every_cue_stands_in_one_passage(cues in cues()) {
        let passages = passages(&cues);
        let words = |texts: Vec<&str>| texts.join(" ").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let said = words(cues.iter().map(|cue| cue.text.as_str()).collect());
        prop_assert_eq!(words(passages.iter().map(|passage| passage.text.as_str()).collect()), said);
        prop_assert!(passages.is_sorted_by_key(|passage| passage.start));
    }
}
