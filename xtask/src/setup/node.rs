//! Node and the packages of `end2end/`: wasm-opt for every build, Playwright and its companions for the browser tests.

use std::fs;
use std::time::Duration;

use anyhow::{Result, bail};

use super::apt;
use crate::environment::Environment;
use crate::process::{announce, answer, run_within};

/// The oldest Node that Playwright and Lighthouse run on.
const OLDEST: u32 = 20;
const CURE: &str = "Install Node 20 or newer with npm (nodejs.org, or your system's packages) and start again.";

/// Installs the locked packages and puts their programs on PATH.
pub(super) fn ensure(environment: &mut Environment) -> Result<()> {
    ensure_node(environment)?;
    let folder = environment.end2end();
    let lock = fs::read_to_string(folder.join("package-lock.json"))?;
    // A copy of the lock file says what lies in the folder; written last, so that half an installation does not count.
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read_to_string(&installed).is_ok_and(|installed| installed == lock) {
        environment.first_on_path.push(folder.join("node_modules/.bin"));
        return Ok(());
    }
    announce("Installing the locked node packages", "20 seconds");
    let mut npm = environment.command("npm");
    npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    run_within(&mut npm, Duration::from_secs(600), "Check that npm's registry can be reached and start again.")?;
    fs::write(&installed, lock)?;
    environment.first_on_path.push(folder.join("node_modules/.bin"));
    Ok(())
}

fn ensure_node(environment: &Environment) -> Result<()> {
    let found = || answer(environment.command("node").arg("--version")).and_then(|answer| major(&answer));
    let fits = || found().is_some_and(|major| major >= OLDEST) && environment.find("npm").is_some();
    if fits() {
        return Ok(());
    }
    if apt::available(environment) {
        apt::install(environment, &["nodejs", "npm"], "1 minute", CURE)?;
    }
    if !fits() {
        match found() {
            Some(major) => bail!("Node {major} with npm is here; {OLDEST} or newer is needed.\n{CURE}"),
            None => bail!("Node is missing.\n{CURE}"),
        }
    }
    Ok(())
}

/// `v20.20.2` gives 20.
fn major(answer: &str) -> Option<u32> {
    answer.strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_answer_is_understood() {
        assert_eq!(major("v20.20.2"), Some(20));
        assert_eq!(major("v8.0.0"), Some(8));
        assert_eq!(major("20"), None);
    }
}
