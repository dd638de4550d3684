//! Calendar entries from edit to file: the rule of revisions, what files look like, and that every copy ends up right.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "clippy takes the helpers of an integration test for production code; here the unexpected is to fail a test"
)]

mod golden;
mod independent;
mod replay;
mod rules;
mod sample;
