//! What was acknowledged survives `kill -9`.

use std::process::Stdio;
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::Command;

use crate::churn::{after_kill, churn_until_killed};
use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::sample::id;

/// Tells this test, started anew as a child, which database to write to until it is killed.
const CHILD: &str = "CONTINUUM_TEST_REGISTER_UNTIL_KILLED";
const CLIENTS: u32 = 20;

#[test]
fn an_acknowledged_registration_survives_a_kill() -> Checked {
    if let Ok(url) = std::env::var(CHILD) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        return Ok(runtime.block_on(churn_until_killed(&url, id(2000), CLIENTS))?);
    }
    on_both(&async |fixture| {
        for round in 0..2_u64 {
            let output = killed_after(&fixture.url, Duration::from_millis(700 + 300 * round)).await?;
            let after = after_kill(&fixture.store, id(2000), &output).await?;
            assert!(after.acknowledged > 0, "nothing was acknowledged before the kill: {output}");
            assert_eq!(after.lost, 0, "of {} acknowledged registrations", after.acknowledged);
            assert_eq!(after.problems, Vec::<String>::new());
        }
        Ok(())
    })
}

/// Runs this test as a child that registers people, kills it, and gives back what it printed.
async fn killed_after(url: &str, time: Duration) -> Result<String, Failure> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--exact", "crash::an_acknowledged_registration_survives_a_kill", "--nocapture"])
        .env(CHILD, url)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .spawn()?;
    let mut pipe = child.stdout.take().ok_or("the child has no output")?;
    let reading = tokio::spawn(async move {
        let mut output = Vec::new();
        pipe.read_to_end(&mut output).await.map(|_| String::from_utf8_lossy(&output).into_owned())
    });
    tokio::time::sleep(time).await;
    child.kill().await?;
    let status = child.wait().await?;
    if status.code().is_some() {
        return Err(format!("the child ended by itself: {status}").into());
    }
    Ok(reading.await??)
}
