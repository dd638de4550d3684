//! What was made of files: files of their own that belong to another, are for the same people and go with it.

use std::collections::HashMap;

use domain::media::{FileType, Purpose, address_name};
use domain::time::Instant;

use super::{UPLOAD_HOURS, number};
use crate::connection::{Row, statements, values};
use crate::error::StoreError;
use crate::{Store, token};

statements! {
    // Only by whoever works on its origin. It is like an upload that goes on until the work is settled: if that never comes, it
    // is given up like one.
    BEGIN = "INSERT INTO media (key, name, content_type, length, received, sha256, state, added_at, added_by, expires_at,
            origin, purpose, page, width, height, words)
        SELECT $3, $4, $5, $6, 0, $7, 'receiving', $8, '', $9, $1, $10, $11, $12, $13, $14
        WHERE EXISTS (SELECT 1 FROM media_work WHERE media_key = $1 AND attempt = $2 AND state = 'running')",
        postgres "INSERT INTO media (key, name, content_type, length, received, sha256, state, added_at, added_by, expires_at,
            origin, purpose, page, width, height, words)
        SELECT $3, $4, $5, $6::bigint, 0, $7, 'receiving', $8::bigint, '', $9::bigint, $1, $10, $11::bigint, $12::bigint,
        $13::bigint, $14
        WHERE EXISTS (SELECT 1 FROM media_work WHERE media_key = $1 AND attempt = $2 AND state = 'running')";
    OF = "SELECT * FROM media WHERE origin = $1 AND state = 'ready' ORDER BY purpose, page";
    // Of a recording its poster, of a document its first page.
    SUMMARIES = "SELECT media_work.media_key, duration, media.key AS picture, media.name, media.width, media.height
        FROM media_work LEFT JOIN media ON media.origin = media_work.media_key AND media.state = 'ready'
            AND (media.purpose = 'poster' OR (media.purpose = 'page' AND media.page = 1))
        WHERE media_work.state = 'done'";
    // Pictures as they were uploaded, and the squares that were made of them.
    PICTURES = "SELECT COALESCE(origin, key) AS media_key, origin, key, name, content_type, width FROM media
        WHERE state = 'ready' AND (purpose = 'portrait' OR (origin IS NULL AND content_type LIKE 'image/%'))
        ORDER BY COALESCE(origin, key), width, content_type";
}

/// Something that is about to be kept, made of a file.
#[derive(Debug, Clone)]
pub struct NewRendition {
    /// Key of the file it was made of.
    pub origin: String,
    /// In which attempt.
    pub attempt: i64,
    /// What it is for.
    pub purpose: Purpose,
    /// From 1, where it is a page.
    pub page: Option<u32>,
    /// As it is called when it is downloaded.
    pub name: String,
    /// What it is.
    pub file_type: FileType,
    /// How many bytes it has.
    pub length: u64,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
    /// Width and height of a picture, in pixels.
    pub size: Option<(u32, u32)>,
    /// What stands on the page.
    pub words: Option<String>,
    /// The real time.
    pub now: Instant,
}

/// Something that was made of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendition {
    /// Its key.
    pub key: String,
    /// What it is called.
    pub name: String,
    /// What it is.
    pub file_type: FileType,
    /// How many bytes it has.
    pub length: u64,
    /// What it is for.
    pub purpose: Purpose,
    /// From 1, where it is a page.
    pub page: Option<u32>,
    /// Width and height of a picture, in pixels.
    pub size: Option<(u32, u32)>,
    /// What stands on the page.
    pub words: String,
}

/// What lists show of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MediaSummary {
    /// Length in milliseconds.
    pub duration: Option<u32>,
    /// A picture that stands for it.
    pub picture: Option<Picture>,
    /// Of a picture the squares of it, the smaller ones first.
    pub squares: Vec<Variant>,
    /// Of a picture its name as it stands in its address.
    pub original: Option<String>,
}

/// One of several forms of a square.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Key of its file.
    pub key: String,
    /// As it stands in its address.
    pub name: String,
    /// How it is encoded.
    pub file_type: FileType,
    /// In pixels.
    pub side: u32,
}

/// A picture as it stands in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Key of its file.
    pub key: String,
    /// As it stands in its address.
    pub name: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

impl Store {
    /// Notes something that is about to be kept, and gives its key; `None` if it is not wanted any more from whoever made it.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn begin_rendition(&self, new: NewRendition) -> Result<Option<String>, StoreError> {
        let key: String = token::random().chars().take(40).collect();
        let (width, height) = new.size.unzip();
        let whole = |number: Option<u32>| number.map(i64::from);
        let expires_at = new.now.plus_minutes(UPLOAD_HOURS * 60);
        let mut row = values![&new.origin, new.attempt, &key, &new.name, new.file_type.content_type()];
        row.extend(values![number(new.length), &new.sha256, new.now, expires_at, new.purpose.name()]);
        row.extend(values![whole(new.page), whole(width), whole(height), new.words]);
        let is_wanted = self
            .engine
            .write(move |connection| Box::pin(async move { Ok(connection.execute(BEGIN, row).await? > 0) }))
            .await?;
        Ok(is_wanted.then_some(key))
    }

    /// What was made of a file: by purpose, pages in order.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn renditions(&self, origin: &str) -> Result<Vec<Rendition>, StoreError> {
        let origin = origin.to_owned();
        let rows = self
            .engine
            .read(move |connection| Box::pin(async move { connection.fetch(OF, values![origin]).await }))
            .await?;
        rows.iter().map(read).collect()
    }

    /// What lists show of files, by their keys.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn media_summaries(&self) -> Result<HashMap<String, MediaSummary>, StoreError> {
        let (rows, pictures) = self
            .engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(SUMMARIES, values![]).await?;
                    Ok((rows, connection.fetch(PICTURES, values![]).await?))
                })
            })
            .await?;
        let read = |row: &Row| Ok((row.text("media_key")?, summary(row)?));
        let mut summaries: HashMap<String, MediaSummary> = rows.iter().map(read).collect::<Result<_, StoreError>>()?;
        for row in &pictures {
            let (key, name) = (row.text("key")?, address_name(&row.text("name")?));
            let summary = summaries.entry(row.text("media_key")?).or_default();
            if row.optional_text("origin")?.is_none() {
                summary.original = Some(name);
            } else {
                let file_type = row.named("content_type", FileType::from_content_type)?;
                let side = row.optional_number("width")?.unwrap_or_default();
                summary.squares.push(Variant { key, name, file_type, side });
            }
        }
        Ok(summaries)
    }
}

fn summary(row: &Row) -> Result<MediaSummary, StoreError> {
    let size = row.optional_number("width")?.zip(row.optional_number("height")?);
    let named = row.optional_text("picture")?.zip(row.optional_text("name")?);
    let picture =
        named.zip(size).map(|((key, name), (width, height))| Picture { key, name: address_name(&name), width, height });
    Ok(MediaSummary { duration: row.optional_number("duration")?, picture, ..MediaSummary::default() })
}

fn read(row: &Row) -> Result<Rendition, StoreError> {
    Ok(Rendition {
        key: row.text("key")?,
        name: row.text("name")?,
        file_type: row.named("content_type", FileType::from_content_type)?,
        length: row.number("length")?,
        purpose: row.named("purpose", Purpose::from_name)?,
        page: row.optional_number("page")?,
        size: row.optional_number("width")?.zip(row.optional_number("height")?),
        words: row.optional_text("words")?.unwrap_or_default(),
    })
}
