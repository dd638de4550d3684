//! Runs a program on a file that somebody sent: no shell, no input, nothing of this process's environment, in a folder of its own,
//! behind whatever answers visitors, and with an end to its time, its memory and what it writes.

use std::ffi::OsString;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use domain::media::WorkFailure;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};
use tokio::process::Command;

use super::{Tools, Trouble};

/// Most memory that a program may reserve, in bytes.
const MEMORY: u64 = 3 << 30;
/// How many processors a program may keep busy all of its time.
const THREADS: u64 = 4;
/// Most bytes that are read of what a program says.
const SAID_MAX: u64 = 4 << 20;
/// Most bytes of one file that it may write beyond the length of the one it reads.
const WRITES_MORE: u64 = 256 << 20;

/// A program and what it is told.
pub(super) struct Program<'a> {
    pub(super) name: &'static str,
    pub(super) arguments: Vec<OsString>,
    /// Where it works.
    pub(super) folder: &'a Path,
    /// Length of the file that it reads, in bytes.
    pub(super) reads: u64,
    /// How long it may take.
    pub(super) limit: Duration,
}

impl Program<'_> {
    /// Runs it; each line that it says is heard at once, and all of them are given back.
    pub(super) async fn run(&self, tools: &Tools, mut heard: impl FnMut(&str)) -> Result<String, Trouble> {
        let mut child = self.command(tools)?.spawn().map_err(Trouble::later)?;
        let (Some(said), Some(complained)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(Trouble::later("a program has no output"));
        };
        let finished = async {
            let (lines, complaint) = tokio::join!(lines(said, &mut heard), complaint(complained));
            child.wait().await.map(|status| (status, lines, complaint))
        };
        match tokio::time::timeout(self.limit, finished).await {
            Ok(Ok((status, lines, _))) if status.success() => Ok(lines),
            Ok(Ok((status, _, complaint))) => {
                let said = if complaint.is_empty() { format!("{}: {status}", self.name) } else { complaint };
                Err(Trouble::failed(WorkFailure::Unreadable, &said))
            }
            Ok(Err(error)) => Err(Trouble::later(error)),
            // Dropped, it is killed.
            Err(_) => Err(Trouble::failed(WorkFailure::TooSlow, self.name)),
        }
    }

    fn command(&self, tools: &Tools) -> Result<Command, Trouble> {
        let path = tools.path(self.name).ok_or_else(|| Trouble::later(format!("{} is not there", self.name)))?;
        // Each of these becomes the next one, so that the child is the program itself.
        let mut words: Vec<OsString> = Vec::new();
        if let Some(bounded) = &tools.bounded {
            words.push(bounded.into());
            words.push(format!("--as={MEMORY}").into());
            words.push(format!("--fsize={}", self.reads.saturating_add(WRITES_MORE)).into());
            // Several threads use more than the time that passes; the end of that is kept by this process, while it lives.
            words.push(format!("--cpu={}", self.limit.as_secs() * THREADS + 1).into());
            words.push("--core=0".into());
        }
        if let Some(nice) = &tools.nice {
            words.push(nice.into());
            words.extend(["-n".into(), "15".into()]);
        }
        words.push(path.into());
        words.extend(self.arguments.iter().cloned());
        let mut words = words.into_iter();
        let first = words.next().unwrap_or_default();
        let mut command = Command::new(first);
        command
            .args(words)
            .current_dir(self.folder)
            .env_clear()
            .env("LC_ALL", "C.UTF-8")
            .env("HOME", self.folder)
            .env("TMPDIR", self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        Ok(command)
    }
}

async fn lines(said: impl AsyncRead + Unpin, heard: &mut impl FnMut(&str)) -> String {
    let mut reader = BufReader::new(said);
    let (mut all, mut line) = (String::new(), Vec::new());
    while (&mut reader).take(SAID_MAX).read_until(b'\n', &mut line).await.is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line);
        heard(text.trim_end());
        // What is said beyond that is read and forgotten: a program that waits for a reader would never end.
        if u64::try_from(all.len() + text.len()).is_ok_and(|length| length <= SAID_MAX) {
            all.push_str(&text);
        }
        line.clear();
    }
    all
}

/// The last lines of what a program complained of.
async fn complaint(complained: impl AsyncRead + Unpin) -> String {
    const LINES: usize = 3;
    let mut last: Vec<String> = Vec::new();
    let mut reader = BufReader::new(complained);
    let mut line = Vec::new();
    while (&mut reader).take(SAID_MAX).read_until(b'\n', &mut line).await.is_ok_and(|read| read > 0) {
        let text = String::from_utf8_lossy(&line).trim().to_owned();
        line.clear();
        if !text.is_empty() {
            last.push(text);
        }
        if last.len() > LINES {
            last.remove(0);
        }
    }
    last.join(" ")
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::time::Duration;

    use super::{Program, Tools, Trouble, WorkFailure};

    /// Runs something in the place of `ffmpeg`.
    async fn run(program: &str, arguments: &[&str], limit: Duration) -> anyhow::Result<Result<String, Trouble>> {
        let folder = tempfile::tempdir()?;
        let mut tools = Tools::of_path();
        tools.instead("ffmpeg", PathBuf::from(program));
        let arguments = arguments.iter().map(Into::into).collect();
        let program = Program { name: "ffmpeg", arguments, folder: folder.path(), reads: 0, limit };
        Ok(program.run(&tools, |_| ()).await)
    }

    #[tokio::test]
    async fn a_program_sees_nothing_of_this_process_and_has_an_end() -> anyhow::Result<()> {
        let said = run("/usr/bin/env", &[], Duration::from_secs(10)).await?.ok().unwrap_or_default();
        let names: Vec<&str> = said.lines().filter_map(|line| line.split('=').next()).collect();
        assert!(!names.is_empty() && names.iter().all(|name| ["LC_ALL", "HOME", "TMPDIR"].contains(name)), "{said}");
        let slow = run("/bin/sleep", &["60"], Duration::from_millis(200)).await?;
        assert!(matches!(slow, Err(Trouble::Failed(trouble)) if trouble.failure == WorkFailure::TooSlow));
        let failed = run("/bin/cat", &["nothing-here"], Duration::from_secs(10)).await?;
        let Err(Trouble::Failed(trouble)) = failed else { anyhow::bail!("it did not fail") };
        assert!(trouble.said.contains("nothing-here"), "{}", trouble.said);
        Ok(())
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn a_program_is_bounded() -> anyhow::Result<()> {
        let said = run("/bin/cat", &["/proc/self/limits"], Duration::from_secs(10)).await?.ok().unwrap_or_default();
        let limit = |name: &str| said.lines().find(|line| line.starts_with(name)).unwrap_or_default().to_owned();
        assert!(limit("Max address space").contains(&super::MEMORY.to_string()), "{said}");
        assert!(limit("Max file size").contains(&super::WRITES_MORE.to_string()), "{said}");
        let nice = run("/usr/bin/nice", &[], Duration::from_secs(10)).await?.ok().unwrap_or_default();
        assert!(nice.trim().parse::<i32>().is_ok_and(|nice| nice >= 15), "{nice}");
        Ok(())
    }
}
