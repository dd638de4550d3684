//! The lock files must work for everyone: public registries only, no mirror of whoever wrote them.

use crate::assert_none;
use crate::source::read;

const CRATES_IO: &str = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
const NPM: &str = "\"resolved\": \"https://registry.npmjs.org/";

fn lines_from_elsewhere(lock: &str, field: &str, public: &str) -> Vec<String> {
    let named = lock.lines().map(str::trim).filter(|line| line.starts_with(field));
    named.filter(|line| !line.starts_with(public)).map(str::to_owned).collect()
}

#[test]
fn cargo_packages_come_from_crates_io() {
    assert_none(
        &lines_from_elsewhere(&read("Cargo.lock"), "source = ", CRATES_IO),
        "Cargo.lock names another registry",
    );
    assert_eq!(lines_from_elsewhere("source = \"git+https://example.org/a\"\n", "source = ", CRATES_IO).len(), 1);
}

#[test]
fn node_packages_come_from_npm() {
    let lock = read("end2end/package-lock.json");
    assert!(lock.contains("\"integrity\": "), "not a lock file");
    assert_none(&lines_from_elsewhere(&lock, "\"resolved\"", NPM), "package-lock.json names another registry");
    assert_eq!(
        lines_from_elsewhere("  \"resolved\": \"https://mirror.example.org/a.tgz\",", "\"resolved\"", NPM).len(),
        1
    );
}

/// Versions in `package.json` that leave a choice.
fn inexact_versions(manifest: &str) -> Vec<String> {
    let versions = manifest.lines().skip_while(|line| !line.contains("ependencies\": {")).skip(1);
    let versions = versions.take_while(|line| !line.trim_start().starts_with('}'));
    let is_exact = |line: &str| {
        let version = line.split('"').nth(3).unwrap_or_default();
        version.split('.').count() == 3 && version.starts_with(|first: char| first.is_ascii_digit())
    };
    versions.filter(|line| !is_exact(line)).map(|line| line.trim().to_owned()).collect()
}

#[test]
fn node_packages_are_named_exactly() {
    assert_none(&inexact_versions(&read("end2end/package.json")), "package.json leaves a choice");
    let sample =
        "{\n  \"devDependencies\": {\n    \"a\": \"^1.2.3\",\n    \"b\": \"1.2.3\",\n    \"c\": \"latest\"\n  }\n}\n";
    assert_eq!(inexact_versions(sample), ["\"a\": \"^1.2.3\",", "\"c\": \"latest\""]);
}
