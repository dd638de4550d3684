//! Signing in by mail: who proves an address, how often it may be tried, and how sessions end.

use domain::account::{CODE_MINUTES, DAY_GUESSES, MAILS, MAILS_MINUTES};
use domain::mail::Letter;
use domain::registration::RegistrationState;
use domain::time::Instant;
use futures::future::join_all;
use store::{Erased, Events, NewSession, SignIn, Store, StoreError};

use crate::harness::{Checked, on_both};
use crate::load::{EVER, NOW, terms, wish as registration};
use crate::sample::id;

/// A wish whose link, code and browser can be told from others by its number.
fn wish(number: u32, email: &str, now: Instant) -> SignIn {
    SignIn {
        email: email.to_owned(),
        link_token: format!("link-{number}"),
        code: format!("{number:06}"),
        browser_token: format!("browser-{number}"),
        now,
        real_now: now,
    }
}

fn session(token: &str, now: Instant) -> NewSession {
    NewSession { token: token.to_owned(), former: None, device: "Firefox · Linux".to_owned(), now }
}

async fn by_code(store: &Store, email: &str, code: &str, now: Instant) -> Result<bool, StoreError> {
    Ok(store.sign_in_by_code(email, code, session(&format!("session of {code}"), now)).await?.is_some())
}

#[test]
fn a_link_works_once_in_the_browser_that_asked_and_a_code_anywhere() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.ask_to_sign_in(wish(1, "Müller@Klinikum-Köln.DE", NOW)).await?;
        let mails = store.outbox(NOW, 10, None).await?;
        let letter = Letter::SignIn { link_token: "link-1".to_owned(), code: "000001".to_owned() };
        assert_eq!(
            mails.iter().map(|mail| (mail.to.as_str(), &mail.letter)).collect::<Vec<_>>(),
            [("Müller@Klinikum-Köln.DE", &letter)]
        );
        let seen = store.sign_in_of_browser("browser-1", Some("link-1"), NOW).await?;
        assert_eq!(seen, Some(("Müller@Klinikum-Köln.DE".to_owned(), true)));
        assert_eq!(store.sign_in_of_browser("browser-1", Some("link-2"), NOW).await?.map(|seen| seen.1), Some(false));
        assert_eq!(store.sign_in_of_browser("browser-2", Some("link-1"), NOW).await?, None);

        // Another browser, another link, another time: nothing, and nothing is used up by it.
        let late = NOW.plus_minutes(CODE_MINUTES);
        for (link, browser, now) in
            [("link-1", "browser-2", NOW), ("link-2", "browser-1", NOW), ("", "", NOW), ("link-1", "browser-1", late)]
        {
            assert_eq!(store.sign_in_by_link(link, browser, session("no", now)).await?, None, "{link} {browser}");
        }
        assert_eq!(store.account_session("no", NOW).await?, None);
        let just_in_time = late.plus_milliseconds(-1);
        let first = store.sign_in_by_link("link-1", "browser-1", session("one", just_in_time)).await?;
        let first = first.ok_or("the link did not work")?;
        // Used up, with its code.
        assert_eq!(store.sign_in_by_link("link-1", "browser-1", session("two", NOW)).await?, None);
        assert!(!by_code(store, "müller@klinikum-köln.de", "000001", NOW).await?);

        // The same address, written otherwise, is the same account; a code needs no browser.
        store.ask_to_sign_in(wish(2, "MÜLLER@klinikum-köln.de", NOW)).await?;
        let again = store.sign_in_by_code("müller@klinikum-köln.de", "000002", session("two", NOW)).await?;
        assert_eq!(again.as_ref(), Some(&first));
        assert_eq!(store.sign_in_by_link("link-2", "browser-2", session("three", NOW)).await?, None);
        // A code proves its own address only.
        store.ask_to_sign_in(wish(3, "a@example.org", NOW)).await?;
        assert!(!by_code(store, "b@example.org", "000003", NOW).await?);
        assert!(by_code(store, "a@example.org", "000003", NOW).await?);
        Ok(())
    })
}

#[test]
fn mails_and_guesses_are_few() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mails = async || Ok::<_, StoreError>(store.outbox(EVER, 200, None).await?.len());
        // What is asked for too often is answered the same, and its code is nobody's.
        for number in 1..=5 {
            store.ask_to_sign_in(wish(number, "a@example.org", NOW)).await?;
            let asked = store.sign_in_of_browser(&format!("browser-{number}"), None, NOW).await?;
            assert_eq!(asked, Some(("a@example.org".to_owned(), false)));
        }
        assert_eq!(i64::try_from(mails().await?)?, MAILS);
        assert!(!by_code(store, "a@example.org", "000005", NOW).await?);
        store.ask_to_sign_in(wish(6, "b@example.org", NOW)).await?;
        let later = NOW.plus_minutes(MAILS_MINUTES);
        store.ask_to_sign_in(wish(7, "a@example.org", later)).await?;
        assert_eq!(i64::try_from(mails().await?)?, MAILS + 2);

        // The sixth guess is one too many, even if it is right.
        for _ in 0..5 {
            assert!(!by_code(store, "a@example.org", "999999", later).await?);
        }
        assert!(!by_code(store, "a@example.org", "000007", later).await?);
        // The link is not concerned by what others guess.
        assert!(store.sign_in_by_link("link-7", "browser-7", session("one", later)).await?.is_some());

        // Whoever asks for code after code has so many guesses a day; the next day there are new ones.
        let mut now = later.plus_minutes(MAILS_MINUTES);
        let (mut number, mut guesses) = (100, 7);
        while guesses < DAY_GUESSES {
            store.ask_to_sign_in(wish(number, "a@example.org", now)).await?;
            for _ in 0..4.min(DAY_GUESSES - guesses) {
                assert!(!by_code(store, "a@example.org", "999999", now).await?);
                guesses += 1;
            }
            (number, now) = (number + 1, now.plus_minutes(MAILS_MINUTES));
        }
        store.ask_to_sign_in(wish(900, "a@example.org", now)).await?;
        assert!(!by_code(store, "a@example.org", "000900", now).await?, "too many today");
        let tomorrow = now.plus_minutes(24 * 60);
        store.ask_to_sign_in(wish(901, "a@example.org", tomorrow)).await?;
        assert!(by_code(store, "a@example.org", "000901", tomorrow).await?);
        // Letters whose keys are long dead are gone.
        assert_eq!(mails().await?, 1);
        Ok(())
    })
}

#[test]
fn sessions_end_by_time_by_a_new_proof_and_by_their_owner() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let begin = async |number, email: &str, session: NewSession| {
            store.ask_to_sign_in(wish(number, email, session.now)).await?;
            let account = store.sign_in_by_code(email, &format!("{number:06}"), session).await?;
            account.ok_or(StoreError::Busy)
        };
        let account = begin(1, "a@example.org", session("one", NOW)).await?;
        assert_eq!(store.account_session("one", NOW).await?.map(|session| session.account), Some(account.clone()));
        // Idle after two weeks without a request, and not before.
        let days = |days: i64| NOW.plus_minutes(days * 24 * 60);
        assert!(store.account_session("one", days(13)).await?.is_some());
        assert!(store.account_session("one", days(26)).await?.is_some());
        assert!(store.account_session("one", days(30).plus_milliseconds(-1)).await?.is_some());
        assert_eq!(store.account_session("one", days(30)).await?, None);

        // A browser that signs in again has one session, under another key.
        let former = Some("one".to_owned());
        begin(2, "a@example.org", NewSession { former, ..session("two", NOW) }).await?;
        assert_eq!(store.account_session("one", NOW).await?, None);
        begin(3, "b@example.org", session("other", NOW)).await?;
        let third = begin(4, "a@example.org", session("three", NOW.plus_minutes(1))).await?;
        assert_eq!(third, account);
        let devices = store.account_devices(account.id, NOW).await?;
        assert_eq!(devices.iter().map(|device| device.device.as_str()).collect::<Vec<_>>(), ["Firefox · Linux"; 2]);

        // Nobody ends what is another's.
        let others = store.account_session("other", NOW).await?.ok_or("no session")?;
        assert!(!store.end_account_session(account.id, others.id).await?);
        assert!(store.account_session("other", NOW).await?.is_some());
        let two = store.account_session("two", NOW).await?.ok_or("no session")?;
        assert!(store.end_account_session(account.id, two.id).await?);
        assert_eq!(store.account_session("two", NOW).await?, None);
        assert_eq!(store.end_account_sessions(account.id).await?, 1);
        assert_eq!(store.account_session("three", NOW).await?, None);
        assert!(store.account_session("other", NOW).await?.is_some());

        // No more than twenty: the one that was left alone longest goes.
        for number in 0..22_u32 {
            let now = NOW.plus_minutes(120 * i64::from(number));
            begin(1_000 + number, "c@example.org", session(&format!("c{number}"), now)).await?;
        }
        let end = NOW.plus_minutes(22 * 120);
        assert_eq!(store.account_session("c1", end).await?, None);
        assert!(store.account_session("c2", end).await?.is_some());
        Ok(())
    })
}

#[test]
fn an_erasure_leaves_nothing_of_the_person_and_gives_their_place_on() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let (over, ahead) = (id(2000), id(2001));
        for (event, email) in [(over, "Ada@example.org"), (ahead, "ada@example.org")] {
            let request = registration(event, Some(1), email);
            store.register(request.clone()).await?;
            store.confirm_registration(&request.confirm_token, terms(Some(1)), NOW).await?;
        }
        let next = registration(ahead, Some(1), "bob@example.org");
        store.register(next.clone()).await?;
        store.confirm_registration(&next.confirm_token, terms(Some(1)), NOW).await?;
        store.calendar_feed_create("ada@example.org", "feed", NOW).await?;
        store.ask_to_sign_in(wish(1, "ada@example.org", NOW)).await?;
        let signed_in = store.sign_in_by_code("ada@example.org", "000001", session("one", NOW)).await?;
        let account = signed_in.ok_or("not signed in")?;
        let deeds = "+/sessions/a\n+/sessions/b\n-/sessions/a\n=/sessions/a\n".to_owned();
        let stars = store.merge_account_stars(account.id, deeds, NOW).await?;
        assert_eq!(
            stars.iter().map(|(path, saved)| (path.as_str(), *saved)).collect::<Vec<_>>(),
            [("/sessions/a", false), ("/sessions/b", true)]
        );
        assert_eq!(store.account_stars(account.id).await?, stars);
        let took_part = store.registrations_of("ADA@example.org").await?;
        assert_eq!(took_part.len(), 2);

        // Nobody opens what is another's.
        let others = store.registrations_of("bob@example.org").await?;
        assert!(!store.open_registration("ada@example.org", others[0].id, "token", NOW).await?);
        assert!(store.open_registration("bob@example.org", others[0].id, "token", NOW).await?);

        let events = Events::from([(over, (terms(Some(1)), true)), (ahead, (terms(Some(1)), false))]);
        let erased = store.erase_account(account.clone(), events, NOW).await?;
        assert_eq!(erased, Erased { deleted: 1, anonymised: 1 });
        assert_eq!(store.registrations_of("ada@example.org").await?, []);
        assert_eq!(store.account_session("one", NOW).await?, None);
        assert_eq!(store.calendar_feed_of("ada@example.org").await?, None);
        assert!(store.account_stars(account.id).await?.is_empty());
        let mails = store.outbox(EVER, 200, None).await?;
        assert!(mails.iter().all(|mail| mail.to == "bob@example.org"), "{mails:?}");
        // That somebody took part is still counted, by nothing that tells who.
        assert_eq!(store.places(over).await?.taken, 1);
        let left: Vec<_> = join_all(took_part.iter().map(|found| store.registration(found.id))).await;
        let left = left.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect::<Vec<_>>();
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].name.as_str(), left[0].email.as_str(), left[0].event), ("", "", over));
        assert!(!format!("{left:?}").to_lowercase().contains("ada@"));
        // The place went on to the next.
        assert_eq!(store.registrations_of("bob@example.org").await?[0].state, RegistrationState::Offered);
        // The address is as good as new.
        store.ask_to_sign_in(wish(2, "ada@example.org", NOW)).await?;
        let again = store.sign_in_by_code("ada@example.org", "000002", session("two", NOW)).await?;
        assert!(again.is_some_and(|again| again.id != account.id));
        Ok(())
    })
}
