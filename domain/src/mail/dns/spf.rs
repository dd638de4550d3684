//! Who may send mail for a domain (SPF, RFC 7208): a text of the domain that begins with `v=spf1`.

use std::collections::BTreeSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Answer, Fault, Standing, ZoneRecord};

/// Most terms that make receivers ask the DNS (RFC 7208, section 4.6.4); with more of them the whole counts as an error.
pub const SPF_LOOKUPS_MAX: usize = 10;
/// Most names that are asked here to count them.
const NAMES: usize = 12;

/// What is said of senders that are not named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// They may not send: `-all`.
    Fail,
    /// They probably may not: `~all`.
    SoftFail,
    /// Nothing: `?all`.
    Neutral,
    /// They may send: `+all`.
    Pass,
    /// There is no such word, which is the same as nothing.
    Open,
}

/// What is known of who may send.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spf {
    /// It is said, and of all others that they may not.
    Holds {
        /// How it ends.
        ending: Ending,
        /// What stands there.
        text: String,
    },
    /// It is said, but others are not excluded.
    Lenient {
        /// How it ends.
        ending: Ending,
        /// What stands there.
        text: String,
    },
    /// It makes receivers ask more than they do.
    TooManyLookups(String),
    /// It refers to a name that has no such text, or none that can be read.
    LeadsNowhere {
        /// That name.
        to: String,
        /// What stands at the domain.
        text: String,
    },
    /// One of its terms is none.
    Unclear {
        /// That term.
        term: String,
        /// What stands there.
        text: String,
    },
    /// There are several such texts, and therefore none (RFC 7208, section 4.5).
    Several(Vec<String>),
    /// There is none.
    Missing,
    /// There is no such domain.
    NoSuchDomain,
    /// It could not be found out.
    Unknown(Fault),
}

impl Spf {
    /// How it stands.
    pub fn standing(&self) -> Standing {
        match self {
            Self::Holds { .. } => Standing::Holds,
            Self::Lenient { ending: Ending::Neutral | Ending::Open, .. } => Standing::Advice,
            Self::Lenient { .. }
            | Self::TooManyLookups(_)
            | Self::LeadsNowhere { .. }
            | Self::Unclear { .. }
            | Self::Several(_) => Standing::Wrong,
            Self::Missing | Self::NoSuchDomain => Standing::Missing,
            Self::Unknown(_) => Standing::Unknown,
        }
    }

    /// What to put instead, where that can be told: the servers that take the domain's mail as a beginning, one text of several,
    /// or the same one with an end.
    pub fn record(&self, domain: &str) -> Option<ZoneRecord> {
        let value = match self {
            Self::Missing => "v=spf1 mx ~all".to_owned(),
            Self::Several(texts) => one_of(texts),
            Self::Lenient { text, .. } => one_of(std::slice::from_ref(text)),
            _ => return None,
        };
        Some(ZoneRecord::text(domain, value))
    }

    /// What stands there.
    pub fn texts(&self) -> &[String] {
        match self {
            Self::Holds { text, .. }
            | Self::Lenient { text, .. }
            | Self::TooManyLookups(text)
            | Self::LeadsNowhere { text, .. }
            | Self::Unclear { text, .. } => std::slice::from_ref(text),
            Self::Several(texts) => texts,
            Self::Missing | Self::NoSuchDomain | Self::Unknown(_) => &[],
        }
    }
}

/// One text with the terms of several, each once, that excludes all others softly.
fn one_of(texts: &[String]) -> String {
    let mut seen = BTreeSet::new();
    let is_kept = |term: &&str| {
        let small = term.to_ascii_lowercase();
        small != "v=spf1" && small.trim_start_matches(['+', '-', '~', '?']) != "all" && !small.starts_with("redirect=")
    };
    let terms = texts.iter().flat_map(|text| text.split(' ')).filter(|term| !term.is_empty()).filter(is_kept);
    let terms: Vec<&str> = terms.filter(|term| seen.insert(term.to_ascii_lowercase())).collect();
    ["v=spf1"].into_iter().chain(terms).chain(["~all"]).collect::<Vec<_>>().join(" ")
}

/// What one text says.
#[derive(Debug, Default)]
struct Policy {
    ending: Option<Ending>,
    includes: Vec<String>,
    redirect: Option<String>,
    lookups: usize,
}

/// The texts that are meant as one, among all of a name.
fn policies(texts: &[String]) -> Vec<&String> {
    let is_one = |text: &str| {
        text.get(..6).is_some_and(|version| version.eq_ignore_ascii_case("v=spf1"))
            && text.get(6..).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    };
    texts.iter().filter(|text| is_one(text)).collect()
}

/// Reads one; the term that is none, if there is one.
fn policy(text: &str) -> Result<Policy, String> {
    let mut policy = Policy::default();
    for term in text.split(' ').skip(1).filter(|term| !term.is_empty()) {
        let unclear = || Err(term.to_owned());
        let small = term.to_ascii_lowercase();
        // A modifier has its equals sign before anything that a mechanism has.
        if let Some((name, value)) = small.split_once('=').filter(|(name, _)| !name.contains([':', '/'])) {
            let is_name = name.starts_with(|first: char| first.is_ascii_alphabetic());
            match name {
                _ if !is_name => return unclear(),
                "redirect" if value.is_empty() || policy.redirect.is_some() => return unclear(),
                "redirect" => policy.redirect = Some(value.to_owned()),
                // What is not known is passed over.
                _ => {}
            }
            continue;
        }
        let (qualifier, mechanism) = match small.split_at_checked(1) {
            Some((sign @ ("+" | "-" | "~" | "?"), rest)) => (sign, rest),
            _ => ("+", small.as_str()),
        };
        let (name, argument) = match mechanism.find([':', '/']) {
            Some(at) => mechanism.split_at(at),
            None => (mechanism, ""),
        };
        let value = argument.strip_prefix(':').filter(|value| !value.is_empty());
        // What stands after "all" is not looked at by receivers, beyond whether it can be read.
        let counts = usize::from(policy.ending.is_none());
        match (name, value) {
            ("all", _) if argument.is_empty() => {
                policy.ending.get_or_insert(match qualifier {
                    "-" => Ending::Fail,
                    "~" => Ending::SoftFail,
                    "?" => Ending::Neutral,
                    _ => Ending::Pass,
                });
            }
            ("include", Some(domain)) => {
                policy.lookups += counts;
                if counts > 0 {
                    policy.includes.push(domain.to_owned());
                }
            }
            ("exists", Some(_)) => policy.lookups += counts,
            ("a" | "mx" | "ptr", _) if argument != ":" => policy.lookups += counts,
            ("ip4", Some(network)) if is_network::<Ipv4Addr>(network, 32) => {}
            ("ip6", Some(network)) if is_network::<Ipv6Addr>(network, 128) => {}
            _ => return unclear(),
        }
    }
    if policy.ending.is_some() {
        policy.redirect = None;
    } else {
        policy.lookups += usize::from(policy.redirect.is_some());
    }
    Ok(policy)
}

fn is_network<A: std::str::FromStr>(text: &str, longest: u8) -> bool {
    let (address, prefix) = text.split_once('/').map_or((text, None), |(address, prefix)| (address, Some(prefix)));
    address.parse::<A>().is_ok()
        && prefix.is_none_or(|prefix| prefix.parse::<u8>().is_ok_and(|prefix| prefix <= longest))
}

/// Follows what a text refers to, as receivers do, to count how much they have to ask.
#[derive(Debug)]
pub struct SpfWalk {
    text: String,
    lookups: usize,
    ending: Option<Ending>,
    /// Names to be asked, and whether the answer says how the whole ends.
    pending: Vec<(String, bool)>,
    seen: BTreeSet<String>,
    broken: Option<String>,
    fault: Option<Fault>,
}

impl SpfWalk {
    /// Begins with the texts of the domain itself.
    ///
    /// # Errors
    /// The judgement, where there is nothing to follow.
    pub fn of(domain: &str, texts: &Answer<String>) -> Result<Self, Spf> {
        let texts = match texts {
            Ok(texts) => texts,
            Err(Fault::NoSuchName) => return Err(Spf::NoSuchDomain),
            Err(fault) => return Err(Spf::Unknown(*fault)),
        };
        let text = match policies(texts).as_slice() {
            [] => return Err(Spf::Missing),
            [text] => (*text).clone(),
            several => return Err(Spf::Several(several.iter().map(|text| (*text).clone()).collect())),
        };
        let policy = policy(&text).map_err(|term| Spf::Unclear { term, text: text.clone() })?;
        let mut walk = Self {
            text,
            lookups: 0,
            ending: None,
            pending: Vec::new(),
            seen: BTreeSet::from([domain.to_lowercase()]),
            broken: None,
            fault: None,
        };
        walk.take(policy, true);
        Ok(walk)
    }

    fn take(&mut self, policy: Policy, says_ending: bool) {
        self.lookups += policy.lookups;
        if says_ending && policy.redirect.is_none() {
            self.ending = Some(policy.ending.unwrap_or(Ending::Open));
        }
        let names = policy.includes.into_iter().map(|name| (name, false));
        let names = names.chain(policy.redirect.map(|name| (name, says_ending)));
        // What is filled with the sender's own address cannot be followed.
        self.pending.extend(names.filter(|(name, _)| !name.contains('%')));
    }

    /// The next name whose texts are needed.
    pub fn next_name(&mut self) -> Option<String> {
        while self.lookups <= SPF_LOOKUPS_MAX && self.seen.len() < NAMES && self.broken.is_none() {
            let (name, _) = self.pending.last()?;
            let name = name.trim_end_matches('.').to_owned();
            if self.seen.insert(name.clone()) {
                return Some(name);
            }
            self.pending.pop();
        }
        None
    }

    /// The texts of the name that was asked for last.
    pub fn hear(&mut self, texts: &Answer<String>) {
        let Some((name, says_ending)) = self.pending.pop() else { return };
        let texts = match texts {
            Ok(texts) => texts.as_slice(),
            Err(Fault::NoSuchName) => &[],
            Err(fault) => {
                self.fault = Some(*fault).filter(|_| says_ending).or(self.fault);
                return;
            }
        };
        match policies(texts).as_slice() {
            [text] => match policy(text) {
                Ok(policy) => self.take(policy, says_ending),
                Err(_) => self.broken = Some(name),
            },
            _ => self.broken = Some(name),
        }
    }

    /// The judgement by what was heard.
    pub fn finish(self) -> Spf {
        let Self { text, lookups, ending, broken, fault, .. } = self;
        if lookups > SPF_LOOKUPS_MAX {
            return Spf::TooManyLookups(text);
        }
        if let Some(to) = broken {
            return Spf::LeadsNowhere { to, text };
        }
        match (ending, fault) {
            (Some(ending @ (Ending::Fail | Ending::SoftFail)), _) => Spf::Holds { ending, text },
            (Some(ending), _) => Spf::Lenient { ending, text },
            (None, fault) => Spf::Unknown(fault.unwrap_or(Fault::TimedOut)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::proptest;
    use proptest::prop_assert;

    use super::super::{Answer, Fault, Standing};
    use super::{Ending, Spf, SpfWalk};

    /// What would be found with these texts at these names.
    fn found(texts: &[&str], others: &[(&str, &str)]) -> Spf {
        let others: BTreeMap<&str, &str> = others.iter().copied().collect();
        let texts: Answer<String> = Ok(texts.iter().map(|text| (*text).to_owned()).collect());
        let mut walk = match SpfWalk::of("example.org", &texts) {
            Ok(walk) => walk,
            Err(judged) => return judged,
        };
        let mut asked = 0;
        while let Some(name) = walk.next_name() {
            let answer = others.get(name.as_str()).map(|text| vec![(*text).to_owned()]);
            walk.hear(&answer.ok_or(if name.starts_with("slow") { Fault::TimedOut } else { Fault::NoSuchName }));
            asked += 1;
        }
        assert!(asked <= 12, "{asked} names were asked");
        walk.finish()
    }

    #[test]
    fn a_text_with_an_end_holds() {
        for (text, ending) in [
            ("v=spf1 mx -all", Ending::Fail),
            ("V=SPF1  ip4:192.0.2.0/24 ip6:2001:db8::/32 A:mail.example.org/24 ~ALL", Ending::SoftFail),
            (
                "v=spf1 exists:%{i}._spf.example.org include:%{d}.x.example ptr unknown=x exp=e.example -all",
                Ending::Fail,
            ),
        ] {
            assert_eq!(found(&["verify=1", text], &[]), Spf::Holds { ending, text: text.to_owned() });
        }
    }

    #[test]
    fn what_excludes_nobody_is_said_with_the_text_that_would() {
        for (text, ending, instead) in [
            ("v=spf1 mx ?all", Ending::Neutral, "v=spf1 mx ~all"),
            ("v=spf1 mx +all", Ending::Pass, "v=spf1 mx ~all"),
            ("v=spf1", Ending::Open, "v=spf1 ~all"),
        ] {
            let judged = found(&[text], &[]);
            assert_eq!(judged, Spf::Lenient { ending, text: text.to_owned() });
            assert_eq!(judged.record("example.org").map(|record| record.value), Some(instead.to_owned()));
        }
    }

    #[test]
    fn several_are_none_and_are_put_together() {
        let judged = found(&["v=spf1 mx -all", "v=spf1 include:a.example mx ~all"], &[]);
        assert_eq!(judged.standing(), Standing::Wrong);
        let record = judged.record("example.org").expect("a record");
        assert_eq!((record.kind, record.value.as_str()), ("TXT", "v=spf1 mx include:a.example ~all"));
        assert_eq!(found(&["v=spf10 -all", "spf1"], &[]), Spf::Missing);
    }

    #[test]
    fn terms_that_are_none_are_named() {
        for term in [
            "ipv4:192.0.2.1",
            "ip4:192.0.2.256",
            "ip4:192.0.2.0/33",
            "include:",
            "all:x",
            "exists",
            "a:",
            "-",
            "redirect=",
        ] {
            let text = format!("v=spf1 mx {term} -all");
            assert_eq!(found(&[&text], &[]), Spf::Unclear { term: term.to_owned(), text });
        }
    }

    #[test]
    fn what_is_included_counts_and_where_it_leads_is_followed() {
        let many = "v=spf1 a mx a:a.example a:b.example a:c.example -all";
        let two = [("one.example", many), ("two.example", many)];
        let text = "v=spf1 include:one.example include:two.example -all";
        assert_eq!(found(&[text], &two), Spf::TooManyLookups(text.to_owned()));
        assert_eq!(found(&["v=spf1 include:one.example -all"], &two).standing(), Standing::Holds);
        let text = "v=spf1 include:gone.example -all";
        assert_eq!(found(&[text], &[]), Spf::LeadsNowhere { to: "gone.example".to_owned(), text: text.to_owned() });
        // What did not answer is not held against it, unless all depends on it.
        assert_eq!(found(&["v=spf1 include:slow.example -all"], &[]).standing(), Standing::Holds);
        assert_eq!(found(&["v=spf1 redirect=slow.example"], &[]), Spf::Unknown(Fault::TimedOut));
        let redirected = found(&["v=spf1 redirect=one.example"], &two);
        assert!(matches!(redirected, Spf::Holds { ending: Ending::Fail, .. }), "{redirected:?}");
        // Itself, again and again.
        let ring = [("a.example", "v=spf1 include:b.example -all"), ("b.example", "v=spf1 include:a.example -all")];
        assert_eq!(found(&["v=spf1 include:a.example include:example.org -all"], &ring).standing(), Standing::Holds);
    }

    proptest! {
        #[test]
        fn whatever_stands_there_is_judged(terms in "[ -~]{0,120}") {
            let judged = found(&[&format!("v=spf1 {terms}")], &[]);
            prop_assert!(!matches!(judged, Spf::Missing | Spf::NoSuchDomain | Spf::Several(_)));
        }
    }
}
