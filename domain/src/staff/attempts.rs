//! How often a password or a code may be tried (OWASP ASVS 5.0, 6.3.1).
//!
//! Whoever only guesses codes beside a known password tries some thirty a day, of which each is right with three chances in
//! a million: after ten years of it they have had less than one chance in three. Nobody is locked out for good, and a device on which
//! somebody has signed in before is counted by itself, so that a stranger's guesses do not keep them out.

/// Wrong ones in a row that cost nothing but themselves.
pub const FREE_ATTEMPTS: u32 = 5;
/// The longest wait.
const LONGEST_MINUTES: i64 = 60;
/// Wrong ones are forgotten when so long nothing was tried.
pub const FORGOTTEN_MINUTES: i64 = 24 * 60;

/// How many minutes nothing may be tried after so many wrong ones in a row: a minute after the fifth, then twice as long
/// each time, an hour at most.
pub fn wait_minutes(failures: u32) -> i64 {
    match failures.checked_sub(FREE_ATTEMPTS) {
        None => 0,
        Some(more) => 1_i64.checked_shl(more).map_or(LONGEST_MINUTES, |wait| wait.clamp(1, LONGEST_MINUTES)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};

    use super::{FREE_ATTEMPTS, LONGEST_MINUTES, wait_minutes};

    #[test]
    fn the_first_slips_are_free_and_a_day_of_guessing_is_few_guesses() {
        assert_eq!([0, 4, 5, 6, 7, 10, 11, 12].map(wait_minutes), [0, 0, 1, 2, 4, 32, 60, 60]);
        let (mut minutes, mut guesses) = (0, 0_u32);
        while minutes < 24 * 60 {
            guesses += 1;
            minutes += wait_minutes(guesses);
        }
        assert!(guesses < 40, "{guesses}");
    }

    proptest! {
        #[test]
        fn waits_never_become_shorter(failures in any::<u32>()) {
            prop_assert!(wait_minutes(failures) <= wait_minutes(failures.saturating_add(1)));
            prop_assert!((0..=LONGEST_MINUTES).contains(&wait_minutes(failures)));
            prop_assert_eq!(wait_minutes(failures) == 0, failures < FREE_ATTEMPTS);
        }
    }
}
