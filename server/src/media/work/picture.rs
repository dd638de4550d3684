//! What is made of a picture: the square that is shown, in several sizes, each in a form that is small and in one that every
//! browser knows. Nothing that a camera wrote beside the picture is in them: where it was taken is nobody's business.

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use domain::media::{Crop, Facts, FileType, PORTRAIT_SIDES, Purpose};

use super::program::Program;
use super::{Bench, Made, Trouble};

/// A picture of a camera is made smaller within a second or two.
const ONE: Duration = Duration::from_secs(60);

/// Makes the squares of a picture.
pub(super) async fn make(bench: &Bench<'_>, file: &Path, facts: &mut Facts) -> Result<(), Trouble> {
    let told = program(bench, "ffprobe", probing(bench, file)).run(bench.tools(), |_| ()).await?;
    (facts.width, facts.height) = size(&told).unzip();
    let crop = bench.claim.media.crop.unwrap_or_default();
    let count = u64::try_from(PORTRAIT_SIDES.len()).unwrap_or(1);
    for (done, side) in (1..).zip(PORTRAIT_SIDES) {
        for file_type in [FileType::Webp, FileType::Avif] {
            match square(bench, file, crop, side, file_type).await {
                // Not every ffmpeg can write it, and a browser takes the other.
                Err(Trouble::Failed(trouble)) if file_type == FileType::Avif => {
                    tracing::info!(said = trouble.said, "no AVIF could be made of a picture");
                }
                made => made?,
            }
        }
        bench.tell(done * 100 / count);
    }
    Ok(())
}

async fn square(bench: &Bench<'_>, file: &Path, crop: Crop, side: u32, file_type: FileType) -> Result<(), Trouble> {
    let ending = file_type.extensions().first().unwrap_or(&"bin");
    let path = bench.folder.join(format!("square.{ending}"));
    let mut arguments = words(&["-nostdin", "-v", "error"]);
    arguments.extend(input(bench, file));
    arguments.extend(words(&["-map", "0:v:0", "-map_metadata", "-1", "-frames:v", "1", "-threads", "1"]));
    arguments.extend(["-vf".into(), filter(crop, side, file_type).into()]);
    let encoder: &[&str] = match file_type {
        FileType::Avif => &["-c:v", "libaom-av1", "-still-picture", "1", "-crf", "28", "-cpu-used", "6", "-f", "avif"],
        _ => &["-c:v", "libwebp", "-quality", "82", "-f", "webp"],
    };
    arguments.extend(words(encoder));
    arguments.push(path.clone().into());
    program(bench, "ffmpeg", arguments).run(bench.tools(), |_| ()).await?;
    let (purpose, size, suffix) = (Purpose::Portrait, Some((side, side)), format!(" {side}"));
    bench.keep(Made { purpose, page: None, path, file_type, suffix, size, words: None }).await
}

/// What is transparent becomes white; then the square is cut out, by the picture as it is to be held, and made smaller.
fn filter(crop: Crop, side: u32, file_type: FileType) -> String {
    let Crop { left, top, side: part } = crop;
    let pixels = if file_type == FileType::Avif { ",format=yuv420p" } else { "" };
    format!(
        "format=rgba,split[front][back];[back]lutrgb=r=maxval:g=maxval:b=maxval:a=maxval[paper];[paper][front]overlay=format=rgb,\
         crop=w='min(iw\\,ih)*{part}/100':h='min(iw\\,ih)*{part}/100':x='(iw-ow)*{left}/100':y='(ih-oh)*{top}/100',\
         scale={side}:{side}:flags=lanczos,setsar=1{pixels}"
    )
}

fn probing(bench: &Bench<'_>, file: &Path) -> Vec<OsString> {
    let mut arguments = words(&["-v", "error"]);
    arguments.extend(input(bench, file));
    arguments.extend(words(&["-select_streams", "v:0", "-show_entries", "stream=width,height", "-of", "csv=p=0"]));
    arguments
}

/// Width and height as ffprobe tells them.
fn size(told: &str) -> Option<(u32, u32)> {
    let (width, height) = told.trim().split_once(',')?;
    Some((width.parse().ok()?, height.trim_end_matches(',').parse().ok()?))
}

/// The file as it is read: as what it is, and nothing else that it may name.
fn input(bench: &Bench<'_>, file: &Path) -> Vec<OsString> {
    let form = match bench.claim.media.file_type {
        FileType::Png => "png_pipe",
        FileType::Webp => "webp_pipe",
        FileType::Avif => "mov",
        _ => "jpeg_pipe",
    };
    let mut arguments = words(&["-protocol_whitelist", "file,pipe", "-f", form, "-i"]);
    arguments.push(file.into());
    arguments
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

fn program<'a>(bench: &Bench<'a>, name: &'static str, arguments: Vec<OsString>) -> Program<'a> {
    Program { name, arguments, folder: bench.folder, reads: bench.claim.media.received, limit: ONE }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn the_size_of_a_picture_is_read() {
        assert_eq!(size("640,480\n"), Some((640, 480)));
        assert_eq!(size("640,480,\n"), Some((640, 480)));
        assert_eq!(size("N/A"), None);
    }
}
