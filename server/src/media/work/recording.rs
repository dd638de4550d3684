//! What is made of a recording: what it is, a form whose index stands first, its sound alone, a picture.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use domain::media::{Facts, FileType, Purpose, WorkFailure};
use serde::Deserialize;

use super::index_first::is_index_first;
use super::program::Program;
use super::{Bench, Made, Trouble};

/// Looking at a file, or at one moment of it.
const LOOK: Duration = Duration::from_secs(2 * 60);
/// Going through all of it once: a day of sound takes some minutes.
const WHOLE: Duration = Duration::from_secs(60 * 60);
/// A picture of the first seconds shows a title at best; one of a later minute shows no more.
const POSTER_LATEST: u32 = 60_000;

/// Looks at a recording and makes what it is better served with.
pub(super) async fn make(bench: &Bench<'_>, file: &Path, facts: &mut Facts) -> Result<(), Trouble> {
    *facts = probe(bench, file).await?;
    let file_type = bench.claim.media.file_type;
    if facts.video_codec.is_none() && facts.audio_codec.is_none() {
        return Err(Trouble::failed(WorkFailure::Nothing, ""));
    }
    bench.tell(5);
    if matches!(file_type, FileType::Mp4 | FileType::M4a) && !starts_with_index(file).await? {
        index_first(bench, file).await?;
    }
    bench.tell(20);
    if facts.video_codec.is_some() && file_type.has_picture() {
        poster(bench, file, facts).await?;
        bench.tell(25);
        if facts.audio_codec.is_some() {
            sound(bench, file, facts).await?;
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct Probed {
    #[serde(default)]
    streams: Vec<Stream>,
    #[serde(default)]
    format: Format,
}

#[derive(Deserialize)]
struct Stream {
    codec_type: Option<String>,
    codec_name: Option<String>,
    width: Option<u32>,
    height: Option<u32>,
    pix_fmt: Option<String>,
    #[serde(default)]
    disposition: Disposition,
}

#[derive(Default, Deserialize)]
struct Disposition {
    /// A picture of the cover, which is no film.
    #[serde(default)]
    attached_pic: u8,
}

#[derive(Default, Deserialize)]
struct Format {
    duration: Option<String>,
}

async fn probe(bench: &Bench<'_>, file: &Path) -> Result<Facts, Trouble> {
    let mut arguments = words(&["-v", "error"]);
    arguments.extend(input(bench.claim.media.file_type, file, None));
    arguments.extend(words(&["-show_format", "-show_streams", "-of", "json"]));
    let told = program(bench, "ffprobe", arguments, LOOK).run(bench.tools(), |_| ()).await?;
    read(&told).ok_or_else(|| Trouble::failed(WorkFailure::Unreadable, "ffprobe told nothing"))
}

fn read(told: &str) -> Option<Facts> {
    let probed: Probed = serde_json::from_str(told).ok()?;
    let is = |stream: &&Stream, kind: &str| {
        stream.codec_type.as_deref() == Some(kind) && stream.disposition.attached_pic == 0
    };
    let picture = probed.streams.iter().find(|stream| is(stream, "video"));
    let sound = probed.streams.iter().find(|stream| is(stream, "audio"));
    let name = |stream: &Stream| stream.codec_name.clone().or_else(|| Some("unknown".to_owned()));
    Some(Facts {
        duration: probed.format.duration.as_deref().and_then(milliseconds),
        width: picture.and_then(|stream| stream.width),
        height: picture.and_then(|stream| stream.height),
        video_codec: picture.and_then(name),
        audio_codec: sound.and_then(name),
        pixels: picture.and_then(|stream| stream.pix_fmt.clone()),
        pages: None,
    })
}

/// Of seconds with a fraction, as ffprobe tells them.
fn milliseconds(seconds: &str) -> Option<u32> {
    let seconds: f64 = seconds.parse().ok()?;
    let time = Duration::try_from_secs_f64(seconds).ok()?;
    u32::try_from(time.as_millis()).ok().filter(|time| *time > 0)
}

async fn starts_with_index(file: &Path) -> Result<bool, Trouble> {
    let file = file.to_path_buf();
    let looked = tokio::task::spawn_blocking(move || is_index_first(std::fs::File::open(file)?));
    looked.await.map_err(Trouble::later)?.map_err(Trouble::later)
}

/// The same pictures and the same sound, with the index before them.
async fn index_first(bench: &Bench<'_>, file: &Path) -> Result<(), Trouble> {
    let file_type = bench.claim.media.file_type;
    let path = bench.folder.join("stream.mp4");
    let mut arguments = words(&["-nostdin", "-v", "error"]);
    arguments.extend(input(file_type, file, None));
    if file_type.has_picture() {
        arguments.extend(words(&["-map", "0:V:0?"]));
    }
    arguments.extend(words(&["-map", "0:a?", "-c", "copy", "-movflags", "+faststart", "-f", "mp4"]));
    arguments.push(path.clone().into());
    program(bench, "ffmpeg", arguments, WHOLE).run(bench.tools(), |_| ()).await?;
    let made =
        Made { purpose: Purpose::Stream, page: None, path, file_type, suffix: String::new(), size: None, words: None };
    bench.keep(made).await
}

/// One channel of 64 kbit/s: half a megabyte a minute, and speech is as well understood.
async fn sound(bench: &Bench<'_>, file: &Path, facts: &Facts) -> Result<(), Trouble> {
    let path = bench.folder.join("sound.m4a");
    let mut arguments = words(&["-nostdin", "-v", "error", "-nostats", "-progress", "pipe:1"]);
    arguments.extend(input(bench.claim.media.file_type, file, None));
    arguments.extend(words(&["-map", "0:a:0", "-vn", "-map_metadata", "-1", "-c:a", "aac", "-b:a", "64k"]));
    arguments.extend(words(&["-ac", "1", "-ar", "44100", "-threads", "1", "-movflags", "+faststart", "-f", "mp4"]));
    arguments.push(path.clone().into());
    let length = u64::from(facts.duration.unwrap_or(u32::MAX)).max(1);
    let heard = |line: &str| {
        let microseconds = line.strip_prefix("out_time_us=").and_then(|time| time.parse::<u64>().ok());
        if let Some(microseconds) = microseconds {
            bench.tell(25 + 75 * (microseconds / 1_000).min(length) / length);
        }
    };
    program(bench, "ffmpeg", arguments, WHOLE).run(bench.tools(), heard).await?;
    let suffix = " (sound)".to_owned();
    let made =
        Made { purpose: Purpose::Audio, page: None, path, file_type: FileType::M4a, suffix, size: None, words: None };
    bench.keep(made).await
}

/// A picture that stands for it; none if no moment has one.
async fn poster(bench: &Bench<'_>, file: &Path, facts: &Facts) -> Result<(), Trouble> {
    let early = facts.duration.map_or(0, |length| (length / 10).min(POSTER_LATEST));
    for at in [early, 0] {
        let path = bench.folder.join("poster.jpg");
        let mut arguments = words(&["-nostdin", "-v", "error"]);
        arguments.extend(input(bench.claim.media.file_type, file, Some(at)));
        // Of some pictures the one that is most like the others, so not one between two slides.
        let shape = "thumbnail=24,scale=w='min(1280,iw)':h=-2,setsar=1";
        arguments.extend(words(&[
            "-map",
            "0:V:0",
            "-an",
            "-frames:v",
            "1",
            "-vf",
            shape,
            "-q:v",
            "4",
            "-threads",
            "1",
        ]));
        arguments.extend(words(&["-f", "image2", "-update", "1"]));
        arguments.push(path.clone().into());
        program(bench, "ffmpeg", arguments, LOOK).run(bench.tools(), |_| ()).await?;
        if tokio::fs::try_exists(&path).await.unwrap_or(false) {
            let (purpose, file_type) = (Purpose::Poster, FileType::Jpeg);
            return bench
                .keep(Made { purpose, page: None, path, file_type, suffix: String::new(), size: None, words: None })
                .await;
        }
    }
    Ok(())
}

/// The file as it is read: as what it is, whatever it says of itself, and nothing else that it may name.
fn input(file_type: FileType, file: &Path, at: Option<u32>) -> Vec<OsString> {
    let form = match file_type {
        FileType::Webm => "matroska",
        FileType::Mp3 => "mp3",
        FileType::Ogg => "ogg",
        _ => "mov",
    };
    let mut arguments = words(&["-protocol_whitelist", "file,pipe", "-f", form]);
    if let Some(at) = at {
        arguments.extend(["-ss".into(), format!("{}.{:03}", at / 1_000, at % 1_000).into()]);
    }
    arguments.extend(["-i".into(), PathBuf::from(file).into()]);
    arguments
}

fn words(words: &[&str]) -> Vec<OsString> {
    words.iter().map(OsString::from).collect()
}

fn program<'a>(bench: &Bench<'a>, name: &'static str, arguments: Vec<OsString>, limit: Duration) -> Program<'a> {
    Program { name, arguments, folder: bench.folder, reads: bench.claim.media.received, limit }
}

#[cfg(test)]
mod tests {
    use super::{milliseconds, read};

    #[test]
    fn what_is_told_of_a_recording_is_read() {
        let told = r#"{"streams": [
            {"codec_type": "video", "codec_name": "mjpeg", "width": 9, "height": 9, "disposition": {"attached_pic": 1}},
            {"codec_type": "audio", "codec_name": "aac"},
            {"codec_type": "video", "codec_name": "h264", "width": 640, "height": 360, "pix_fmt": "yuv420p"},
            {"codec_type": "data"}], "format": {"duration": "63.250000", "size": "1"}}"#;
        let facts = read(told).expect("facts");
        assert_eq!((facts.duration, facts.width, facts.height), (Some(63_250), Some(640), Some(360)));
        assert_eq!((facts.video_codec.as_deref(), facts.audio_codec.as_deref()), (Some("h264"), Some("aac")));
        assert_eq!(read("{}").map(|facts| facts.video_codec), Some(None));
        assert_eq!(read("nonsense"), None);
        for none in ["N/A", "-1", "inf", "0", "9999999999999"] {
            assert_eq!(milliseconds(none), None, "{none}");
        }
    }
}
