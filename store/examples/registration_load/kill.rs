//! Rounds of a child process that is killed while people come, cancel and are offered places.

use std::process::Stdio;
use std::time::Duration;

use domain::content::Id;
use store::Store;
use tokio::io::AsyncReadExt;
use tokio::process::Command;

use crate::cluster::Failure;
use crate::{Options, churn, load};

/// Whether everything that was acknowledged is there, and everything else as it was promised.
pub(crate) async fn measure(store: &Store, options: &Options) -> Result<bool, Failure> {
    let (mut acknowledged, mut lost, mut problems, mut idle) = (0, 0, 0, 0);
    for round in 1..=options.rounds {
        let event = Id::new_v4();
        let clients = options.clients.to_string();
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--url", &options.url, "--fill", &event.to_string(), "--clients", &clients])
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut pipe = child.stdout.take().ok_or("the child has no output")?;
        let reading = tokio::spawn(async move {
            let mut output = Vec::new();
            pipe.read_to_end(&mut output).await.map(|_| String::from_utf8_lossy(&output).into_owned())
        });
        // Another moment each round: in the middle of a group, of a commit, of a checkpoint.
        tokio::time::sleep(Duration::from_millis(300 + u64::from(round * 37 % 400))).await;
        child.kill().await?;
        let output = reading.await??;
        let after = churn::after_kill(store, event, &output).await?;
        println!(
            "round {round}: {} acknowledged, {} lost; {} problems",
            after.acknowledged,
            after.lost,
            after.problems.len()
        );
        after.problems.iter().for_each(|problem| println!("  {problem}"));
        acknowledged += after.acknowledged;
        lost += after.lost;
        problems += after.problems.len();
        idle += u32::from(after.acknowledged == 0);
    }
    let duplicates = load::duplicate_mails(store).await?;
    println!(
        "{}",
        serde_json::json!({
            "engine": store.engine_name(), "kill_rounds": options.rounds, "acknowledged": acknowledged, "lost": lost,
            "oversold_or_unfair": problems, "duplicate_mails": duplicates, "rounds_without_any": idle,
        })
    );
    Ok(lost == 0 && problems == 0 && duplicates == 0 && idle == 0)
}
