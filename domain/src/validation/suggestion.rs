//! "Did you mean …": addresses that look mistyped. Never more than a hint; whoever means what they typed goes on.

/// Hosts that many people have their mail at, most used first.
const HOSTS: [&str; 27] = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
    "googlemail.com",
    "live.com",
    "msn.com",
    "aol.com",
    "protonmail.com",
    "gmx.de",
    "gmx.net",
    "web.de",
    "t-online.de",
    "libero.it",
    "hotmail.it",
    "yahoo.it",
    "tiscali.it",
    "hotmail.fr",
    "orange.fr",
    "wanadoo.fr",
    "laposte.net",
    "yahoo.fr",
    "yahoo.co.uk",
    "hotmail.co.uk",
    "yahoo.es",
    "hotmail.es",
];

/// Longest host that is looked at, in bytes; none that many people use is near a longer one.
const LONGEST: usize = 24;

/// Real hosts that are only a letter or two from one of those; whoever types them means them.
const ALSO_REAL: [&str; 12] = [
    "mail.com",
    "email.com",
    "ymail.com",
    "gmx.com",
    "gmx.at",
    "gmx.ch",
    "me.com",
    "hotmail.de",
    "live.it",
    "live.fr",
    "live.de",
    "yahoo.de",
];

/// The address that was probably meant, when its host is a slip away from one that many people use.
pub fn email_suggestion(typed: &str) -> Option<String> {
    let (mailbox, host) = typed.trim().rsplit_once('@')?;
    let host = host.to_lowercase();
    if mailbox.is_empty() || host.len() > LONGEST || HOSTS.contains(&&*host) || ALSO_REAL.contains(&&*host) {
        return None;
    }
    // Two letters that changed places are one slip; a short host is easily another one.
    let slips = |known: &str| strsim::osa_distance(&host, known);
    let allowed = |known: &str| if known.len() > 8 { 2 } else { 1 };
    let near = HOSTS.iter().map(|known| (slips(known), *known)).filter(|(slips, known)| *slips <= allowed(known));
    // Of equally near ones the first, which more people use.
    let (_, meant) = near.min_by_key(|(slips, _)| *slips)?;
    Some(format!("{mailbox}@{meant}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};

    use super::{ALSO_REAL, HOSTS, email_suggestion};

    #[test]
    fn slips_are_noticed() {
        for (typed, meant) in [
            ("maria@gmial.com", "maria@gmail.com"),
            ("maria@gmail.con", "maria@gmail.com"),
            ("Maria.Rossi@GMAL.COM ", "Maria.Rossi@gmail.com"),
            ("maria@hotmial.com", "maria@hotmail.com"),
            ("maria@outlok.com", "maria@outlook.com"),
            ("maria@libero.ti", "maria@libero.it"),
            ("maria@yahooo.com", "maria@yahoo.com"),
        ] {
            assert_eq!(email_suggestion(typed).as_deref(), Some(meant), "{typed}");
        }
    }

    #[test]
    fn addresses_that_are_meant_are_left_alone() {
        for typed in [
            "",
            "maria",
            "@gmial.com",
            "maria@",
            "maria@ospedale.it",
            "maria@klinikum.de",
            "maria@nhs.net",
            "maria@who.int",
        ] {
            assert_eq!(email_suggestion(typed), None, "{typed}");
        }
        for host in HOSTS.iter().chain(&ALSO_REAL) {
            assert_eq!(email_suggestion(&format!("maria@{host}")), None, "{host}");
        }
    }

    proptest! {
        #[test]
        fn a_suggestion_keeps_the_mailbox_and_suggests_nothing_more(typed in any::<String>(), host in "[a-z]{1,9}\\.(com|it|de|con)") {
            drop(email_suggestion(&typed));
            if let Some(meant) = email_suggestion(&format!("maria@{host}")) {
                prop_assert!(meant.starts_with("maria@"));
                prop_assert_eq!(email_suggestion(&meant), None);
            }
        }
    }
}
