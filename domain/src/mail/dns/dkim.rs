//! The key by which letters are signed (DKIM, RFC 6376): a text at `<selector>._domainkey.<domain>`. Nobody can guess a selector;
//! it stands in every signed letter's head as `s=`.

use super::tags::{tags, value};
use super::{Answer, Fault, Standing, ZoneRecord};

/// Longest selector, in characters.
pub const SELECTOR_MAX: usize = 120;
/// Bytes of a public RSA key of 1024 bits; verifiers count nothing shorter (RFC 8301, section 3.2).
const KEY_OF_1024_BITS: usize = 160;
/// Bytes of one of 2048 bits, which signers should have.
const KEY_OF_2048_BITS: usize = 290;

/// What is known of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Dkim {
    /// It is there.
    Holds {
        /// Whether it says that it is only tried out: verifiers then need not count it (`t=y`).
        is_tried_out: bool,
        /// Whether it is as long as is recommended.
        is_long: bool,
    },
    /// It was taken back: its `p=` is empty.
    Revoked,
    /// It is shorter than verifiers count.
    TooShort,
    /// There is more than one record, and which counts is undefined (RFC 6376, section 3.6.2.2).
    Several,
    /// What stands there is no key.
    Unclear,
    /// Nothing stands there.
    Missing,
    /// It could not be found out.
    Unknown(Fault),
}

impl Dkim {
    /// Judges the texts at the name of a key.
    pub fn of(texts: &Answer<String>) -> Self {
        let texts = match texts {
            Ok(texts) => texts.as_slice(),
            Err(Fault::NoSuchName) => &[],
            Err(fault) => return Self::Unknown(*fault),
        };
        match texts {
            [] => Self::Missing,
            [text] => key(text).unwrap_or(Self::Unclear),
            // Others may stand beside the key, where a name stands for all names.
            several => {
                let mut keys = several.iter().filter_map(|text| key(text));
                match (keys.next(), keys.next()) {
                    (Some(key), None) => key,
                    (None, _) => Self::Unclear,
                    _ => Self::Several,
                }
            }
        }
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        match self {
            Self::Holds { is_tried_out: false, is_long: true } => Standing::Holds,
            Self::Holds { .. } => Standing::Advice,
            Self::Missing => Standing::Missing,
            Self::Revoked | Self::TooShort | Self::Several | Self::Unclear => Standing::Wrong,
            Self::Unknown(_) => Standing::Unknown,
        }
    }

    /// What to put where it is missing. The key itself only the mail server has, so a word stands in its place.
    pub fn record(&self, domain: &str, selector: &str, place_of_key: &str) -> Option<ZoneRecord> {
        let value = format!("v=DKIM1; k=rsa; p={place_of_key}");
        (*self == Self::Missing).then(|| ZoneRecord::text(key_name(domain, selector), value))
    }
}

/// Where the key of a selector stands.
pub fn key_name(domain: &str, selector: &str) -> String {
    format!("{selector}._domainkey.{domain}")
}

fn key(text: &str) -> Option<Dkim> {
    let tags = tags(text)?;
    // The version may be left out; if it is there it comes first.
    if tags.iter().position(|(name, _)| *name == "v").is_some_and(|at| at > 0)
        || value(&tags, "v").is_some_and(|version| version != "DKIM1")
    {
        return None;
    }
    let public: String = value(&tags, "p")?.chars().filter(|character| !character.is_whitespace()).collect();
    if public.is_empty() {
        return Some(Dkim::Revoked);
    }
    let digits = public.trim_end_matches('=');
    if !digits.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')) {
        return None;
    }
    let bytes = digits.len() * 3 / 4;
    let is_tried_out = value(&tags, "t").is_some_and(|flags| flags.split(':').any(|flag| flag.trim() == "y"));
    match value(&tags, "k").unwrap_or("rsa") {
        "ed25519" => Some(Dkim::Holds { is_tried_out, is_long: true }),
        "rsa" if bytes < KEY_OF_1024_BITS => Some(Dkim::TooShort),
        "rsa" => Some(Dkim::Holds { is_tried_out, is_long: bytes >= KEY_OF_2048_BITS }),
        _ => None,
    }
}

/// A selector as it was typed; `None` where none was.
///
/// # Errors
/// What is to be mended, in words.
pub fn selector(text: &str) -> Result<Option<String>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let is_label = |label: &str| {
        let fits = !label.is_empty() && label.len() <= 63;
        fits && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    if text.len() > SELECTOR_MAX || !text.split('.').all(is_label) {
        return Err("Enter the selector alone, like mail or s2024: letters, digits, hyphens and dots");
    }
    Ok(Some(text.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::super::{Fault, Standing};
    use super::{Dkim, selector};

    fn of(texts: &[&str]) -> Dkim {
        Dkim::of(&Ok(texts.iter().map(|text| (*text).to_owned()).collect()))
    }

    fn rsa(bytes: usize) -> String {
        format!("v=DKIM1; k=rsa; p={}", "A".repeat(bytes.div_ceil(3) * 4))
    }

    #[test]
    fn a_key_is_read_as_the_rfc_writes_it() {
        assert_eq!(of(&[&rsa(294)]).standing(), Standing::Holds);
        assert_eq!(of(&[&rsa(162)]), Dkim::Holds { is_tried_out: false, is_long: false });
        assert_eq!(of(&[&rsa(94)]), Dkim::TooShort);
        let short = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
        assert_eq!(of(&[short]).standing(), Standing::Holds);
        assert_eq!(of(&[&format!("{};t=s:y;", rsa(294))]), Dkim::Holds { is_tried_out: true, is_long: true });
        // Neither version nor kind need be said, and spaces fold the key.
        assert_eq!(of(&[&format!("p={} {}", "A".repeat(200), "B".repeat(192))]).standing(), Standing::Holds);
        assert_eq!(of(&["v=DKIM1; p="]), Dkim::Revoked);
    }

    #[test]
    fn what_is_no_key_is_told_from_what_is_not_there() {
        for unclear in
            ["v=spf1 -all", "k=rsa; v=DKIM1; p=AAAA", "v=DKIM2; p=AAAA", "v=DKIM1; p=?", "v=DKIM1; p=A; p=B", "x"]
        {
            assert_eq!(of(&[unclear]), Dkim::Unclear, "{unclear}");
        }
        assert_eq!(of(&[&rsa(294), &rsa(294)]), Dkim::Several);
        assert_eq!(of(&[&rsa(294), "v=spf1 -all"]).standing(), Standing::Holds);
        assert_eq!((of(&[]), Dkim::of(&Err(Fault::NoSuchName))), (Dkim::Missing, Dkim::Missing));
        assert_eq!(Dkim::of(&Err(Fault::TimedOut)), Dkim::Unknown(Fault::TimedOut));
        let record = Dkim::Missing.record("example.org", "mail", "KEY").expect("a record");
        assert_eq!(
            (record.name.as_str(), record.value.as_str()),
            ("mail._domainkey.example.org", "v=DKIM1; k=rsa; p=KEY")
        );
    }

    proptest! {
        #[test]
        fn whatever_stands_there_is_judged(text in ".{0,200}") {
            prop_assert!(of(&[&text]) != Dkim::Missing);
        }

        #[test]
        fn a_selector_is_part_of_a_name(text in ".{0,140}") {
            if let Ok(Some(read)) = selector(&text) {
                prop_assert!(!read.contains([' ', '/', '\n']) && !read.starts_with('.') && !read.ends_with('.'));
                prop_assert_eq!(selector(&read), Ok(Some(read)));
            }
        }
    }

    #[test]
    fn selectors_of_mail_servers_are_taken() {
        for good in ["mail", "S2024", "k1.eu", "selector1-example-org"] {
            assert_eq!(selector(&format!(" {good} ")), Ok(Some(good.to_ascii_lowercase())));
        }
        assert_eq!(selector("  "), Ok(None));
        for wrong in ["a b", "mail._domainkey.example.org/", ".mail", "mail..x", &"a".repeat(64)] {
            assert!(selector(wrong).is_err(), "{wrong}");
        }
    }
}
