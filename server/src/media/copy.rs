//! All files of the media store into a folder, and back: what a backup is made of.

use std::collections::BTreeMap;
use std::path::Path as FilePath;

use anyhow::{Context, ensure};
use futures::TryStreamExt;
use object_store::buffered::BufWriter;
use object_store::{Error, ObjectMeta, ObjectStoreExt};
use tokio::fs;
use tokio::io::AsyncWriteExt;

use super::MediaStore;
use super::objects::{all_files, file};

impl MediaStore {
    /// Copies every file into a folder; those of the same name and length that an earlier copy has are shared with it. Files never
    /// change once they are there. Their names and lengths.
    ///
    /// # Errors
    /// One of them cannot be read or written.
    pub(crate) async fn copy_all(
        &self,
        to: &FilePath,
        earlier: Option<&FilePath>,
    ) -> anyhow::Result<BTreeMap<String, u64>> {
        fs::create_dir_all(to).await?;
        let mut copied = BTreeMap::new();
        let mut listed = self.0.objects.list(Some(&all_files()));
        while let Some(object) = listed.try_next().await? {
            let Some(key) = object.location.filename().map(str::to_owned) else { continue };
            let place = to.join(&key);
            let is_there = match earlier {
                Some(earlier) => shares(&earlier.join(&key), &place, object.size).await,
                None => false,
            };
            if is_there || self.copy(&object, &place).await? {
                copied.insert(key, object.size);
            }
        }
        fs::File::open(to).await?.sync_all().await?;
        Ok(copied)
    }

    /// Copies one; `false` if it was deleted meanwhile.
    async fn copy(&self, object: &ObjectMeta, to: &FilePath) -> anyhow::Result<bool> {
        let found = match self.0.objects.get(&object.location).await {
            Ok(found) => found,
            Err(Error::NotFound { .. }) => return Ok(false),
            Err(error) => return Err(error.into()),
        };
        let (mut bytes, mut length) = (found.into_stream(), 0_u64);
        let mut file = fs::File::create_new(to).await?;
        while let Some(piece) = bytes.try_next().await? {
            length += u64::try_from(piece.len())?;
            file.write_all(&piece).await?;
        }
        file.flush().await?;
        file.sync_all().await?;
        ensure!(length == object.size, "{} has {length} bytes, not {}", object.location, object.size);
        Ok(true)
    }

    /// Puts every file of such a folder into the store; those that are there with that length stay. How many there are.
    ///
    /// # Errors
    /// One of them cannot be read or written.
    pub(crate) async fn take_all(&self, from: &FilePath) -> anyhow::Result<usize> {
        let mut entries = fs::read_dir(from).await.with_context(|| format!("{} cannot be read", from.display()))?;
        let mut count = 0;
        while let Some(entry) = entries.next_entry().await? {
            let (key, length) = (entry.file_name().to_string_lossy().into_owned(), entry.metadata().await?.len());
            let place = file(&key);
            count += 1;
            if self.0.objects.head(&place).await.is_ok_and(|there| there.size == length) {
                continue;
            }
            let mut writer = BufWriter::new(self.0.objects.clone(), place);
            tokio::io::copy(&mut fs::File::open(entry.path()).await?, &mut writer).await?;
            writer.shutdown().await?;
        }
        Ok(count)
    }
}

/// Shares a file of that length with an earlier copy. Where that cannot be done, on another disk for instance, it is copied.
async fn shares(earlier: &FilePath, place: &FilePath, length: u64) -> bool {
    let is_same = fs::metadata(earlier).await.is_ok_and(|there| there.is_file() && there.len() == length);
    is_same && fs::hard_link(earlier, place).await.is_ok()
}
