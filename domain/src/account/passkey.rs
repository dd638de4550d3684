//! Passkeys (Web Authentication, level 3): whose they are, for which site, and for how long things about them hold.
//!
//! What a passkey proves is decided by the library behind the routes; here is what the rest of the site must agree on.

use std::net::IpAddr;

use crate::content::Id;

/// Minutes in which what was asked of an authenticator must be answered.
pub const CEREMONY_MINUTES: i64 = 5;
/// Passkeys of one owner.
pub const PASSKEYS: u32 = 20;
/// Letters of a passkey's name.
pub const LABEL_LETTERS: usize = 60;

/// Whose a passkey is. Its identity, 16 random bytes, is the user handle that authenticators keep (Web Authentication,
/// section 14.6.1: nothing in it tells who somebody is).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PasskeyOwner {
    /// The account of somebody who attends.
    Account(Id),
    /// Somebody who works here.
    Member(Id),
}

impl PasskeyOwner {
    /// Stable name of the kind of owner, in the database.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Account(_) => "account",
            Self::Member(_) => "member",
        }
    }

    /// Identity of the owner.
    pub fn id(self) -> Id {
        match self {
            Self::Account(id) | Self::Member(id) => id,
        }
    }

    /// The owner of that kind.
    pub fn of(kind: &str, id: Id) -> Option<Self> {
        [Self::Account(id), Self::Member(id)].into_iter().find(|owner| owner.kind() == kind)
    }
}

/// For what site passkeys are made and used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RelyingParty {
    /// The RP ID: the host. Passkeys belong to it for good, so whoever moves the site to another host starts anew.
    pub id: String,
    /// The origin that answers must come from (RFC 6454, section 6.1).
    pub origin: String,
}

impl RelyingParty {
    /// The site at that address. `None` where browsers do not offer passkeys: on an IP address, and without https except
    /// on one's own machine by the name `localhost`.
    pub fn of_site(base_url: &str) -> Option<Self> {
        let (scheme, rest) = base_url.split_once("://")?;
        let authority = rest.split(['/', '?', '#']).next()?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) => (host, Some(port.parse::<u16>().ok()?)),
            None => (authority, None),
        };
        let host = host.to_ascii_lowercase();
        let is_local = host == "localhost" || host.ends_with(".localhost");
        let usual = match scheme {
            "https" => 443,
            "http" if is_local => 80,
            _ => return None,
        };
        if !is_domain(&host) {
            return None;
        }
        let port = port.filter(|port| *port != usual).map(|port| format!(":{port}")).unwrap_or_default();
        Some(Self { origin: format!("{scheme}://{host}{port}"), id: host })
    }
}

/// Whether a host is a domain (RFC 1123, section 2.1) and not an address in any of its spellings, of which the last label
/// is always a number (URL Standard, "ends in a number").
fn is_domain(host: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    let sound = host.len() <= 253
        && host.split('.').all(|label| (1..=63).contains(&label.len()) && label.bytes().all(is_letter));
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_number = last.starts_with("0x") || last.bytes().all(|byte| byte.is_ascii_digit());
    sound && !is_number && host.parse::<IpAddr>().is_err()
}

/// A passkey's name as somebody typed it, on one line; `None` if there is none or it is too long.
pub fn passkey_label(typed: &str) -> Option<String> {
    let words: Vec<&str> = typed.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
    let label = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    (!label.is_empty() && label.chars().count() <= LABEL_LETTERS).then_some(label)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::prop_assert;

    use super::{LABEL_LETTERS, PasskeyOwner, RelyingParty, passkey_label};
    use crate::content::Id;

    fn party(base_url: &str) -> Option<(String, String)> {
        RelyingParty::of_site(base_url).map(|party| (party.id, party.origin))
    }

    #[test]
    fn passkeys_belong_to_the_host_and_answers_come_from_its_origin() {
        for (base_url, id, origin) in [
            ("https://webinars.example.org", "webinars.example.org", "https://webinars.example.org"),
            ("https://Webinars.Example.org:443", "webinars.example.org", "https://webinars.example.org"),
            ("https://webinars.example.org:8443/", "webinars.example.org", "https://webinars.example.org:8443"),
            ("https://xn--kln-sna.example/path", "xn--kln-sna.example", "https://xn--kln-sna.example"),
            ("http://localhost:3000", "localhost", "http://localhost:3000"),
            ("http://trial.localhost", "trial.localhost", "http://trial.localhost"),
        ] {
            assert_eq!(party(base_url), Some((id.to_owned(), origin.to_owned())), "{base_url}");
        }
    }

    #[test]
    fn where_browsers_offer_none_neither_do_we() {
        for base_url in [
            "",
            "webinars.example.org",
            "http://webinars.example.org",
            "http://localhost.example.org",
            "http://127.0.0.1:3000",
            "https://192.0.2.1",
            "https://[2001:db8::1]:3000",
            "https://0x7f.1",
            "https://2130706433",
            "https://example.org.",
            "https://köln.example",
            "https://user@example.org",
            "https://example.org:port",
            "https://",
            "ftp://example.org",
        ] {
            assert_eq!(party(base_url), None, "{base_url}");
        }
    }

    #[test]
    fn an_owner_is_found_again_by_kind_and_identity() {
        let id = Id::from_u128(7);
        for owner in [PasskeyOwner::Account(id), PasskeyOwner::Member(id)] {
            assert_eq!(PasskeyOwner::of(owner.kind(), owner.id()), Some(owner));
        }
        assert_ne!(PasskeyOwner::Account(id), PasskeyOwner::Member(id));
        assert_eq!(PasskeyOwner::of("nobody", id), None);
    }

    #[test]
    fn a_name_is_one_line_and_not_endless() {
        assert_eq!(passkey_label("  Hospital\n\tPC \u{0}").as_deref(), Some("Hospital PC"));
        assert_eq!(passkey_label(" \r\n"), None);
        assert_eq!(passkey_label(&"ä".repeat(LABEL_LETTERS)), Some("ä".repeat(LABEL_LETTERS)));
        assert_eq!(passkey_label(&"ä".repeat(LABEL_LETTERS + 1)), None);
    }

    proptest! {
        #[test]
        fn no_address_makes_trouble(base_url in any::<String>(), host in "[a-zA-Z0-9.:-]{0,20}") {
            drop(party(&base_url));
            if let Some((id, origin)) = party(&format!("https://{host}")) {
                let is_its_own = origin.starts_with(&format!("https://{id}")) && !id.contains(':');
                prop_assert!(is_its_own, "{} of {}", origin, id);
            }
        }
    }
}
