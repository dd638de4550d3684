//! Rate limits: how much one network may ask for (OWASP ASVS 5.0, 2.4.1), and how many files one member of staff may take. Too much is answered 429 with `Retry-After`.
//!
//! Counted in this process, by the real time: a rehearsal changes nothing here, and several servers each count for
//! themselves.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use app::language::{Locale, wait_in_words};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use domain::content::Id;
use governor::clock::Clock as _;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use ipnet::IpNet;

use super::render;
use super::visitor::{Network, Visitor, network};

/// What is counted, each by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Act {
    /// A place is asked for.
    Register,
    /// An answer is put into a draft.
    Draft,
    /// The programme, the library or the whole site is searched by words.
    Search,
    /// Results are offered while words are typed.
    Instant,
    /// A mail to sign in is asked for.
    SignIn,
    /// A code is typed, or an authenticator's answer sent.
    Guess,
    /// A password is typed, or made up.
    Password,
    /// An authenticator is to be asked for a passkey.
    Passkey,
    /// Everything about a person is put together for them.
    Export,
}

impl Act {
    const ALL: [Self; 9] = [
        Self::Register,
        Self::Draft,
        Self::Search,
        Self::Instant,
        Self::SignIn,
        Self::Guess,
        Self::Password,
        Self::Passkey,
        Self::Export,
    ];

    /// How often one network may do it; so often also at once.
    fn quota(self, factor: NonZeroU32) -> Quota {
        let (times, quota): (u32, fn(NonZeroU32) -> Quota) = match self {
            Self::Register | Self::Guess => (10, Quota::per_minute),
            Self::Password => (5, Quota::per_minute),
            Self::Draft => (120, Quota::per_minute),
            Self::Search => (60, Quota::per_minute),
            // A question for each pause in typing, of several people behind one address.
            Self::Instant => (240, Quota::per_minute),
            // The sign-in page asks once as it opens, and once for the button.
            Self::Passkey => (30, Quota::per_minute),
            Self::SignIn => (20, Quota::per_hour),
            Self::Export => (10, Quota::per_hour),
        };
        quota(NonZeroU32::new(times).unwrap_or(NonZeroU32::MIN).saturating_mul(factor))
    }
}

/// How many times more a network may that the operator knows: a hospital behind one address.
const KNOWN: NonZeroU32 = NonZeroU32::MIN.saturating_add(19);
/// Files of registrations that a member of staff may take in an hour, and so many at once.
const FILES: NonZeroU32 = NonZeroU32::MIN.saturating_add(2);
/// Networks that have been quiet are forgotten after so many questions.
const TIDY: u32 = 4_096;

/// The counts of all networks, shared by all requests.
#[derive(Clone)]
pub(crate) struct Limits(Arc<Inner>);

struct Inner {
    known: Vec<IpNet>,
    register: Pair,
    draft: Pair,
    search: Pair,
    instant: Pair,
    sign_in: Pair,
    guess: Pair,
    password: Pair,
    passkey: Pair,
    export: Pair,
    files: DefaultKeyedRateLimiter<Id>,
    asked: AtomicU32,
}

/// Counts of networks that are not known, and of those that are.
struct Pair {
    usual: DefaultKeyedRateLimiter<IpNet>,
    known: DefaultKeyedRateLimiter<IpNet>,
}

impl Pair {
    fn new(act: Act) -> Self {
        Self { usual: RateLimiter::keyed(act.quota(NonZeroU32::MIN)), known: RateLimiter::keyed(act.quota(KNOWN)) }
    }
}

impl Limits {
    /// Limits that are wider for networks which the operator knows.
    pub(crate) fn new(known: &[Network]) -> Self {
        Self(Arc::new(Inner {
            known: known.iter().map(|network| network.0).collect(),
            register: Pair::new(Act::Register),
            draft: Pair::new(Act::Draft),
            search: Pair::new(Act::Search),
            instant: Pair::new(Act::Instant),
            sign_in: Pair::new(Act::SignIn),
            guess: Pair::new(Act::Guess),
            password: Pair::new(Act::Password),
            passkey: Pair::new(Act::Passkey),
            export: Pair::new(Act::Export),
            files: RateLimiter::keyed(Quota::per_hour(FILES)),
            asked: AtomicU32::new(0),
        }))
    }

    /// Counts an act.
    ///
    /// # Errors
    /// After how many seconds it is allowed again.
    pub(crate) fn admit(&self, act: Act, visitor: Visitor) -> Result<(), u64> {
        // Without a connection there is nobody to tell apart: only in tests.
        let Some(address) = visitor.0 else { return Ok(()) };
        let pair = self.pair(act);
        if self.0.asked.fetch_add(1, Ordering::Relaxed).is_multiple_of(TIDY) {
            for pair in Act::ALL.map(|act| self.pair(act)) {
                pair.usual.retain_recent();
                pair.known.retain_recent();
            }
        }
        let is_known = self.0.known.iter().any(|network| network.contains(&address));
        let limiter = if is_known { &pair.known } else { &pair.usual };
        limiter.check_key(&network(address)).map_err(|refused| {
            let wait = refused.wait_time_from(limiter.clock().now());
            tracing::info!(?act, network = %network(address), "too much was asked for");
            wait.as_secs() + 1
        })
    }

    /// Counts a file of registrations that a member of staff takes, wherever they are.
    ///
    /// # Errors
    /// After how many seconds the next may be taken.
    pub(crate) fn admit_file(&self, member: Id) -> Result<(), u64> {
        self.0.files.check_key(&member).map_err(|refused| {
            tracing::warn!(%member, "many files of registrations were asked for");
            refused.wait_time_from(self.0.files.clock().now()).as_secs() + 1
        })
    }

    fn pair(&self, act: Act) -> &Pair {
        match act {
            Act::Register => &self.0.register,
            Act::Draft => &self.0.draft,
            Act::Search => &self.0.search,
            Act::Instant => &self.0.instant,
            Act::SignIn => &self.0.sign_in,
            Act::Guess => &self.0.guess,
            Act::Password => &self.0.password,
            Act::Passkey => &self.0.passkey,
            Act::Export => &self.0.export,
        }
    }
}

/// Says in a header when to come again (RFC 6585, section 4).
pub(super) fn with_wait(mut response: Response, seconds: u64) -> Response {
    *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// A page that must do without anything, because too much was asked for.
pub(super) fn refused(seconds: u64) -> Response {
    let words = format!(
        "Much was asked for from your network just now. Please wait {}, then reload this page: what you asked for stands \
         in its address.",
        wait_in_words(Locale::English, seconds)
    );
    let title = "Please wait a moment";
    with_wait(render::plain(StatusCode::TOO_MANY_REQUESTS, title, title, &words), seconds)
}

/// Counts searches by words that have to be made anew; in most browsers they are made there and never come here.
pub(super) async fn searches(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let is_search = matches!(request.uri().path(), "/programme" | "/library" | "/search")
        && request.uri().query().is_some_and(|query| {
            form_urlencoded::parse(query.as_bytes()).any(|(name, value)| name == "q" && !value.trim().is_empty())
        });
    let visitor = request.extensions().get::<Visitor>().copied().unwrap_or(Visitor(None));
    // Said by the browser itself, of what a script fetches (Fetch Metadata, section 2.1); pretending gains a higher limit.
    let is_fetched = request.headers().get("sec-fetch-dest").is_some_and(|destination| destination == "empty");
    let act = if is_fetched && request.uri().path() == "/search" { Act::Instant } else { Act::Search };
    match is_search.then(|| limits.admit(act, visitor)) {
        Some(Err(seconds)) => refused(seconds),
        _ => next.run(request).await,
    }
}

#[cfg(test)]
mod tests {
    use domain::content::Id;

    use super::{Act, Limits, Visitor};

    fn from(address: &str) -> Visitor {
        Visitor(Some(address.parse().expect("an address")))
    }

    #[test]
    fn each_member_takes_three_files_and_the_next_after_a_while() {
        let (limits, ada, bert) = (Limits::new(&[]), Id::from_u128(1), Id::from_u128(2));
        assert!((0..3).all(|_| limits.admit_file(ada).is_ok()));
        let wait = limits.admit_file(ada).expect_err("too many");
        assert!((1_000..=1_201).contains(&wait), "one every twenty minutes: {wait}");
        assert!(limits.admit_file(bert).is_ok());
    }

    #[test]
    fn each_network_and_each_act_is_counted_by_itself() {
        let limits = Limits::new(&["203.0.113.0/24".parse().expect("a network")]);
        let times = |act, address: &str| (0..1_000).take_while(|_| limits.admit(act, from(address)).is_ok()).count();
        assert_eq!(times(Act::Register, "198.51.100.7"), 10);
        assert_eq!(times(Act::Register, "198.51.100.200"), 0, "a neighbour");
        assert_eq!(times(Act::Search, "198.51.100.7"), 60);
        assert_eq!(times(Act::Register, "198.51.101.7"), 10);
        assert_eq!(times(Act::Register, "203.0.113.9"), 200, "a hospital that the operator knows");
        assert_eq!(times(Act::Register, "2001:db8::1"), 10);
        assert_eq!(times(Act::Register, "2001:db8::2"), 0);
        assert_eq!(times(Act::SignIn, "198.51.100.7"), 20);
        let hour = limits.admit(Act::SignIn, from("198.51.100.7")).expect_err("too many");
        assert!((100..=181).contains(&hour), "one every three minutes: {hour}");
        let wait = limits.admit(Act::Register, from("198.51.100.7")).expect_err("too many");
        assert!((1..=7).contains(&wait), "one every six seconds: {wait}");
        assert!((0..100).all(|_| limits.admit(Act::Register, Visitor(None)).is_ok()));
    }
}
