//! Passkeys of accounts: what was asked of an authenticator is answered once, and a passkey signs in its owner alone.

use domain::account::{CEREMONY_MINUTES, PASSKEYS, PasskeyOwner};
use domain::mail::{AccountChange, Letter};
use domain::time::Instant;
use store::{
    Account, AddedPasskey, CeremonyPurpose, Events, NewCeremony, NewSession, Passkey, PasskeyKey, SignIn, Store,
    StoreError, UsedPasskey,
};

use crate::harness::{Checked, on_both};
use crate::load::NOW;
use crate::sample::id;

fn ceremony(purpose: CeremonyPurpose, challenge: &str) -> NewCeremony {
    NewCeremony {
        purpose,
        challenge: challenge.to_owned(),
        browser_token: "browser".to_owned(),
        state: format!("state of {challenge}"),
        now: NOW,
    }
}

pub(crate) fn key(number: u32) -> PasskeyKey {
    PasskeyKey {
        credential_id: format!("{number:032x}"),
        public_key: "04".to_owned(),
        state: "00".to_owned(),
        transports: 5,
    }
}

fn session(token: &str, now: Instant) -> NewSession {
    NewSession { token: token.to_owned(), former: None, device: String::new(), now }
}

/// A passkey that has answered.
pub(crate) fn used(found: &Passkey, state: &str) -> UsedPasskey {
    UsedPasskey { found: found.clone(), state: state.to_owned() }
}

pub(crate) async fn account(store: &Store, number: u32, email: &str) -> Result<Account, StoreError> {
    let wish = SignIn {
        email: email.to_owned(),
        link_token: format!("link-{number}"),
        code: format!("{number:06}"),
        browser_token: format!("browser-{number}"),
        now: NOW,
        real_now: NOW,
    };
    let code = wish.code.clone();
    store.ask_to_sign_in(wish).await?;
    let account = store.sign_in_by_code(email, &code, session(&format!("mail-{number}"), NOW)).await?;
    account.ok_or(StoreError::Busy)
}

/// What was written to an address about its passkeys, the newest first.
async fn notices(store: &Store, email: &str) -> Result<Vec<AccountChange>, StoreError> {
    let mails = store.outbox(NOW, 200, None).await?;
    let notices = mails.iter().filter(|mail| mail.to == email).filter_map(|mail| match mail.letter {
        Letter::AccountNotice { change } => Some(change),
        _ => None,
    });
    Ok(notices.collect())
}

#[test]
fn a_challenge_is_answered_once_in_time_in_its_browser_and_for_its_purpose() -> Checked {
    use CeremonyPurpose::{AddToAccount, SignInToAccount};
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.begin_passkey_ceremony(ceremony(SignInToAccount, "one")).await?;
        let end = NOW.plus_minutes(CEREMONY_MINUTES);
        for (purpose, challenge, browser, now) in [
            (AddToAccount, "one", "browser", NOW),
            (SignInToAccount, "two", "browser", NOW),
            (SignInToAccount, "one", "another", NOW),
            (SignInToAccount, "one", "browser", end),
        ] {
            let refused = store.take_passkey_ceremony(purpose, challenge, browser, now).await?;
            assert_eq!(refused, None, "{purpose:?} {challenge} {browser}");
        }
        let just_in_time = end.plus_milliseconds(-1);
        let taken = store.take_passkey_ceremony(SignInToAccount, "one", "browser", just_in_time).await?;
        assert_eq!(taken.as_deref(), Some("state of one"));
        assert_eq!(store.take_passkey_ceremony(SignInToAccount, "one", "browser", NOW).await?, None);
        // What nobody answered is forgotten when the next begins.
        store.begin_passkey_ceremony(ceremony(AddToAccount, "left")).await?;
        store.begin_passkey_ceremony(NewCeremony { now: end, ..ceremony(AddToAccount, "next") }).await?;
        assert_eq!(store.take_passkey_ceremony(AddToAccount, "left", "browser", NOW).await?, None);
        Ok(())
    })
}

#[test]
fn passkeys_are_their_owners_and_each_change_is_written_to_the_address() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let (ada, bob) = (account(store, 1, "ada@example.org").await?, account(store, 2, "bob@example.org").await?);
        let (of_ada, of_bob) = (PasskeyOwner::Account(ada.id), PasskeyOwner::Account(bob.id));
        let add = async |account: &Account, number: u32| {
            let label = format!("Passkey {number}");
            let at = NOW.plus_milliseconds(i64::from(number));
            store.add_account_passkey(account, key(number), label, NOW, at).await
        };
        assert_eq!(add(&ada, 1).await?, AddedPasskey::Added);
        assert_eq!(add(&bob, 1).await?, AddedPasskey::Known, "it is somebody's already");
        assert_eq!(notices(store, "ada@example.org").await?, [AccountChange::PasskeyAdded]);
        assert_eq!(notices(store, "bob@example.org").await?, []);
        let kept = store.passkeys(of_ada).await?;
        assert_eq!(kept.iter().map(|kept| (kept.label.as_str(), kept.used)).collect::<Vec<_>>(), [("Passkey 1", None)]);
        assert_eq!((&kept[0].key, kept[0].owner), (&key(1), of_ada));
        assert_eq!(store.passkey(&key(1).credential_id).await?.as_ref(), kept.first());
        assert_eq!(store.passkey(&key(2).credential_id).await?, None);

        // Nobody changes what is another's.
        assert!(!store.rename_passkey(of_bob, kept[0].id, "Mine".to_owned()).await?);
        assert!(!store.remove_account_passkey(&bob, kept[0].id, NOW).await?);
        assert!(store.rename_passkey(of_ada, kept[0].id, "Hospital PC".to_owned()).await?);
        assert_eq!(store.passkeys(of_ada).await?[0].label, "Hospital PC");
        assert!(store.remove_account_passkey(&ada, kept[0].id, NOW).await?);
        assert!(!store.remove_account_passkey(&ada, kept[0].id, NOW).await?);
        assert!(store.passkeys(of_ada).await?.is_empty());
        let both = [AccountChange::PasskeyRemoved, AccountChange::PasskeyAdded];
        assert_eq!(notices(store, "ada@example.org").await?, both);

        for number in 100..100 + PASSKEYS {
            assert_eq!(add(&ada, number).await?, AddedPasskey::Added);
        }
        assert_eq!(add(&ada, 200).await?, AddedPasskey::TooMany);
        assert_eq!(add(&bob, 200).await?, AddedPasskey::Added);

        // An erasure takes them, and what was written about them, along.
        store.erase_account(ada, Events::from([]), NOW).await?;
        assert!(store.passkeys(of_ada).await?.is_empty());
        assert_eq!(notices(store, "ada@example.org").await?, []);
        assert_eq!(store.passkeys(of_bob).await?.len(), 1);
        assert_eq!(notices(store, "bob@example.org").await?, [AccountChange::PasskeyAdded]);
        Ok(())
    })
}

#[test]
fn a_passkey_signs_its_owner_in_and_of_two_answers_with_one_counter_one_is_refused() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let ada = account(store, 1, "ada@example.org").await?;
        store.add_account_passkey(&ada, key(1), "Phone".to_owned(), NOW, NOW).await?;
        let found = store.passkey(&key(1).credential_id).await?.ok_or("no passkey")?;
        let later = NOW.plus_minutes(90);
        let signed_in = store.sign_in_by_passkey(used(&found, "01"), session("one", later)).await?;
        assert_eq!(signed_in.as_ref(), Some(&ada));
        let begun = store.account_session("one", later).await?.ok_or("no session")?;
        assert_eq!((begun.created, begun.account.id), (later, ada.id));
        // The other answer was checked against what was known before.
        assert_eq!(store.sign_in_by_passkey(used(&found, "01"), session("two", later)).await?, None);
        assert_eq!(store.account_session("two", later).await?, None);
        let again = store.passkey(&key(1).credential_id).await?.ok_or("no passkey")?;
        assert_eq!((again.key.state.as_str(), again.used), ("01", Some(later)));
        // Authenticators that do not count tell the same each time.
        let former = Some("one".to_owned());
        let third = NewSession { former, ..session("three", later) };
        assert!(store.sign_in_by_passkey(used(&again, "01"), third).await?.is_some());
        assert_eq!(store.account_session("one", later).await?, None, "a new proof is a new session");
        // Once removed it opens nothing.
        store.remove_account_passkey(&ada, again.id, NOW).await?;
        assert_eq!(store.sign_in_by_passkey(used(&again, "02"), session("four", later)).await?, None);
        assert!(!store.rename_passkey(PasskeyOwner::Account(ada.id), id(7), "None".to_owned()).await?);
        Ok(())
    })
}
