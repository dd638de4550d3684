//! PostgreSQL's own programs for copies of a database.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, bail};
use tokio::process::Command;
use url::Url;

/// What its library knows of an address; the rest is for ours.
const KNOWN: &[&str] = &["host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey", "options"];

/// Writes the whole database into a file of PostgreSQL's own compressed form.
pub(super) async fn dump(url: &str, to: &Path) -> anyhow::Result<()> {
    let mut program = client("pg_dump", url)?;
    program.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(to);
    succeed("pg_dump", program).await?;
    std::fs::File::open(to)?.sync_all()?;
    Ok(())
}

/// Reads such a file into a database that has nothing in it; all of it or nothing.
pub(super) async fn restore(url: &str, from: &Path) -> anyhow::Result<()> {
    let mut program = client("pg_restore", url)?;
    program.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]).arg(from);
    succeed("pg_restore", program).await
}

/// One of the programs, told which database; the password is in its environment, where other users do not see it.
fn client(name: &str, url: &str) -> anyhow::Result<Command> {
    let mut address = Url::parse(url).context("the address of the database is not one")?;
    let mut program = Command::new(name);
    let decoded = address.password().and_then(|password| {
        let pair = format!("p={}", password.replace('+', "%2B"));
        form_urlencoded::parse(pair.as_bytes()).next().map(|(_, value)| value.into_owned())
    });
    let asked: Vec<(String, String)> = address.query_pairs().into_owned().collect();
    let password = asked.iter().find(|(key, _)| key == "password").map(|(_, value)| value.clone()).or(decoded);
    if let Some(password) = password {
        program.env("PGPASSWORD", password);
    }
    // It has no password where it cannot have one.
    let _without = address.set_password(None);
    address.set_query(None);
    for (key, value) in asked.iter().filter(|(key, _)| KNOWN.contains(&key.as_str())) {
        address.query_pairs_mut().append_pair(key, value);
    }
    // Its library reads a plus sign as itself.
    let address = address.as_str().replace('+', "%20");
    program.arg("--dbname").arg(address).stdin(Stdio::null()).kill_on_drop(true);
    Ok(program)
}

async fn succeed(name: &str, mut program: Command) -> anyhow::Result<()> {
    let output =
        program.output().await.with_context(|| format!("{name} of PostgreSQL cannot be started; is it installed?"))?;
    if !output.status.success() {
        bail!("{name} failed: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::client;

    #[test]
    fn a_password_is_no_argument_and_what_its_library_does_not_know_is_left_out() {
        let url = "postgres://name:a%2Bb+c@db.example:5433/site?sslmode=require&statement-cache-capacity=1";
        let program = client("pg_dump", url).expect("an address");
        let program = program.as_std();
        let arguments: Vec<_> = program.get_args().map(|argument| argument.to_string_lossy().into_owned()).collect();
        assert_eq!(arguments, ["--dbname", "postgres://name@db.example:5433/site?sslmode=require"]);
        let environment: Vec<_> =
            program.get_envs().map(|(key, value)| (key.to_owned(), value.map(ToOwned::to_owned))).collect();
        assert_eq!(environment, [("PGPASSWORD".into(), Some("a+b+c".into()))]);
        assert!(client("pg_dump", "no address").is_err());
    }
}
