//! Accepts connections and answers them on threads of their own.
//!
//! A kept page needs nothing but the processor. So each thread reads and answers its own connections and hands nothing
//! over; only what must first be made (a page, the answer to a form) goes to the runtime that makes such things. One
//! thread for two processors: more of them only took the processor from each other and from those who ask (measured:
//! docs/performance.md), and the other half is there for making pages. New connections are dealt out in turn, since the
//! kernel's own choice among several listeners can leave one idle.

use std::io;
use std::net::SocketAddr;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::time::{sleep, timeout};

use super::page_cache::{Answering, Cached};

/// A client that has not sent a whole request head by then is let go: slow ones must not hold connections for ever.
/// The same limit ends a connection on which nothing is asked any more.
const HEAD_WITHIN: Duration = Duration::from_secs(30);
/// Largest request head. A form's body is read in parts and limited by the router.
const HEAD_BYTES: usize = 32 * 1024;
/// Threads that read files for connections. What they read is mostly in the system's memory; where it is not, a few disks are no
/// faster for more of them, and each keeps memory of its own.
const READERS: usize = 4;
/// Connections that may wait for a thread.
const WAITING: usize = 1_024;
/// How long a stopping server waits for what was begun.
const FINISH_WITHIN: Duration = Duration::from_secs(10);
/// Pause after the system had no more file handles to give.
const PAUSE: Duration = Duration::from_millis(500);

/// Serves until `stopped`, then finishes what was begun.
///
/// # Errors
/// A thread cannot be started.
pub(crate) async fn listen(
    listener: TcpListener,
    site: Cached<Router>,
    stopped: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    let count = thread::available_parallelism().map_or(1, |processors| processors.get().div_ceil(2));
    let threads: Vec<Thread> = (0..count).map(|_| Thread::start(site.clone())).collect::<Result<_, _>>()?;
    tokio::select! {
        () = deal(&listener, &threads) => {}
        () = stopped => {}
    }
    drop(listener);
    let finishing = threads.into_iter().map(Thread::finish);
    futures::future::join_all(finishing).await;
    Ok(())
}

/// Deals connections out to the threads, for ever.
async fn deal(listener: &TcpListener, threads: &[Thread]) {
    for thread in threads.iter().cycle() {
        let accepted = loop {
            match listener.accept().await {
                Ok(accepted) => break accepted,
                Err(error) => recover(&error).await,
            }
        };
        if thread.connections.send(accepted).await.is_err() {
            tracing::error!("a thread that answers connections has ended");
        }
    }
}

/// After a connection could not be accepted: the client may have gone, or the system may be out of file handles.
async fn recover(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset) {
        tracing::error!(%error, "a connection could not be accepted");
        sleep(PAUSE).await;
    }
}

/// A thread and the way to hand it connections.
struct Thread {
    connections: mpsc::Sender<(TcpStream, SocketAddr)>,
    handle: JoinHandle<()>,
}

impl Thread {
    fn start(site: Cached<Router>) -> anyhow::Result<Self> {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().max_blocking_threads(READERS).build()?;
        let (connections, dealt) = mpsc::channel(WAITING);
        let handle = thread::Builder::new()
            .name("connections".to_owned())
            .spawn(move || runtime.block_on(answer_all(site, dealt)))
            .context("a thread for connections cannot be started")?;
        Ok(Self { connections, handle })
    }

    /// Takes no more connections and waits for those that are open.
    async fn finish(self) {
        drop(self.connections);
        let joined = tokio::task::spawn_blocking(move || self.handle.join()).await;
        if !matches!(joined, Ok(Ok(()))) {
            tracing::error!("a thread that answered connections did not end well");
        }
    }
}

/// What one thread does: answers every connection it is dealt.
async fn answer_all(site: Cached<Router>, mut dealt: mpsc::Receiver<(TcpStream, SocketAddr)>) {
    let open = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WITHIN).max_buf_size(HEAD_BYTES);
    while let Some((stream, peer)) = dealt.recv().await {
        let Some(stream) = here(stream) else { continue };
        let connection = http.serve_connection(TokioIo::new(stream), Connected { site: site.clone(), peer });
        let answered = open.watch(connection);
        tokio::spawn(async move {
            if let Err(error) = answered.await {
                // A client that went away or spoke no HTTP; nothing to be done about it here.
                tracing::debug!(%error, "a connection ended early");
            }
        });
    }
    if timeout(FINISH_WITHIN, open.shutdown()).await.is_err() {
        tracing::warn!("some connections did not end in time and were cut");
    }
}

/// The stream, woken by this thread's runtime from now on instead of the one that accepted it.
fn here(stream: TcpStream) -> Option<TcpStream> {
    // Without TCP_NODELAY a page waits for the client's delayed acknowledgement: 40 ms on every answer.
    let moved = stream.set_nodelay(true).and_then(|()| stream.into_std()).and_then(TcpStream::from_std);
    moved.inspect_err(|error| tracing::warn!(%error, "a connection could not be taken over")).ok()
}

/// The site as one connection sees it.
struct Connected {
    site: Cached<Router>,
    peer: SocketAddr,
}

impl Service<Request<Incoming>> for Connected {
    type Response = axum::response::Response;
    type Error = std::convert::Infallible;
    type Future = Answering;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.site.answer(request.map(Body::new), Some(self.peer))
    }
}
