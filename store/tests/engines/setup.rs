//! The set-up link can be used for a day; looking at it uses nothing up.

use store::SETUP_HOURS;

use crate::harness::{Checked, on_both};
use crate::load::NOW;

#[test]
fn a_setup_link_can_be_used_for_a_day() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.create_setup_token("link", NOW).await?;
        let end = NOW.plus_minutes(SETUP_HOURS * 60);
        for _ in 0..2 {
            assert!(store.is_setup_token("link", end.plus_milliseconds(-1)).await?);
        }
        assert!(!store.is_setup_token("guess", NOW).await?);
        assert!(!store.is_setup_token("link", end).await?);
        // A later link makes way for nothing that still works.
        store.create_setup_token("second", end.plus_milliseconds(-1)).await?;
        assert!(store.is_setup_token("link", end.plus_milliseconds(-1)).await?);
        Ok(())
    })
}
