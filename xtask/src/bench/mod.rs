//! `cargo xtask bench`: measures every figure that must hold and prints them as tables, each with how it was obtained.
//!
//! What a browser or a client sees is measured by the drivers in `end2end/bench/`, registration and search by the store's own
//! examples. `docs/performance.md` holds the figures of the last such run.

mod list;
mod registration;
mod search;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::environment::Environment;
use crate::process::{announce, run_and_listen};
use crate::run::build_release;
use crate::setup;

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Measure only this.
    #[arg(long)]
    pub(crate) only: Option<Subject>,

    /// Measure the release that has been built already.
    #[arg(long)]
    pub(crate) no_build: bool,
}

/// Groups of figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Subject {
    /// Bytes of the first view.
    Weight,
    /// Cached and uncached pages, and the server under load.
    Server,
    /// A tap on a filter.
    Browser,
    /// Lighthouse's mobile profile.
    Lighthouse,
    /// Whether answers tell that an address is known.
    Discretion,
    /// The editors' desk with a large conference in it.
    Desk,
    /// Many viewers of a long recording beside pages.
    Streams,
    /// A long upload while both ends die.
    Uploads,
    /// A long list of registrations as a file.
    Export,
    /// Registration on both engines.
    Registration,
    /// The list of an event's registrations on both engines.
    List,
    /// Search on both engines.
    Search,
}

impl Subject {
    /// The driver in `end2end/bench/`, for what is measured from outside.
    fn driver(self) -> Option<&'static str> {
        match self {
            Self::Weight => Some("1-weight"),
            Self::Server => Some("2-server"),
            Self::Browser => Some("3-browser"),
            Self::Lighthouse => Some("4-lighthouse"),
            Self::Discretion => Some("5-discretion"),
            Self::Desk => Some("6-desk"),
            Self::Streams => Some("7-streams"),
            Self::Uploads => Some("8-uploads"),
            Self::Export => Some("9-export"),
            Self::Registration | Self::List | Self::Search => None,
        }
    }
}

/// Sets up, builds, measures. Fails if a figure does not hold.
pub(crate) fn bench(environment: &mut Environment, selection: &Selection) -> Result<ExitCode> {
    let mut holds = true;
    if !matches!(selection.only, Some(Subject::Registration | Subject::List | Subject::Search)) {
        setup::for_building(environment)?;
        if !selection.no_build {
            build_release(environment)?;
        }
        holds &= from_outside(environment, selection.only.and_then(Subject::driver))?;
    }
    if selection.only.is_none_or(|only| only == Subject::Registration) {
        holds &= registration::measure(environment)?;
    }
    if selection.only.is_none_or(|only| only == Subject::List) {
        holds &= list::measure(environment)?;
    }
    if selection.only.is_none_or(|only| only == Subject::Search) {
        holds &= search::measure(environment)?;
    }
    Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What clients and browsers see; the driver prints its own table.
fn from_outside(environment: &mut Environment, driver: Option<&str>) -> Result<bool> {
    let chromium = setup::for_browser_tests(environment)?;
    setup::for_load(environment)?;
    announce("Measuring from outside", "10 minutes for all of it; leave the machine alone meanwhile");
    let mut drivers = environment.command(environment.end2end().join("node_modules/.bin/playwright"));
    drivers.current_dir(environment.end2end()).args(["test", "--config", "bench.config.ts"]).args(driver);
    drivers.env("CONTINUUM_BINARY", environment.binary()).env("CONTINUUM_CHROMIUM", chromium);
    let (status, _) = run_and_listen(&mut drivers, "Start again once the message above is mended.")?;
    Ok(status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_driver_is_there() {
        let environment = Environment::of_this_repository().unwrap();
        for driver in Subject::value_variants().iter().filter_map(|subject| subject.driver()) {
            let file = environment.end2end().join("bench").join(format!("{driver}.bench.ts"));
            assert!(file.is_file(), "{} is missing", file.display());
        }
    }
}
