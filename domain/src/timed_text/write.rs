//! Writes timed text as `WebVTT`, as `SubRip`, and its times for people.

use super::Cue;

/// The cues as a `WebVTT` file: what our own pages and other players read.
pub fn vtt(cues: &[Cue]) -> String {
    let mut file = String::from("WEBVTT\n");
    for cue in cues {
        let text = escaped(&cue.text);
        let speaker = cue.speaker.as_deref().map(|who| format!("<v {}>", escaped(who))).unwrap_or_default();
        let (start, end) = (stamp(cue.start, '.'), stamp(cue.end, '.'));
        let name = cue.identifier.as_deref().map(|name| format!("{name}\n")).unwrap_or_default();
        let settings = cue.settings.as_deref().map(|settings| format!(" {settings}")).unwrap_or_default();
        file.push_str(&format!("\n{name}{start} --> {end}{settings}\n{speaker}{text}\n"));
    }
    file
}

/// The cues as a `SubRip` file. It has no place for who speaks: the name stands before the text.
pub fn srt(cues: &[Cue]) -> String {
    let mut file = String::new();
    for (index, cue) in cues.iter().enumerate() {
        let speaker = cue.speaker.as_deref().map(|who| format!("{who}: ")).unwrap_or_default();
        // The arrow would be read as the next cue.
        let text = cue.text.replace("-->", "→");
        let (number, start, end) = (index + 1, stamp(cue.start, ','), stamp(cue.end, ','));
        file.push_str(&format!("{number}\n{start} --> {end}\n{speaker}{text}\n\n"));
    }
    file
}

/// `7:05` or `1:07:05`, from milliseconds.
pub fn clock(milliseconds: u32) -> String {
    let seconds = milliseconds / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

fn stamp(milliseconds: u32, point: char) -> String {
    let (seconds, rest) = (milliseconds / 1_000, milliseconds % 1_000);
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{rest:03}")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
