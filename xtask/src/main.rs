//! The two commands of the README, `cargo xtask run` and `cargo xtask test`, and the chores behind them.

mod arguments;
mod bench;
mod dev;
mod environment;
mod lint;
mod process;
mod run;
mod sample;
mod setup;
mod summary;
mod test;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use arguments::{Arguments, Task};
use environment::Environment;

fn main() -> ExitCode {
    match perform(&Arguments::parse().task) {
        Ok(code) => code,
        // Written by itself, since anyhow's own way adds a backtrace that cures nothing.
        Err(error) => {
            eprintln!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: &Task) -> Result<ExitCode> {
    let mut environment = Environment::of_this_repository()?;
    match task {
        Task::Run(serve) => run::run(&mut environment, serve),
        Task::Dev(serve) => dev::dev(&mut environment, serve),
        Task::Test(selection) => return test::test(&mut environment, selection),
        Task::Sample => sample::make(&environment),
        Task::Setup => setup::everything(&mut environment),
        Task::Bench(selection) => return bench::bench(&mut environment, selection),
        Task::Lint => lint::lint(&mut environment),
    }?;
    Ok(ExitCode::SUCCESS)
}
