//! The site's files, compiled into a release binary: style, script, WASM, icons.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use app::server::Assets;
use bytes::Bytes;
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::http::{brotli, gzip};

/// Everything the build laid into the site folder; read from disk in a debug build.
#[derive(RustEmbed)]
#[folder = "../target/site/"]
#[allow_missing = true]
struct Embedded;

/// The style of what is behind the sign-in of those who work here, which visitors never fetch. It is in the layer of the other
/// style's components, whose order that one states.
const DESK_STYLES: [&str; 6] = [
    include_str!("../../style/table.css"),
    include_str!("../../style/staff.css"),
    include_str!("../../style/desk.css"),
    include_str!("../../style/desk-grid.css"),
    include_str!("../../style/desk-live.css"),
    include_str!("../../style/desk-cues.css"),
];

/// A file and its compressed forms.
#[derive(Debug, Clone)]
pub(crate) struct SiteFile {
    /// As it is.
    pub(crate) plain: Bytes,
    /// Compressed with brotli, if the build made that.
    pub(crate) brotli: Option<Bytes>,
    /// Compressed with gzip, if the build made that.
    pub(crate) gzip: Option<Bytes>,
    /// Media type.
    pub(crate) media_type: String,
    /// Strong validator: the content's own hash.
    pub(crate) etag: String,
    /// Whether the name changes with the content, so that it may be kept for ever.
    pub(crate) immutable: bool,
}

/// All files by path.
#[derive(Debug, Clone, Default)]
pub(crate) struct SiteFiles(Arc<HashMap<String, SiteFile>>);

impl SiteFiles {
    /// Reads them all once.
    pub(crate) fn load() -> anyhow::Result<Self> {
        let mut files = HashMap::new();
        for name in Embedded::iter() {
            if name.ends_with(".br") || name.ends_with(".gz") {
                continue;
            }
            let file = Embedded::get(&name).with_context(|| format!("{name} is listed but cannot be read"))?;
            let compressed = |suffix: &str| Embedded::get(&format!("{name}{suffix}")).map(|file| bytes(file.data));
            let site_file = SiteFile {
                brotli: compressed(".br"),
                gzip: compressed(".gz"),
                media_type: media_type(&name),
                etag: format!("\"{}\"", hex::encode(file.metadata.sha256_hash().get(..16).unwrap_or_default())),
                immutable: name.starts_with("pkg/"),
                plain: bytes(file.data),
            };
            files.insert(format!("/{name}"), site_file);
        }
        let (path, style) = desk_style();
        files.insert(path, style);
        Ok(Self(Arc::new(files)))
    }

    /// The file at a path.
    pub(crate) fn get(&self, path: &str) -> Option<&SiteFile> {
        self.0.get(path)
    }

    /// The style as it is on the disk now, at an address without a hash: while `cargo xtask dev` watches, a page asks for it
    /// whenever it has changed. In a release there is no such address.
    pub(crate) fn newest_style(path: &str) -> Option<Vec<u8>> {
        if !cfg!(debug_assertions) || path != "/pkg/continuum.css" {
            return None;
        }
        let styles = Embedded::iter().filter(|name| name.starts_with("pkg/continuum") && name.ends_with(".css"));
        let newest = styles.filter_map(|name| Embedded::get(&name)).max_by_key(|file| file.metadata.last_modified());
        newest.map(|file| file.data.into_owned())
    }

    /// Addresses of the browser's part, whose names carry their hashes.
    pub(crate) fn addresses(&self) -> Assets {
        let find = |start: &str, end: &str| {
            let mut names: Vec<&String> =
                self.0.keys().filter(|name| name.starts_with(start) && name.ends_with(end)).collect();
            names.sort();
            names.first().map(|name| (*name).clone())
        };
        Assets {
            style: find("/pkg/continuum", ".css").unwrap_or_default(),
            desk_style: find("/pkg/desk", ".css").unwrap_or_default(),
            script: find("/pkg/continuum", ".js").unwrap_or_default(),
            module: find("/pkg/continuum", ".wasm").unwrap_or_default(),
        }
    }
}

fn desk_style() -> (String, SiteFile) {
    let style = format!("@layer components {{\n{}}}\n", DESK_STYLES.join("\n"));
    let hash = hex::encode(Sha256::digest(style.as_bytes()).get(..16).unwrap_or_default());
    let file = SiteFile {
        brotli: brotli(style.as_bytes()),
        gzip: gzip(style.as_bytes()),
        media_type: media_type("desk.css"),
        etag: format!("\"{hash}\""),
        immutable: true,
        plain: Bytes::from(style),
    };
    (format!("/pkg/desk.{hash}.css"), file)
}

fn bytes(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data),
    }
}

fn media_type(name: &str) -> String {
    match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8".to_owned(),
        Some("css") => "text/css; charset=utf-8".to_owned(),
        Some("txt") => "text/plain; charset=utf-8".to_owned(),
        _ => mime_guess::from_path(name).first_or_octet_stream().to_string(),
    }
}
