//! Passkeys of those who work here: alone they let somebody in, after a password they are the second factor, the last one
//! stays, and nobody's opens what is another's.

use domain::account::{PASSKEYS, PasskeyOwner};
use domain::staff::{Notice, Stage};
use futures::future::join_all;
use store::{
    AddedPasskey, Enrolment, MemberSession, NewFactor, NewMemberSession, NewSession, Passkey, RemovedPasskey,
    StaffMember, Store, StoreError,
};

use crate::harness::{Checked, on_both};
use crate::load::NOW;
use crate::passkeys::{account, key, used};
use crate::sample::id;
use crate::staff::{administrator, codes, new_member, notices, session};

/// Somebody whose only second factor is a passkey of that number, with a session under `token`.
async fn enrolled(store: &Store, email: &str, token: &str, number: u32) -> Result<StaffMember, StoreError> {
    let enrolling = format!("{token} enrolling");
    store.create_setup_token(email, NOW).await?;
    assert!(store.set_up_administrator(email, new_member(email), session(&enrolling, NOW)).await?);
    let factor = NewFactor::Passkey { key: key(number), label: "Phone".to_owned() };
    let enrolment = Enrolment { token: enrolling, factor, recovery_codes: codes(1) };
    store.enrol(enrolment, session(token, NOW)).await?.ok_or(StoreError::Busy)
}

async fn whole(store: &Store, token: &str) -> Result<MemberSession, StoreError> {
    let found = store.member_session(token, NOW).await?.filter(|session| session.stage == Stage::Whole);
    found.ok_or(StoreError::Busy)
}

async fn find(store: &Store, number: u32) -> Result<Passkey, StoreError> {
    store.passkey(&key(number).credential_id).await?.ok_or(StoreError::Busy)
}

async fn add(store: &Store, token: &str, number: u32) -> Result<AddedPasskey, StoreError> {
    let session = whole(store, token).await?;
    store.add_member_passkey(session, key(number), format!("Passkey {number}"), NOW, NOW).await
}

#[test]
fn a_passkey_is_set_up_instead_of_an_authenticator_and_only_where_there_is_no_second_factor() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let ada = enrolled(store, "ada@b.example", "one", 1).await?;
        assert_eq!(whole(store, "one").await?.member, ada);
        assert_eq!(store.member_session("one enrolling", NOW).await?, None, "a new proof is a new session");
        assert_eq!(store.recovery_codes_left(ada.id).await?, 3);
        let secrets = store.staff_secrets(ada.id).await?.ok_or("nobody")?;
        assert_eq!((secrets.totp_secret.as_deref(), secrets.passkeys), (None, 1));
        assert!(secrets.has_second_factor() && store.staff_members().await?[0].has_second_factor);
        assert_eq!(notices(store).await?, []);
        // From now on the password leads to the second step and not to setting up another.
        let hash = "$argon2id$1";
        let stage = store.password_proven(ada.id, hash, "NEW".to_owned(), session("half", NOW)).await?;
        assert_eq!(stage, Some(Stage::Code));
        for (token, number) in [("half", 2), ("one", 2), ("nothing", 2)] {
            let factor = NewFactor::Passkey { key: key(number), label: String::new() };
            let enrolment = Enrolment { token: token.to_owned(), factor, recovery_codes: codes(5) };
            assert_eq!(store.enrol(enrolment, session("no", NOW)).await?, None, "{token}");
        }
        // An authenticator beside it is told of, and the passkey stays.
        store.show_secret(&whole(store, "one").await?, "SECRET").await?;
        let factor = NewFactor::Authenticator { step: 7 };
        let enrolment = Enrolment { token: "one".to_owned(), factor, recovery_codes: codes(5) };
        assert!(store.enrol(enrolment, session("two", NOW)).await?.is_some());
        assert_eq!(notices(store).await?, [Notice::SecondFactorChanged]);
        assert_eq!(store.staff_secrets(ada.id).await?.map(|secrets| secrets.passkeys), Some(1));

        // Whoever comes back by the set-up link has lost everything, passkeys too.
        store.create_setup_token("again", NOW).await?;
        assert!(store.set_up_administrator("again", new_member("ada@b.example"), session("three", NOW)).await?);
        assert!(store.passkeys(PasskeyOwner::Member(ada.id)).await?.is_empty());
        assert_eq!(store.passkey(&key(1).credential_id).await?, None);
        assert!(!store.staff_members().await?[0].has_second_factor);
        Ok(())
    })
}

#[test]
fn passkeys_are_added_and_removed_with_a_mail_and_the_last_second_factor_stays() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let ada = enrolled(store, "ada@b.example", "one", 1).await?;
        let bob = administrator(store, "bob@b.example", "bob").await?;
        let of_ada = PasskeyOwner::Member(ada.id);
        let remove =
            async |token: &str, passkey| store.remove_member_passkey(whole(store, token).await?, passkey, NOW).await;
        let first = find(store, 1).await?.id;
        assert_eq!(remove("one", first).await?, RemovedPasskey::LastFactor);
        assert_eq!(add(store, "one", 1).await?, AddedPasskey::Known);
        assert_eq!(add(store, "bob", 1).await?, AddedPasskey::Known, "it is somebody's already");
        assert_eq!(add(store, "one", 2).await?, AddedPasskey::Added);
        assert_eq!(notices(store).await?, [Notice::PasskeyAdded]);
        for (token, passkey) in [("bob", first), ("one", id(99))] {
            assert_eq!(remove(token, passkey).await?, RemovedPasskey::Unknown, "{token}");
        }
        assert!(!store.rename_passkey(PasskeyOwner::Member(bob.id), first, "Mine".to_owned()).await?);
        assert!(!store.rename_passkey(PasskeyOwner::Account(ada.id), first, "Mine".to_owned()).await?);
        assert!(store.rename_passkey(of_ada, first, "Key".to_owned()).await?);
        // Both at the same moment: one stays.
        let second = find(store, 2).await?.id;
        let both = join_all([first, second].map(|passkey| remove("one", passkey))).await;
        let both = both.into_iter().collect::<Result<Vec<_>, _>>()?;
        assert!(both.contains(&RemovedPasskey::Removed) && both.contains(&RemovedPasskey::LastFactor), "{both:?}");
        assert_eq!(store.passkeys(of_ada).await?.len(), 1);
        assert_eq!(notices(store).await?, [Notice::PasskeyAdded, Notice::PasskeyRemoved]);

        // Beside an authenticator each can go.
        assert_eq!(add(store, "bob", 3).await?, AddedPasskey::Added);
        assert_eq!(remove("bob", find(store, 3).await?.id).await?, RemovedPasskey::Removed);
        for number in 100..100 + PASSKEYS {
            assert_eq!(add(store, "bob", number).await?, AddedPasskey::Added);
        }
        assert_eq!(add(store, "bob", 200).await?, AddedPasskey::TooMany);
        // Whoever leaves takes them along.
        store.remove_member(bob.id).await?;
        assert!(store.passkeys(PasskeyOwner::Member(bob.id)).await?.is_empty());
        assert_eq!(store.passkeys(of_ada).await?.len(), 1);
        Ok(())
    })
}

#[test]
fn a_passkey_lets_its_owner_in_once_for_each_answer_and_nobody_else() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let ada = administrator(store, "ada@b.example", "ada").await?;
        let bob = administrator(store, "bob@b.example", "bob").await?;
        add(store, "ada", 1).await?;
        let found = find(store, 1).await?;
        let let_in = async |state: &str, half: Option<&str>, token: &str| {
            let passkey = find(store, 1).await?;
            let half = half.map(str::to_owned);
            store.sign_in_member_by_passkey(used(&passkey, state), half, session(token, NOW)).await
        };
        assert_eq!(let_in("01", None, "alone").await?, Some(ada.clone()));
        assert_eq!(whole(store, "alone").await?.member, ada);
        // Another answer that was checked against what was known before.
        let stale = store.sign_in_member_by_passkey(used(&found, "01"), None, session("no", NOW)).await?;
        assert_eq!(stale, None);
        assert_eq!(store.member_session("no", NOW).await?, None);

        // After the password: only of the same person, and only of a session that waits for it.
        for (member, token) in [(ada.id, "half of ada"), (bob.id, "half of bob")] {
            store.password_proven(member, "$argon2id$1", String::new(), session(token, NOW)).await?;
        }
        for half in ["half of bob", "bob", "nothing"] {
            assert_eq!(let_in("02", Some(half), "no").await?, None, "{half}");
        }
        assert_eq!(let_in("02", Some("half of ada"), "second").await?, Some(ada.clone()));
        assert_eq!(store.member_session("half of ada", NOW).await?, None);
        assert_eq!(whole(store, "second").await?.member, ada);
        assert_eq!(store.member_session("no", NOW).await?, None);

        // Another browser is told of.
        let before = notices(store).await?.len();
        let elsewhere = NewMemberSession { device_token: "elsewhere".to_owned(), ..session("far", NOW) };
        store.sign_in_member_by_passkey(used(&find(store, 1).await?, "03"), None, elsewhere).await?;
        assert_eq!(notices(store).await?[before..], [Notice::NewDevice]);

        // A fresh proof, of one's own session.
        let later = NOW.plus_minutes(30);
        let proved = async |token: &str, state: &str| {
            let (session, passkey) = (whole(store, token).await?, find(store, 1).await?);
            store.proven_again_by_passkey(session, used(&passkey, state), later).await
        };
        assert!(!proved("bob", "04").await?);
        assert!(proved("second", "04").await?);
        assert_eq!((whole(store, "second").await?.proved, whole(store, "bob").await?.proved), (later, NOW));
        Ok(())
    })
}

#[test]
fn passkeys_of_attendees_and_of_those_who_work_here_are_none_of_each_others() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        administrator(store, "ada@b.example", "one").await?;
        let attendee = account(store, 1, "ada@b.example").await?;
        store.add_account_passkey(&attendee, key(1), String::new(), NOW, NOW).await?;
        assert_eq!(add(store, "one", 1).await?, AddedPasskey::Known);
        assert_eq!(add(store, "one", 2).await?, AddedPasskey::Added);
        let (theirs, hers) = (find(store, 1).await?, find(store, 2).await?);
        assert_eq!(store.sign_in_member_by_passkey(used(&theirs, "01"), None, session("no", NOW)).await?, None);
        assert!(!store.proven_again_by_passkey(whole(store, "one").await?, used(&theirs, "01"), NOW).await?);
        let attending = NewSession { token: "no".to_owned(), former: None, device: String::new(), now: NOW };
        assert_eq!(store.sign_in_by_passkey(used(&hers, "01"), attending).await?, None);
        assert_eq!((store.member_session("no", NOW).await?, store.account_session("no", NOW).await?), (None, None));
        // Neither was used up.
        assert_eq!((find(store, 1).await?.used, find(store, 2).await?.used), (None, None));
        Ok(())
    })
}
