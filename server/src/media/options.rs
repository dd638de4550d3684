//! Where uploaded files are kept: what the operator says about it.

use std::ffi::OsString;
use std::path::{self, Path};
use std::sync::Arc;

use anyhow::{Context, ensure};
use clap::Args;
use object_store::aws::{AmazonS3Builder, AmazonS3ConfigKey};
use object_store::local::LocalFileSystem;
use object_store::prefix::PrefixStore;
use object_store::{ClientConfigKey, ObjectStore};

use super::{MediaStore, Objects, Tools};

const GIB: u64 = 1 << 30;
/// How long a store may be silent.
const SILENCE: &str = "60s";
/// How long a whole answer may take: a visitor who pauses a video reads on later.
const WHOLE: &str = "1day";

/// Arguments about uploaded files.
#[derive(Debug, Clone, Args)]
pub(crate) struct MediaOptions {
    /// Where uploaded files are kept: a folder, or `s3://bucket/prefix` in a store that speaks S3, which is then described by
    /// the environment: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, and for stores other than Amazon's
    /// `AWS_ENDPOINT_URL`; for one that is reached over plain http, as on the same machine, `AWS_ALLOW_HTTP=true`. The
    /// default is `media` in the data folder. Several servers of one database share it.
    #[arg(long, env = "CONTINUUM_MEDIA", value_name = "PLACE")]
    media: Option<String>,
    /// Longest uploaded file, in GiB.
    #[arg(long, env = "CONTINUUM_MEDIA_LIMIT", value_name = "GIB", default_value_t = 8,
        value_parser = clap::value_parser!(u64).range(1..=64))]
    media_limit: u64,
    /// Folders in which `ffmpeg`, `ffprobe`, `pdfinfo`, `pdftoppm` and `pdftotext` are looked for, written as in `PATH`, which is the
    /// default; empty for none of them.
    #[arg(long, env = "CONTINUUM_MEDIA_TOOLS", value_name = "FOLDERS")]
    media_tools: Option<OsString>,
}

impl MediaOptions {
    /// Opens the media store. One of S3 is not asked for anything yet.
    pub(crate) fn open(&self, data: &Path) -> anyhow::Result<MediaStore> {
        let objects = match self.media.as_deref().map(|place| (place, place.strip_prefix("s3://"))) {
            Some((_, Some(place))) => bucket_of(AmazonS3Builder::from_env(), place)?,
            Some((folder, None)) => folder_at(Path::new(folder))?,
            None => folder_at(&data.join("media"))?,
        };
        let path = || std::env::var_os("PATH").unwrap_or_default();
        let tools = Tools::find(&self.media_tools.clone().unwrap_or_else(path));
        for (_, programs) in tools.missing() {
            tracing::warn!(?programs, "programs are missing that make more of uploaded files; see the operator guide");
        }
        Ok(MediaStore::new(objects, self.media_limit.saturating_mul(GIB), tools))
    }
}

/// A folder, made if it is missing. What was written to it is on the disk before it is counted.
pub(crate) fn folder_at(folder: &Path) -> anyhow::Result<Objects> {
    let told = || format!("the folder {} for uploaded files cannot be used", folder.display());
    ensure!(
        !folder.to_string_lossy().contains("://"),
        "--media {}: this is neither a folder nor s3://bucket/prefix",
        folder.display()
    );
    let folder = path::absolute(folder).with_context(told)?;
    std::fs::create_dir_all(&folder).with_context(told)?;
    let objects = LocalFileSystem::new_with_prefix(&folder).with_context(told)?;
    let objects = Arc::new(objects.with_fsync(true).with_automatic_cleanup(true));
    Ok(Objects { objects, folder: Some(folder) })
}

/// `bucket` or `bucket/prefix`, in the store that is described so far.
pub(crate) fn bucket_of(described: AmazonS3Builder, place: &str) -> anyhow::Result<Objects> {
    let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
    ensure!(!bucket.is_empty(), "--media s3://{place}: the name of the bucket is missing");
    // As for mail: without it the client has no cryptography. An error says that somebody chose one before, which will do.
    let _chosen_before = rustls::crypto::ring::default_provider().install_default();
    let set = |key| AmazonS3ConfigKey::Client(key);
    let described = described
        .with_bucket_name(bucket)
        .with_config(set(ClientConfigKey::ReadTimeout), SILENCE)
        .with_config(set(ClientConfigKey::Timeout), WHOLE);
    let objects = described.build().context("--media: the environment does not describe the store of S3 well")?;
    let prefix = prefix.trim_matches('/');
    let objects: Arc<dyn ObjectStore> =
        if prefix.is_empty() { Arc::new(objects) } else { Arc::new(PrefixStore::new(objects, prefix)) };
    Ok(Objects { objects, folder: None })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::MediaOptions;

    fn opened(place: &str, data: &Path) -> Result<u64, String> {
        let options = MediaOptions { media: Some(place.to_owned()), media_limit: 2, media_tools: None };
        options.open(data).map(|media| media.most()).map_err(|error| format!("{error:#}"))
    }

    #[test]
    fn a_folder_is_made_and_a_bucket_described_by_its_address() -> anyhow::Result<()> {
        let data = tempfile::tempdir()?;
        let folder = data.path().join("a/b");
        assert_eq!(opened(&folder.to_string_lossy(), data.path()), Ok(2 << 30));
        assert!(folder.is_dir());
        for bucket in ["s3://bucket", "s3://bucket/", "s3://bucket/a/b/"] {
            assert!(opened(bucket, data.path()).is_ok(), "{bucket}");
        }
        let options = MediaOptions { media: None, media_limit: 8, media_tools: None };
        options.open(data.path())?;
        assert!(data.path().join("media").is_dir());
        Ok(())
    }

    #[test]
    fn a_place_that_is_none_is_named() -> anyhow::Result<()> {
        let data = tempfile::tempdir()?;
        for wrong in ["s3://", "s3:///prefix", "https://bucket.example/prefix", "gs://bucket"] {
            assert!(opened(wrong, data.path()).is_err_and(|text| text.contains("--media")), "{wrong}");
        }
        let file = data.path().join("file");
        std::fs::write(&file, "")?;
        assert!(opened(&file.to_string_lossy(), data.path()).is_err_and(|text| text.contains("cannot be used")));
        Ok(())
    }
}
