//! Both engines understand every statement.

use store::StoreError;

use crate::harness::{Checked, on_both};

#[test]
fn every_statement_is_understood_and_a_closed_store_says_so() -> Checked {
    on_both(&async |fixture| {
        let count = fixture.store.check_statements().await?;
        assert!(count > 60, "only {count} statements are listed");
        // A second handle opens the same database: its migrations have nothing left to do.
        let again = store::Store::connect(&fixture.url).await?;
        assert!(again.is_empty().await?);
        again.close().await;
        assert!(matches!(again.is_empty().await, Err(StoreError::Closed)));
        assert!(matches!(again.end_member_session("none").await, Err(StoreError::Closed)));
        Ok(())
    })
}

#[test]
fn an_address_that_is_none_is_refused_in_words() -> Checked {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    for address in ["", "mysql://localhost/x", "data/continuum.db", "postgres://:not a port:x/"] {
        let refused = runtime.block_on(store::Store::connect(address)).err();
        assert!(matches!(refused, Some(StoreError::Address)), "{address}: {refused:?}");
    }
    Ok(())
}
