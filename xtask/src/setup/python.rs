//! A Python with what the tests have from elsewhere: the parser that reads our calendar files and the mail server that takes
//! our mails. In an environment of its own: nothing is put into the system's Python.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Result, bail};

use super::apt;
use crate::environment::Environment;
use crate::process::{announce, answer, run_within};

const CURE: &str = "Install Python 3.10 or newer with its module venv (Debian: python3-venv), check that PyPI can be reached, \
                    and start again.";

/// Makes the environment and installs the packages, once; returns the Python to start.
pub(super) fn ensure(environment: &Environment) -> Result<PathBuf> {
    let list = environment.root.join("xtask/python-packages.txt");
    let wanted = fs::read_to_string(&list)?;
    let folder = environment.target.join("test-python");
    let python = folder.join("bin/python");
    // A copy of the list says what lies in the folder; written last, so that half an installation does not count.
    let installed = folder.join("installed.txt");
    if python.is_file() && fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    ensure_venv(environment)?;
    announce("Installing the calendar parser and the mail server for the tests", "10 seconds");
    let mut venv = environment.command("python3");
    run_within(venv.args(["-m", "venv", "--clear"]).arg(&folder), Duration::from_secs(120), CURE)?;
    let mut pip = environment.command(&python);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement"])
        .arg(list);
    run_within(&mut pip, Duration::from_secs(180), CURE)?;
    fs::write(installed, wanted)?;
    Ok(python)
}

/// Debian has a Python without what makes environments.
fn ensure_venv(environment: &Environment) -> Result<()> {
    let found = || answer(environment.command("python3").args(["-c", "import ensurepip, venv"])).is_some();
    if !found() && apt::available(environment) {
        apt::install(environment, &["python3-venv"], "20 seconds", CURE)?;
    }
    if found() { Ok(()) } else { bail!("A Python with the module venv was not found.\n{CURE}") }
}
