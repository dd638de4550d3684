//! What is made of an uploaded file by programs that may be installed beside the server: a form that plays at once, a picture,
//! the sound alone, the pages of a document, smaller forms of a picture.

use super::FileType;
use crate::content::names;

/// Most pages of which pictures are made.
pub const PAGES_MAX: u32 = 400;
/// Most characters that are kept of a page's text.
pub const PAGE_TEXT_MAX: usize = 8_000;

/// Sides of the squares that are made of a picture, in pixels: as they stand in lists and on a page, for screens of one and of
/// two to four times the resolution.
pub const PORTRAIT_SIDES: [u32; 3] = [96, 192, 384];

/// What something that was made of a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// The same recording with its index first, so that it plays before it is all there.
    Stream,
    /// A picture that stands for the recording.
    Poster,
    /// Its sound alone.
    Audio,
    /// A picture of one page, and the text on it.
    Page,
    /// The square of a picture that is shown, in one of several sizes.
    Portrait,
}

names!(Purpose { Stream => "stream", Poster => "poster", Audio => "audio", Page => "page", Portrait => "portrait" });

/// Programs that belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Toolset {
    /// For recordings and pictures: `ffmpeg` and `ffprobe`.
    Ffmpeg,
    /// For PDF: `pdfinfo`, `pdftoppm` and `pdftotext`.
    Poppler,
}

names!(Toolset { Ffmpeg => "ffmpeg", Poppler => "poppler" });

impl Toolset {
    /// Names of its programs.
    pub fn programs(self) -> &'static [&'static str] {
        match self {
            Self::Ffmpeg => &["ffmpeg", "ffprobe"],
            Self::Poppler => &["pdfinfo", "pdftoppm", "pdftotext"],
        }
    }
}

impl FileType {
    /// Whether it has a time: something that is watched or heard.
    pub fn is_played(self) -> bool {
        matches!(self, Self::Mp4 | Self::Webm | Self::M4a | Self::Mp3 | Self::Ogg)
    }

    /// Whether it is watched.
    pub fn has_picture(self) -> bool {
        matches!(self, Self::Mp4 | Self::Webm)
    }

    /// Whether it is a picture by itself.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Png | Self::Jpeg | Self::Webp | Self::Avif)
    }

    /// The programs that make something of it, if anything is made of it.
    pub fn toolset(self) -> Option<Toolset> {
        match self {
            Self::Pdf => Some(Toolset::Poppler),
            other => (other.is_played() || other.is_picture()).then_some(Toolset::Ffmpeg),
        }
    }
}

/// How far the work on a file has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkState {
    /// Nobody works on it yet.
    Queued,
    /// It is being worked on; how much is done, in hundredths.
    Running(u8),
    /// All is there.
    Done,
    /// Nothing was made of it.
    Failed(WorkFailure),
}

/// Why nothing was made of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkFailure {
    /// The program cannot read it.
    Unreadable,
    /// It is opened by a password only.
    Locked,
    /// It has neither picture nor sound, or no page.
    Nothing,
    /// It took longer than a program may.
    TooSlow,
    /// The server stopped each time it was worked on.
    Interrupted,
}

names!(WorkFailure {
    Unreadable => "unreadable",
    Locked => "locked",
    Nothing => "nothing",
    TooSlow => "too_slow",
    Interrupted => "interrupted",
});

/// What a program found out about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    /// Length in milliseconds.
    pub duration: Option<u32>,
    /// Width of the picture, in pixels.
    pub width: Option<u32>,
    /// Height of the picture, in pixels.
    pub height: Option<u32>,
    /// How its picture is encoded, by ffmpeg's name: `h264`.
    pub video_codec: Option<String>,
    /// How its sound is encoded, by ffmpeg's name: `aac`.
    pub audio_codec: Option<String>,
    /// How its pixels are, by ffmpeg's name: `yuv420p`.
    pub pixels: Option<String>,
    /// How many pages it has.
    pub pages: Option<u32>,
}

/// Why phones may not play a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaybackTrouble {
    /// The container, which older phones of Apple do not know.
    Container,
    /// The encoding of the picture.
    Picture,
    /// More than 8 bits a colour or another sampling than 4:2:0, which the chips of phones do not decode.
    Pixels,
    /// The encoding of the sound.
    Sound,
}

impl Facts {
    /// Why phones may not play a recording of that type, if there is a reason; the gravest. What every phone plays is H.264 with
    /// 8 bits and 4:2:0 and AAC or MP3, in MP4.
    pub fn playback_trouble(&self, file_type: FileType) -> Option<PlaybackTrouble> {
        let is_one_of =
            |found: &Option<String>, known: &[&str]| found.as_deref().is_none_or(|found| known.contains(&found));
        match file_type {
            FileType::Mp4 if !is_one_of(&self.video_codec, &["h264"]) => Some(PlaybackTrouble::Picture),
            FileType::Mp4 if !is_one_of(&self.pixels, &["yuv420p", "yuvj420p"]) => Some(PlaybackTrouble::Pixels),
            FileType::Mp4 | FileType::M4a if !is_one_of(&self.audio_codec, &["aac", "mp3"]) => {
                Some(PlaybackTrouble::Sound)
            }
            FileType::Webm | FileType::Ogg => Some(PlaybackTrouble::Container),
            _ => None,
        }
    }
}

/// The text of a page as it is kept: its lines without the spaces around them, none empty, and no character that a database does
/// not take.
pub fn page_text(raw: &str) -> String {
    let lines = raw.lines().map(|line| {
        let seen: String = line.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
        seen.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    text.chars().take(PAGE_TEXT_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::{Facts, FileType, PAGE_TEXT_MAX, PlaybackTrouble, Toolset, page_text};

    fn facts(video: &str, pixels: &str, audio: &str) -> Facts {
        let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Facts { video_codec: told(video), pixels: told(pixels), audio_codec: told(audio), ..Facts::default() }
    }

    #[test]
    fn what_phones_cannot_play_is_said() {
        for (file_type, facts, expected) in [
            (FileType::Mp4, facts("h264", "yuv420p", "aac"), None),
            (FileType::Mp4, facts("h264", "yuv420p", ""), None),
            (FileType::Mp4, facts("hevc", "yuv420p", "aac"), Some(PlaybackTrouble::Picture)),
            (FileType::Mp4, facts("mpeg4", "yuv420p", "ac3"), Some(PlaybackTrouble::Picture)),
            (FileType::Mp4, facts("h264", "yuv444p", "aac"), Some(PlaybackTrouble::Pixels)),
            (FileType::Mp4, facts("h264", "yuv420p10le", "aac"), Some(PlaybackTrouble::Pixels)),
            (FileType::Mp4, facts("h264", "yuv420p", "ac3"), Some(PlaybackTrouble::Sound)),
            (FileType::M4a, facts("", "", "alac"), Some(PlaybackTrouble::Sound)),
            (FileType::M4a, facts("", "", "aac"), None),
            (FileType::Webm, facts("vp9", "yuv420p", "opus"), Some(PlaybackTrouble::Container)),
            (FileType::Mp3, facts("", "", "mp3"), None),
        ] {
            assert_eq!(facts.playback_trouble(file_type), expected, "{file_type:?} {facts:?}");
        }
    }

    #[test]
    fn each_type_is_made_something_of_by_the_programs_for_it() {
        for file_type in FileType::ALL {
            let expected = match file_type {
                FileType::Pdf => Some(Toolset::Poppler),
                other if other.is_played() || other.is_picture() => Some(Toolset::Ffmpeg),
                _ => None,
            };
            assert_eq!(file_type.toolset(), expected, "{file_type:?}");
            assert!(file_type.is_played() || !file_type.has_picture());
            assert!(!(file_type.is_played() && file_type.is_picture()));
        }
    }

    #[test]
    fn the_text_of_a_page_has_no_empty_lines_and_an_end() {
        assert_eq!(page_text("  Early \t access\u{c}\n\n  2 \u{0}x  \n"), "Early access\n2 x");
        assert_eq!(page_text(" \n\u{c}"), "");
        assert_eq!(page_text(&"é".repeat(PAGE_TEXT_MAX * 2)).chars().count(), PAGE_TEXT_MAX);
    }
}
