//! No file grows beyond what one reads in a sitting.

use crate::assert_none;
use crate::source::{Source, all_sources, read, sources};

const LONGEST: usize = 600;
const EVERYWHERE: [&str; 1] = ["."];

fn too_long(source: &Source) -> Vec<String> {
    let lines = source.text.lines().count();
    if lines <= LONGEST {
        return Vec::new();
    }
    vec![format!("{}: {lines} lines", source.path)]
}

#[test]
fn no_file_is_over_600_lines() {
    let files = sources(&EVERYWHERE, &[".rs", ".css", ".js", ".ts", ".sql", ".sh"]);
    assert_none(&files.iter().flat_map(too_long).collect::<Vec<_>>(), "split these");
    assert_eq!(too_long(&Source::new("a.rs", &"\n".repeat(601))), ["a.rs: 601 lines"]);
    assert!(too_long(&Source::new("a.rs", &"\n".repeat(600))).is_empty());
}

#[test]
fn the_browsers_entry_stays_under_15_lines() {
    let lines = read("frontend/src/lib.rs").lines().count();
    assert!((1..15).contains(&lines), "frontend/src/lib.rs has {lines} lines; what it does belongs in app");
    assert_eq!(all_sources(&["frontend/src"], &[".rs"]).len(), 1, "frontend has one file");
}
