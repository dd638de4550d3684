//! Those who work here: how each proof is used up, what ends sessions, and that somebody may always let others in.

use domain::content::Id;
use domain::mail::Letter;
use domain::staff::{FREE_ATTEMPTS, Notice, Role, SecondFactor, Stage, recovery_code};
use domain::time::Instant;
use futures::future::join_all;
use store::{Changed, Enrolment, NewFactor, NewMember, NewMemberSession, StaffMember, Store, StoreError};

use crate::harness::{Checked, on_both};
use crate::load::NOW;

pub(crate) fn session(token: &str, now: Instant) -> NewMemberSession {
    NewMemberSession {
        token: token.to_owned(),
        former: None,
        device: "Firefox · Linux".to_owned(),
        device_token: "browser".to_owned(),
        now,
        site_now: now,
    }
}

pub(crate) fn new_member(email: &str) -> NewMember {
    NewMember {
        name: "Ada".to_owned(),
        email: email.to_owned(),
        password_hash: "$argon2id$1".to_owned(),
        totp_secret: "SECRET".to_owned(),
    }
}

pub(crate) fn codes(seed: u8) -> Vec<String> {
    (0..3).map(|number| recovery_code([seed + number; 15])).collect()
}

/// An administrator with a second factor and a session under `token`.
pub(crate) async fn administrator(store: &Store, email: &str, token: &str) -> Result<StaffMember, StoreError> {
    store.create_setup_token(email, NOW).await?;
    let enrolling = format!("{token} enrolling");
    assert!(store.set_up_administrator(email, new_member(email), session(&enrolling, NOW)).await?);
    let enrolment =
        Enrolment { token: enrolling, factor: NewFactor::Authenticator { step: 100 }, recovery_codes: codes(1) };
    store.enrol(enrolment, session(token, NOW)).await?.ok_or(StoreError::Busy)
}

pub(crate) async fn notices(store: &Store) -> Result<Vec<Notice>, StoreError> {
    let mails = store.outbox(NOW.plus_minutes(100_000), 200, None).await?;
    Ok(mails
        .iter()
        .rev()
        .filter_map(|mail| match &mail.letter {
            Letter::SecurityNotice { notice, .. } => Some(*notice),
            _ => None,
        })
        .collect())
}

#[test]
fn the_set_up_link_makes_one_administrator_who_needs_a_second_factor_first() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        assert!(!store.staff_has_administrator().await?);
        store.create_setup_token("link", NOW).await?;
        store.create_setup_token("other", NOW).await?;
        assert!(!store.set_up_administrator("guess", new_member("a@b.example"), session("no", NOW)).await?);
        assert!(!store.staff_has_administrator().await?);
        assert!(store.set_up_administrator("link", new_member("Ada@B.example"), session("first", NOW)).await?);
        assert!(store.staff_has_administrator().await?);
        // Used up, and every other that was printed with it.
        for link in ["link", "other"] {
            assert!(!store.set_up_administrator(link, new_member("thief@b.example"), session("no", NOW)).await?);
        }
        let first = store.member_session("first", NOW).await?.ok_or("no session")?;
        assert_eq!((first.stage, first.new_secret.as_deref()), (Stage::Enrolling, Some("SECRET")));
        assert_eq!(store.member_session("first", NOW.plus_minutes(60)).await?, None);

        store.show_secret(&first, "OTHER").await?;
        let enrolment = Enrolment {
            token: "first".to_owned(),
            factor: NewFactor::Authenticator { step: 7 },
            recovery_codes: codes(1),
        };
        let enrolled = store.enrol(enrolment.clone(), session("second", NOW)).await?.ok_or("not enrolled")?;
        assert_eq!((enrolled.email.as_str(), enrolled.role), ("Ada@B.example", Role::Administrator));
        // The session is another, and the first is over.
        assert_eq!(store.member_session("first", NOW).await?, None);
        assert_eq!(store.enrol(enrolment, session("third", NOW)).await?, None);
        assert_eq!(store.member_session("second", NOW).await?.map(|session| session.stage), Some(Stage::Whole));
        let secrets = store.staff_secrets_of("ADA@b.example").await?.ok_or("nobody")?;
        assert_eq!(secrets.totp_secret.as_deref(), Some("OTHER"));
        assert_eq!(store.recovery_codes_left(enrolled.id).await?, 3);
        assert_eq!(notices(store).await?, []);

        // Lost the telephone: another link, the same address. What was there before opens nothing.
        store.create_setup_token("again", NOW).await?;
        assert!(store.set_up_administrator("again", new_member("ada@b.example"), session("fourth", NOW)).await?);
        assert_eq!(store.member_session("second", NOW).await?, None);
        assert_eq!(store.recovery_codes_left(enrolled.id).await?, 0);
        assert_eq!(
            store
                .staff_members()
                .await?
                .iter()
                .map(|found| (found.member.id, found.has_second_factor))
                .collect::<Vec<_>>(),
            [(enrolled.id, false)]
        );
        Ok(())
    })
}

#[test]
fn each_second_factor_is_used_once_and_only_after_the_password() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let member = administrator(store, "a@b.example", "one").await?;
        let password = async |token: &str, hash: &str| {
            store.end_member_session(token).await?;
            store.password_proven(member.id, hash, "NEW".to_owned(), session(token, NOW)).await
        };
        assert_eq!(password("half", "$argon2id$0").await?, None, "another password by now");
        assert_eq!(password("half", "$argon2id$1").await?, Some(Stage::Code));
        let prove = async |from: &str, factor, to: &str| {
            Ok::<_, StoreError>(store.second_factor_proven(from, factor, session(to, NOW)).await?.is_some())
        };
        // A session that is whole already, one that does not exist, a step that was used at enrolling.
        assert!(!prove("one", SecondFactor::Authenticator(101), "no").await?);
        assert!(!prove("nothing", SecondFactor::Authenticator(101), "no").await?);
        assert!(!prove("half", SecondFactor::Authenticator(100), "no").await?);
        assert!(prove("half", SecondFactor::Authenticator(101), "two").await?);
        assert_eq!(store.member_session("two", NOW).await?.map(|session| session.stage), Some(Stage::Whole));
        for step in [100, 101] {
            password("half", "$argon2id$1").await?;
            assert!(!prove("half", SecondFactor::Authenticator(step), "no").await?, "{step}");
        }
        // Many at once with the same code: one.
        let tokens: Vec<String> = (0..8).map(|number| format!("race {number}")).collect();
        for token in &tokens {
            password(token, "$argon2id$1").await?;
        }
        let all = tokens.iter().map(|token| {
            store.second_factor_proven(token, SecondFactor::Authenticator(102), session(&format!("{token} won"), NOW))
        });
        let won = join_all(all).await.into_iter().filter(|proven| matches!(proven, Ok(Some(_)))).count();
        assert_eq!(won, 1);

        // Recovery codes, however they are written down here.
        let code = codes(1)[0].replace('-', "");
        password("half", "$argon2id$1").await?;
        assert!(prove("half", SecondFactor::Recovery(code.clone()), "three").await?);
        password("half", "$argon2id$1").await?;
        assert!(!prove("half", SecondFactor::Recovery(code), "no").await?);
        assert_eq!(store.recovery_codes_left(member.id).await?, 2);
        assert_eq!(notices(store).await?, [Notice::RecoveryCodeUsed]);
        // An unfinished sign-in ends after ten minutes.
        assert_eq!(store.member_session("half", NOW.plus_minutes(10)).await?, None);

        // Another browser is told of, once.
        for (number, expected) in [(201, 2), (202, 2)] {
            password("half", "$argon2id$1").await?;
            let elsewhere =
                NewMemberSession { device_token: "elsewhere".to_owned(), ..session(&format!("e{number}"), NOW) };
            assert!(
                store.second_factor_proven("half", SecondFactor::Authenticator(number), elsewhere).await?.is_some()
            );
            assert_eq!(notices(store).await?.len(), expected);
        }
        assert!(store.staff_knows_device("A@B.example", "elsewhere").await?);
        assert!(!store.staff_knows_device("a@b.example", "nowhere").await?);
        assert!(!store.staff_knows_device("b@b.example", "elsewhere").await?);

        // Proven again, in the session that goes on.
        let later = NOW.plus_minutes(30);
        let two = store.member_session("two", later).await?.ok_or("no session")?;
        assert_eq!(two.proved, NOW);
        assert!(!store.proven_again(two.clone(), Some(SecondFactor::Authenticator(202)), later, later).await?);
        assert_eq!(store.member_session("two", later).await?.map(|session| session.proved), Some(NOW));
        assert!(store.proven_again(two.clone(), Some(SecondFactor::Authenticator(203)), later, later).await?);
        assert_eq!(store.member_session("two", later).await?.map(|session| session.proved), Some(later));
        let last = later.plus_minutes(1);
        assert!(store.proven_again(two, None, last, last).await?);
        assert_eq!(store.member_session("two", last).await?.map(|session| session.proved), Some(last));
        Ok(())
    })
}

#[test]
fn sessions_end_by_time_by_their_owner_and_by_another_password() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let member = administrator(store, "a@b.example", "one").await?;
        // Idle: over after an hour without a request, not after an hour of requests; and after half a day in any case.
        let mut now = NOW;
        while now.plus_minutes(59) < NOW.plus_minutes(12 * 60) {
            now = now.plus_minutes(59);
            assert!(store.member_session("one", now).await?.is_some());
        }
        assert!(store.member_session("one", NOW.plus_minutes(12 * 60).plus_milliseconds(-1)).await?.is_some());
        assert_eq!(store.member_session("one", NOW.plus_minutes(12 * 60)).await?, None);

        let begin = async |step, token: &str, former: Option<&str>| {
            store.password_proven(member.id, "$argon2id$1", String::new(), session("half", NOW)).await?;
            let session = NewMemberSession { former: former.map(str::to_owned), ..session(token, NOW) };
            store.second_factor_proven("half", SecondFactor::Authenticator(step), session).await
        };
        begin(200, "two", Some("half")).await?;
        assert_eq!(store.member_session("half", NOW).await?, None, "a new proof is a new session");
        begin(201, "three", Some("half")).await?;
        begin(202, "four", Some("half")).await?;
        let found = async |token: &str| store.member_session(token, NOW).await;
        let (two, three) = (found("two").await?.ok_or("over")?, found("three").await?.ok_or("over")?);
        assert!(!store.end_session_of_member(Id::from_u128(9), two.id).await?, "nobody ends what is another's");
        assert_eq!(store.member_devices(member.id, NOW).await?.len(), 4);
        assert!(store.end_session_of_member(member.id, two.id).await?);
        assert_eq!(found("two").await?, None);

        store.change_password(member.clone(), "$argon2id$2".to_owned(), three.id, "", NOW).await?;
        assert_eq!(found("four").await?, None);
        assert_eq!(found("three").await?, Some(three));
        assert_eq!(notices(store).await?, [Notice::PasswordChanged]);
        assert_eq!(store.password_proven(member.id, "$argon2id$1", String::new(), session("no", NOW)).await?, None);
        store.end_member_session("three").await?;
        assert_eq!(found("three").await?, None);

        // Another second factor ends every session but the one that is begun with it, and is told of.
        store.password_proven(member.id, "$argon2id$2", String::new(), session("half", NOW)).await?;
        store.second_factor_proven("half", SecondFactor::Authenticator(300), session("five", NOW)).await?;
        let five = found("five").await?.ok_or("over")?;
        let enrolment = Enrolment {
            token: "five".to_owned(),
            factor: NewFactor::Authenticator { step: 1 },
            recovery_codes: codes(9),
        };
        assert_eq!(store.enrol(enrolment.clone(), session("six", NOW)).await?, None, "nothing was shown");
        store.show_secret(&five, "ANOTHER").await?;
        assert!(store.enrol(enrolment, session("six", NOW)).await?.is_some());
        assert_eq!(found("five").await?, None);
        assert!(found("six").await?.is_some());
        assert_eq!(notices(store).await?, [Notice::PasswordChanged, Notice::SecondFactorChanged]);
        assert_eq!(store.end_sessions_of_member(member.id).await?, 1);
        Ok(())
    })
}

#[test]
fn wrong_ones_in_a_row_have_to_wait_however_many_come_at_once() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let many = join_all((0..40).map(|_| store.staff_attempt("a", NOW))).await;
        let admitted = many.into_iter().filter(|attempt| matches!(attempt, Ok(None))).count();
        assert_eq!(admitted, FREE_ATTEMPTS as usize);
        assert_eq!(store.staff_attempt("b", NOW).await?, None);
        assert_eq!(store.staff_attempt("a", NOW).await?, Some(60));
        let later = NOW.plus_minutes(1);
        assert_eq!(store.staff_attempt("a", later).await?, None);
        assert_eq!(store.staff_attempt("a", later).await?, Some(120));
        store.staff_attempt_was_right("a").await?;
        assert_eq!(store.staff_attempt("a", later).await?, None);
        // Forgotten after a day without any.
        for _ in 1..FREE_ATTEMPTS {
            assert_eq!(store.staff_attempt("a", later).await?, None);
        }
        assert_eq!(store.staff_attempt("a", later).await?, Some(60));
        for _ in 0..FREE_ATTEMPTS {
            assert_eq!(store.staff_attempt("a", later.plus_minutes(24 * 60)).await?, None);
        }
        Ok(())
    })
}

#[test]
fn there_is_always_an_administrator() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let first = administrator(store, "a@b.example", "one").await?;
        assert_eq!(store.change_role(first.id, Role::Editor, None).await?, Changed::LastAdministrator);
        assert_eq!(store.remove_member(first.id).await?, Changed::LastAdministrator);
        assert_eq!(store.change_role(first.id, Role::Administrator, None).await?, Changed::Done);
        assert_eq!(store.remove_member(Id::from_u128(9)).await?, Changed::Gone);
        let second = administrator(store, "b@b.example", "two").await?;
        // Both at the same moment: one of them stays.
        let (one, two) = (store.change_role(first.id, Role::Moderator, None), store.remove_member(second.id));
        let (one, two) = futures::future::join(one, two).await;
        let done = [one?, two?].into_iter().filter(|changed| *changed == Changed::Done).count();
        assert_eq!(done, 1);
        assert!(store.staff_has_administrator().await?);
        // A role is another at once, in sessions that go on; who is gone is signed out.
        let third = administrator(store, "c@b.example", "three").await?;
        assert_eq!(store.change_role(third.id, Role::Moderator, None).await?, Changed::Done);
        let role = store.member_session("three", NOW).await?.map(|session| session.member.role);
        assert_eq!(role, Some(Role::Moderator));
        assert_eq!(store.remove_member(third.id).await?, Changed::Done);
        assert_eq!(store.member_session("three", NOW).await?, None);
        assert!(store.staff_secrets(third.id).await?.is_none());
        Ok(())
    })
}
