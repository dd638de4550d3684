//! What receivers are to do with letters that neither SPF nor DKIM speaks for (DMARC, RFC 7489).

use super::tags::{tags, value};
use super::{Answer, Fault, Standing, ZoneRecord};

/// Most names that are asked for a policy.
const NAMES: usize = 8;

/// What is to become of a letter that nobody speaks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DmarcPolicy {
    /// Nothing; it is only reported.
    None,
    /// It goes to the others that are suspicious.
    Quarantine,
    /// It is turned away.
    Reject,
}

/// What is known of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dmarc {
    /// There is one.
    Holds {
        /// The name at which it stands; of a domain above, where the domain itself has none.
        at: String,
        /// What it says of this domain.
        policy: DmarcPolicy,
        /// Whether anybody is told what was found (`rua=`).
        is_reported: bool,
        /// Whether it holds for all letters, not for some in a hundred.
        is_whole: bool,
    },
    /// There are several at that name, and therefore none (RFC 7489, section 6.6.3).
    Several(String),
    /// What stands at that name cannot be read.
    Unclear(String),
    /// There is none.
    Missing,
    /// It could not be found out.
    Unknown(Fault),
}

/// Where a policy may stand, nearest first: at the domain, and at every one above it that is not the last label. Which of these is
/// the organisation's own could be told only by a list of public suffixes; walking up finds the same one, but for domains under
/// suffixes that have policies themselves.
pub fn dmarc_names(domain: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = Some(domain);
    while let Some(domain) = rest.filter(|domain| domain.contains('.') || names.is_empty()) {
        names.push(format!("_dmarc.{domain}"));
        rest = domain.split_once('.').map(|(_, above)| above);
    }
    // Of a name with many labels the nearest and the highest ones.
    if names.len() > NAMES {
        names.drain(1..=names.len() - NAMES);
    }
    names
}

impl Dmarc {
    /// Judges the texts at [`dmarc_names`], in their order.
    pub fn of(answers: &[(String, Answer<String>)]) -> Self {
        for (index, (name, answer)) in answers.iter().enumerate() {
            let texts = match answer {
                Ok(texts) => texts.as_slice(),
                Err(Fault::NoSuchName) => &[],
                // It may stand there: nothing can be said of what stands above.
                Err(fault) => return Self::Unknown(*fault),
            };
            let mut policies = texts.iter().filter(|text| is_policy(text));
            match (policies.next(), policies.next()) {
                (None, _) => {}
                (Some(text), None) => {
                    return read(text, name, index > 0).unwrap_or_else(|| Self::Unclear(name.clone()));
                }
                _ => return Self::Several(name.clone()),
            }
        }
        Self::Missing
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        match self {
            Self::Holds { policy: DmarcPolicy::None, .. } | Self::Holds { is_whole: false, .. } => Standing::Advice,
            Self::Holds { .. } => Standing::Holds,
            Self::Several(_) | Self::Unclear(_) => Standing::Wrong,
            Self::Missing => Standing::Missing,
            Self::Unknown(_) => Standing::Unknown,
        }
    }

    /// What to begin with where there is none, or none that can be read: reports alone, to an address that every domain with mail has
    /// (RFC 2142).
    pub fn record(&self, domain: &str) -> Option<ZoneRecord> {
        let name = match self {
            Self::Missing => format!("_dmarc.{domain}"),
            Self::Unclear(at) | Self::Several(at) => at.clone(),
            Self::Holds { .. } | Self::Unknown(_) => return None,
        };
        Some(ZoneRecord::text(name, format!("v=DMARC1; p=none; rua=mailto:postmaster@{domain}")))
    }
}

/// Whether a text is meant as a policy: it begins with the version.
fn is_policy(text: &str) -> bool {
    let Some(rest) = text.trim_start().strip_prefix('v') else { return false };
    let version = rest.trim_start().strip_prefix('=').map(|rest| rest.trim_start());
    version.and_then(|rest| rest.strip_prefix("DMARC1")).is_some_and(|rest| {
        let rest = rest.trim_start();
        rest.is_empty() || rest.starts_with(';')
    })
}

fn read(text: &str, at: &str, is_above: bool) -> Option<Dmarc> {
    let tags = tags(text)?;
    let own = value(&tags, "p")?;
    let said = if is_above { value(&tags, "sp").unwrap_or(own) } else { own };
    let policy = match said.to_ascii_lowercase().as_str() {
        "none" => DmarcPolicy::None,
        "quarantine" => DmarcPolicy::Quarantine,
        "reject" => DmarcPolicy::Reject,
        _ => return None,
    };
    let is_whole = match value(&tags, "pct") {
        None => true,
        Some(share) => share.parse::<u8>().ok().filter(|share| *share <= 100)? == 100,
    };
    let is_reported = value(&tags, "rua").is_some_and(|addresses| !addresses.is_empty());
    Some(Dmarc::Holds { at: at.to_owned(), policy, is_reported, is_whole })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::super::{Answer, Fault, Standing};
    use super::{Dmarc, DmarcPolicy, dmarc_names};

    fn at(name: &str, texts: &[&str]) -> (String, Answer<String>) {
        (name.to_owned(), Ok(texts.iter().map(|text| (*text).to_owned()).collect()))
    }

    fn holds(at: &str, policy: DmarcPolicy, is_reported: bool) -> Dmarc {
        Dmarc::Holds { at: at.to_owned(), policy, is_reported, is_whole: true }
    }

    #[test]
    fn the_nearest_policy_counts_and_one_above_speaks_for_those_below() {
        let own = at("_dmarc.m.example.org", &["v=DMARC1; p=reject; rua=mailto:x@example.org"]);
        let above = at("_dmarc.example.org", &["v=DMARC1; p=reject; sp=quarantine"]);
        let nothing = ("_dmarc.m.example.org".to_owned(), Err(Fault::NoSuchName));
        assert_eq!(Dmarc::of(&[own.clone(), above.clone()]), holds("_dmarc.m.example.org", DmarcPolicy::Reject, true));
        assert_eq!(Dmarc::of(&[nothing.clone(), above]), holds("_dmarc.example.org", DmarcPolicy::Quarantine, false));
        assert_eq!(Dmarc::of(&[nothing, at("_dmarc.example.org", &["other"])]), Dmarc::Missing);
        let silent = ("_dmarc.m.example.org".to_owned(), Err(Fault::ServerFailed));
        assert_eq!(Dmarc::of(&[silent, own]), Dmarc::Unknown(Fault::ServerFailed));
    }

    #[test]
    fn what_cannot_be_read_is_no_policy() {
        let of = |texts: &[&str]| Dmarc::of(&[at("_dmarc.example.org", texts)]);
        for unclear in ["v=DMARC1", "v=DMARC1; p=perhaps", "v=DMARC1; p=none; pct=soon", "v=DMARC1; p=none; p=reject"] {
            assert_eq!(of(&[unclear]), Dmarc::Unclear("_dmarc.example.org".to_owned()), "{unclear}");
        }
        for other in ["v=DMARC12; p=none", "v=spf1 -all", "p=none; v=DMARC1", ""] {
            assert_eq!(of(&[other]), Dmarc::Missing, "{other}");
        }
        assert_eq!(of(&["v=DMARC1;p=none", "v=DMARC1;p=reject"]).standing(), Standing::Wrong);
        assert_eq!(of(&[" v = DMARC1 ; p = none "]).standing(), Standing::Advice);
        assert_eq!(of(&["v=DMARC1; p=Reject; pct=20"]).standing(), Standing::Advice);
        assert_eq!(of(&["v=DMARC1; p=quarantine; pct=100"]).standing(), Standing::Holds);
        let record = of(&[]).record("example.org").expect("a record");
        assert_eq!(of(&[&record.value]), holds("_dmarc.example.org", DmarcPolicy::None, true));
    }

    #[test]
    fn names_are_asked_upwards_and_never_that_of_a_suffix_alone() {
        assert_eq!(dmarc_names("a.example.org"), ["_dmarc.a.example.org", "_dmarc.example.org"]);
        let many = dmarc_names("a.b.c.d.e.f.g.h.i.example.org");
        assert_eq!((many.len(), many[0].as_str()), (8, "_dmarc.a.b.c.d.e.f.g.h.i.example.org"));
        assert_eq!(many.last().map(String::as_str), Some("_dmarc.example.org"));
    }

    proptest! {
        #[test]
        fn whatever_stands_there_is_judged(text in ".{0,200}", domain in "[a-z.]{0,40}") {
            let names = dmarc_names(&domain);
            prop_assert!(!names.is_empty() && names.len() <= 8);
            let judged = Dmarc::of(&[at("_dmarc.example.org", &[&text])]);
            prop_assert_eq!(judged.standing() == Standing::Unknown, false);
        }
    }
}
