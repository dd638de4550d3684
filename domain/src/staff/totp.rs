//! Codes of an authenticator: RFC 6238 with SHA-1, 30 seconds and six digits, which every such application can do. (SHA-1 is
//! sound inside HMAC; RFC 6194, section 3.3.)

use std::fmt;

use data_encoding::BASE32_NOPAD;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use crate::time::Instant;

/// Random bytes of a secret: as many as the hash has (RFC 4226, section 4).
pub const SECRET_BYTES: usize = 20;
/// How long a code is shown.
pub const STEP_SECONDS: i64 = 30;
/// Codes of so many steps before and after the present one are taken, for clocks that differ (RFC 6238, section 5.2).
const DRIFT: i64 = 1;

/// What the server and an authenticator share.
#[derive(Clone, PartialEq, Eq)]
pub struct TotpSecret([u8; SECRET_BYTES]);

impl fmt::Debug for TotpSecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TotpSecret(…)")
    }
}

impl TotpSecret {
    /// The secret of those random bytes.
    pub const fn new(random: [u8; SECRET_BYTES]) -> Self {
        Self(random)
    }

    /// As it is kept, and as an authenticator takes it when typed: base32 (RFC 4648).
    pub fn text(&self) -> String {
        BASE32_NOPAD.encode(&self.0)
    }

    /// The secret that was written by [`text`](Self::text).
    pub fn from_text(text: &str) -> Option<Self> {
        let bytes = BASE32_NOPAD.decode(text.as_bytes()).ok()?;
        bytes.try_into().ok().map(Self)
    }

    /// In groups of four, to be read and typed.
    pub fn groups(&self) -> String {
        let text = self.text();
        let groups: Vec<&str> =
            (0..text.len()).step_by(4).filter_map(|at| text.get(at..text.len().min(at + 4))).collect();
        groups.join(" ")
    }

    /// The address that an authenticator reads from a QR code: whose it is, and where.
    pub fn address(&self, issuer: &str, account: &str) -> String {
        let (issuer, account) = (escaped(issuer), escaped(account));
        format!("otpauth://totp/{issuer}:{account}?secret={}&issuer={issuer}", self.text())
    }

    /// The code of a step.
    pub fn code(&self, step: i64) -> String {
        // Any length of key will do.
        let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&self.0) else { return String::new() };
        mac.update(&step.to_be_bytes());
        let digest = mac.finalize().into_bytes();
        let offset = usize::from(digest.last().copied().unwrap_or_default() & 15);
        let chosen = digest.get(offset..offset + 4).unwrap_or_default();
        let number = chosen.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte)) & 0x7fff_ffff;
        format!("{:06}", number % 1_000_000)
    }

    /// The step to which a code belongs, at that time; `None` if it is not right. Whoever takes it sees to it that neither
    /// this step nor one before it is taken again (ASVS 5.0, 6.5.1).
    pub fn step_of(&self, code: &str, now: Instant) -> Option<i64> {
        let present = now.milliseconds().div_euclid(STEP_SECONDS * 1_000);
        // All are looked at, so that the time it takes tells nothing.
        let right = (present - DRIFT..=present + DRIFT).filter(|step| self.code(*step) == code);
        right.max()
    }
}

/// Percent-encoded but for what RFC 3986 calls unreserved.
fn escaped(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes()
        .map(|byte| if is_plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};

    use super::{SECRET_BYTES, TotpSecret};
    use crate::time::Instant;

    fn at(seconds: i64) -> Instant {
        Instant::from_milliseconds(seconds * 1_000)
    }

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B, the last six of eight digits.
        let secret = TotpSecret::new(*b"12345678901234567890");
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(secret.step_of(code, at(seconds)), Some(seconds / 30), "{seconds}");
        }
        assert_eq!(secret.text(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(secret.groups(), "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
        assert_eq!(
            secret.address("A & B", "ä@b.org"),
            "otpauth://totp/A%20%26%20B:%C3%A4%40b.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A%20%26%20B"
        );
        assert!(!format!("{secret:?}").contains("GEZD"));
    }

    proptest! {
        #[test]
        fn a_code_is_right_one_step_around_and_never_further(bytes in any::<[u8; SECRET_BYTES]>(), step in 1_000_i64..1 << 40, second in 0_i64..30) {
            let secret = TotpSecret::new(bytes);
            let code = secret.code(step);
            prop_assert_eq!(code.len(), 6);
            for away in -1_i64..=1 {
                prop_assert!(secret.step_of(&code, at((step + away) * 30 + second)).is_some_and(|found| (found - step).abs() <= 2));
            }
            // Further away the same digits are right only by chance.
            for away in [-3_i64, 3] {
                let found = secret.step_of(&code, at((step + away) * 30 + second));
                prop_assert!(found.is_none_or(|found| found != step));
            }
            prop_assert_eq!(TotpSecret::from_text(&secret.text()), Some(secret));
        }

        #[test]
        fn whatever_is_typed_is_no_secret_by_accident(text in any::<String>()) {
            prop_assert!(TotpSecret::from_text(&text).is_none_or(|secret| secret.text() == text));
        }
    }
}
