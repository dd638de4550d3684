//! A private PostgreSQL server: made in a temporary folder, reachable only through a socket in it, gone at the end.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

/// Whatever goes wrong in a test.
pub(crate) type Failure = Box<dyn std::error::Error + Send + Sync>;

const CURE: &str = "install PostgreSQL (on Debian: apt-get install postgresql); its programs are looked for in \
                    /usr/lib/postgresql/*/bin and on the PATH";

/// A running server; it stops when the last handle is dropped, in a panic too.
pub(crate) struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    user: Option<&'static str>,
    databases: AtomicU32,
}

static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());

impl Cluster {
    /// The server of this process, started if it is not running.
    pub(crate) fn shared() -> Result<Arc<Self>, Failure> {
        let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(cluster) = running.upgrade() {
            return Ok(cluster);
        }
        let cluster = Arc::new(Self::start()?);
        *running = Arc::downgrade(&cluster);
        Ok(cluster)
    }

    fn start() -> Result<Self, Failure> {
        let folder = tempfile::Builder::new().prefix("continuum-postgres-").tempdir()?;
        let cluster = Self { folder, programs: programs()?, user: unprivileged()?, databases: AtomicU32::new(0) };
        if let Some(user) = cluster.user {
            succeed(Command::new("chown").arg(user).arg(cluster.folder.path()))?;
        }
        let data = cluster.data();
        let init = ["--no-sync", "--auth=trust", "--username=continuum", "--encoding=UTF8", "--locale=C.UTF-8"];
        succeed(cluster.program("initdb").args(init).arg("--pgdata").arg(&data))?;
        let settings = format!(
            "-c listen_addresses='' -c unix_socket_directories='{}' -c shared_buffers=32MB",
            cluster.folder.path().display()
        );
        let mut start = cluster.program("pg_ctl");
        start.args(["start", "--wait", "--silent", "--log"]).arg(cluster.folder.path().join("log"));
        start.arg("--pgdata").arg(&data).arg("--options").arg(settings);
        // The server inherits what its starter has open; a pipe would never come to its end.
        let status = start.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
        if status.success() { Ok(cluster) } else { Err(format!("pg_ctl could not start the server: {status}").into()) }
    }

    /// Makes an empty database; its address.
    pub(crate) fn new_database(&self) -> Result<String, Failure> {
        let name = format!("trial_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut create = self.client("createdb");
        create.args(["--template=template0", &name]);
        succeed(&mut create)?;
        Ok(format!("postgres://continuum@localhost/{name}?host={}", self.folder.path().display()))
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A program of PostgreSQL that talks to this server as its owner.
    pub(crate) fn client(&self, name: &str) -> Command {
        let mut command = self.program(name);
        command.arg("--host").arg(self.folder.path()).arg("--username=continuum");
        command
    }

    /// A program of PostgreSQL, not run as root: the server refuses that.
    fn program(&self, name: &str) -> Command {
        let path = self.programs.join(name);
        let mut command = match self.user {
            None => Command::new(path),
            Some(user) => {
                let mut command = Command::new("runuser");
                command.args(["-u", user, "--"]).arg(path);
                command
            }
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let data = self.data();
        let mut stop = self.program("pg_ctl");
        let stopped = succeed(stop.args(["stop", "--mode=immediate", "--silent", "--pgdata"]).arg(&data));
        if let Err(error) = stopped {
            eprintln!("the private PostgreSQL server did not stop: {error}");
        }
    }
}

/// The folder of the newest PostgreSQL's programs.
fn programs() -> Result<PathBuf, Failure> {
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions.map(|entry| entry.path()).max_by_key(|folder| version(folder));
    if let Some(folder) = newest.map(|folder| folder.join("bin")).filter(|folder| folder.join("initdb").exists()) {
        return Ok(folder);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).find(|folder| folder.join("initdb").exists());
    found.ok_or_else(|| format!("there is no PostgreSQL on this machine: {CURE}").into())
}

/// The user to run the server as, when the tests run as root.
fn unprivileged() -> Result<Option<&'static str>, Failure> {
    let id = |user: &[&str]| succeed(Command::new("id").arg("-u").args(user));
    if String::from_utf8_lossy(&id(&[])?.stdout).trim() != "0" {
        return Ok(None);
    }
    let known = ["postgres", "nobody"].into_iter().find(|user| id(&[user]).is_ok());
    known.map(Some).ok_or_else(|| "PostgreSQL does not run as root, and there is no user postgres or nobody".into())
}

fn succeed(command: &mut Command) -> Result<Output, Failure> {
    let output = command.stdin(Stdio::null()).output().map_err(|error| format!("{command:?}: {error}; {CURE}"))?;
    if output.status.success() {
        return Ok(output);
    }
    Err(format!("{command:?}: {}: {}", output.status, String::from_utf8_lossy(&output.stderr)).into())
}
