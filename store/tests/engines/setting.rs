//! What administrators set, on both engines.

use domain::settings::Setting::SenderName;

use crate::harness::{Checked, on_both};
use crate::load::NOW;

#[test]
fn what_is_set_holds_until_it_is_set_anew_and_nobody_writes_over_another() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let set = async |value: Option<&str>, base| {
            store.change_setting(SenderName, value.map(str::to_owned), base, "Ada".to_owned(), NOW).await
        };
        assert_eq!(store.setting(SenderName).await?, None);
        let (one, two) = futures::future::join(set(Some("One"), 0), set(Some("Two"), 0)).await;
        assert!(one? ^ two?, "one of two at once");
        let first = store.setting_changes(SenderName, 1).await?.pop().ok_or("a change")?;
        assert_eq!(store.setting(SenderName).await?, first.value);
        assert!(!set(Some("Late"), 0).await? && set(None, first.number).await?);
        assert_eq!(store.setting(SenderName).await?, None, "as the operator has it");
        let history = store.setting_changes(SenderName, 10).await?;
        assert_eq!((history.len(), history.last()), (2, Some(&first)));
        Ok(())
    })
}
