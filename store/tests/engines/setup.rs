//! The set-up link works once, for a day; the session it opens ends.

use store::{SETUP_HOURS, STAFF_ABSOLUTE_HOURS, STAFF_IDLE_MINUTES};

use crate::harness::{Checked, on_both};
use crate::load::NOW;

#[test]
fn a_setup_link_works_once_and_its_session_ends() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.create_setup_token("link", NOW).await?;
        assert_eq!(store.redeem_setup_token("guess", "session", NOW).await?, None);
        let redeemed = store.redeem_setup_token("link", "session", NOW).await?;
        assert!(redeemed.is_some());
        assert_eq!(store.redeem_setup_token("link", "thief", NOW).await?, None);
        assert_eq!(store.staff_session("thief", NOW).await?, None);
        assert_eq!(store.staff_session("session", NOW).await?, redeemed);

        // Idle: over after an hour without a request, not after an hour of requests.
        let mut now = NOW;
        for _ in 0..3 {
            now = now.plus_minutes(STAFF_IDLE_MINUTES - 1);
            assert_eq!(store.staff_session("session", now).await?, redeemed);
        }
        assert_eq!(store.staff_session("session", now.plus_minutes(STAFF_IDLE_MINUTES)).await?, None);
        // Absolute: over after half a day, however busy.
        let end = NOW.plus_minutes(STAFF_ABSOLUTE_HOURS * 60);
        while now.plus_minutes(STAFF_IDLE_MINUTES) < end {
            now = now.plus_minutes(STAFF_IDLE_MINUTES - 1);
            assert_eq!(store.staff_session("session", now).await?.is_some(), now < end);
        }
        assert!(store.staff_session("session", end.plus_milliseconds(-1)).await?.is_some());
        assert_eq!(store.staff_session("session", end).await?, None);

        store.create_setup_token("second", NOW).await?;
        let too_late = NOW.plus_minutes(SETUP_HOURS * 60);
        assert_eq!(store.redeem_setup_token("second", "late", too_late).await?, None);
        assert!(store.redeem_setup_token("second", "in time", too_late.plus_milliseconds(-1)).await?.is_some());
        store.end_staff_session("in time").await?;
        assert_eq!(store.staff_session("in time", too_late).await?, None);
        Ok(())
    })
}
