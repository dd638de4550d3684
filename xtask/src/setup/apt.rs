//! Debian's package manager, where there is one and we may use it.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::Result;

use crate::environment::Environment;
use crate::process::{announce, answer, run_within};

/// Whether packages can be installed: a Debian (or its relative), as root or with a sudo that asks nothing.
pub(super) fn available(environment: &Environment) -> bool {
    Path::new("/etc/debian_version").exists()
        && environment.find("apt-get").is_some()
        && privilege(environment).is_some()
}

/// Installs packages; their lists are brought up to date once per run.
pub(super) fn install(environment: &Environment, packages: &[&str], usually: &str, cure: &str) -> Result<()> {
    static LISTS_ARE_FRESH: AtomicBool = AtomicBool::new(false);
    if !LISTS_ARE_FRESH.swap(true, Ordering::Relaxed) {
        announce("Updating the list of Debian packages", "10 seconds");
        run_within(apt(environment).arg("update"), Duration::from_secs(180), cure)?;
    }
    announce(&format!("Installing Debian's {}", packages.join(", ")), usually);
    let mut command = apt(environment);
    command.args(["install", "-y", "--no-install-recommends"]).args(packages);
    run_within(&mut command, Duration::from_secs(900), cure)
}

fn apt(environment: &Environment) -> Command {
    let mut command = match privilege(environment) {
        Some(Privilege::Sudo) => {
            let mut sudo = environment.command("sudo");
            sudo.args(["-n", "apt-get"]);
            sudo
        }
        _ => environment.command("apt-get"),
    };
    // Two minutes' wait for another apt to finish, and no question that nobody would answer.
    command.env("DEBIAN_FRONTEND", "noninteractive").args(["-q", "-o", "DPkg::Lock::Timeout=120"]);
    command
}

enum Privilege {
    Root,
    Sudo,
}

fn privilege(environment: &Environment) -> Option<Privilege> {
    if is_root(environment) {
        return Some(Privilege::Root);
    }
    answer(environment.command("sudo").args(["-n", "true"])).map(|_| Privilege::Sudo)
}

/// Whether this process runs as root.
pub(super) fn is_root(environment: &Environment) -> bool {
    answer(environment.command("id").arg("-u")).as_deref() == Some("0")
}
