//! The objects of the media store: `media/<key>` for a file, `uploads/<key>/…` for its pieces until it is put together.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::ops::Range;
use std::time::Duration;

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};
use object_store::path::Path;
use object_store::{Error, GetOptions, GetRange, GetResult, GetResultPayload, ObjectStoreExt, PutPayload, Result};
use tokio::task::spawn_blocking;

use super::MediaStore;

/// Where a file is.
pub(super) fn file(key: &str) -> Path {
    Path::from_iter(["media", key])
}

/// Where all of them are.
pub(super) fn all_files() -> Path {
    Path::from("media")
}

/// Where its pieces are.
fn pieces(key: &str) -> Path {
    Path::from_iter(["uploads", key])
}

/// How long the store may take to say whether it is there.
const ANSWER: Duration = Duration::from_secs(5);

/// Bytes that are read of a file at once. Every time takes a thread for a moment, so that much less of them cost hundreds of viewers
/// much (docs/performance.md); more of them are more memory for each viewer.
const READ: usize = 32 * 1024;

/// The bytes of a file in that range, as they are read.
fn read_file(file: File, range: Range<u64>) -> BoxStream<'static, Result<Bytes>> {
    let begin = (file, range.start, range.end - range.start);
    let chunks = stream::try_unfold(begin, |(file, seek_to, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        // The memory comes from the thread that will give it back: what one thread gets and another gives back stays with the first
        // until it asks again, and a thread that only reads files seldom does.
        let bytes = vec![0; usize::try_from(left).unwrap_or(READ).min(READ)];
        let (file, bytes) = spawn_blocking(move || read_piece(file, seek_to, bytes)).await??;
        let rest = left - as_bytes(bytes.len());
        // Only the first time: what is read next follows.
        Ok(Some((bytes.into(), (file, 0, rest))))
    });
    let failed = |error: io::Error| Error::Generic { store: "media", source: Box::new(error) };
    chunks.map_err(failed).boxed()
}

/// Fills a piece from there on, or from where the file is where that is 0.
fn read_piece(mut file: File, seek_to: u64, mut bytes: Vec<u8>) -> io::Result<(File, Vec<u8>)> {
    if seek_to > 0 {
        file.seek(SeekFrom::Start(seek_to))?;
    }
    file.read_exact(&mut bytes)?;
    Ok((file, bytes))
}

fn as_bytes(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

impl MediaStore {
    /// Whether the store answers to whoever this server says that it is.
    ///
    /// # Errors
    /// Why it does not, in words for the log.
    pub(crate) async fn answers(&self) -> std::result::Result<(), String> {
        match tokio::time::timeout(ANSWER, self.look()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("it is silent".to_owned()),
        }
    }

    async fn look(&self) -> Result<()> {
        // There is none by that name; but to whoever may not list a bucket that is refused as well.
        match self.0.objects.head(&Path::from("media/none")).await {
            Ok(_) | Err(Error::NotFound { .. }) => Ok(()),
            Err(Error::PermissionDenied { .. }) => {
                let trial = Path::from("uploads/trial");
                self.0.objects.put(&trial, PutPayload::from_static(b"trial")).await?;
                self.0.objects.delete(&trial).await
            }
            Err(error) => Err(error),
        }
    }

    /// Puts a piece that begins at `starts`; the name of its object. No two have the same name: whoever sends a piece that was
    /// already taken must not put other bytes into its place.
    pub(super) async fn put_piece(&self, key: &str, starts: u64, bytes: Vec<Bytes>) -> Result<String> {
        let name = format!("{starts:013}-{}", hex::encode(rand::random::<[u8; 8]>()));
        let path = pieces(key).join(name);
        self.0.objects.put(&path, PutPayload::from_iter(bytes)).await?;
        Ok(path.to_string())
    }

    /// A whole piece; `None` if it is gone.
    pub(super) async fn piece(&self, object: &str) -> Result<Option<Bytes>> {
        match self.0.objects.get(&Path::from(object)).await {
            Ok(found) => found.bytes().await.map(Some),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The bytes of a file in that range, as they are read; `None` if it is gone.
    pub(crate) async fn read(&self, key: &str, range: Range<u64>) -> Result<Option<BoxStream<'static, Result<Bytes>>>> {
        // A range of nothing cannot be asked for.
        let range = (!range.is_empty()).then_some(GetRange::Bounded(range));
        match self.0.objects.get_opts(&file(key), GetOptions { range, ..GetOptions::default() }).await {
            Ok(GetResult { payload: GetResultPayload::File(file, _), range, .. }) => Ok(Some(read_file(file, range))),
            Ok(found) => Ok(Some(found.into_stream())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Deletes a piece that was not noted; if that fails, it goes with the others of its file.
    pub(super) async fn discard(&self, object: &str) {
        if let Err(error) = self.delete(&Path::from(object)).await {
            tracing::warn!(%error, "a piece of an upload could not be deleted");
        }
    }

    /// Deletes all pieces of a file, those too that were never noted.
    pub(super) async fn delete_pieces(&self, key: &str) -> Result<()> {
        let listed = self.0.objects.list(Some(&pieces(key)));
        listed.try_for_each(|piece| async move { self.delete(&piece.location).await }).await
    }

    /// Deletes a file.
    pub(super) async fn delete_file(&self, key: &str) -> Result<()> {
        self.delete(&file(key)).await
    }

    /// What is not there is deleted already.
    async fn delete(&self, path: &Path) -> Result<()> {
        match self.0.objects.delete(path).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
impl MediaStore {
    /// The names of all objects, for a test that wants nothing left over.
    pub(crate) async fn object_names(&self) -> Vec<String> {
        let listed: Vec<_> = self.0.objects.list(None).try_collect().await.expect("a list");
        let mut names: Vec<String> = listed.into_iter().map(|object| object.location.to_string()).collect();
        names.sort();
        names
    }
}
