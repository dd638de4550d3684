//! What name servers say, asked when an administrator wants to know and never for a page. Plain DNS, without the host's own file
//! of names and without remembering anything: what was changed a moment ago is to be seen.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use domain::mail::dns::{
    Answer, Dkim, Dmarc, Fault, MailDns, MailServers, SiteHost, Spf, SpfWalk, dmarc_names, key_name,
};
use futures::future::join_all;
use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::op::ResponseCode;
use hickory_resolver::proto::rr::{Name, RData, RecordType};
use hickory_resolver::system_conf::read_system_conf;
use tokio::time::timeout;

/// Longest that all of it may take: somebody waits for the page.
const LONGEST: Duration = Duration::from_secs(5);
/// How long one name server is waited for before it is asked once more.
const PATIENCE: Duration = Duration::from_millis(1_500);
/// Most records of one name that are looked at, and most characters of one.
const RECORDS: usize = 40;
const CHARACTERS: usize = 4_096;

/// Asks name servers.
struct Resolver(Option<TokioResolver>);

impl Resolver {
    /// Asks that name server, or those of the system.
    fn at(server: Option<SocketAddr>) -> Self {
        let settings = match server {
            Some(server) => {
                let port = |mut connection: ConnectionConfig| {
                    connection.port = server.port();
                    connection
                };
                let ways = vec![port(ConnectionConfig::udp()), port(ConnectionConfig::tcp())];
                let server = NameServerConfig::new(server.ip(), true, ways);
                Some((ResolverConfig::from_name_servers(vec![server]), ResolverOpts::default()))
            }
            None => read_system_conf()
                .inspect_err(|error| tracing::warn!(%error, "the system names no name server"))
                .ok()
                .filter(|(config, _)| !config.name_servers().is_empty()),
        };
        Self(settings.and_then(|(config, mut options)| {
            options.timeout = PATIENCE;
            options.attempts = 1;
            options.cache_size = 0;
            options.use_hosts_file = ResolveHosts::Never;
            let builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
            builder.with_options(options).build().ok()
        }))
    }

    /// What stands at a name, of one type.
    async fn ask<T>(&self, name: &str, kind: RecordType, read: fn(&RData) -> Option<T>) -> Answer<T> {
        let resolver = self.0.as_ref().ok_or(Fault::Unreachable)?;
        // A name that cannot be written is at no name server.
        let mut name = Name::from_str_relaxed(name).map_err(|_| Fault::NoSuchName)?;
        name.set_fqdn(true);
        match timeout(LONGEST, resolver.lookup(name, kind)).await {
            Err(_) => Err(Fault::TimedOut),
            Ok(Ok(found)) => Ok(found.answers().iter().filter_map(|record| read(&record.data)).take(RECORDS).collect()),
            Ok(Err(error)) => fault(&error).map_or(Ok(Vec::new()), Err),
        }
    }

    async fn texts(&self, name: &str) -> Answer<String> {
        self.ask(name, RecordType::TXT, |data| {
            let RData::TXT(text) = data else { return None };
            // The pieces of one text belong together without anything between them (RFC 7208, section 3.3).
            let bytes: Vec<u8> = text.txt_data.iter().flat_map(|piece| piece.iter().copied()).collect();
            Some(String::from_utf8_lossy(&bytes).chars().take(CHARACTERS).collect())
        })
        .await
    }

    /// Addresses of both sorts; if one sort is there, the other is not asked after.
    async fn addresses(&self, name: &str) -> Answer<IpAddr> {
        let (four, six) = tokio::join!(
            self.ask(name, RecordType::A, |data| match data {
                RData::A(address) => Some(IpAddr::V4(address.0)),
                _ => None,
            }),
            self.ask(name, RecordType::AAAA, |data| match data {
                RData::AAAA(address) => Some(IpAddr::V6(address.0)),
                _ => None,
            }),
        );
        match (four, six) {
            (Ok(four), Ok(six)) => Ok(four.into_iter().chain(six).collect()),
            (Ok(found), Err(_)) | (Err(_), Ok(found)) if !found.is_empty() => Ok(found),
            (Err(fault), _) | (_, Err(fault)) => Err(fault),
        }
    }

    async fn mail_servers(&self, domain: &str) -> MailServers {
        let servers = self.ask(domain, RecordType::MX, |data| match data {
            RData::MX(server) => Some((server.preference, server.exchange.to_utf8())),
            _ => None,
        });
        let (servers, addresses) = tokio::join!(servers, self.addresses(domain));
        MailServers::of(&servers, &addresses)
    }

    async fn spf(&self, domain: &str) -> Spf {
        let mut walk = match SpfWalk::of(domain, &self.texts(domain).await) {
            Ok(walk) => walk,
            Err(judged) => return judged,
        };
        // What was heard in time is judged.
        let follow = timeout(LONGEST / 2, async {
            while let Some(name) = walk.next_name() {
                walk.hear(&self.texts(&name).await);
            }
        });
        drop(follow.await);
        walk.finish()
    }

    async fn dmarc(&self, domain: &str) -> Dmarc {
        let names = dmarc_names(domain);
        let answers = join_all(names.iter().map(|name| self.texts(name))).await;
        Dmarc::of(&names.into_iter().zip(answers).collect::<Vec<_>>())
    }
}

/// What a failure says; `None` if the name is there and has nothing of that sort.
fn fault(error: &NetError) -> Option<Fault> {
    Some(match error {
        NetError::Dns(DnsError::NoRecordsFound(nothing)) => match nothing.response_code {
            ResponseCode::NoError => return None,
            ResponseCode::NXDomain => Fault::NoSuchName,
            ResponseCode::Refused => Fault::Refused,
            _ => Fault::ServerFailed,
        },
        NetError::Dns(DnsError::ResponseCode(ResponseCode::Refused)) => Fault::Refused,
        NetError::Dns(_) => Fault::ServerFailed,
        NetError::Timeout => Fault::TimedOut,
        other => {
            tracing::warn!(error = %other, "no name server could be asked");
            Fault::Unreachable
        }
    })
}

/// Finds out about the mail of a domain and about the site's host, all at once and in bounded time. `server` is the name server that
/// the operator named, if any.
pub(crate) async fn mail_dns(
    server: Option<SocketAddr>,
    domain: String,
    selector: Option<String>,
    host: Option<String>,
) -> MailDns {
    let resolver = Resolver::at(server);
    let dkim = async {
        let selector = selector?;
        let key = Dkim::of(&resolver.texts(&key_name(&domain, &selector)).await);
        Some((selector, key))
    };
    let site = async {
        let addresses = match &host {
            Some(host) => resolver.addresses(host).await,
            None => Ok(Vec::new()),
        };
        SiteHost::of(host, addresses)
    };
    let (mail_servers, spf, dkim, dmarc, site) = tokio::join!(
        resolver.mail_servers(&domain),
        in_time(resolver.spf(&domain)),
        dkim,
        resolver.dmarc(&domain),
        site
    );
    MailDns { mail_servers, spf, dkim, dmarc, site, domain }
}

/// SPF is asked for in several steps, which together take no longer than one question may.
async fn in_time(spf: impl Future<Output = Spf>) -> Spf {
    timeout(LONGEST, spf).await.unwrap_or(Spf::Unknown(Fault::TimedOut))
}
