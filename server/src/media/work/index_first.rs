//! Whether an MP4 plays before all of it is there: its index (`moov`) stands before its content (`mdat`), so that a player need not
//! ask for the end first (ISO/IEC 14496-12, 4.2: boxes).

use std::io::{Read, Result, Seek, SeekFrom};

/// More boxes than this stand at the beginning of no recording.
const BOXES_MAX: usize = 1_000;

/// Whether the index stands first. Of what is no such file it is said too: then there is nothing to put in order.
pub(super) fn is_index_first(mut file: impl Read + Seek) -> Result<bool> {
    let mut starts = 0_u64;
    for _ in 0..BOXES_MAX {
        let mut head = [0_u8; 16];
        file.seek(SeekFrom::Start(starts))?;
        let read = file.by_ref().take(16).read(&mut head)?;
        if read < 8 {
            return Ok(true);
        }
        let [a, b, c, d, kind @ .., _, _, _, _, _, _, _, _] = head;
        let length = match u32::from_be_bytes([a, b, c, d]) {
            1 => u64::from_be_bytes(last_eight(head)),
            // To the end of the file.
            0 => u64::MAX,
            length => u64::from(length),
        };
        match &kind {
            b"moov" => return Ok(true),
            b"mdat" => return Ok(false),
            _ if length < 8 => return Ok(true),
            _ => starts = starts.saturating_add(length),
        }
    }
    Ok(true)
}

fn last_eight(head: [u8; 16]) -> [u8; 8] {
    let [_, _, _, _, _, _, _, _, rest @ ..] = head;
    rest
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::is_index_first;

    fn boxes(kinds: &[&str]) -> Vec<u8> {
        kinds
            .iter()
            .flat_map(|kind| {
                let mut bytes = 20_u32.to_be_bytes().to_vec();
                bytes.extend_from_slice(kind.as_bytes());
                bytes.extend_from_slice(&[7; 12]);
                bytes
            })
            .collect()
    }

    #[test]
    fn the_order_of_index_and_content_is_told() -> std::io::Result<()> {
        for (kinds, expected) in [
            (&["ftyp", "moov", "mdat"][..], true),
            (&["ftyp", "free", "mdat", "moov"], false),
            (&["ftyp", "uuid", "free"], true),
            (&[], true),
        ] {
            assert_eq!(is_index_first(Cursor::new(boxes(kinds)))?, expected, "{kinds:?}");
        }
        // A box of 64 bits' length before it, and one that goes to the end.
        let mut long = 1_u32.to_be_bytes().to_vec();
        long.extend_from_slice(b"free");
        long.extend_from_slice(&24_u64.to_be_bytes());
        long.extend_from_slice(&[0; 8]);
        long.extend(boxes(&["mdat"]));
        assert!(!is_index_first(Cursor::new(long))?);
        assert!(is_index_first(Cursor::new(b"\0\0\0\0free then nothing".to_vec()))?);
        assert!(is_index_first(Cursor::new(b"\0\0\0\x03free then nothing".to_vec()))?, "no box is that short");
        Ok(())
    }
}
