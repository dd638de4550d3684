//! `cargo xtask test`: every test there is, then the runners' own summaries.

use std::process::{Command, ExitCode};

use anyhow::Result;

use crate::arguments::{Kind, Selection};
use crate::environment::Environment;
use crate::process::{announce, answer, run_and_listen};
use crate::run::build_release;
use crate::setup;
use crate::summary::{Counts, Report, Runner};

/// Sets up and runs what is selected. A failing runner does not keep the next one from running.
pub(crate) fn test(environment: &mut Environment, selection: &Selection) -> Result<ExitCode> {
    let mut reports = Vec::new();
    setup::for_rust(environment)?;
    if selection.includes(Kind::Rust) {
        setup::for_store_tests(environment)?;
        setup::for_media_tests(environment)?;
        rust_tests(environment, &selection.runner_arguments, &mut reports)?;
    }
    if selection.includes(Kind::Browser) {
        setup::for_building(environment)?;
        setup::for_media_tests(environment)?;
        browser_tests(environment, &selection.runner_arguments, &mut reports)?;
    }
    println!();
    for report in &reports {
        print!("{report}");
    }
    let early = reports.iter().filter(|report| report.stopped_early()).map(|report| report.name).collect::<Vec<_>>();
    let early = if early.is_empty() { String::new() } else { format!(", not counting {}", early.join(" and ")) };
    println!("{}{early}", reports.iter().map(Report::counts).sum::<Counts>());
    let succeeded = reports.iter().all(|report| report.succeeded);
    Ok(if succeeded { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The browser's entry is left out: it would switch on the browser's features in the `app` that the server's tests use.
const HOST: [&str; 3] = ["--workspace", "--exclude", "frontend"];

fn rust_tests(environment: &Environment, arguments: &[String], reports: &mut Vec<Report>) -> Result<()> {
    let python = setup::for_python_tests(environment)?;
    announce("Rust tests", "6 minutes the first time");
    let nextest = answer(&mut environment.cargo(&["nextest", "--version"])).is_some();
    if nextest {
        let mut tests = environment.cargo(&["nextest", "run", "--locked", "--no-fail-fast"]);
        tests.args(HOST).args(arguments).env("CONTINUUM_PYTHON", python);
        reports.push(listen("Rust tests", Runner::Nextest, &mut tests)?);
    } else {
        let mut tests = environment.cargo(&["test", "--locked", "--no-fail-fast", "--all-targets"]);
        tests.args(HOST).args(arguments).env("CONTINUUM_PYTHON", python);
        reports.push(listen("Rust tests", Runner::Cargo, &mut tests)?);
    }
    if arguments.is_empty() {
        announce("Examples in the documentation", "1 minute");
        let mut examples = environment.cargo(&["test", "--locked", "--no-fail-fast", "--doc"]);
        reports.push(listen("Documentation", Runner::Cargo, examples.args(HOST))?);
    }
    Ok(())
}

fn browser_tests(environment: &mut Environment, arguments: &[String], reports: &mut Vec<Report>) -> Result<()> {
    let chromium = setup::for_browser_tests(environment)?;
    build_release(environment)?;
    announce("Browser tests", "5 minutes");
    let mut tests = environment.command(environment.end2end().join("node_modules/.bin/playwright"));
    tests.current_dir(environment.end2end()).arg("test").args(arguments);
    // The tests start servers of their own, each on its own data and at its own instant.
    tests.env("CONTINUUM_BINARY", environment.binary()).env("CONTINUUM_CHROMIUM", chromium);
    reports.push(listen("Browser tests", Runner::Playwright, &mut tests)?);
    Ok(())
}

fn listen(name: &'static str, runner: Runner, command: &mut Command) -> Result<Report> {
    let (status, lines) = run_and_listen(command, "Start again once the message above is mended.")?;
    Ok(Report::read(name, runner, status.success(), &lines))
}
