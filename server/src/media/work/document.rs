//! What is made of a PDF: a picture of each page, and the text that stands on it.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use domain::media::{Facts, FileType, PAGES_MAX, Purpose, WorkFailure, page_text};

use super::program::Program;
use super::{Bench, Made, Trouble};

/// A page, or a look at all of them.
const PAGE: Duration = Duration::from_secs(60);
/// The longer side of a picture, in pixels: sharp on a screen of twice the resolution, and about 100 kB.
const LONGER_SIDE: &str = "1280";

/// Looks at a document and makes a picture of each page.
pub(super) async fn make(bench: &Bench<'_>, file: &Path, facts: &mut Facts) -> Result<(), Trouble> {
    let told = run(bench, "pdfinfo", vec![file.into()]).await.map_err(|trouble| match trouble {
        Trouble::Failed(trouble) if trouble.said.contains("Incorrect password") => {
            Trouble::failed(WorkFailure::Locked, "")
        }
        other => other,
    })?;
    let pages = count(&told).filter(|pages| *pages > 0).ok_or_else(|| Trouble::failed(WorkFailure::Nothing, ""))?;
    facts.pages = Some(pages);
    let shown = pages.min(PAGES_MAX);
    for page in 1..=shown {
        let number = || OsString::from(page.to_string());
        let one = || vec!["-f".into(), number(), "-l".into(), number()];
        let mut text = one();
        text.extend(["-enc".into(), "UTF-8".into(), "-nopgbrk".into(), "-q".into(), file.into(), "-".into()]);
        let words = page_text(&run(bench, "pdftotext", text).await?);
        let mut picture = one();
        picture.extend(
            ["-singlefile", "-jpeg", "-jpegopt", "quality=82,optimize=y", "-scale-to", LONGER_SIDE].map(Into::into),
        );
        picture.extend(["-q".into(), file.into(), bench.folder.join("page").into()]);
        run(bench, "pdftoppm", picture).await?;
        let (path, suffix) = (bench.folder.join("page.jpg"), format!(" {page}"));
        let (purpose, file_type, words) = (Purpose::Page, FileType::Jpeg, Some(words));
        bench.keep(Made { purpose, page: Some(page), path, file_type, suffix, size: None, words }).await?;
        bench.tell(u64::from(page) * 100 / u64::from(shown));
    }
    Ok(())
}

async fn run(bench: &Bench<'_>, name: &'static str, arguments: Vec<OsString>) -> Result<String, Trouble> {
    let program = Program { name, arguments, folder: bench.folder, reads: bench.claim.media.received, limit: PAGE };
    program.run(bench.tools(), |_| ()).await
}

/// How many pages `pdfinfo` tells of.
fn count(told: &str) -> Option<u32> {
    told.lines().find_map(|line| line.strip_prefix("Pages:"))?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::count;

    #[test]
    fn the_number_of_pages_is_read() {
        assert_eq!(count("Title:  Pages: 9\nPages:           12\nEncrypted: no\n"), Some(12));
        assert_eq!(count("Title: x\n"), None);
    }
}
