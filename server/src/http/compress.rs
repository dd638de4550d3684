//! Which compression a client takes, and making it.

use std::io::Write;

use axum::http::{HeaderMap, header};
use bytes::Bytes;

/// Quality of brotli for pages: a page is compressed once and served many times, but someone is waiting for it.
const BROTLI_QUALITY: i32 = 6;

/// How a body is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As it is.
    Identity,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

/// The best encoding that the client takes; a weight of zero means that it does not (RFC 9110, section 12.5.3).
pub(super) fn accepted(headers: &HeaderMap) -> Encoding {
    let Some(accepted) = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return Encoding::Identity;
    };
    let takes = |name: &str| {
        accepted.split(',').any(|offer| {
            let mut parts = offer.trim().split(';').map(str::trim);
            let named = parts.next().is_some_and(|coding| coding.eq_ignore_ascii_case(name));
            named && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
        })
    };
    if takes("br") {
        Encoding::Brotli
    } else if takes("gzip") {
        Encoding::Gzip
    } else {
        Encoding::Identity
    }
}

/// Brotli; `None` if it fails, which leaves the body as it is.
pub(crate) fn brotli(plain: &[u8]) -> Option<Bytes> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: BROTLI_QUALITY, ..Default::default() };
    let mut compressed = Vec::with_capacity(plain.len() / 4);
    brotli::BrotliCompress(&mut &*plain, &mut compressed, &parameters).ok()?;
    Some(Bytes::from(compressed))
}

/// gzip; `None` if it fails.
pub(crate) fn gzip(plain: &[u8]) -> Option<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::with_capacity(plain.len() / 4), flate2::Compression::new(6));
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().map(Bytes::from)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{Encoding, accepted};

    #[test]
    fn the_best_accepted_encoding_is_taken_and_a_refused_one_is_not() {
        for (header_value, expected) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip", Encoding::Gzip),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("identity", Encoding::Identity),
            ("", Encoding::Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(header_value));
            assert_eq!(accepted(&headers), expected, "{header_value}");
        }
    }
}
