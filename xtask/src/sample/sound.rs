//! Puts spoken sentences together to one sound, so that it is known to the millisecond when each begins.

/// Samples a second.
pub(super) const RATE: u32 = 22_050;
/// Bytes of a sample: 16 bits, one channel.
const WIDTH: u32 = 2;

/// Samples as WAVE files hold them.
#[derive(Default)]
pub(super) struct Sound(Vec<u8>);

impl Sound {
    pub(super) fn append(&mut self, samples: &[u8]) {
        self.0.extend_from_slice(samples);
    }

    pub(super) fn silence(&mut self, milliseconds: u32) {
        let bytes = milliseconds * RATE / 1_000 * WIDTH;
        self.0.extend(std::iter::repeat_n(0, usize::try_from(bytes).unwrap_or_default()));
    }

    /// How long it is.
    pub(super) fn milliseconds(&self) -> u32 {
        let samples = u64::try_from(self.0.len()).unwrap_or_default() / u64::from(WIDTH);
        u32::try_from(samples * 1_000 / u64::from(RATE)).unwrap_or(u32::MAX)
    }

    /// As a WAVE file.
    pub(super) fn wav(&self) -> Vec<u8> {
        let length = u32::try_from(self.0.len()).unwrap_or_default();
        let mut file = b"RIFF".to_vec();
        file.extend((length + 36).to_le_bytes());
        file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
        file.extend(RATE.to_le_bytes());
        file.extend((RATE * WIDTH).to_le_bytes());
        file.extend(b"\x02\0\x10\0data");
        file.extend(length.to_le_bytes());
        file.extend(&self.0);
        file
    }
}

/// The samples of a WAVE file, if it is one of that rate, width and one channel.
pub(super) fn samples(file: &[u8]) -> Option<Vec<u8>> {
    let number = |at: usize| Some(u32::from_le_bytes(file.get(at..at + 4)?.try_into().ok()?));
    let is_ours = file.get(20..24)? == b"\x01\0\x01\0" && number(24)? == RATE && file.get(34..36)? == b"\x10\0";
    let data = file.windows(4).position(|window| window == b"data").filter(|_| is_ours)?;
    let length = usize::try_from(number(data + 4)?).ok()?;
    let rest = file.get(data + 8..)?;
    Some(rest.get(..length).unwrap_or(rest).to_vec())
}

#[cfg(test)]
mod tests {
    use super::{RATE, Sound, samples};

    #[test]
    fn sound_goes_through_its_file() {
        let mut sound = Sound::default();
        sound.append(&[1, 2, 3, 4]);
        sound.silence(500);
        assert_eq!(sound.milliseconds(), 500);
        let read = samples(&sound.wav()).expect("samples");
        assert_eq!(read.get(..4), Some(&[1, 2, 3, 4][..]));
        assert_eq!(u32::try_from(read.len()).ok(), Some(RATE + 4));
        assert_eq!(samples(b"RIFF"), None);
    }
}
