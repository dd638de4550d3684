//! What may be written only in certain files, or nowhere.

use crate::source::{Source, all_sources, sources};
use crate::{assert_caught, assert_let_pass, assert_none};

/// The crates that make up the product.
const PRODUCT: [&str; 6] = ["domain", "import", "store", "app", "server", "frontend"];

/// The only files that read the real time; everything else is handed a `Clock`.
fn may_read_the_clock(path: &str) -> bool {
    path == "server/src/clock.rs" || (path.starts_with("app/src/") && path.ends_with("/clock.rs"))
}

fn reads_the_clock(source: &Source) -> Vec<String> {
    if may_read_the_clock(&source.path) {
        return Vec::new();
    }
    // The runtime's clock stands still in tests, and its instants are for timeouts only.
    let runtime = source.text.contains("use tokio::time::");
    source.offences(|line| {
        let readers =
            ["SystemTime::now", "Timestamp::now", "Zoned::now", "Date::now", "Date::new_0", "Utc::now", "Local::now"];
        let real_instant = line.contains("Instant::now") && !line.contains("tokio::time::Instant::now") && !runtime;
        let of_the_page = line.contains("performance()") && line.contains(".now()");
        real_instant || of_the_page || readers.iter().any(|reader| line.contains(reader))
    })
}

#[test]
fn only_clocks_read_the_time() {
    let offences = sources(&PRODUCT, &[".rs"]).iter().flat_map(reads_the_clock).collect::<Vec<_>>();
    assert_none(&offences, "ask the Clock: a rehearsal and a test live at another instant");
    let samples = [
        "let now = SystemTime::now();",
        "jiff::Timestamp::now()",
        "let start = Instant::now();",
        "js_sys::Date::now()",
    ];
    assert_caught(reads_the_clock, "server/src/router.rs", &samples);
    assert_let_pass(reads_the_clock, "server/src/clock.rs", &samples);
    assert_let_pass(
        reads_the_clock,
        "server/src/live.rs",
        &["tokio::time::Instant::now()", "clock.now()", "// never SystemTime::now", "#[cfg(test)]\nInstant::now()"],
    );
}

/// SQL's own clock would not rehearse.
fn asks_the_database_for_the_time(source: &Source) -> Vec<String> {
    source.offences(|line| {
        let upper = line.to_ascii_uppercase();
        let called = line.match_indices("now()").any(|(at, _)| {
            let before = line.get(..at).unwrap_or_default();
            !before.ends_with(['.', ':', '_']) && !before.ends_with("fn ") && !before.ends_with(char::is_alphanumeric)
        });
        let words = ["CURRENT_TIMESTAMP", "CURRENT_DATE", "CLOCK_TIMESTAMP", "'NOW'", "UNIXEPOCH()"];
        called || words.iter().any(|word| upper.contains(word))
    })
}

#[test]
fn the_database_is_told_the_time() {
    let files = sources(&["store"], &[".rs", ".sql"]);
    let offences = files.iter().flat_map(asks_the_database_for_the_time).collect::<Vec<_>>();
    assert_none(&offences, "bind the Clock's time instead");
    let samples = ["created_at TEXT DEFAULT CURRENT_TIMESTAMP", "VALUES ($1, now())", "strftime('%s', 'now')"];
    assert_caught(asks_the_database_for_the_time, "store/migrations/sqlite/1.sql", &samples);
    let innocent = ["let now = clock.now();", "pub fn now() -> Instant {", "Clock::now()", "-- never now()"];
    assert_let_pass(asks_the_database_for_the_time, "store/src/writer.rs", &innocent);
}

fn contains_sql(source: &Source) -> Vec<String> {
    source.offences(|line| {
        let commands =
            ["INSERT INTO ", "DELETE FROM ", "CREATE TABLE", "ALTER TABLE", "DROP TABLE", "BEGIN IMMEDIATE", "PRAGMA "];
        let lower = ["insert into ", "delete from ", "create table ", "select * from "];
        let query = line.contains("SELECT ") || (line.contains("UPDATE ") && line.contains(" SET "));
        query
            || line.contains("sqlx::")
            || line.starts_with("sqlx")
            || commands.iter().chain(&lower).any(|command| line.contains(command))
    })
}

#[test]
fn only_the_store_speaks_sql() {
    let files = sources(&["domain", "import", "app", "server", "frontend"], &[".rs", "Cargo.toml"]);
    assert_none(&files.iter().flat_map(contains_sql).collect::<Vec<_>>(), "this belongs in store");
    let samples =
        ["\"SELECT id FROM events\"", "\"UPDATE events SET name = $1\"", "use sqlx::query;", "delete from a where"];
    assert_caught(contains_sql, "app/src/event/server.rs", &samples);
    assert_caught(contains_sql, "app/Cargo.toml", &["sqlx.workspace = true"]);
    assert_let_pass(
        contains_sql,
        "app/src/ui/select.rs",
        &["<Select options/>", "\"Select a topic\"", "\"Update\"", "\"info,sqlx=warn\""],
    );
}

/// A part of a line, the one file it may stand in, and why.
const WRAPPED: [(&str, &str, &str); 7] = [
    ("<textarea", "app/src/ui/text_area.rs", "Leptos writes its text without escaping"),
    ("textarea()", "app/src/ui/text_area.rs", "Leptos writes its text without escaping"),
    ("<Title", "app/src/ui/page_head.rs", "Leptos writes its text without escaping"),
    ("inner_html", "app/src/ui/safe_html.rs", "HTML must have been sanitised"),
    ("outer_html", "app/src/ui/safe_html.rs", "HTML must have been sanitised"),
    ("insert_adjacent_html", "app/src/ui/safe_html.rs", "HTML must have been sanitised"),
    ("SsrMode::Static", "", "a page kept as a file goes stale and personal; the page cache does it right"),
];

fn outside_its_wrapper(source: &Source) -> Vec<String> {
    let mut offences = Vec::new();
    for (part, _, reason) in WRAPPED.into_iter().filter(|(_, wrapper, _)| *wrapper != source.path) {
        let stands = |line: &str| {
            let ends = |(at, _): (usize, &str)| {
                let after = line.get(at + part.len()..).unwrap_or_default();
                !after.starts_with(|next: char| next.is_alphanumeric() || next == '_')
            };
            line.match_indices(part).any(ends)
        };
        offences.extend(source.offences(stands).into_iter().map(|offence| format!("{offence} ({reason})")));
    }
    offences
}

#[test]
fn user_text_reaches_html_only_through_the_wrappers() {
    let offences = sources(&["app", "frontend"], &[".rs"]).iter().flat_map(outside_its_wrapper).collect::<Vec<_>>();
    assert_none(&offences, "use the component in app/src/ui");
    let samples = [
        "<textarea name=\"note\">",
        "<Title text=title/>",
        "<div inner_html=html/>",
        "element.set_inner_html(&text);",
        "ssr=SsrMode::Static(route)",
        "<Title/>",
        "leptos::html::textarea()",
    ];
    assert_caught(outside_its_wrapper, "app/src/event/page.rs", &samples);
    assert_let_pass(
        outside_its_wrapper,
        "app/src/event/page.rs",
        &["<TextArea name=\"note\"/>", "<TitleBlock/>", "<title>"],
    );
    assert_let_pass(outside_its_wrapper, "app/src/ui/text_area.rs", &["<textarea name=name>"]);
}

/// Addresses of others that a page may point to, for people to follow.
const LINKS: [&str; 0] = [];

fn points_elsewhere(source: &Source) -> Vec<String> {
    source.offences(|line| {
        let starts = [
            "src=\"",
            "srcset=\"",
            "href=\"",
            "action=\"",
            "poster=\"",
            "url(",
            "url(\"",
            "url('",
            "@import \"",
            "import(\"",
        ];
        let addresses = starts.iter().flat_map(|start| line.match_indices(start).map(|(at, start)| at + start.len()));
        addresses.into_iter().any(|at| {
            let address = line.get(at..).unwrap_or_default();
            let elsewhere = ["http://", "https://", "//"].iter().any(|scheme| address.starts_with(scheme));
            elsewhere && !LINKS.iter().any(|link| address.starts_with(link))
        })
    })
}

#[test]
fn pages_ask_nobody_else_for_anything() {
    let mut files = sources(&["app"], &[".rs"]);
    files.extend(all_sources(&["style", "public"], &[".css", ".js", ".svg", ".html"]));
    assert_none(&files.iter().flat_map(points_elsewhere).collect::<Vec<_>>(), "a page makes no third-party request");
    let samples = [
        "<script src=\"https://cdn.example.org/a.js\">",
        "<link href=\"//fonts.example.org/a.css\">",
        "background: url(https://example.org/a.png)",
        "@import \"https://example.org/a.css\";",
    ];
    assert_caught(points_elsewhere, "app/src/ui/page_head.rs", &samples);
    assert_let_pass(
        points_elsewhere,
        "public/icon.svg",
        &["<svg xmlns=\"http://www.w3.org/2000/svg\">", "href=\"/about\""],
    );
}

fn ignored(source: &Source) -> Vec<String> {
    let lines = (1..).zip(source.text.lines());
    lines
        .filter(|(_, line)| line.trim_start().starts_with("#[ignore"))
        .map(|(number, _)| format!("{}:{number}", source.path))
        .collect()
}

#[test]
fn no_test_is_ignored() {
    let files = all_sources(&["."], &[".rs"]);
    assert!(files.iter().any(Source::is_test), "the tests were not found");
    assert_none(&files.iter().flat_map(ignored).collect::<Vec<_>>(), "a test that is never run says nothing");
    assert_caught(ignored, "store/tests/a.rs", &["    #[ignore = \"slow\"]\n    fn a() {}"]);
}

/// Words in a view that nobody could translate: a literal that begins like a sentence or goes on with one. The test of the
/// pseudo-locale sees what pages say; this sees also what no test page shows.
fn speaks_without_a_key(source: &Source) -> Vec<String> {
    let is_view = source.path.starts_with("app/src/") && !speaks_another_way(&source.path);
    if !is_view {
        return Vec::new();
    }
    source.offences(|line| {
        let literals = line.split('"').skip(1).step_by(2);
        let opens = |text: &str| {
            let mut letters = text.chars();
            match letters.next() {
                Some(first) if first.is_ascii_uppercase() => {
                    letters.next().is_some_and(|next| next.is_ascii_lowercase())
                }
                // Further classes of an element begin so, too.
                Some(' ') => letters.next().is_some_and(char::is_alphabetic) && !text.contains("--"),
                _ => false,
            }
        };
        !line.contains("tracing::") && !line.contains("reason = ") && literals.into_iter().any(opens)
    })
}

/// Files of the application whose words have no keys, and why.
const SPEAK_ANOTHER_WAY: [(&str, &str); 6] = [
    ("app/src/browser/desk/cues/keys.rs", "names of keys"),
    ("app/src/server/structured_data.rs", "names of schema.org's vocabulary"),
    ("app/src/browser/player/find.rs", "names of keys"),
    ("app/src/browser/player/keys.rs", "names of keys"),
    ("app/src/browser/player/session.rs", "names of the browser's own interface"),
    ("app/src/browser/passkeys.rs", "names of the browser's own interface and errors"),
];

fn speaks_another_way(path: &str) -> bool {
    SPEAK_ANOTHER_WAY.iter().any(|(file, _)| *file == path)
}

#[test]
fn views_say_nothing_that_has_no_key() {
    let offences = sources(&["app"], &[".rs"]).iter().flat_map(speaks_without_a_key).collect::<Vec<_>>();
    assert_none(&offences, "give it a key in app/locales/en.toml and ask for it with t!");
    let samples =
        ["<p>\"Nothing here.\"</p>", "{count} \" sessions\"", "aria-label=\"Main\"", "let word = \"Yes, all\";"];
    assert_caught(speaks_without_a_key, "app/src/home/page.rs", &samples);
    let innocent =
        ["<p>{t!(home.next)}</p>", "class=\"card card--event\"", "\"M3 5h14\"", "\" · \"", "tracing::info!(\"Done\")"];
    assert_let_pass(speaks_without_a_key, "app/src/home/page.rs", &innocent);
    for (file, reason) in SPEAK_ANOTHER_WAY {
        let same_words = Source::new("app/src/home/page.rs", &crate::source::read(file));
        assert!(!speaks_without_a_key(&same_words).is_empty(), "{file} needs no exception ({reason})");
    }
}

/// Keys of the interface's texts, each with its section.
fn keys(file: &str) -> Vec<(String, String)> {
    let sections: toml::Table = file.parse().unwrap();
    let keys = sections.iter().flat_map(|(section, texts)| {
        let texts = texts.as_table().into_iter().flat_map(toml::Table::keys);
        texts.map(|key| (section.clone(), key.clone())).collect::<Vec<_>>()
    });
    keys.collect()
}

/// Keys that no source asks for, neither with `t!(section.key)` nor in a table of labels (`labels!(… in section { … })`).
fn unasked(keys: Vec<(String, String)>, sources: &[Source]) -> Vec<String> {
    let asks = |section: &str, key: &str, text: &str| {
        let dotted = format!("{section}.{key}");
        let directly = text.match_indices(&dotted).any(|(at, _)| {
            let after = text.get(at + dotted.len()..).unwrap_or_default();
            !after.starts_with(|next: char| next.is_alphanumeric() || next == '_')
        });
        let listed = text.split("labels!(").any(|table| {
            table.split(')').next().is_some_and(|table| {
                table.contains(&format!(" in {section} {{")) && table.contains(&format!("=> {key}"))
            })
        });
        directly || listed
    };
    let unasked =
        keys.into_iter().filter(|(section, key)| !sources.iter().any(|source| asks(section, key, &source.text)));
    unasked.map(|(section, key)| format!("{section}.{key}")).collect()
}

#[test]
fn every_text_of_the_interface_is_asked_for() {
    let keys = keys(&crate::source::read("app/locales/en.toml"));
    assert!(keys.len() > 100, "the texts were not found");
    assert_none(
        &unasked(keys, &all_sources(&["app/src", "server/src"], &[".rs"])),
        "no code asks for these; take them out",
    );
    let source = Source::new("a.rs", "t!(home.next) labels!(Phase in phase { Live => live })");
    let pairs = [("home", "next"), ("home", "nex"), ("phase", "live"), ("phase", "over")];
    let pairs = pairs.map(|(section, key)| (section.to_owned(), key.to_owned()));
    assert_eq!(unasked(pairs.to_vec(), &[source]), ["home.nex", "phase.over"]);
}
