//! The invariants of `docs/architecture.md` that can be read from the sources. Each check comes with a sample that it
//! must catch, so that none of them passes by looking the wrong way.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "clippy takes the helpers of an integration test for production code; here the unexpected is to fail a test"
)]

mod crates;
mod locks;
mod size;
mod source;
mod text;

use source::Source;

/// Fails with one offence a line.
#[track_caller]
fn assert_none(offences: &[String], rule: &str) {
    assert!(offences.is_empty(), "{rule}\n{}", offences.join("\n"));
}

/// Fails unless each sample, as the content of `path`, is caught.
#[track_caller]
fn assert_caught(check: impl Fn(&Source) -> Vec<String>, path: &str, samples: &[&str]) {
    for sample in samples {
        assert!(!check(&Source::new(path, sample)).is_empty(), "not caught in {path}: {sample}");
    }
}

/// Fails if one of the samples, as the content of `path`, is taken for an offence.
#[track_caller]
fn assert_let_pass(check: impl Fn(&Source) -> Vec<String>, path: &str, samples: &[&str]) {
    for sample in samples {
        let offences = check(&Source::new(path, sample));
        assert!(offences.is_empty(), "wrongly caught in {path}: {offences:?}");
    }
}
