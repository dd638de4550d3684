//! `cargo xtask lint`: formatting, clippy for both feature sets, and what we depend on.

use anyhow::{Result, bail};

use crate::environment::Environment;
use crate::process::{announce, run};
use crate::setup;

/// Runs every check, also after one has failed, so that one run shows all there is to mend.
pub(crate) fn lint(environment: &mut Environment) -> Result<()> {
    setup::for_linting(environment)?;
    let mut failures = Vec::new();
    let mut check = |name: &str, usually: &str, arguments: &[&str], cure: &str| {
        announce(name, usually);
        if let Err(error) = run(&mut environment.cargo(arguments), cure) {
            failures.push(error.to_string());
        }
    };
    check("Checking the formatting", "1 second", &["fmt", "--all", "--check"], "`cargo fmt --all` formats.");
    // The browser's entry would switch on the browser's features in what the server shares with it.
    check(
        "Clippy for the server",
        "4 minutes the first time",
        &["clippy", "--locked", "--workspace", "--exclude", "frontend", "--all-targets", "--", "-D", "warnings"],
        "Mend what clippy says above.",
    );
    // Type-checked on the host: that needs no second copy of every dependency, and the build covers WASM itself.
    check(
        "Clippy for the browser",
        "2 minutes the first time",
        &["clippy", "--locked", "-p", "domain", "-p", "app", "-p", "frontend", "--lib", "--", "-D", "warnings"],
        "Mend what clippy says above.",
    );
    let deny = setup::for_deny(environment);
    if deny {
        check(
            "Licences, bans and sources of dependencies",
            "5 seconds",
            &["deny", "--workspace", "check", "--hide-inclusion-graph", "bans", "licenses", "sources"],
            "deny.toml says what is allowed and why.",
        );
    }
    if !failures.is_empty() {
        bail!("{}", failures.join("\n\n"));
    }
    if deny {
        eprintln!("\nLint: formatting, clippy for both feature sets and cargo deny are clean.");
    } else {
        eprintln!("\nLint: formatting and clippy for both feature sets are clean.");
        eprintln!(
            "cargo deny was SKIPPED: it is not installed. `cargo install cargo-deny --locked` builds it (about 10 minutes)."
        );
    }
    Ok(())
}
