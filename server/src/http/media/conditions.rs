//! What of a file is sent: all of it, a part, or nothing because the visitor has it already (RFC 9110, sections 13 and 14).

use std::ops::Range;
use std::time::{Duration, SystemTime};

use axum::http::{HeaderMap, Method, header};
use domain::time::Instant;
use headers::{ETag, HeaderMapExt, IfModifiedSince, IfNoneMatch, IfRange, LastModified};
use http_range_header::{RangeUnsatisfiableError, parse_range_header};

/// What is sent.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Portion {
    /// All of it.
    Whole,
    /// These bytes.
    Part(Range<u64>),
    /// Nothing: what the visitor has is still true.
    Unchanged,
    /// Nothing: the file has no such part.
    Unsatisfiable,
}

/// What tells one state of a file from another.
pub(super) struct Validators {
    pub(super) etag: ETag,
    pub(super) modified: SystemTime,
}

impl Validators {
    /// Of a file with that hash, added then; `None` if the hash is none.
    pub(super) fn of(sha256: &str, added: Instant) -> Option<Self> {
        // HTTP's dates have no fractions.
        let seconds = u64::try_from(added.milliseconds().div_euclid(1_000)).ok()?;
        let etag = format!("\"{sha256}\"").parse().ok()?;
        Some(Self { etag, modified: SystemTime::UNIX_EPOCH + Duration::from_secs(seconds) })
    }
}

/// What of a file of `length` bytes is sent to whoever asks like that.
pub(super) fn portion(method: &Method, headers: &HeaderMap, validators: &Validators, length: u64) -> Portion {
    if is_unchanged(headers, validators) {
        return Portion::Unchanged;
    }
    let Some(asked) = headers.get(header::RANGE).and_then(|asked| asked.to_str().ok()) else { return Portion::Whole };
    let modified = LastModified::from(validators.modified);
    let is_other = match headers.contains_key(header::IF_RANGE).then(|| headers.typed_get::<IfRange>()) {
        None => false,
        Some(condition) => condition.is_none_or(|known| known.is_modified(Some(&validators.etag), Some(&modified))),
    };
    if method != Method::GET || is_other {
        return Portion::Whole;
    }
    match parse_range_header(asked).and_then(|ranges| ranges.validate(length)) {
        Ok(ranges) => match ranges.as_slice() {
            [one] => Portion::Part(*one.start()..one.end().saturating_add(1)),
            // Several parts in one answer are what no player asks for; all of it contains them.
            _ => Portion::Whole,
        },
        Err(RangeUnsatisfiableError::Unsatisfiable) => Portion::Unsatisfiable,
        // What is not understood is as if it had not been asked.
        Err(_) => Portion::Whole,
    }
}

fn is_unchanged(headers: &HeaderMap, validators: &Validators) -> bool {
    // The tag is exact, so the date is asked only where there is no tag (section 13.2.2).
    if headers.contains_key(header::IF_NONE_MATCH) {
        let known = headers.typed_get::<IfNoneMatch>();
        return known.is_some_and(|known| !known.precondition_passes(&validators.etag));
    }
    let known = headers.typed_get::<IfModifiedSince>();
    known.is_some_and(|known| !known.is_modified(validators.modified))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};
    use domain::time::Instant;

    use super::{Portion, Validators, portion};

    const ADDED: Instant = Instant::from_milliseconds(1_665_593_400_500);

    fn asked(method: &Method, asks: &[(HeaderName, &'static str)], length: u64) -> Portion {
        let validators = Validators::of("ab", ADDED).expect("a hash");
        let headers: HeaderMap =
            asks.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect();
        portion(method, &headers, &validators, length)
    }

    #[test]
    fn a_part_is_what_is_asked_for_and_there() {
        let table = [
            ("bytes=0-1", Portion::Part(0..2)),
            ("bytes=0-", Portion::Part(0..1_000)),
            ("bytes=999-", Portion::Part(999..1_000)),
            ("bytes=500-5000", Portion::Part(500..1_000)),
            ("bytes=-1", Portion::Part(999..1_000)),
            ("bytes=-5000", Portion::Part(0..1_000)),
            ("bytes=1000-", Portion::Unsatisfiable),
            ("bytes=5000-6000", Portion::Unsatisfiable),
            ("bytes=-0", Portion::Unsatisfiable),
            ("bytes=0-1,5-6", Portion::Whole),
            ("bytes=5-1", Portion::Whole),
            ("bytes=", Portion::Whole),
            ("bytes=a-b", Portion::Whole),
            ("items=0-1", Portion::Whole),
            ("bytes=18446744073709551615-18446744073709551615", Portion::Unsatisfiable),
        ];
        for (range, expected) in table {
            assert_eq!(asked(&Method::GET, &[(header::RANGE, range)], 1_000), expected, "{range}");
        }
        assert_eq!(asked(&Method::GET, &[], 1_000), Portion::Whole);
        assert_eq!(asked(&Method::HEAD, &[(header::RANGE, "bytes=0-1")], 1_000), Portion::Whole);
    }

    #[test]
    fn a_part_is_sent_only_of_what_the_visitor_knows() {
        let part = |condition| {
            asked(&Method::GET, &[(header::RANGE, "bytes=0-1"), (header::IF_RANGE, condition)], 1_000)
                == Portion::Part(0..2)
        };
        assert!(part("\"ab\"") && part("Wed, 12 Oct 2022 16:50:00 GMT"));
        for other in ["\"cd\"", "W/\"ab\"", "Wed, 12 Oct 2022 16:49:59 GMT", "nonsense"] {
            assert!(!part(other), "{other}");
        }
    }

    #[test]
    fn what_the_visitor_has_is_not_sent_again() {
        for known in ["\"ab\"", "W/\"ab\"", "*", "\"x\", \"ab\""] {
            assert_eq!(asked(&Method::GET, &[(header::IF_NONE_MATCH, known)], 1_000), Portion::Unchanged, "{known}");
        }
        let same = (header::IF_MODIFIED_SINCE, "Wed, 12 Oct 2022 16:50:00 GMT");
        assert_eq!(asked(&Method::GET, std::slice::from_ref(&same), 1_000), Portion::Unchanged);
        let before = (header::IF_MODIFIED_SINCE, "Wed, 12 Oct 2022 16:49:59 GMT");
        assert_eq!(asked(&Method::GET, &[before], 1_000), Portion::Whole);
        // The tag is asked, not the date.
        assert_eq!(asked(&Method::GET, &[same, (header::IF_NONE_MATCH, "\"cd\"")], 1_000), Portion::Whole);
    }
}
