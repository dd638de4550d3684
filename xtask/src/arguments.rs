//! The command line of `cargo xtask`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Ten minutes before the first webinar of the first programme, so that a trial sees a countdown reach zero.
pub(crate) const REHEARSAL: &str = "2022-10-12T17:50:00+02:00";

/// Sets up, builds, serves and tests Continuum.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Set up what is missing, build a release and serve it.
    Run(Serve),
    /// The same for development: rebuild and reload the page whenever a file changes.
    Dev(Serve),
    /// Set up what is missing and run every test there is.
    Test(Selection),
    /// Only set up what building and testing need.
    Setup,
    /// Make the sample recording anew, which `continuum import --sample` adds.
    Sample,
    /// Measure every figure that must hold; leave the machine alone meanwhile.
    Bench(crate::bench::Selection),
    /// Formatting, clippy for both feature sets, and the dependencies' licences and sources.
    Lint,
}

/// How to serve.
#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Live at the real time instead of rehearsing the first webinar of 2022.
    #[arg(long, conflicts_with = "now")]
    pub(crate) real_time: bool,

    /// Rehearse from this instant on (RFC 3339).
    #[arg(long, value_name = "INSTANT", default_value = REHEARSAL)]
    now: String,

    /// The address to serve on.
    #[arg(long, default_value = "127.0.0.1:3000")]
    pub(crate) address: String,

    /// The folder of the database and of uploaded files.
    #[arg(long, value_name = "FOLDER", default_value = "data")]
    pub(crate) data: PathBuf,
}

impl Serve {
    /// The binary's arguments that ask for this.
    pub(crate) fn continuum_arguments(&self) -> Vec<String> {
        let mut arguments = vec![
            "serve".to_owned(),
            "--address".to_owned(),
            self.address.clone(),
            "--data".to_owned(),
            self.data.display().to_string(),
        ];
        if !self.real_time {
            arguments.extend(["--now".to_owned(), self.now.clone()]);
        }
        arguments
    }
}

/// Which tests to run.
#[derive(Debug, Args)]
pub(crate) struct Selection {
    /// Run only one kind of test.
    #[arg(long)]
    pub(crate) only: Option<Kind>,

    /// Handed to the test runner, for example a test's name.
    #[arg(last = true, requires = "only", value_name = "RUNNER ARGUMENTS")]
    pub(crate) runner_arguments: Vec<String>,
}

/// The kinds of tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// Unit, property, store and documentation tests.
    Rust,
    /// What a person does in a browser, against a release build.
    Browser,
}

impl Selection {
    /// Whether tests of this kind are asked for.
    pub(crate) fn includes(&self, kind: Kind) -> bool {
        self.only.is_none_or(|only| only == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Task, clap::Error> {
        Arguments::try_parse_from(line.split_whitespace()).map(|arguments| arguments.task)
    }

    fn serve(line: &str) -> Vec<String> {
        match parsed(line) {
            Ok(Task::Run(serve) | Task::Dev(serve)) => serve.continuum_arguments(),
            other => panic!("{line} gives {other:?}"),
        }
    }

    #[test]
    fn a_trial_rehearses_the_first_webinar() {
        assert_eq!(
            serve("xtask run"),
            ["serve", "--address", "127.0.0.1:3000", "--data", "data", "--now", "2022-10-12T17:50:00+02:00"]
        );
        assert_eq!(serve("xtask dev"), serve("xtask run"));
    }

    #[test]
    fn real_time_leaves_the_clock_alone() {
        assert!(!serve("xtask run --real-time").contains(&"--now".to_owned()));
        assert!(parsed("xtask run --real-time --now 2022-11-09T17:00:00Z").is_err());
    }

    #[test]
    fn another_instant_address_and_folder_are_handed_on() {
        assert_eq!(
            serve("xtask run --now 2022-11-09T17:00:00Z --address 127.0.0.1:8080 --data /tmp/trial"),
            ["serve", "--address", "127.0.0.1:8080", "--data", "/tmp/trial", "--now", "2022-11-09T17:00:00Z"]
        );
    }

    #[test]
    fn tests_can_be_selected() {
        let Ok(Task::Test(all)) = parsed("xtask test") else { panic!("no selection") };
        assert!(all.includes(Kind::Rust) && all.includes(Kind::Browser));
        let Ok(Task::Test(browser)) = parsed("xtask test --only browser -- home.spec.ts") else {
            panic!("no selection")
        };
        assert!(!browser.includes(Kind::Rust) && browser.includes(Kind::Browser));
        assert_eq!(browser.runner_arguments, ["home.spec.ts"]);
        assert!(parsed("xtask test -- home.spec.ts").is_err(), "arguments for which runner?");
    }
}
