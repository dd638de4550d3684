//! The types of files that are taken, by name and by content (OWASP ASVS 5.0, 5.2.2): those that a browser plays or shows
//! without running anything in them.

/// A type of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileType {
    /// Video in an MP4 container.
    Mp4,
    /// Video in a `WebM` container.
    Webm,
    /// Sound in an MP4 container.
    M4a,
    /// MP3.
    Mp3,
    /// Sound in an Ogg container: Vorbis or Opus.
    Ogg,
    /// PDF.
    Pdf,
    /// Captions, chapters and the like in `WebVTT`.
    Vtt,
    /// Captions in `SubRip`, to be converted.
    Srt,
    /// PNG.
    Png,
    /// JPEG.
    Jpeg,
    /// `WebP`.
    Webp,
    /// AVIF.
    Avif,
}

impl FileType {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Mp4,
        Self::Webm,
        Self::M4a,
        Self::Mp3,
        Self::Ogg,
        Self::Pdf,
        Self::Vtt,
        Self::Srt,
        Self::Png,
        Self::Jpeg,
        Self::Webp,
        Self::Avif,
    ];

    /// The media type (RFC 6838), as it is stored and sent.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Mp4 => "video/mp4",
            Self::Webm => "video/webm",
            Self::M4a => "audio/mp4",
            Self::Mp3 => "audio/mpeg",
            Self::Ogg => "audio/ogg",
            Self::Pdf => "application/pdf",
            Self::Vtt => "text/vtt",
            Self::Srt => "application/x-subrip",
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::Webp => "image/webp",
            Self::Avif => "image/avif",
        }
    }

    /// The type with that media type.
    pub fn from_content_type(content_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.content_type() == content_type)
    }

    /// Endings of names, the customary one first.
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Mp4 => &["mp4", "m4v"],
            Self::Webm => &["webm"],
            Self::M4a => &["m4a"],
            Self::Mp3 => &["mp3"],
            Self::Ogg => &["ogg", "oga", "opus"],
            Self::Pdf => &["pdf"],
            Self::Vtt => &["vtt"],
            Self::Srt => &["srt"],
            Self::Png => &["png"],
            Self::Jpeg => &["jpg", "jpeg"],
            Self::Webp => &["webp"],
            Self::Avif => &["avif"],
        }
    }

    /// The type that a name says; `None` if nothing with such a name is taken.
    pub fn of_name(name: &str) -> Option<Self> {
        let (stem, extension) = name.rsplit_once('.')?;
        let is = |known: &&str| extension.eq_ignore_ascii_case(known);
        let found = Self::ALL.into_iter().find(|kind| kind.extensions().iter().any(is));
        found.filter(|_| !stem.is_empty())
    }

    /// Whether a file of this type begins like that. `detected` is the media type that its first bytes are known for, if any.
    pub fn is_content(self, head: &[u8], detected: Option<&str>) -> bool {
        match self {
            Self::Vtt => is_webvtt(head),
            Self::Srt => detected.is_none() && is_subrip(head),
            // Whether a container has pictures stands deep in it.
            Self::Mp4 => matches!(detected, Some("video/mp4" | "video/x-m4v")),
            Self::M4a => matches!(detected, Some("audio/m4a" | "video/mp4")),
            Self::Ogg => matches!(detected, Some("audio/ogg" | "audio/opus")),
            other => detected == Some(other.content_type()),
        }
    }

    /// Whether a browser shows it in place; what it cannot show is offered to be kept.
    pub fn is_shown(self) -> bool {
        self != Self::Srt
    }
}

/// `WEBVTT`, then nothing, a space, a tab or the end of the line (W3C `WebVTT`, section 4.1).
fn is_webvtt(head: &[u8]) -> bool {
    let rest = without_mark(head).strip_prefix(b"WEBVTT");
    rest.is_some_and(|rest| matches!(rest.first(), None | Some(b' ' | b'\t' | b'\r' | b'\n'))) && is_text(head)
}

/// The number of a cue, and on the next line its times.
fn is_subrip(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(without_mark(head));
    let mut lines = text.lines().map(str::trim).skip_while(|line| line.is_empty());
    let is_number = lines.next().is_some_and(|line| line.bytes().all(|byte| byte.is_ascii_digit()));
    is_number && lines.next().is_some_and(is_times) && is_text(head)
}

/// `00:00:01,000 --> 00:00:04,000`
fn is_times(line: &str) -> bool {
    let is_time =
        |text: &str| text.starts_with(|first: char| first.is_ascii_digit()) && text.contains(':') && text.len() < 60;
    line.split_once(" --> ").is_some_and(|(from, to)| is_time(from.trim()) && is_time(to.trim()))
}

fn without_mark(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head)
}

/// Text in UTF-8, which may be cut off within a character.
fn is_text(head: &[u8]) -> bool {
    let is_utf8 = std::str::from_utf8(head).map_or_else(|error| error.error_len().is_none(), |_| true);
    is_utf8 && !head.contains(&0)
}

#[cfg(test)]
mod tests {
    use super::FileType;

    #[test]
    fn a_type_is_told_by_its_name_in_any_case_and_by_nothing_else() {
        for kind in FileType::ALL {
            assert_eq!(FileType::from_content_type(kind.content_type()), Some(kind));
            for extension in kind.extensions() {
                assert_eq!(FileType::of_name(&format!("a.b.{}", extension.to_uppercase())), Some(kind));
            }
        }
        for none in ["", "mp4", ".mp4", "a.", "a.mp4.html", "a.svg", "a.exe", "a.mov", "a.mp4 "] {
            assert_eq!(FileType::of_name(none), None, "{none}");
        }
    }

    #[test]
    fn content_must_be_what_the_name_says() {
        assert!(FileType::Mp4.is_content(b"", Some("video/mp4")));
        assert!(FileType::M4a.is_content(b"", Some("video/mp4")));
        assert!(!FileType::Mp4.is_content(b"", Some("audio/m4a")));
        assert!(!FileType::Mp4.is_content(b"<!DOCTYPE html>", Some("text/html")));
        assert!(!FileType::Png.is_content(b"", Some("image/jpeg")));
        assert!(!FileType::Pdf.is_content(b"", None));
    }

    #[test]
    fn captions_are_told_by_their_first_lines() {
        for captions in ["WEBVTT", "WEBVTT\n\n", "\u{feff}WEBVTT - Talk\r\n", "WEBVTT\tx"] {
            assert!(FileType::Vtt.is_content(captions.as_bytes(), None), "{captions}");
        }
        // Cut off in the middle of a character.
        assert!(FileType::Vtt.is_content(b"WEBVTT\n\nM\xC3", None));
        for other in ["WEBVTTX", "webvtt", "<script>", "WEBVTT\n\0"] {
            assert!(!FileType::Vtt.is_content(other.as_bytes(), None), "{other}");
        }
        assert!(!FileType::Vtt.is_content(b"WEBVTT\nM\xFCller", None));
        for captions in ["1\n00:00:01,000 --> 00:00:04,000\nGood evening", "\u{feff}\r\n1\r\n0:1,0 --> 0:2,0\r\n"] {
            assert!(FileType::Srt.is_content(captions.as_bytes(), None), "{captions}");
        }
        for other in ["", "1\n", "x\n0:1 --> 0:2", "1\n<script> --> x", "<html>\n0:1 --> 0:2"] {
            assert!(!FileType::Srt.is_content(other.as_bytes(), None), "{other}");
        }
        assert!(!FileType::Srt.is_content(b"1\n0:1,0 --> 0:2,0", Some("text/html")));
    }
}
