//! A calendar file as an answer: with a validator, and with nothing but that for who has it already.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

/// Who may keep an answer. Nobody may use it without asking whether it is still true.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Audience {
    /// Everybody, and caches on the way.
    Everybody,
    /// The person alone; the address is a secret, so it is told to no other site and listed by nobody.
    OnePerson,
}

/// Answers with a file of that name.
pub(super) fn answer(asked: &HeaderMap, body: String, file: &str, audience: Audience) -> Response {
    let etag = format!("\"{}\"", hex::encode(Sha256::digest(&body).get(..16).unwrap_or_default()));
    let is_known = asked.get_all(header::IF_NONE_MATCH).iter().any(|known| names(known, &etag));
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { (StatusCode::OK, body).into_response() };
    let headers = response.headers_mut();
    let cache = match audience {
        Audience::Everybody => "public, max-age=0, must-revalidate",
        Audience::OnePerson => "private, max-age=0, must-revalidate",
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    if audience == Audience::OnePerson {
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        headers.insert("x-robots-tag", HeaderValue::from_static("noindex, nofollow"));
    }
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        headers.insert(header::ETAG, etag);
    }
    if is_known {
        headers.remove(header::CONTENT_TYPE);
        return response;
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/calendar; charset=utf-8"));
    // Slugs and fixed names only, so nothing in it ends the quotes. Inline, so that a phone opens it.
    if let Ok(disposition) = HeaderValue::from_str(&format!("inline; filename=\"{file}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

/// Whether a value of `If-None-Match` names that validator (RFC 9110, section 13.1.2: compared weakly, since caches mark
/// what they compress on the way as weak).
fn names(known: &HeaderValue, etag: &str) -> bool {
    let Ok(known) = known.to_str() else { return false };
    known.split(',').map(str::trim).any(|one| one == "*" || one.strip_prefix("W/").unwrap_or(one) == etag)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::names;

    #[test]
    fn a_validator_is_found_in_a_list_and_when_it_was_made_weak() {
        for known in ["\"a\"", "W/\"a\"", "\"b\", \"a\"", "*"] {
            assert!(names(&HeaderValue::from_static(known), "\"a\""), "{known}");
        }
        for known in ["\"b\"", "a", "", "W/\"b\""] {
            assert!(!names(&HeaderValue::from_static(known), "\"a\""), "{known}");
        }
    }
}
