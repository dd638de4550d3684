//! Makes of uploaded files what visitors are better served with: a form that plays at once, a picture, the sound alone; of PDF
//! a picture and the text of each page; of pictures smaller ones. By programs that are installed beside the server, or not at all; one file at a time.
//!
//! | file | holds |
//! |---|---|
//! | `tools` | which programs there are |
//! | `program` | how one is run: bounded in time, memory and what it may open |
//! | `recording`, `document`, `picture` | what is made of them |
//! | `index_first` | whether an MP4 plays before it is all there |

mod document;
mod index_first;
mod picture;
mod program;
mod recording;
mod tools;

pub(crate) use tools::Tools;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use app::server::AppState;
use domain::media::{Facts, FileType, Purpose, Toolset, WorkFailure};
use domain::time::Instant;
use futures::StreamExt;
use object_store::buffered::BufWriter;
use sha2::{Digest, Sha256};
use store::{NewRendition, StoreError, WorkClaim, WorkTrouble};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::{MediaStore, PIECE, objects};

/// For how long a file is taken up; renewed while it is worked on.
const CLAIM_MINUTES: i64 = 2;
/// How often it is renewed, and progress told.
const EVERY: Duration = Duration::from_secs(5);
/// When work is tried again that could not be done through no fault of the file.
const RETRY_MINUTES: i64 = 2;

/// Why something was not made.
enum Trouble {
    /// The file does not allow it.
    Failed(WorkTrouble),
    /// Not now: a store does not answer, or there is no room. The reason for the log.
    Later(String),
    /// It is not wanted any more.
    Gone,
}

impl Trouble {
    fn failed(failure: WorkFailure, said: &str) -> Self {
        Self::Failed(WorkTrouble { failure, said: said.to_owned() })
    }

    fn later(error: impl std::fmt::Display) -> Self {
        Self::Later(error.to_string())
    }
}

/// What is made at the moment, and of what.
struct Bench<'a> {
    media: &'a MediaStore,
    state: &'a AppState,
    claim: &'a WorkClaim,
    folder: &'a Path,
    /// Hundredths.
    done: &'a AtomicU8,
}

/// Something that a program made.
struct Made {
    purpose: Purpose,
    page: Option<u32>,
    path: PathBuf,
    file_type: FileType,
    /// What is put behind the name of its origin.
    suffix: String,
    /// Width and height of a picture, in pixels, where they are known.
    size: Option<(u32, u32)>,
    words: Option<String>,
}

impl MediaStore {
    /// Does the work there is, a file at a time; when there is more.
    pub(crate) async fn work(&self, state: &AppState) -> Result<Option<Instant>, StoreError> {
        let (store, toolsets) = (state.store(), self.tools().toolsets());
        if toolsets.is_empty() {
            return Ok(None);
        }
        let until = || state.real_now().plus_minutes(CLAIM_MINUTES);
        while let Some(claim) = store.claim_work(state.real_now(), until(), &toolsets).await? {
            let (key, attempt) = (claim.media.key.as_str(), claim.attempt);
            let mut facts = Facts::default();
            let trouble = match self.make_held(state, &claim, &mut facts).await? {
                Ok(()) => None,
                Err(Trouble::Failed(trouble)) => {
                    tracing::warn!(
                        file = claim.media.name,
                        failure = trouble.failure.name(),
                        said = trouble.said,
                        "nothing could be made of a file"
                    );
                    Some(trouble)
                }
                Err(Trouble::Later(error)) => {
                    tracing::error!(error, file = claim.media.name, "work on a file was put off");
                    store.postpone_work(key, attempt, state.real_now().plus_minutes(RETRY_MINUTES)).await?;
                    continue;
                }
                Err(Trouble::Gone) => continue,
            };
            store.settle_work(key, attempt, facts, trouble).await?;
        }
        store.next_work(&toolsets).await
    }

    /// Makes what there is to make, and says all the while that it does.
    async fn make_held(
        &self,
        state: &AppState,
        claim: &WorkClaim,
        facts: &mut Facts,
    ) -> Result<Result<(), Trouble>, StoreError> {
        let done = AtomicU8::new(0);
        let mut work = std::pin::pin!(self.make(state, claim, &done, facts));
        loop {
            tokio::select! {
                result = &mut work => return Ok(result),
                () = tokio::time::sleep(EVERY) => {
                    let until = state.real_now().plus_minutes(CLAIM_MINUTES);
                    let hundredths = done.load(Ordering::Relaxed);
                    if !state.store().hold_work(&claim.media.key, claim.attempt, hundredths, until).await? {
                        return Ok(Err(Trouble::Gone));
                    }
                }
            }
        }
    }

    async fn make(
        &self,
        state: &AppState,
        claim: &WorkClaim,
        done: &AtomicU8,
        facts: &mut Facts,
    ) -> Result<(), Trouble> {
        // Nobody else reads what is in it, and it goes when it is dropped.
        let folder = private_folder().map_err(Trouble::later)?;
        let bench = Bench { media: self, state, claim, folder: folder.path(), done };
        let file = bench.fetch().await?;
        match claim.media.file_type.toolset() {
            Some(Toolset::Ffmpeg) if claim.media.file_type.is_picture() => picture::make(&bench, &file, facts).await,
            Some(Toolset::Ffmpeg) => recording::make(&bench, &file, facts).await,
            Some(Toolset::Poppler) => document::make(&bench, &file, facts).await,
            None => Ok(()),
        }
    }
}

fn private_folder() -> std::io::Result<TempDir> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("continuum-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    builder.tempdir()
}

impl Bench<'_> {
    fn tools(&self) -> &Tools {
        self.media.tools()
    }

    /// How much is done, in hundredths.
    fn tell(&self, hundredths: u64) {
        self.done.store(u8::try_from(hundredths.min(99)).unwrap_or(99), Ordering::Relaxed);
    }

    /// Brings the file here, wherever files are kept: programs read files.
    async fn fetch(&self) -> Result<PathBuf, Trouble> {
        let media = &self.claim.media;
        let path = self.folder.join(format!("original.{}", media.file_type.extensions().first().unwrap_or(&"bin")));
        let found = self.media.read(&media.key, 0..media.received).await.map_err(Trouble::later)?;
        let mut bytes =
            found.ok_or_else(|| Trouble::failed(WorkFailure::Unreadable, "it is not where files are kept"))?;
        let mut file = tokio::fs::File::create(&path).await.map_err(Trouble::later)?;
        while let Some(chunk) = bytes.next().await {
            file.write_all(&chunk.map_err(Trouble::later)?).await.map_err(Trouble::later)?;
        }
        file.flush().await.map_err(Trouble::later)?;
        Ok(path)
    }

    /// Keeps something that was made; it is shown when all is.
    async fn keep(&self, made: Made) -> Result<(), Trouble> {
        let origin = &self.claim.media;
        let size = match made.file_type {
            FileType::Jpeg => size_of(made.path.clone()).await,
            _ => made.size,
        };
        let (length, sha256) = hashed(&made.path).await.map_err(Trouble::later)?;
        let stem = origin.name.rsplit_once('.').map_or(origin.name.as_str(), |(stem, _)| stem);
        let ending = made.file_type.extensions().first().unwrap_or(&"bin");
        let new = NewRendition {
            origin: origin.key.clone(),
            attempt: self.claim.attempt,
            purpose: made.purpose,
            page: made.page,
            name: format!("{stem}{}.{ending}", made.suffix),
            file_type: made.file_type,
            length,
            sha256,
            size,
            words: made.words,
            now: self.state.real_now(),
        };
        // Noted first, so that no object is left that nobody knows of.
        let key = self.state.store().begin_rendition(new).await.map_err(Trouble::later)?.ok_or(Trouble::Gone)?;
        let objects = std::sync::Arc::clone(&self.media.0.objects);
        let mut writer = BufWriter::with_capacity(objects, objects::file(&key), PIECE).with_max_concurrency(2);
        match copy(&made.path, &mut writer).await {
            Ok(()) => {}
            Err(error) => {
                drop(writer.abort().await);
                return Err(Trouble::later(error));
            }
        }
        // What is kept needs its room no more.
        tokio::fs::remove_file(&made.path).await.map_err(Trouble::later)
    }
}

async fn copy(path: &Path, writer: &mut BufWriter) -> std::io::Result<()> {
    let mut file = tokio::fs::File::open(path).await?;
    tokio::io::copy_buf(&mut tokio::io::BufReader::with_capacity(1 << 20, &mut file), writer).await?;
    writer.shutdown().await
}

/// Length and SHA-256 of a file.
async fn hashed(path: &Path) -> std::io::Result<(u64, String)> {
    let (mut file, mut hasher, mut length) = (tokio::fs::File::open(path).await?, Sha256::new(), 0_u64);
    let mut buffer = vec![0; 1 << 20];
    loop {
        let read = file.read(&mut buffer).await?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else { break };
        hasher.update(bytes);
        length += u64::try_from(read).unwrap_or_default();
    }
    Ok((length, hex::encode(hasher.finalize())))
}

/// Width and height of a picture.
async fn size_of(path: PathBuf) -> Option<(u32, u32)> {
    let size = tokio::task::spawn_blocking(move || imagesize::size(path)).await.ok()?.ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}
