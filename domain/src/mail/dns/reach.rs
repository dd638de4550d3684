//! Whether answers arrive at a domain (RFC 5321, section 5.1), and whether the site itself is found.

use std::net::IpAddr;

use super::{Answer, Fault, Standing, ZoneRecord};

/// Most servers and addresses that are named.
const NAMED: usize = 8;

/// Where the mail of a domain goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MailServers {
    /// To these, the first before the others.
    Named(Vec<String>),
    /// To the host of that name itself, since no server is named.
    AddressAlone,
    /// Nowhere: the domain says that it takes no mail (RFC 7505).
    TakesNone,
    /// Nowhere: there are no servers.
    Missing,
    /// There is no such domain.
    NoSuchDomain,
    /// It could not be found out.
    Unknown(Fault),
}

impl MailServers {
    /// Judges the servers of a domain, with how much each comes after others, and its own addresses.
    pub fn of(servers: &Answer<(u16, String)>, addresses: &Answer<IpAddr>) -> Self {
        let servers = match servers {
            Ok(servers) => servers,
            Err(Fault::NoSuchName) => return Self::NoSuchDomain,
            Err(fault) => return Self::Unknown(*fault),
        };
        if servers.is_empty() {
            return match addresses {
                Ok(addresses) if !addresses.is_empty() => Self::AddressAlone,
                Ok(_) | Err(Fault::NoSuchName) => Self::Missing,
                Err(fault) => Self::Unknown(*fault),
            };
        }
        let mut servers: Vec<(u16, String)> =
            servers.iter().map(|(after, name)| (*after, name.trim_end_matches('.').to_owned())).collect();
        servers.sort();
        servers.retain(|(_, name)| !name.is_empty());
        if servers.is_empty() {
            return Self::TakesNone;
        }
        Self::Named(servers.into_iter().take(NAMED).map(|(_, name)| name).collect())
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        match self {
            Self::Named(_) => Standing::Holds,
            Self::AddressAlone => Standing::Advice,
            Self::TakesNone => Standing::Wrong,
            Self::Missing | Self::NoSuchDomain => Standing::Missing,
            Self::Unknown(_) => Standing::Unknown,
        }
    }

    /// What to put where no server is named.
    pub fn record(&self, domain: &str) -> Option<ZoneRecord> {
        let is_wanted = matches!(self, Self::AddressAlone | Self::TakesNone | Self::Missing);
        is_wanted.then(|| ZoneRecord { name: domain.to_owned(), kind: "MX", value: format!("10 mail.{domain}.") })
    }
}

/// Whether the host of the site is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SiteHost {
    /// At these addresses.
    Found(String, Vec<IpAddr>),
    /// It has none.
    Missing(String),
    /// There is no such name.
    NoSuchName(String),
    /// It is an address itself, or this machine: there is nothing to find.
    NotNamed,
    /// It could not be found out.
    Unknown(String, Fault),
}

impl SiteHost {
    /// Judges the addresses of the site's host; `None` for one that is not named.
    pub fn of(host: Option<String>, addresses: Answer<IpAddr>) -> Self {
        let Some(host) = host else { return Self::NotNamed };
        match addresses {
            Ok(addresses) if addresses.is_empty() => Self::Missing(host),
            Ok(mut addresses) => {
                addresses.sort();
                addresses.truncate(NAMED);
                Self::Found(host, addresses)
            }
            Err(Fault::NoSuchName) => Self::NoSuchName(host),
            Err(fault) => Self::Unknown(host, fault),
        }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        match self {
            Self::Found(..) => Standing::Holds,
            Self::Missing(_) | Self::NoSuchName(_) => Standing::Missing,
            Self::NotNamed => Standing::Advice,
            Self::Unknown(..) => Standing::Unknown,
        }
    }
}

/// The host in the site's public address, in small letters; `None` if it is an address or this machine.
pub fn site_host(base_url: &str) -> Option<String> {
    let (_, rest) = base_url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    if authority.starts_with('[') {
        return None;
    }
    let host = authority.split(':').next()?.to_lowercase();
    let is_here = host == "localhost" || host.ends_with(".localhost");
    (!host.is_empty() && !is_here && host.parse::<IpAddr>().is_err()).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::super::{Fault, Standing};
    use super::{MailServers, SiteHost, site_host};

    #[test]
    fn mail_goes_where_the_domain_says() {
        let none = || Ok(Vec::new());
        let mx =
            |servers: &[(u16, &str)]| Ok(servers.iter().map(|(after, name)| (*after, (*name).to_owned())).collect());
        let named = MailServers::of(&mx(&[(20, "b.example."), (10, "a.example.")]), &none());
        assert_eq!(named, MailServers::Named(vec!["a.example".to_owned(), "b.example".to_owned()]));
        assert_eq!(MailServers::of(&mx(&[(0, ".")]), &none()), MailServers::TakesNone);
        let alone = MailServers::of(&mx(&[]), &Ok(vec!["192.0.2.1".parse().expect("an address")]));
        assert_eq!((alone.standing(), alone.record("x.example").is_some()), (Standing::Advice, true));
        assert_eq!(MailServers::of(&mx(&[]), &Err(Fault::NoSuchName)), MailServers::Missing);
        assert_eq!(MailServers::of(&mx(&[]), &Err(Fault::TimedOut)), MailServers::Unknown(Fault::TimedOut));
        assert_eq!(MailServers::of(&Err(Fault::NoSuchName), &none()), MailServers::NoSuchDomain);
        assert_eq!(MailServers::of(&Err(Fault::Refused), &none()).standing(), Standing::Unknown);
    }

    #[test]
    fn the_sites_host_is_the_name_in_its_address() {
        let hosts = [
            "https://Site.Example/x",
            "http://site.example:8080",
            "http://127.0.0.1:3000",
            "http://[::1]:3000",
            "http://localhost:3000",
            "",
        ];
        let found = hosts.map(site_host);
        assert_eq!(found.map(Option::unwrap_or_default), ["site.example", "site.example", "", "", "", ""]);
        assert_eq!(SiteHost::of(None, Err(Fault::Unreachable)), SiteHost::NotNamed);
        let host = || Some("site.example".to_owned());
        assert_eq!(SiteHost::of(host(), Ok(Vec::new())).standing(), Standing::Missing);
        assert_eq!(SiteHost::of(host(), Err(Fault::ServerFailed)).standing(), Standing::Unknown);
    }
}
