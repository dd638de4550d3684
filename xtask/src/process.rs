//! Runs other programs: says what is being done, keeps a time limit, names the cure when it fails.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context, Result, bail};

/// Announces a step and how long it usually takes.
pub(crate) fn announce(step: &str, usually: &str) {
    eprintln!("\n==> {step} (usually {usually})");
}

/// Runs to the end; a failure says `cure`.
pub(crate) fn run(command: &mut Command, cure: &str) -> Result<()> {
    let name = describe(command);
    let status = command.status().with_context(|| format!("{name} could not be started.\n{cure}"))?;
    succeeded(status, &name, cure)
}

/// As [`run`], without a terminal to ask anything, and given up after `limit`: a network that swallows packets must not
/// hang a set-up.
pub(crate) fn run_within(command: &mut Command, limit: Duration, cure: &str) -> Result<()> {
    const PAUSE: Duration = Duration::from_millis(100);
    let name = describe(command);
    let mut child =
        command.stdin(Stdio::null()).spawn().with_context(|| format!("{name} could not be started.\n{cure}"))?;
    let mut waited = Duration::ZERO;
    loop {
        if let Some(status) = child.try_wait()? {
            return succeeded(status, &name, cure);
        }
        if waited >= limit {
            child.kill()?;
            child.wait()?;
            bail!("{name} did not finish within {} seconds and was stopped.\n{cure}", limit.as_secs());
        }
        sleep(PAUSE);
        waited += PAUSE;
    }
}

/// What a program prints to standard output, trimmed; nothing when it is missing or fails.
pub(crate) fn answer(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs to the end, shows every line as it comes and returns them all, so that a summary can be read from them.
pub(crate) fn run_and_listen(command: &mut Command, cure: &str) -> Result<(ExitStatus, Vec<String>)> {
    let name = describe(command);
    let (reader, writer) = std::io::pipe()?;
    command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn().with_context(|| format!("{name} could not be started.\n{cure}"))?;
    // The command keeps its ends of the pipe until they are replaced; the pipe would never end.
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut lines = Vec::new();
    let mut shown = std::io::stdout().lock();
    for line in BufReader::new(reader).split(b'\n') {
        let line = String::from_utf8_lossy(&line?).into_owned();
        writeln!(shown, "{line}")?;
        lines.push(line);
    }
    Ok((child.wait()?, lines))
}

fn succeeded(status: ExitStatus, name: &str, cure: &str) -> Result<()> {
    if status.success() {
        return Ok(());
    }
    bail!("{name} failed ({status}).\n{cure}");
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy);
    format!("`{}`", words.collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_program_and_the_cure() {
        let failure = run(Command::new("false").arg("--now"), "Install luck.").unwrap_err().to_string();
        assert!(failure.contains("`false --now` failed") && failure.ends_with("Install luck."), "{failure}");
        let missing = run(&mut Command::new("no-such-program"), "Install it.").unwrap_err().to_string();
        assert!(missing.contains("could not be started") && missing.ends_with("Install it."), "{missing}");
    }

    #[test]
    fn what_hangs_is_stopped() {
        let failure = run_within(Command::new("sleep").arg("60"), Duration::from_millis(200), "Try again.")
            .unwrap_err()
            .to_string();
        assert!(failure.contains("did not finish"), "{failure}");
        assert!(run_within(&mut Command::new("true"), Duration::from_secs(5), "").is_ok());
    }

    #[test]
    fn an_answer_is_what_a_program_prints_when_it_succeeds() {
        assert_eq!(answer(Command::new("echo").arg("1.96")), Some("1.96".to_owned()));
        assert_eq!(answer(&mut Command::new("false")), None);
        assert_eq!(answer(&mut Command::new("no-such-program")), None);
    }

    #[test]
    fn both_outputs_are_listened_to() {
        let (status, lines) =
            run_and_listen(Command::new("sh").args(["-c", "echo one; echo two >&2; exit 3"]), "").unwrap();
        assert_eq!(lines, ["one", "two"]);
        assert_eq!(status.code(), Some(3));
    }
}
