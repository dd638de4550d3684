//! What the database says of itself.

use crate::harness::{Checked, on_both};
use crate::load::NOW;

#[test]
fn a_database_tells_its_version_size_and_what_waits() -> Checked {
    on_both(&async |fixture| {
        let fresh = fixture.store.condition(NOW).await?;
        assert!(fresh.engine_version.starts_with(|first: char| first.is_ascii_digit()), "{}", fresh.engine_version);
        assert!(fresh.bytes > 100_000 && fresh.schema > 0, "{fresh:?}");
        assert_eq!((fresh.registrations, fresh.last_sent, fresh.waiting_since), (0, None, None));
        Ok(())
    })
}
