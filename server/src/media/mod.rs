//! The media store: where the bytes of uploaded files are kept, in a folder or in any store that speaks S3. What there is and
//! how far it has come stands in the database (`store::Media`).
//!
//! A file arrives as pieces, each an object of its own (`receive.rs`), so that what came survives whatever happens next; once
//! complete it is put together and looked at (`join.rs`). What is made of it then is made in `work/`.

mod checksum;
mod copy;
mod join;
mod objects;
mod options;
mod receive;
mod sweep;
mod work;

pub(crate) use checksum::{Algorithm, Checksum};
pub(crate) use options::MediaOptions;
#[cfg(test)]
pub(crate) use options::{bucket_of, folder_at};
pub(crate) use receive::Refusal;
pub(crate) use work::Tools;

use std::path::PathBuf;
use std::sync::Arc;

use object_store::ObjectStore;

/// Longest piece, in bytes: what a broken connection can lose, and what a request that sends a file holds in memory.
const PIECE: usize = 8 * 1024 * 1024;

/// The media store; cheap to clone.
#[derive(Clone)]
pub(crate) struct MediaStore(Arc<Inner>);

/// Where objects are kept.
pub(crate) struct Objects {
    objects: Arc<dyn ObjectStore>,
    folder: Option<PathBuf>,
}

struct Inner {
    objects: Arc<dyn ObjectStore>,
    /// The folder that the objects are in, if they are in one.
    folder: Option<PathBuf>,
    /// Longest file, in bytes.
    most: u64,
    tools: Tools,
}

impl MediaStore {
    /// Keeps files of at most `most` bytes there, and makes of them what these programs can.
    pub(crate) fn new(objects: Objects, most: u64, tools: Tools) -> Self {
        let Objects { objects, folder } = objects;
        Self(Arc::new(Inner { objects, folder, most, tools }))
    }

    /// The programs that make something of files.
    pub(crate) fn tools(&self) -> &Tools {
        &self.0.tools
    }

    /// Longest file, in bytes.
    pub(crate) fn most(&self) -> u64 {
        self.0.most
    }
}
