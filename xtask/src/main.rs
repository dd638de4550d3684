//! The two commands of the README, `cargo xtask run` and `cargo xtask test`, and the chores behind them.

mod arguments;
mod dev;
mod environment;
mod lint;
mod process;
mod run;
mod setup;
mod summary;
mod test;

use anyhow::Result;
use clap::Parser;

use arguments::{Arguments, Task};
use environment::Environment;

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let mut environment = Environment::of_this_repository()?;
    match arguments.task {
        Task::Run(serve) => run::run(&mut environment, &serve),
        Task::Dev(serve) => dev::dev(&mut environment, &serve),
        Task::Test(selection) => test::test(&mut environment, &selection),
        Task::Lint => lint::lint(&mut environment),
    }
}
