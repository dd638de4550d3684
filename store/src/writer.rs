//! The one writer of an SQLite database, with group commit.
//!
//! The cost of a durable write is the `fsync` at its end, and SQLite admits one writer at a time anyway. So all writes go
//! through one queue; whatever waits there when the last commit is done shares the next one. Each request runs in its
//! own savepoint, so that a refused one does not spoil its neighbours, and is answered only after the commit.

use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{Executor, Row, Sqlite, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Interval, MissedTickBehavior, interval};

use crate::changes::{Change, Feed};
use crate::connection::Connection;
use crate::engine::{BoxFuture, Work};
use crate::error::StoreError;

/// Most requests that share a commit: bounds what one failure can take along, and the wait of the first.
const GROUP: usize = 64;
/// Requests that may wait before a caller has to wait to be let into the queue.
const QUEUE: usize = 1024;
/// How often to see whether another process has written to the file.
const LOOK_AROUND: Duration = Duration::from_secs(1);

/// The way to the writer.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Message>,
}

enum Message {
    Write(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

impl Writer {
    /// Starts the writer on its own connection.
    pub(crate) fn start(connection: PoolConnection<Sqlite>, feed: Feed) -> Self {
        let (queue, requests) = mpsc::channel(QUEUE);
        tokio::spawn(run(connection, requests, feed));
        Self { queue }
    }

    /// Runs `work` in a transaction; returns after it is durable. Once it is in the queue it runs, even if the caller
    /// stops waiting.
    pub(crate) async fn write<T: Send + 'static>(&self, work: impl Work<T>) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let job = Box::new(Pending { work: Some(work), result: None, reply });
        self.queue.send(Message::Write(job)).await.map_err(|_| StoreError::Closed)?;
        answer.await.map_err(|_| StoreError::Closed)?
    }

    /// Lets the queue run empty, then closes the connection. Later writes are refused.
    pub(crate) async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.queue.send(Message::Close(done)).await.is_ok() {
            // An error means that the writer is gone already.
            let _gone = closed.await;
        }
    }
}

/// A request in the queue.
trait Job: Send {
    /// Does the work and keeps its result; whether it may be committed.
    fn run<'a>(&'a mut self, connection: &'a mut Connection<'_>) -> BoxFuture<'a, bool>;
    /// Answers the caller: with the result, or with the reason why the commit failed.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Pending<W, T> {
    work: Option<W>,
    result: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<T: Send + 'static, W: Work<T>> Job for Pending<W, T> {
    fn run<'a>(&'a mut self, connection: &'a mut Connection<'_>) -> BoxFuture<'a, bool> {
        Box::pin(async move {
            let Some(work) = self.work.take() else { return false };
            let result = work(connection).await;
            let sound = result.is_ok();
            self.result = Some(result);
            sound
        })
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        // A request that was refused before the commit keeps its own reason.
        let answer = match (self.result, committed) {
            (Some(Err(refused)), _) => Err(refused),
            (_, Err(lost)) => Err(lost),
            (Some(done), Ok(())) => done,
            (None, Ok(())) => Err(StoreError::Closed),
        };
        // The caller may have stopped waiting; what was committed stays committed.
        let _gone = self.reply.send(answer);
    }
}

async fn run(mut connection: PoolConnection<Sqlite>, mut requests: mpsc::Receiver<Message>, feed: Feed) {
    let mut group = Vec::with_capacity(GROUP);
    let mut closing = Vec::new();
    let mut neighbours = Neighbours::new();
    loop {
        tokio::select! {
            biased;
            _ = neighbours.tick() => {
                if neighbours.have_written(&mut connection).await {
                    feed.tell_here(Change::Missed);
                }
                continue;
            }
            received = requests.recv_many(&mut group, GROUP) => if received == 0 {
                break;
            }
        }
        let mut jobs = Vec::with_capacity(group.len());
        for message in group.drain(..) {
            match message {
                Message::Write(job) => jobs.push(job),
                Message::Close(done) => {
                    requests.close();
                    closing.push(done);
                }
            }
        }
        if jobs.is_empty() {
            continue;
        }
        let committed = commit(&mut connection, &mut jobs).await;
        let (changes, answer) = match committed {
            Ok(changes) => (changes, Ok(())),
            Err(error) => {
                tracing::error!(%error, cause = ?error, requests = jobs.len(), "a group of writes was not committed");
                // Whatever is left of the transaction must not leak into the next group.
                let _none_open = connection.execute("ROLLBACK").await;
                (Vec::new(), Err(error))
            }
        };
        feed.committed(changes);
        for job in jobs {
            job.answer(answer.clone());
        }
    }
    finish(connection).await;
    for done in closing {
        let _gone = done.send(());
    }
}

/// Other processes on the same file: an import beside a running server. They cannot tell us what they commit, but SQLite
/// counts for each connection whether somebody else has written.
struct Neighbours {
    watch: Interval,
    version: Option<i64>,
}

impl Neighbours {
    fn new() -> Self {
        let mut watch = interval(LOOK_AROUND);
        watch.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { watch, version: None }
    }

    /// Comes once a second, the first time at once.
    async fn tick(&mut self) {
        self.watch.tick().await;
    }

    /// Whether somebody else has committed since the last call.
    async fn have_written(&mut self, connection: &mut SqliteConnection) -> bool {
        let row = sqlx::query("PRAGMA data_version").fetch_one(connection).await;
        let Ok(version) = row.and_then(|row| row.try_get::<i64, _>(0)) else { return false };
        self.version.replace(version).is_some_and(|before| before != version)
    }
}

/// Runs the group in one transaction; what it changed.
async fn commit(connection: &mut SqliteConnection, jobs: &mut [Box<dyn Job>]) -> Result<Vec<Change>, StoreError> {
    connection.execute("BEGIN IMMEDIATE; SAVEPOINT request").await?;
    let mut changes = Vec::new();
    for job in jobs {
        let mut link = Connection::sqlite(&mut *connection);
        let sound = job.run(&mut link).await;
        let announced = link.take_changes();
        if sound {
            changes.extend(announced);
        } else {
            // Fails when SQLite gave up the whole transaction (a full disk); then the whole group fails.
            connection.execute("ROLLBACK TO request").await?;
        }
        // One way to SQLite's thread and back for both; what is on the way costs more than what is done there.
        connection.execute("RELEASE request; SAVEPOINT request").await?;
    }
    connection.execute("RELEASE request; COMMIT").await?;
    changes.dedup();
    Ok(changes)
}

/// Empties the write-ahead log into the database, so that the file alone is complete, and closes the connection.
async fn finish(mut connection: PoolConnection<Sqlite>) {
    if let Err(error) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").await {
        tracing::warn!(%error, "the write-ahead log was not emptied; the next start does it");
    }
    if let Err(error) = connection.close().await {
        tracing::warn!(%error, "the writer's connection did not close cleanly");
    }
}

#[cfg(test)]
mod tests {
    use sqlx::sqlite::SqlitePoolOptions;

    use super::Writer;
    use crate::changes::Feed;
    use crate::connection::{Connection, Statement, statement, values};
    use crate::engine::{BoxFuture, sqlite_for_writing};
    use crate::error::StoreError;

    const PARENT: Statement = statement!("CREATE TABLE IF NOT EXISTS parent (id INTEGER PRIMARY KEY) STRICT");
    const CHILD: Statement = statement!(
        "CREATE TABLE IF NOT EXISTS child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED) STRICT"
    );
    const ADD_PARENT: Statement = statement!("INSERT INTO parent (id) VALUES ($1)");
    const ADD_ORPHAN: Statement = statement!("INSERT INTO child (id) VALUES (999)");
    const COUNT: Statement = statement!("SELECT count(*) AS number FROM parent");
    const PRAGMAS: &[(Statement, &str, i64)] = &[
        (statement!("PRAGMA synchronous"), "synchronous", 2),
        (statement!("PRAGMA foreign_keys"), "foreign_keys", 1),
        (statement!("PRAGMA trusted_schema"), "trusted_schema", 0),
        (statement!("PRAGMA temp_store"), "temp_store", 2),
        (statement!("PRAGMA busy_timeout"), "timeout", 5000),
        (statement!("PRAGMA journal_size_limit"), "journal_size_limit", 64 << 20),
    ];
    const JOURNAL: Statement = statement!("PRAGMA journal_mode");

    type Outcome = Result<u64, StoreError>;

    fn add(id: i64) -> impl for<'a, 'c> FnOnce(&'a mut Connection<'c>) -> BoxFuture<'a, Outcome> + Send {
        move |connection| Box::pin(async move { connection.execute(ADD_PARENT, values![id]).await })
    }

    async fn count(writer: &Writer) -> Result<i64, StoreError> {
        let row = writer.write(|link| Box::pin(async { link.fetch_one(COUNT, values![]).await })).await?;
        row.map_or(Ok(-1), |row| row.integer("number"))
    }

    #[tokio::test]
    async fn one_refusal_is_its_own_and_one_lost_commit_is_everybodys() -> Result<(), Box<dyn std::error::Error>> {
        let folder = tempfile::tempdir()?;
        let options = sqlite_for_writing(&format!("sqlite://{}", folder.path().join("trial.db").display()))?;
        let pool = SqlitePoolOptions::new().max_connections(1).connect_with(options).await?;
        let writer = Writer::start(pool.acquire().await?, Feed::new(None));
        writer
            .write(|link| {
                Box::pin(async {
                    link.execute(PARENT, values![]).await?;
                    link.execute(CHILD, values![]).await
                })
            })
            .await?;

        // The second breaks a rule: it alone is refused, and its neighbours in the group are stored.
        let (first, second, third) = tokio::join!(writer.write(add(1)), writer.write(add(1)), writer.write(add(2)));
        assert!(first.is_ok() && third.is_ok());
        assert!(matches!(second, Err(StoreError::Conflict { .. })), "{second:?}");
        assert_eq!(count(&writer).await?, 2);

        // The orphan is noticed only by the commit: nobody in the group is told that it was stored, and it was not.
        let orphan = writer.write(|link| Box::pin(async { link.execute(ADD_ORPHAN, values![]).await }));
        let (good, orphan) = tokio::join!(writer.write(add(3)), orphan);
        assert!(good.is_err() && orphan.is_err(), "{good:?} {orphan:?}");
        assert_eq!(count(&writer).await?, 2);
        // And the writer goes on.
        writer.write(add(3)).await?;
        assert_eq!(count(&writer).await?, 3);

        for (statement, column, expected) in PRAGMAS {
            let row = writer.write(|link| Box::pin(async { link.fetch_one(*statement, values![]).await })).await?;
            assert_eq!(row.map(|row| row.integer(column)).transpose()?, Some(*expected), "{column}");
        }
        let row = writer.write(|link| Box::pin(async { link.fetch_one(JOURNAL, values![]).await })).await?;
        assert_eq!(row.map(|row| row.text("journal_mode")).transpose()?.as_deref(), Some("wal"));
        writer.close().await;
        assert!(matches!(writer.write(add(4)).await, Err(StoreError::Closed)));
        Ok(())
    }
}
