//! Whether requests arrive under the address that the operator named: links, passkeys and the protection against foreign forms
//! depend on it.

/// How a request arrived, beside the public address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrival {
    /// As it should.
    Same,
    /// By the right name, but a proxy has put another host into the request.
    Rewritten(String),
    /// By another name.
    Elsewhere(String),
    /// By the right name, but over another scheme, as the proxy says.
    OtherScheme(String),
    /// Nothing tells.
    Unknown,
}

/// What a request says of how it was asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Asked<'a> {
    /// Its `Host`.
    pub host: Option<&'a str>,
    /// What a proxy says the visitor asked for, `X-Forwarded-Host`.
    pub forwarded_host: Option<&'a str>,
    /// Over what, `X-Forwarded-Proto`.
    pub forwarded_scheme: Option<&'a str>,
}

/// Compares a request with the public address.
pub fn arrival(base_url: &str, asked: Asked<'_>) -> Arrival {
    let Some((scheme, rest)) = base_url.split_once("://") else { return Arrival::Unknown };
    let public = authority(scheme, rest.split('/').next().unwrap_or_default());
    // Of a list the first is what the visitor asked for.
    let first =
        |value: Option<&str>| value.and_then(|list| list.split(',').next()).map(|one| one.trim().to_lowercase());
    let Some(host) = first(asked.host).filter(|host| !host.is_empty()) else { return Arrival::Unknown };
    let host = authority(scheme, &host);
    let forwarded = first(asked.forwarded_host).map(|host| authority(scheme, &host));
    if host != public {
        return if forwarded.as_ref() == Some(&public) {
            Arrival::Rewritten(host)
        } else {
            Arrival::Elsewhere(forwarded.unwrap_or(host))
        };
    }
    match first(asked.forwarded_scheme) {
        Some(other) if !other.eq_ignore_ascii_case(scheme) => Arrival::OtherScheme(other),
        _ => Arrival::Same,
    }
}

/// Host and port in small letters, without the port that the scheme has anyway.
fn authority(scheme: &str, text: &str) -> String {
    let usual = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let text = text.to_lowercase();
    text.strip_suffix(usual).map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{Arrival, Asked, arrival};

    #[test]
    fn a_request_is_compared_with_the_public_address() {
        let of = |base, host, forwarded_host, forwarded_scheme| {
            arrival(base, Asked { host: Some(host), forwarded_host, forwarded_scheme })
        };
        let https = "https://site.example";
        assert_eq!(of(https, "Site.Example:443", None, Some("https")), Arrival::Same);
        assert_eq!(of("http://127.0.0.1:3000", "127.0.0.1:3000", None, None), Arrival::Same);
        assert_eq!(
            of(https, "127.0.0.1:3000", Some("site.example"), None),
            Arrival::Rewritten("127.0.0.1:3000".to_owned())
        );
        assert_eq!(
            of(https, "10.0.0.1", Some("other.example, x"), None),
            Arrival::Elsewhere("other.example".to_owned())
        );
        assert_eq!(of(https, "other.example", None, None), Arrival::Elsewhere("other.example".to_owned()));
        assert_eq!(of(https, "site.example:8443", None, None), Arrival::Elsewhere("site.example:8443".to_owned()));
        assert_eq!(of(https, "site.example", None, Some("http")), Arrival::OtherScheme("http".to_owned()));
        assert_eq!(arrival(https, Asked::default()), Arrival::Unknown);
        assert_eq!(of("", "site.example", None, None), Arrival::Unknown);
    }
}
