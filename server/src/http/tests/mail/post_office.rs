//! A real mail server on loopback: Python's `aiosmtpd`, which `cargo xtask test` installs and names in `CONTINUUM_PYTHON`.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

/// It ends with the test.
pub(super) struct PostOffice {
    _process: Child,
    mails: UnboundedReceiver<String>,
    pub(super) port: u64,
}

impl PostOffice {
    /// Opens it, or says that the test is skipped.
    pub(super) async fn open() -> Option<Self> {
        let Some(python) = std::env::var_os("CONTINUUM_PYTHON") else {
            println!("SKIPPED: CONTINUUM_PYTHON names no Python with aiosmtpd; `cargo xtask test` sets it up");
            return None;
        };
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/src/http/tests/mail/post_office.py");
        let mut process = Command::new(python)
            .arg(script)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("a Python that starts");
        let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
        let (tell, mails) = unbounded_channel();
        // Read at once, or the mail server would wait for us while we wait for it.
        tokio::spawn(async move {
            while let Ok(Some(line)) = lines.next_line().await {
                if tell.send(line).is_err() {
                    break;
                }
            }
        });
        let mut office = Self { _process: process, mails, port: 0 };
        office.port = office.receives().await.as_u64().expect("a port");
        Some(office)
    }

    /// The next mail that it received, as Python's parser reads it.
    pub(super) async fn receives(&mut self) -> Value {
        let line = tokio::time::timeout(Duration::from_secs(20), self.mails.recv()).await;
        let line = line.expect("a mail within 20 seconds").expect("a mail server that goes on");
        serde_json::from_str(&line).expect("JSON")
    }

    /// Whether something has arrived that was not looked at.
    pub(super) fn has_more(&self) -> bool {
        !self.mails.is_empty()
    }

    /// Where it is reached.
    pub(super) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }
}
