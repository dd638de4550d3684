//! What administrators set, on both engines.

use domain::mail::{LetterKind, LetterWords};
use domain::settings::Setting::{SenderName, Zone};
use domain::time::Instant;

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

#[test]
fn changes_are_listed_by_time_with_what_was_before_and_taken_back_one_after_the_other() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let at = Instant::from_milliseconds;
        let ada = || "Ada".to_owned();
        assert!(store.change_setting(SenderName, Some("One".to_owned()), 0, ada(), at(1_000)).await?);
        let first = store.setting_changes(SenderName, 1).await?.pop().ok_or("a change")?.number;
        assert!(store.change_setting(Zone, Some("Europe/Rome".to_owned()), 0, ada(), at(2_000)).await?);
        assert!(store.change_setting(SenderName, None, first, ada(), at(3_000)).await?);
        let all = store.settings_between(at(1_000), at(4_000), 10).await?;
        let told: Vec<_> = all
            .iter()
            .map(|edit| (edit.setting, edit.before.as_deref(), edit.change.value.as_deref(), edit.stands))
            .collect();
        assert_eq!(
            told,
            [
                (SenderName, Some("One"), None, true),
                (Zone, None, Some("Europe/Rome"), true),
                (SenderName, None, Some("One"), false),
            ]
        );
        assert_eq!(store.settings_between(at(1_001), at(3_000), 10).await?.len(), 1);
        assert_eq!(store.settings_between(at(0), at(4_000), 1).await?.first(), all.first());
        assert_eq!(store.setting_edit(first).await?.as_ref(), all.last());
        assert_eq!(store.setting_edit(first + 100).await?, None);
        // Set back, what came before it stands again, and can be set back too.
        let newest = all.first().ok_or("no change")?;
        assert!(store.change_setting(SenderName, newest.before.clone(), newest.last, ada(), at(3_500)).await?);
        let again = store.setting_edit(first).await?.ok_or("no change")?;
        assert!(again.stands && again.last > newest.change.number && again.before.is_none());

        let words = |text: &str| LetterWords { subject: "S".to_owned(), text: text.to_owned() };
        let kind = LetterKind::Confirmed;
        assert!(store.change_letter_words(kind, Some(words("a")), 0, ada(), at(1_000)).await?);
        let number = store.letter_words(kind, 1).await?.pop().ok_or("a change")?.number;
        assert!(store.change_letter_words(kind, Some(words("b")), number, ada(), at(2_000)).await?);
        let all = store.letter_words_between(at(0), at(3_000), 10).await?;
        let told: Vec<_> = all.iter().map(|edit| (edit.kind, edit.before.clone(), edit.stands)).collect();
        assert_eq!(told, [(kind, Some(words("a")), true), (kind, None, false)]);
        assert_eq!(store.letter_words_between(at(2_001), at(3_000), 10).await?, []);
        for change in all {
            assert!(store.undo_letter_words(kind, change.change.number, ada(), at(2_500)).await?);
            assert_eq!(store.letter_words(kind, 1).await?.pop().and_then(|last| last.words), change.before);
        }
        Ok(())
    })
}
