//! The visitor's preferences, kept in cookies that the server reads; a plain form, so it works without WASM.

use axum::extract::Form;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

/// What the form may say.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Preferences {
    /// `light` or `dark`.
    theme: Theme,
    /// Path to go back to.
    #[serde(default)]
    back: String,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Theme {
    Light,
    Dark,
}

/// Sets the cookie and goes back.
pub(super) async fn change(Form(preferences): Form<Preferences>) -> Response {
    let theme = match preferences.theme {
        Theme::Light => "theme=light; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
        Theme::Dark => "theme=dark; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
    };
    let target = HeaderValue::from_str(local(&preferences.back)).unwrap_or(HeaderValue::from_static("/"));
    let headers = [(header::SET_COOKIE, HeaderValue::from_static(theme)), (header::LOCATION, target)];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// A path of this site; anything that could lead elsewhere becomes the home page (ASVS 5.0, 3.7.2).
pub(super) fn local(path: &str) -> &str {
    let leaves = !path.starts_with('/') || path.starts_with("//") || path.contains(['\\', '\r', '\n']);
    if leaves || path.len() > 500 { "/" } else { path }
}

#[cfg(test)]
mod tests {
    use super::local;

    #[test]
    fn nobody_is_sent_to_another_site() {
        for elsewhere in
            ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "", "/a\r\nb"]
        {
            assert_eq!(local(elsewhere), "/");
        }
        assert_eq!(local("/programme?topic=screening"), "/programme?topic=screening");
    }
}
