//! Reads the repository's files for the checks.

use std::fs;
use std::path::{Path, PathBuf};

/// A file, with what the checks need of it.
#[derive(Debug)]
pub(crate) struct Source {
    /// Relative to the repository, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// Numbered lines of code: without comments, and up to the unit tests, which may do what the product must not.
    pub(crate) fn code(&self) -> Vec<(usize, &str)> {
        let lines = (1..).zip(self.text.lines());
        lines
            .take_while(|(_, line)| !line.trim_start().starts_with("#[cfg(test)]"))
            .map(|(number, line)| (number, without_comment(line)))
            .filter(|(_, line)| !line.trim().is_empty())
            .collect()
    }

    /// The lines of code that offend, named by file and number.
    pub(crate) fn offences(&self, offends: impl Fn(&str) -> bool) -> Vec<String> {
        let offending = self.code().into_iter().filter(|(_, line)| offends(line));
        offending.map(|(number, line)| format!("{}:{number}: {}", self.path, line.trim())).collect()
    }

    pub(crate) fn is_test(&self) -> bool {
        self.path.starts_with("end2end/")
            || self.path.split('/').any(|part| part == "tests" || part == "benches")
            || self.path.ends_with("/tests.rs")
            || self.path.ends_with("_tests.rs")
    }
}

fn without_comment(line: &str) -> &str {
    let trimmed = line.trim_start();
    if trimmed.starts_with("//") || trimmed.starts_with("--") {
        return "";
    }
    line.find(" // ").map_or(line, |at| line.split_at(at).0)
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_path_buf()
}

pub(crate) fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files under `folders` with one of these endings, tests left out.
pub(crate) fn sources(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let mut found = all_sources(folders, endings);
    found.retain(|source| !source.is_test());
    assert!(!found.is_empty(), "nothing found in {folders:?}: has a folder been renamed?");
    found
}

/// As [`sources`], with tests; nothing where a folder does not exist.
pub(crate) fn all_sources(folders: &[&str], endings: &[&str]) -> Vec<Source> {
    let mut found = Vec::new();
    for folder in folders {
        collect(&root().join(folder), endings, &mut found);
    }
    found
}

fn collect(folder: &Path, endings: &[&str], found: &mut Vec<Source>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            if !name.starts_with('.') && !["target", "node_modules", "data"].contains(&name.as_str()) {
                collect(&path, endings, found);
            }
        } else if endings.iter().any(|ending| name.ends_with(ending)) {
            let relative = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push(Source { text: fs::read_to_string(&path).unwrap(), path: relative });
        }
    }
}

#[test]
fn code_has_no_comments_and_no_unit_tests() {
    let source = Source::new("a.rs", "//! Title\nlet a = 1; // one\n\n#[cfg(test)]\nmod tests { unwrap() }\n");
    assert_eq!(source.code(), [(2, "let a = 1;")]);
    assert!(Source::new("store/tests/a.rs", "").is_test() && !Source::new("store/src/latest.rs", "").is_test());
}
