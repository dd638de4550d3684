//! `cargo xtask sample`: makes the sample recording anew, `programmes/sample/`: a talk of a minute and a half with generated pictures
//! and a synthetic voice, its slides, captions, chapters, and when each slide is shown. `continuum import --sample` adds it.

mod pdf;
mod sound;
mod talk;

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::environment::Environment;
use crate::process::run;
use crate::setup;
use sound::{RATE, Sound};
use talk::{SLIDES, TITLE};

const CURE: &str = "Install ffmpeg, poppler-utils and espeak-ng from your system's packages and start again.";
/// Silence after a sentence, and after the last one of a slide, in milliseconds.
const PAUSES: (u32, u32) = (400, 1_200);

/// Makes all files of the sample.
pub(crate) fn make(environment: &Environment) -> Result<()> {
    setup::for_media_tests(environment)?;
    setup::for_sample(environment)?;
    let target = environment.root.join("programmes/sample");
    let work = environment.target.join("sample");
    fs::create_dir_all(&work)?;
    fs::create_dir_all(&target)?;
    let slides = target.join("slides.pdf");
    fs::write(&slides, pdf::write(TITLE, SLIDES))?;
    let mut pictures = environment.command("pdftoppm");
    run(pictures.args(["-png", "-scale-to", "640"]).arg(&slides).arg(work.join("page")), CURE)?;

    let (mut sound, mut captions, mut starts) = (Sound::default(), Vec::new(), Vec::new());
    for slide in SLIDES {
        starts.push(sound.milliseconds());
        for (index, sentence) in slide.said.iter().enumerate() {
            let from = sound.milliseconds();
            sound.append(&spoken(environment, &work, sentence)?);
            captions.push((from, sound.milliseconds(), (*sentence).to_owned()));
            sound.silence(if index + 1 == slide.said.len() { PAUSES.1 } else { PAUSES.0 });
        }
    }
    let end = sound.milliseconds();
    let until: Vec<u32> = starts.iter().skip(1).copied().chain([end]).collect();
    let spans = || starts.iter().copied().zip(until.iter().copied()).zip(SLIDES).enumerate();
    let chapters = spans().map(|(_, ((from, to), slide))| (from, to, slide.title.to_owned()));
    let shown = spans().map(|(index, ((from, to), _))| (from, to, (index + 1).to_string()));
    fs::write(target.join("chapters.vtt"), webvtt(chapters))?;
    fs::write(target.join("slides.vtt"), webvtt(shown))?;
    fs::write(target.join("captions.vtt"), webvtt(captions.into_iter()))?;

    let voice = work.join("voice.wav");
    fs::write(&voice, sound.wav())?;
    let lengths: Vec<u32> = starts.iter().zip(&until).map(|(from, to)| to - from).collect();
    film(environment, &work, &voice, &lengths, &target.join("talk.mp4"))?;
    eprintln!("\n{} is made anew; it takes {} seconds.", target.display(), end / 1_000);
    Ok(())
}

fn spoken(environment: &Environment, work: &Path, sentence: &str) -> Result<Vec<u8>> {
    let file = work.join("sentence.wav");
    let mut voice = environment.command("espeak-ng");
    run(voice.args(["-v", "en-gb", "-s", "138", "-w"]).arg(&file).arg(sentence), CURE)?;
    let bytes = fs::read(&file)?;
    sound::samples(&bytes).with_context(|| format!("espeak-ng did not write mono sound of {RATE} Hz."))
}

/// Each picture as long as its slide is spoken of; five a second, since nothing moves.
fn film(environment: &Environment, work: &Path, voice: &Path, lengths: &[u32], target: &Path) -> Result<()> {
    let mut list = String::from("ffconcat version 1.0\n");
    for (index, length) in lengths.iter().enumerate() {
        let (number, seconds) = (index + 1, f64::from(*length) / 1_000.0);
        list.push_str(&format!("file page-{number}.png\nduration {seconds:.3}\n"));
    }
    // The last duration counts only if another picture follows.
    list.push_str(&format!("file page-{}.png\n", lengths.len()));
    let pictures = work.join("pictures.ffconcat");
    fs::write(&pictures, list)?;
    let mut film = environment.command("ffmpeg");
    film.args(["-nostdin", "-v", "error", "-y", "-f", "concat", "-i"]).arg(&pictures).arg("-i").arg(voice);
    film.args(["-map", "0:v", "-map", "1:a", "-vf", "fps=5,format=yuv420p", "-c:v", "libx264", "-preset", "veryslow"]);
    film.args(["-tune", "stillimage", "-crf", "26", "-g", "25", "-c:a", "aac", "-b:a", "48k", "-shortest"]);
    film.args(["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-movflags", "+faststart"]);
    film.args(["-metadata", &format!("title={TITLE}")]).arg(target);
    run(&mut film, CURE)
}

fn webvtt(cues: impl Iterator<Item = (u32, u32, String)>) -> String {
    let mut file = String::from("WEBVTT\n");
    for (from, to, text) in cues {
        file.push_str(&format!("\n{} --> {}\n{text}\n", stamp(from), stamp(to)));
    }
    file
}

fn stamp(milliseconds: u32) -> String {
    let (seconds, rest) = (milliseconds / 1_000, milliseconds % 1_000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::webvtt;

    #[test]
    fn times_are_written_as_webvtt() {
        let file = webvtt([(0, 61_005, "One".to_owned()), (3_661_000, 3_662_000, "Two".to_owned())].into_iter());
        assert_eq!(file, "WEBVTT\n\n00:00:00.000 --> 00:01:01.005\nOne\n\n01:01:01.000 --> 01:01:02.000\nTwo\n");
    }
}
