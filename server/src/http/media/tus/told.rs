//! What the headers of the protocol say.

use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::time::Instant;
use headers::{Expires, HeaderMapExt};

use crate::media::{Algorithm, Checksum};

/// A number that a header says: digits and nothing else.
pub(super) fn number_of(headers: &HeaderMap, name: &HeaderName) -> Option<u64> {
    let told = headers.get(name)?.to_str().ok()?;
    told.bytes().all(|byte| byte.is_ascii_digit()).then(|| told.parse().ok())?
}

/// A value of `Upload-Metadata`: pairs of a key and base64 between commas.
pub(super) fn metadata_of(headers: &HeaderMap, key: &str) -> Option<String> {
    let told = headers.get("upload-metadata")?.to_str().ok()?;
    let mut pairs = told.split(',').filter_map(|pair| pair.trim().split_once(' '));
    let (_, value) = pairs.find(|(known, _)| *known == key)?;
    String::from_utf8(STANDARD.decode(value.trim()).ok()?).ok()
}

/// `Upload-Metadata` of a file with that name.
pub(super) fn metadata_text(name: &str) -> Option<HeaderValue> {
    HeaderValue::from_str(&format!("filename {}", STANDARD.encode(name))).ok()
}

/// What `Upload-Checksum` says.
pub(super) enum ChecksumTold {
    /// It is not there.
    None,
    /// This one.
    This(Checksum),
    /// Another algorithm, or nothing that is understood.
    Unknown,
}

/// An algorithm and base64.
pub(super) fn checksum_of(headers: &HeaderMap) -> ChecksumTold {
    let Some(told) = headers.get("upload-checksum") else { return ChecksumTold::None };
    let pair = told.to_str().ok().and_then(|told| told.split_once(' '));
    let algorithm = pair.and_then(|(algorithm, _)| match algorithm {
        "sha1" => Some(Algorithm::Sha1),
        "sha256" => Some(Algorithm::Sha256),
        _ => None,
    });
    let expected = pair.and_then(|(_, value)| STANDARD.decode(value.trim()).ok());
    match (algorithm, expected) {
        (Some(algorithm), Some(expected)) => ChecksumTold::This(Checksum::new(algorithm, expected)),
        _ => ChecksumTold::Unknown,
    }
}

/// An instant as HTTP writes it (RFC 9110, section 5.6.7).
pub(super) fn date(instant: Instant) -> Option<HeaderValue> {
    let seconds = u64::try_from(instant.milliseconds().div_euclid(1_000)).ok()?;
    let mut written = HeaderMap::new();
    written.typed_insert(Expires::from(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)));
    written.remove("expires")
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue};
    use domain::time::Instant;

    use super::{date, metadata_of, metadata_text, number_of};

    fn told(name: &'static str, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(HeaderName::from_static(name), HeaderValue::from_static(value))])
    }

    #[test]
    fn a_number_is_digits_and_nothing_else() {
        let name = HeaderName::from_static("upload-offset");
        let read = |value| number_of(&told("upload-offset", value), &name);
        assert_eq!((read("0"), read("42"), read("18446744073709551615")), (Some(0), Some(42), Some(u64::MAX)));
        for wrong in ["", "-1", "+1", "1.0", "1 ", "0x1", "18446744073709551616"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_name_of_a_file_is_read_and_written() {
        let read = |value| metadata_of(&told("upload-metadata", value), "filename");
        assert_eq!(read("filetype dmlkZW8vbXA0,filename VGFsay5tcDQ="), Some("Talk.mp4".to_owned()));
        assert_eq!(read("is_confidential, filename w6QubXA0"), Some("ä.mp4".to_owned()));
        for none in ["", "filename", "filename !", "name VGFsay5tcDQ=", "filename /w=="] {
            assert_eq!(read(none), None, "{none}");
        }
        let written = HeaderMap::from_iter(
            metadata_text("ä.mp4").map(|value| (HeaderName::from_static("upload-metadata"), value)),
        );
        assert_eq!(metadata_of(&written, "filename"), Some("ä.mp4".to_owned()));
    }

    #[test]
    fn a_date_is_written_as_http_does() {
        let written = date(Instant::from_milliseconds(1_665_593_400_500));
        assert_eq!(written.as_ref().map(HeaderValue::as_bytes), Some(&b"Wed, 12 Oct 2022 16:50:00 GMT"[..]));
    }
}
