//! Takes the bytes of a file as they come. Each piece is put into the media store and then noted in the database; what is
//! noted counts. A connection that breaks loses nothing that came: it becomes a shorter piece.

use std::fmt::Display;
use std::pin::pin;
use std::time::Duration;

use app::server::AppState;
use bytes::Bytes;
use domain::time::Instant;
use futures::{Stream, StreamExt};
use store::{Accepted, Media, MediaRefusal, NewPart};

use super::{Checksum, MediaStore, PIECE};

/// How long a sender may be silent before the connection counts as broken.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Received {
    /// How many bytes of the file are here.
    pub(crate) offset: u64,
    /// When the upload is given up, if nothing more comes.
    pub(crate) expires_at: Instant,
    /// Whether the sender came to the end of what they wanted to send.
    pub(crate) is_whole: bool,
}

/// Why nothing more was taken; pieces that were noted before stay.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The database says so.
    Store(MediaRefusal),
    /// The checksum is another one; nothing of this request counts.
    Checksum,
    /// The media store or the database does not work; the log says why.
    Unavailable,
}

impl MediaStore {
    /// Takes what follows the bytes of `upload` that are here. With a checksum all of it counts or nothing.
    pub(crate) async fn receive<E: Display>(
        &self,
        state: &AppState,
        upload: &Media,
        body: impl Stream<Item = Result<Bytes, E>>,
        checksum: Option<Checksum>,
    ) -> Result<Received, Refusal> {
        let mut receiver = Receiver {
            media: self,
            state,
            upload,
            accepted: Accepted { offset: upload.received, expires_at: upload.expires_at },
            checksum,
            put: Vec::new(),
            piece: Vec::new(),
            filled: 0,
        };
        let mut body = pin!(body);
        let is_whole = loop {
            let bytes = match tokio::time::timeout(PATIENCE, body.next()).await {
                Ok(Some(Ok(bytes))) => bytes,
                Ok(None) => break true,
                Ok(Some(Err(error))) => {
                    tracing::info!(%error, "an upload was interrupted");
                    break false;
                }
                Err(_) => break false,
            };
            if let Err(refusal) = receiver.take(bytes).await {
                receiver.discard().await;
                return Err(refusal);
            }
        };
        match receiver.end(is_whole).await {
            Ok(accepted) => Ok(Received { offset: accepted.offset, expires_at: accepted.expires_at, is_whole }),
            Err(refusal) => {
                receiver.discard().await;
                Err(refusal)
            }
        }
    }
}

struct Receiver<'a> {
    media: &'a MediaStore,
    state: &'a AppState,
    upload: &'a Media,
    /// What is noted.
    accepted: Accepted,
    checksum: Option<Checksum>,
    /// Pieces that were put and wait for the checksum.
    put: Vec<NewPart>,
    /// What came after them.
    piece: Vec<Bytes>,
    /// Bytes in it.
    filled: usize,
}

impl Receiver<'_> {
    async fn take(&mut self, mut bytes: Bytes) -> Result<(), Refusal> {
        let most = self.upload.length.unwrap_or(self.media.most());
        if self.next_start() + as_bytes(self.filled) + as_bytes(bytes.len()) > most {
            return Err(Refusal::Store(MediaRefusal::TooLong));
        }
        if let Some(checksum) = &mut self.checksum {
            checksum.update(&bytes);
        }
        while !bytes.is_empty() {
            let fitting = bytes.split_to(bytes.len().min(PIECE - self.filled));
            self.filled += fitting.len();
            self.piece.push(fitting);
            if self.filled == PIECE {
                self.put_piece().await?;
            }
        }
        Ok(())
    }

    /// What follows the pieces that were put.
    fn next_start(&self) -> u64 {
        self.accepted.offset + self.put.iter().map(|part| part.bytes).sum::<u64>()
    }

    /// Puts what came, and notes it, unless it waits for the checksum.
    async fn put_piece(&mut self) -> Result<(), Refusal> {
        if self.filled == 0 {
            return Ok(());
        }
        let (bytes, filled) = (std::mem::take(&mut self.piece), as_bytes(std::mem::take(&mut self.filled)));
        let object = self.media.put_piece(&self.upload.key, self.next_start(), bytes).await.map_err(|error| {
            tracing::error!(%error, "the media store did not take a piece of an upload");
            Refusal::Unavailable
        })?;
        self.put.push(NewPart { bytes: filled, object });
        if self.checksum.is_none() { self.note().await } else { Ok(()) }
    }

    async fn note(&mut self) -> Result<(), Refusal> {
        let (store, now, most) = (self.state.store(), self.state.real_now(), self.media.most());
        let noted = store.accept_media(&self.upload.key, self.accepted.offset, self.put.clone(), most, now).await;
        self.accepted = noted
            .map_err(|error| {
                tracing::error!(%error, "a piece of an upload could not be noted");
                Refusal::Unavailable
            })?
            .map_err(Refusal::Store)?;
        self.put.clear();
        Ok(())
    }

    async fn end(&mut self, is_whole: bool) -> Result<Accepted, Refusal> {
        match self.checksum.take() {
            None => self.put_piece().await?,
            // What is not all there cannot be compared.
            Some(_) if !is_whole => return Err(Refusal::Checksum),
            Some(checksum) => {
                if !checksum.holds() {
                    return Err(Refusal::Checksum);
                }
                self.put_last().await?;
            }
        }
        Ok(self.accepted)
    }

    /// The last piece of those that waited for the checksum, and all of them noted.
    async fn put_last(&mut self) -> Result<(), Refusal> {
        self.put_piece().await?;
        // The last piece was noted with those before it, unless it was full and so put earlier.
        if self.put.is_empty() { Ok(()) } else { self.note().await }
    }

    /// Deletes what was put and does not count.
    async fn discard(&mut self) {
        for part in std::mem::take(&mut self.put) {
            self.media.discard(&part.object).await;
        }
    }
}

fn as_bytes(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}
