//! No file, however made, may bring the program down.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use domain::time::Zone;
use import::{Options, read, sanitise_html};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_assert, prop_oneof, proptest};

const FILES: [&[u8]; 6] = [
    include_bytes!("fixtures/frab.json"),
    include_bytes!("fixtures/frab.xml"),
    include_bytes!("fixtures/pentabarf.xml"),
    include_bytes!("fixtures/wafer.xml"),
    include_bytes!("fixtures/untidy.xml"),
    include_bytes!("../../programmes/telemedicine-phase-2.toml"),
];

fn options() -> Options {
    Options { zone: Some(Zone::utc()), file_name: None }
}

/// A sound file with a few stretches overwritten, and perhaps cut off.
fn damaged() -> impl Strategy<Value = Vec<u8>> {
    let bits: &[&[u8]] = &[
        b"<",
        b">",
        b"&",
        b"&#0;",
        b"&#x10ffff;",
        b"</event>",
        b"<event>",
        b"]]>",
        b"<![CDATA[",
        b"\"",
        b"99:99",
        b"-",
        b"9999-12-31",
        b"\xff",
        b"\r\n",
        b"\n[",
        b"{}",
        b"null,",
        b"= ",
    ];
    let bit =
        prop_oneof![prop::sample::select(bits).prop_map(<[u8]>::to_vec), prop::collection::vec(any::<u8>(), 0..8),];
    let damage = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, bit), 0..6);
    let file = prop::sample::select(&FILES[..]);
    (file, damage, prop_oneof![Just(None), any::<prop::sample::Index>().prop_map(Some)]).prop_map(
        |(file, damage, cut)| {
            let mut bytes = file.to_vec();
            for (place, length, replacement) in damage {
                let start = place.index(bytes.len());
                let end = (start + length).min(bytes.len());
                bytes.splice(start..end, replacement);
            }
            if let Some(cut) = cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            bytes
        },
    )
}

proptest! {
    // Nothing is written beside the sources; a failing case prints itself.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _outcome = read(&bytes, &options());
    }

    #[test]
    fn arbitrary_text_that_looks_like_xml_is_read_or_refused(text in "<[a-z<>/&;#!\\[\\]\"'= \n]{0,200}") {
        let _outcome = read(text.as_bytes(), &options());
    }

    #[test]
    fn damaged_files_give_content_or_one_line_of_error(bytes in damaged()) {
        match read(&bytes, &options()) {
            Ok(imported) => prop_assert!(!imported.report.to_string().is_empty()),
            Err(error) => prop_assert!(error.to_string().lines().count() == 1, "{error}"),
        }
    }

    #[test]
    fn sanitising_leaves_nothing_to_remove(html in "[a-z<>/=\"' !-]{0,120}") {
        let clean = sanitise_html(&html);
        prop_assert!(!clean.contains("<script"));
        prop_assert!(sanitise_html(&clean) == clean, "{html} → {clean} → {}", sanitise_html(&clean));
    }
}

#[test]
fn texts_made_to_be_slow_are_not() {
    for hostile in ["<b>", "<p><a href=x>", "<ul><li>", "<ul><li></ul>", "`<p", "<table>", "</b>", "<br>", "&amp;"] {
        let text = hostile.repeat(200_000 / hostile.len());
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        let file = format!(
            "<schedule><conference><title>Slow</title></conference><day date='2024-01-01'><room name='A'><event id='1'>\
             <title>a</title><start>09:00</start><duration>00:10</duration><abstract>{text}</abstract></event></room></day></schedule>"
        );
        let (done, finished) = mpsc::channel();
        let reading = thread::spawn(move || done.send(read(file.as_bytes(), &options()).is_ok()));
        assert_eq!(finished.recv_timeout(Duration::from_secs(20)), Ok(true), "{hostile}");
        assert!(reading.join().is_ok());
    }
}
