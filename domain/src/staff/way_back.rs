//! Where somebody goes on after signing in: only to a page for those who work here, never to another site (OWASP ASVS 5.0,
//! 3.7.2).

/// Longest address that is kept.
const LONGEST: usize = 500;

/// The address if it is a page of ours for those who work here; `None` for any other, and for whatever a browser could
/// read as another.
pub fn way_back(next: &str) -> Option<&str> {
    let path = next.split('?').next().unwrap_or_default();
    let is_ours = path.strip_prefix("/admin/").is_some_and(|rest| !rest.is_empty());
    let is_plain = |letter: u8| letter.is_ascii_alphanumeric() || b"-_.~/?=&%".contains(&letter);
    let is_straight = path.split('/').skip(1).all(|part| !part.is_empty() && part.bytes().any(|letter| letter != b'.'));
    let is_sound = next.len() <= LONGEST && next.bytes().all(is_plain) && !path.contains('%');
    (is_ours && is_straight && is_sound).then_some(next)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::prop_assert;

    use super::way_back;

    #[test]
    fn only_our_own_pages_are_led_to() {
        for good in ["/admin/outbox", "/admin/outbox?show=dead&before=7", "/admin/registrations/webinar-1"] {
            assert_eq!(way_back(good), Some(good));
        }
        for bad in [
            "",
            "/",
            "/me",
            "/admin",
            "/admin/",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "javascript:alert(1)",
            "/admin//evil.example",
            "/admin/../../evil",
            "/admin/./x",
            "/admin/%2e%2e/%2e%2e/x",
            "/admin/x\r\nSet-Cookie: a=b",
            "/admin/x#y",
            "/admin/x y",
            "/%2fevil.example",
            " /admin/outbox",
            "/admin/\u{e4}",
        ] {
            assert_eq!(way_back(bad), None, "{bad:?}");
        }
        assert_eq!(way_back(&format!("/admin/{}", "a".repeat(500))), None);
    }

    proptest! {
        #[test]
        fn whatever_is_asked_for_stays_here_and_is_a_header(next in any::<String>()) {
            for next in [next.clone(), format!("/admin/{next}")] {
                if let Some(kept) = way_back(&next) {
                    prop_assert!(kept.starts_with("/admin/") && kept.bytes().all(|letter| letter.is_ascii_graphic()));
                    prop_assert!(!kept.contains('\\') && !kept.contains(':') && !kept.contains('#'));
                }
            }
        }
    }
}
