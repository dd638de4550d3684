//! Uploaded files: which there are and how far they have come. Their bytes are in the media store; here only what was put
//! there safely is noted, so that what is noted counts, whatever a connection or a process did meanwhile.

mod crop;
mod joining;
mod list;
mod made;
mod receiving;
mod removal;
mod work;

pub use joining::{Claim, MediaPart};
pub use made::{MediaSummary, NewRendition, Picture, Rendition, Variant};
pub use receiving::{Accepted, MediaRefusal, NewMedia, NewPart, UPLOAD_HOURS};
pub use removal::Untidy;
pub use work::{Work, WorkClaim, WorkTrouble};

use domain::media::{Crop, FileType, MediaState};
use domain::time::Instant;

use crate::connection::{Row, Statement};
use crate::error::StoreError;

/// Every statement about uploaded files.
pub(crate) fn statements() -> Vec<Statement> {
    let sent = [receiving::STATEMENTS, joining::STATEMENTS, list::STATEMENTS, removal::STATEMENTS];
    [sent.concat(), [made::STATEMENTS, work::STATEMENTS, crop::STATEMENTS].concat()].concat()
}

/// An uploaded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Media {
    /// 160 random bits, hexadecimal: part of its address.
    pub key: String,
    /// As its owner called it.
    pub name: String,
    /// What its name says that it is; once it is ready, what it is.
    pub file_type: FileType,
    /// How many bytes it will have; `None` until the end where a form sends it.
    pub length: Option<u64>,
    /// How many bytes are here.
    pub received: u64,
    /// SHA-256 of its bytes, hexadecimal, once it is ready.
    pub sha256: Option<String>,
    /// How far it has come.
    pub state: MediaState,
    /// When its upload began (the real time).
    pub added_at: Instant,
    /// By whom, by the name they had then.
    pub added_by: String,
    /// When its upload is given up, if it does not go on.
    pub expires_at: Instant,
    /// Key of the file that it was made of, if it was made here.
    pub origin: Option<String>,
    /// The square of it that is shown, where somebody chose one.
    pub crop: Option<Crop>,
}

impl Media {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let failure = row.optional_text("failure")?;
        Ok(Self {
            key: row.text("key")?,
            name: row.text("name")?,
            file_type: row.named("content_type", FileType::from_content_type)?,
            length: row.optional_number("length")?,
            received: row.number("received")?,
            sha256: row.optional_text("sha256")?,
            state: row.named("state", |state| MediaState::from_names(state, failure.as_deref()))?,
            added_at: row.instant("added_at")?,
            added_by: row.text("added_by")?,
            expires_at: row.instant("expires_at")?,
            origin: row.optional_text("origin")?,
            crop: crop(row)?,
        })
    }
}

fn crop(row: &Row) -> Result<Option<Crop>, StoreError> {
    let (left, top) = (row.optional_number("crop_left")?, row.optional_number("crop_top")?);
    let measures = left.zip(top).zip(row.optional_number("crop_side")?);
    Ok(measures.and_then(|((left, top), side)| Crop::new(left, top, side)))
}

/// As both engines count.
fn number(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
