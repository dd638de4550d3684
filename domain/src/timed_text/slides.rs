//! When the slides of a deck are shown in a recording: cues whose text is a page's number, each until the next one begins.

use super::{Cue, LATEST};

/// The language under which they are kept: numbers have none (BCP 47, `zxx` for what is not linguistic).
pub const SLIDES_LANGUAGE: &str = "zxx";
/// How long the last slide lasts if nobody knows how long the recording is, in milliseconds.
const LAST: u32 = 60_000;

/// A slide that begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SlideTime {
    /// Milliseconds from the recording's beginning.
    pub start: u32,
    /// Page of the deck, from 1.
    pub page: u32,
}

/// The times in cues, in order; of two at one moment the later page counts. Cues without a number are left out.
pub fn slide_times(cues: &[Cue]) -> Vec<SlideTime> {
    let times = cues.iter().filter_map(|cue| Some(SlideTime { start: cue.start, page: page(cue.text.trim())? }));
    in_order(times.collect())
}

fn page(text: &str) -> Option<u32> {
    text.parse().ok().filter(|page| *page > 0)
}

/// Cues for these times; the last one ends with the recording, whose length may be known.
pub fn slide_cues(times: &[SlideTime], length: Option<u32>) -> Vec<Cue> {
    let times = in_order(times.to_vec());
    let ends = times.iter().skip(1).map(|next| Some(next.start)).chain([None]);
    let cues = times.iter().zip(ends).map(|(time, end)| {
        let last = length.filter(|length| *length > time.start).unwrap_or_else(|| time.start.saturating_add(LAST));
        Cue { start: time.start, end: end.unwrap_or(last), text: time.page.to_string(), ..Cue::default() }
    });
    cues.collect()
}

/// The page that is shown at that moment: the last one that has begun.
pub fn page_at(times: &[SlideTime], at: u32) -> Option<u32> {
    times.iter().take_while(|time| time.start <= at).last().map(|time| time.page)
}

fn in_order(mut times: Vec<SlideTime>) -> Vec<SlideTime> {
    times.sort_unstable();
    let mut kept: Vec<SlideTime> = Vec::new();
    for time in times {
        if kept.last().is_some_and(|before| before.start == time.start) {
            kept.pop();
        }
        kept.push(time);
    }
    kept
}

/// Times as they are typed, separated by commas: `1:05`, `1:02:03`, `75`, each with a fraction if need be; in milliseconds.
///
/// # Errors
/// The first one that is none.
pub fn read_times(typed: &str) -> Result<Vec<u32>, String> {
    let parts = typed.split([',', ';']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(|part| read_time(part).ok_or_else(|| part.to_owned())).collect()
}

/// One such time; `None` if it is none.
pub fn read_time(typed: &str) -> Option<u32> {
    let (whole, fraction) = typed.split_once('.').unwrap_or((typed, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let parts: Vec<&str> = whole.split(':').collect();
    if parts.len() > 3 || !parts.iter().all(|part| is_number(part) && part.len() <= 6) || !is_number(fraction) {
        return None;
    }
    let numbers: Vec<u64> = parts.iter().filter_map(|part| part.parse().ok()).collect();
    // Only what stands first may be 60 or more: `75` and `75:10`, but not `1:75`.
    if numbers.iter().skip(1).any(|number| *number >= 60) {
        return None;
    }
    let seconds = numbers.iter().fold(0, |seconds, number| seconds * 60 + number);
    let thousandths: u64 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
    u32::try_from(seconds * 1_000 + thousandths).ok().filter(|time| *time < LATEST)
}

/// A time as [`read_times`] reads it.
pub fn write_time(time: u32) -> String {
    let (whole, rest) = (super::clock(time), time % 1_000);
    if rest == 0 { whole } else { format!("{whole}.{rest:03}").trim_end_matches('0').to_owned() }
}

/// A time with its thousandths, as [`read_time`] reads it: `1:02.500`.
pub fn write_exact(time: u32) -> String {
    format!("{}.{:03}", super::clock(time), time % 1_000)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{SlideTime, page_at, read_times, slide_cues, slide_times, write_time};
    use crate::timed_text::{LATEST, read, vtt};

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(read_times(""), Ok(vec![]));
        assert_eq!(read_times("0:00, 1:05; 75,1:02:03.5"), Ok(vec![0, 65_000, 75_000, 3_723_500]));
        assert_eq!(read_times("75:10"), Ok(vec![4_510_000]));
        for wrong in ["x", "1:75", "1:", ":5", "-1", "1:2:3:4", "1.", "1.x", "100:00:00", "9999999"] {
            assert_eq!(read_times(wrong), Err(wrong.to_owned()), "{wrong}");
        }
    }

    #[test]
    fn a_slide_is_shown_until_the_next_one_begins() {
        let time = |start, page| SlideTime { start, page };
        let times = [time(60_000, 2), time(0, 1), time(90_000, 1)];
        let cues = slide_cues(&times, Some(120_000));
        let spans: Vec<_> = cues.iter().map(|cue| (cue.start, cue.end, cue.text.as_str())).collect();
        assert_eq!(spans, [(0, 60_000, "1"), (60_000, 90_000, "2"), (90_000, 120_000, "1")]);
        let times = slide_times(&cues);
        assert_eq!(
            (page_at(&times, 0), page_at(&times, 75_000), page_at(&times, 500_000)),
            (Some(1), Some(2), Some(1))
        );
        assert_eq!(page_at(&times[1..], 59_999), None, "before the first one there is none");
        assert_eq!(slide_cues(&[time(5, 3)], Some(1)).first().map(|cue| cue.end), Some(60_005));
        assert_eq!(slide_cues(&[], None), []);
        assert_eq!(slide_times(&read(b"WEBVTT\n\n00:01.000 --> 00:02.000\nhello\n").unwrap_or_default()), []);
    }

    proptest! {
        #[test]
        fn times_go_through_their_file_and_their_fields(
            times in proptest::collection::vec((0_u32..LATEST - 100_000, 1_u32..400), 0..40),
            length in proptest::option::of(1_u32..LATEST - 1),
        ) {
            let times: Vec<SlideTime> = times.into_iter().map(|(start, page)| SlideTime { start, page }).collect();
            let kept = slide_times(&slide_cues(&times, length));
            prop_assert!(kept.windows(2).all(|pair| pair[0].start < pair[1].start));
            prop_assert!(kept.iter().all(|time| times.contains(time)));
            let body = vtt(&slide_cues(&kept, length));
            prop_assert_eq!(slide_times(&read(body.as_bytes()).unwrap_or_default()), kept.clone());
            for time in kept {
                prop_assert_eq!(read_times(&write_time(time.start)), Ok(vec![time.start]));
            }
        }
    }
}
