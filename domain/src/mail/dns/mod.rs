//! What the DNS says about the mail of a domain: whether answers arrive there, and whether receivers can tell that a letter
//! comes from it. Rules alone; who asks the name servers stands in the server.

mod dkim;
mod dmarc;
mod reach;
mod spf;
mod tags;

use std::net::IpAddr;

pub use dkim::{Dkim, SELECTOR_MAX, key_name, selector};
pub use dmarc::{Dmarc, DmarcPolicy, dmarc_names};
pub use reach::{MailServers, SiteHost, site_host};
pub use spf::{Ending, SPF_LOOKUPS_MAX, Spf, SpfWalk};

/// Why nothing is known of a name, or of what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The name servers say that there is no such name (NXDOMAIN).
    NoSuchName,
    /// Nobody answered in time.
    TimedOut,
    /// The name server could not find it out itself (SERVFAIL, among others).
    ServerFailed,
    /// The name server does not answer us (REFUSED).
    Refused,
    /// No name server can be reached, or none is known.
    Unreachable,
}

/// What was found at a name, of one type of record; empty if the name is there and has none of them.
pub type Answer<T> = Result<Vec<T>, Fault>;

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As it should be.
    Holds,
    /// It works, and could be better.
    Advice,
    /// It is not there.
    Missing,
    /// It is there and does not work.
    Wrong,
    /// It could not be found out, or was not looked for.
    Unknown,
}

/// A record to be put into the zone of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneRecord {
    /// Its name, without a dot at the end.
    pub name: String,
    /// Its type: "MX", "TXT", "A".
    pub kind: &'static str,
    /// What it says.
    pub value: String,
}

impl ZoneRecord {
    fn text(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), kind: "TXT", value: value.into() }
    }
}

/// All that was found out about the mail of a domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailDns {
    /// The domain of the sender's address.
    pub domain: String,
    /// Where answers go.
    pub mail_servers: MailServers,
    /// Who may send for the domain.
    pub spf: Spf,
    /// By which key letters are signed; with the selector that was asked for, if one was.
    pub dkim: Option<(String, Dkim)>,
    /// What receivers are to do with what is neither.
    pub dmarc: Dmarc,
    /// Whether the site itself is found.
    pub site: SiteHost,
}

/// Whether a domain can be asked for: labels of letters, digits, hyphens and underscores (RFC 1035, 2.3.4: at most 63 characters
/// each, 253 together), of which there are at least two. In other scripts as they are written.
pub fn is_domain(text: &str) -> bool {
    let is_label = |label: &str| {
        let fits = !label.is_empty() && label.len() <= 63 && !label.starts_with('-') && !label.ends_with('-');
        fits && label.chars().all(|character| character.is_alphanumeric() || matches!(character, '-' | '_'))
    };
    text.len() <= 253 && text.contains('.') && text.split('.').all(is_label) && text.parse::<IpAddr>().is_err()
}

#[cfg(test)]
mod tests {
    use super::is_domain;

    #[test]
    fn only_what_can_be_a_domain_is_asked_for() {
        for domain in ["example.org", "a.b-c.example", "köln.example", "_dmarc.example.org"] {
            assert!(is_domain(domain), "{domain}");
        }
        let long = format!("{}.org", "a".repeat(64));
        for wrong in
            ["", "localhost", "example.org.", ".org", "a..b", "a b.org", "192.0.2.1", "-a.org", "a/b.org", &long]
        {
            assert!(!is_domain(wrong), "{wrong}");
        }
    }
}
