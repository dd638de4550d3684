//! Where a request comes from: the network of the visitor, for the rate limits.
//!
//! The address is the peer's of the connection. What a client writes into `X-Forwarded-For` is believed only as far as
//! proxies that the operator named have added to it (OWASP ASVS 5.0, 4.1.3 and 15.3.4).

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;
use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Where a request comes from; `None` where there is no connection, as in a test of the router.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Visitor(pub(crate) Option<IpAddr>);

/// Proxies that the operator named.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies(Arc<[IpNet]>);

impl Proxies {
    /// Addresses and prefixes of proxies.
    pub(crate) fn new(trusted: &[Network]) -> Self {
        Self(trusted.iter().map(|network| network.0).collect())
    }

    fn trust(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }

    /// The visitor's address: the nearest one that is no named proxy. What stands before it anybody could have written.
    fn visitor(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut visitor = peer.to_canonical();
        let lists = headers.get_all("x-forwarded-for").into_iter().rev();
        for hop in lists.flat_map(|list| list.to_str().unwrap_or("-").rsplit(',')) {
            if !self.trust(visitor) {
                break;
            }
            match address(hop.trim()) {
                Some(address) => visitor = address,
                None => break,
            }
        }
        visitor
    }
}

/// An address, with or without a port.
fn address(text: &str) -> Option<IpAddr> {
    let plain = text.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse().ok();
    plain.or_else(with_port).or_else(bracketed).map(|address| address.to_canonical())
}

/// The network that addresses are counted by: one customer, one hospital (/24, or /64 in IPv6).
pub(crate) fn network(address: IpAddr) -> IpNet {
    match address {
        IpAddr::V4(address) => Ipv4Net::new(address, 24).unwrap_or_default().trunc().into(),
        IpAddr::V6(address) => Ipv6Net::new(address, 64).unwrap_or_default().trunc().into(),
    }
}

/// A network as an operator writes it: `192.0.2.0/24`, `2001:db8::/32`, or a single address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Network(pub(crate) IpNet);

impl std::str::FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let network = text.parse().or_else(|_| text.parse::<IpAddr>().map(IpNet::from));
        network.map(Self).map_err(|_| format!("“{text}” is neither an address nor a network like 192.0.2.0/24"))
    }
}

/// Notes where a request comes from.
pub(super) async fn note(State(proxies): State<Proxies>, mut request: Request, next: Next) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(peer)| peer.ip());
    let visitor = peer.map(|peer| proxies.visitor(peer, request.headers()));
    request.extensions_mut().insert(Visitor(visitor));
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use std::net::IpAddr;

    use axum::http::{HeaderMap, HeaderValue};

    use super::{Network, Proxies, network};

    fn seen(trusted: &[&str], peer: &str, forwarded: &[&'static str]) -> String {
        let trusted: Vec<Network> = trusted.iter().map(|text| text.parse().expect("a network")).collect();
        let mut headers = HeaderMap::new();
        for list in forwarded {
            headers.append("x-forwarded-for", HeaderValue::from_static(list));
        }
        Proxies::new(&trusted).visitor(peer.parse().expect("an address"), &headers).to_string()
    }

    #[test]
    fn a_client_cannot_say_who_it_is() {
        assert_eq!(seen(&[], "198.51.100.7", &["203.0.113.1"]), "198.51.100.7");
        assert_eq!(seen(&["10.0.0.0/8"], "198.51.100.7", &["203.0.113.1"]), "198.51.100.7");
        // It wrote a list of its own; the proxy added where it really came from.
        assert_eq!(seen(&["10.0.0.1"], "10.0.0.1", &["203.0.113.1, 198.51.100.7"]), "198.51.100.7");
        assert_eq!(seen(&["10.0.0.1"], "10.0.0.1", &["10.0.0.1, 203.0.113.1, junk, 198.51.100.7"]), "198.51.100.7");
    }

    #[test]
    fn named_proxies_are_followed_to_the_visitor() {
        let proxies = ["10.0.0.0/8", "::1"];
        assert_eq!(seen(&proxies, "::1", &["203.0.113.1, 10.2.3.4", "10.0.0.9"]), "203.0.113.1");
        assert_eq!(seen(&proxies, "::ffff:10.0.0.1", &["203.0.113.1:4711"]), "203.0.113.1");
        assert_eq!(seen(&proxies, "10.0.0.1", &["[2001:db8::5]"]), "2001:db8::5");
        assert_eq!(seen(&proxies, "10.0.0.1", &["unknown"]), "10.0.0.1");
        assert_eq!(seen(&proxies, "10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn neighbours_count_together() {
        let of = |text: &str| network(text.parse::<IpAddr>().expect("an address")).to_string();
        assert_eq!(of("198.51.100.7"), "198.51.100.0/24");
        assert_eq!(of("2001:db8:1:2:3::4"), "2001:db8:1:2::/64");
        assert!("192.0.2.0/33".parse::<Network>().is_err() && "hospital".parse::<Network>().is_err());
    }
}
