//! Whoever has a page of the desk open is known to the others, for as long as they say so.

use domain::time::Instant;
use store::{Arrival, Present};

use crate::harness::{Checked, on_both};
use crate::sample::id;

fn arrival(tab: &str, member: u128, path: &str, at: i64) -> Arrival {
    let name = if member == 1 { "Ada" } else { "Ben" }.to_owned();
    let at = Instant::from_milliseconds(1_000_000 + at * 1_000);
    Arrival { tab: tab.to_owned(), member: id(member), name, path: path.to_owned(), at }
}

fn ada(path: &str) -> Vec<Present> {
    vec![Present { name: "Ada".to_owned(), path: path.to_owned() }]
}

#[test]
fn the_others_see_where_one_is_until_one_leaves_or_falls_silent() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        assert_eq!(store.arrive(arrival("a", 1, "/admin", 0)).await?, []);
        assert_eq!(store.arrive(arrival("b", 2, "/admin", 1)).await?, ada("/admin"));
        // One's own tabs are no others, and two tabs on one page are one person there.
        assert_eq!(store.arrive(arrival("c", 1, "/admin", 2)).await?.len(), 1);
        assert_eq!(store.arrive(arrival("b", 2, "/admin", 2)).await?, ada("/admin"));
        // A tab that goes on is where it is now.
        store.arrive(arrival("a", 1, "/admin/changes", 3)).await?;
        store.arrive(arrival("c", 1, "", 3)).await?;
        assert_eq!(store.arrive(arrival("b", 2, "/admin", 4)).await?, ada("/admin/changes"));
        // Somebody else's mark sends nobody away.
        store.arrive(arrival("a", 2, "", 4)).await?;
        assert_eq!(store.arrive(arrival("b", 2, "/admin", 5)).await?, ada("/admin/changes"));
        // Said again it goes on; unsaid for half a minute it is over.
        store.arrive(arrival("a", 1, "/admin/changes", 20)).await?;
        assert_eq!(store.arrive(arrival("b", 2, "/admin", 40)).await?, ada("/admin/changes"));
        assert_eq!(store.arrive(arrival("b", 2, "/admin", 51)).await?, []);
        Ok(())
    })
}
