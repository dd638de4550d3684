//! Changed words of letters, on both engines.

use domain::mail::{LetterKind, LetterWords};
use store::Store;

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::NOW;

const KIND: LetterKind = LetterKind::Confirmed;

fn words(subject: &str) -> Option<LetterWords> {
    Some(LetterWords { subject: subject.to_owned(), text: "{{details}}\n\n{{manage}}".to_owned() })
}

/// What the letter says now, and the number of its last change.
async fn present(store: &Store) -> Result<(Option<String>, i64), Failure> {
    let last = store.letter_words(KIND, 1).await?.pop();
    let number = last.as_ref().map_or(0, |last| last.number);
    Ok((last.and_then(|last| last.words).map(|words| words.subject), number))
}

#[test]
fn each_change_is_kept_taken_back_once_and_never_written_over() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let change = async |subject: &str, base| {
            store.change_letter_words(KIND, words(subject), base, "Ada".to_owned(), NOW).await
        };
        assert_eq!(present(store).await?, (None, 0));
        let (one, two) = futures::future::join(change("First", 0), change("Also first", 0)).await;
        assert!(one? ^ two?, "one of two at once");
        let (_, first) = present(store).await?;
        assert!(!change("Late", 0).await?, "somebody has changed it since");
        assert!(change("Second", first).await?);
        let (subject, second) = present(store).await?;
        assert_eq!(subject.as_deref(), Some("Second"));
        let undo = async |number| store.undo_letter_words(KIND, number, "Bea".to_owned(), NOW).await;
        assert!(!undo(first).await?, "it is not the last");
        assert!(undo(second).await? && !undo(second).await?, "once");
        let (subject, third) = present(store).await?;
        assert!(subject.is_some_and(|subject| subject.ends_with("irst")));
        assert!(store.change_letter_words(KIND, None, third, "Ada".to_owned(), NOW).await?);
        assert_eq!(present(store).await?.0, None, "its own again");
        let all = store.changed_letters().await?;
        assert_eq!((all.len(), all.get(&KIND).map(|change| change.words.clone())), (1, Some(None)));
        let history = store.letter_words(KIND, 10).await?;
        let by: Vec<&str> = history.iter().map(|change| change.by.as_str()).collect();
        assert_eq!(by, ["Ada", "Bea", "Ada", "Ada"]);
        assert_eq!(store.letter_words(LetterKind::Waiting, 10).await?, []);
        Ok(())
    })
}
