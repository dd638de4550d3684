//! Puts the pieces of a complete file together, looks at what it is, and tidies up. Whatever is interrupted is begun anew, by
//! this process or another.

use app::server::AppState;
use bytes::Bytes;
use domain::media::MediaFailure;
use domain::time::Instant;
use object_store::buffered::BufWriter;
use sha2::{Digest, Sha256};
use store::{Claim, Media, StoreError};
use tokio::io::AsyncWriteExt;

use super::{MediaStore, PIECE, objects};

/// For how long a file is claimed; renewed with each piece.
pub(super) const CLAIM_MINUTES: i64 = 5;
/// When a file is tried again that could not be put together.
const RETRY_MINUTES: i64 = 1;
/// How much of a file is looked at to tell what it is.
const HEAD: usize = 8 * 1024;

/// What came of putting a file together.
enum Joined {
    /// It is there, with that SHA-256 (hexadecimal), or it cannot be used.
    Settled(Result<String, MediaFailure>),
    /// It was removed meanwhile, or another process was faster.
    Gone,
}

impl MediaStore {
    /// Does what there is to do about uploaded files; when the next thing is.
    pub(crate) async fn settle(&self, state: &AppState) -> Result<Option<Instant>, StoreError> {
        let store = state.store();
        while let Some(claim) =
            store.claim_media(state.real_now(), state.real_now().plus_minutes(CLAIM_MINUTES)).await?
        {
            let key = &claim.media.key;
            match self.join(state, &claim).await {
                Ok(Joined::Settled(result)) => {
                    if let Err(failure) = &result {
                        tracing::warn!(file = claim.media.name, failure = failure.name(), "a file cannot be used");
                    }
                    if !store.settle_media(key, result).await? {
                        self.clear_up_after(state, key).await?;
                    }
                }
                Ok(Joined::Gone) => {}
                Err(JoinError::Store(error)) => return Err(error),
                Err(JoinError::Objects(error)) => {
                    tracing::error!(%error, file = claim.media.name, "a file could not be put together; trying again");
                    store.hold_media(key, state.real_now().plus_minutes(RETRY_MINUTES)).await?;
                }
            }
        }
        store.expire_media(state.real_now()).await?;
        self.tidy(state).await?;
        store.next_media_deadline().await
    }

    async fn join(&self, state: &AppState, claim: &Claim) -> Result<Joined, JoinError> {
        if claim.parts.is_empty() {
            return Ok(Joined::Settled(Err(MediaFailure::Empty)));
        }
        let target = objects::file(&claim.media.key);
        let objects = std::sync::Arc::clone(&self.0.objects);
        // One piece is read while the one before is written: each more at once would be as much more memory.
        let mut writer = BufWriter::with_capacity(objects, target, PIECE).with_max_concurrency(1);
        let joined = self.write(state, claim, &mut writer).await;
        if matches!(joined, Ok(Joined::Settled(Ok(_)))) {
            let unfinished = |error| object_store::Error::Generic { store: "media", source: Box::new(error) };
            writer.shutdown().await.map_err(unfinished)?;
        } else if let Err(error) = writer.abort().await {
            tracing::warn!(%error, "what was put together of a file could not be deleted");
        }
        joined
    }

    async fn write(&self, state: &AppState, claim: &Claim, writer: &mut BufWriter) -> Result<Joined, JoinError> {
        let (mut hasher, mut head, mut is_known) = (Sha256::new(), Vec::new(), false);
        for (number, part) in claim.parts.iter().enumerate() {
            let bytes = self.piece(&part.object).await?;
            let until = state.real_now().plus_minutes(CLAIM_MINUTES);
            // Asked after the piece was read: another process that is ready deletes them.
            if !state.store().hold_media(&claim.media.key, until).await? {
                return Ok(Joined::Gone);
            }
            let Some(bytes) = bytes.filter(|bytes| u64::try_from(bytes.len()) == Ok(part.bytes)) else {
                return Ok(Joined::Settled(Err(MediaFailure::Lost)));
            };
            if !is_known {
                head.extend(bytes.iter().take(HEAD - head.len()));
                let is_enough = head.len() == HEAD || number + 1 == claim.parts.len();
                if is_enough && !is_as_named(&claim.media, &head) {
                    return Ok(Joined::Settled(Err(MediaFailure::NotAsNamed)));
                }
                is_known = is_enough;
            }
            hasher = hashed(hasher, bytes.clone()).await?;
            writer.put(bytes).await?;
        }
        Ok(Joined::Settled(Ok(hex::encode(hasher.finalize()))))
    }

    /// Deletes a file that was removed while it was put together.
    async fn clear_up_after(&self, state: &AppState, key: &str) -> Result<(), StoreError> {
        if state.store().media(key).await?.is_none()
            && let Err(error) = self.delete_file(key).await
        {
            tracing::error!(%error, key, "a file that was removed could not be deleted");
        }
        Ok(())
    }

    /// Deletes what nobody needs any more: pieces of files that are settled, files that were removed, and half ones.
    async fn tidy(&self, state: &AppState) -> Result<(), StoreError> {
        self.sweep().await;
        for untidy in state.store().untidy_media().await? {
            let pieces = self.delete_pieces(&untidy.key).await;
            let file = if untidy.is_removed { self.delete_file(&untidy.key).await } else { Ok(()) };
            if let Err(error) = pieces.and(file) {
                tracing::error!(%error, "objects of the media store could not be deleted; trying again later");
                continue;
            }
            state.store().forget_media(&untidy.key).await?;
        }
        Ok(())
    }
}

/// Whether the content of a file is what its name says (OWASP ASVS 5.0, 5.2.2).
fn is_as_named(media: &Media, head: &[u8]) -> bool {
    media.file_type.is_content(head, infer::get(head).map(|found| found.mime_type()))
}

/// Away from the threads that answer requests: a piece takes some milliseconds.
async fn hashed(mut hasher: Sha256, bytes: Bytes) -> Result<Sha256, JoinError> {
    let hashed = tokio::task::spawn_blocking(move || {
        hasher.update(&bytes);
        hasher
    });
    hashed.await.map_err(|error| JoinError::Objects(object_store::Error::JoinError { source: error }))
}

/// Why a file could not be put together this time.
enum JoinError {
    Store(StoreError),
    Objects(object_store::Error),
}

impl From<StoreError> for JoinError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<object_store::Error> for JoinError {
    fn from(error: object_store::Error) -> Self {
        Self::Objects(error)
    }
}
