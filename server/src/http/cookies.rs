//! Cookies that carry a secret: out of reach of scripts, not sent along by other sites' forms, and over https only where
//! the site is reached so (OWASP ASVS 5.0, 3.3.1 to 3.3.4).

use axum::http::{HeaderValue, header};
use axum::response::Response;

/// Sets such a cookie for so many seconds; none at all takes it away. Names that begin with `__Host-` are for https.
pub(super) fn set(response: &mut Response, name: &str, value: &str, seconds: i64) {
    let secure = if name.starts_with("__Host-") { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Max-Age={seconds}; Path=/; HttpOnly; SameSite=Lax{secure}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Has the browser forget what it keeps of the site, cookies apart (Clear Site Data, section 3.1; ASVS 5.0, 14.3.1).
pub(super) fn clear_site_data(response: &mut Response) {
    response.headers_mut().insert("clear-site-data", HeaderValue::from_static("\"cache\", \"storage\""));
}
