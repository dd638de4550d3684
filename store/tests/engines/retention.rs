//! What was kept long enough goes piece by piece, with the line that says how much; what is still needed stays.

use std::collections::BTreeMap;
use std::process::Stdio;

use domain::content::Id;
use domain::desk::{Kind, replace};
use domain::mail::{Letter, LetterKind};
use domain::progress::CompletionRule;
use domain::settings::Kept;
use domain::time::{Date, Instant};
use futures::future::join_all;
use store::{NewMail, Outlived, Store};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::Command;

use crate::cluster::Failure;
use crate::desk::{done, first, undone, with};
use crate::harness::{Checked, on_both};
use crate::library::{seen, signed_in};
use crate::load::{EVER, NOW, terms, wish};
use crate::sample::{id, programme};

/// Tells this test, started anew as a child, from which database to delete until it is killed.
const CHILD: &str = "CONTINUUM_TEST_FORGET_UNTIL_KILLED";
const PEOPLE: u64 = 1_000;
const OVER: u128 = 11;
const COMING: u128 = 12;

fn outlived(kept: Kept, before: Instant) -> Outlived {
    Outlived { kept, before, over: vec![id(OVER)], coming: vec![id(COMING)] }
}

fn day() -> Result<Date, Failure> {
    Date::new(2026, 3, 2).ok_or_else(|| "no day".into())
}

/// Deletes all of it; how much.
async fn forget(store: &Store, outlived: &Outlived) -> Result<u64, Failure> {
    let mut all = 0;
    loop {
        match store.forget_outlived(outlived, day()?, NOW).await? {
            0 => return Ok(all),
            piece => all += piece,
        }
    }
}

async fn registered(store: &Store, event: u128, email: &str, is_confirmed: bool) -> Result<Id, Failure> {
    let wish = wish(id(event), None, email);
    store.register(wish.clone()).await?;
    if is_confirmed {
        store.confirm_registration(&wish.confirm_token, terms(None), NOW).await?;
    }
    Ok(store.registrations_of(email).await?.first().ok_or("no registration")?.id)
}

async fn put(store: &Store, key: &str) -> Result<(), Failure> {
    let letter = Letter::Trial { of: LetterKind::Confirmed };
    let (to, dedupe_key) = ("ada@staff.example".to_owned(), key.to_owned());
    Ok(store.put_mail(NewMail { to, letter, due: NOW, dedupe_key, registration: None }, NOW).await?)
}

#[test]
fn registrations_go_after_their_event_and_mail_once_it_was_sent() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let took_part = registered(store, OVER, "ada@example.org", true).await?;
        let never_came = registered(store, OVER, "bob@example.org", false).await?;
        let comes = registered(store, COMING, "cleo@example.org", true).await?;
        put(store, "sent").await?;
        // All of it is handed over; what is written after that is not.
        loop {
            let claimed = store.claim_mail(NOW, NOW, NOW.plus_minutes(5), 50, 0).await?;
            if claimed.is_empty() {
                break;
            }
            for one in claimed {
                store.mail_sent(&one.mail, NOW).await?;
            }
        }
        put(store, "unsent").await?;
        let mail = outlived(Kept::Mail, NOW.plus_milliseconds(1));
        let all = store.outbox(EVER, 200, None).await?;
        let sent = |mail: &&store::OutboxMail| mail.sent.is_some();
        let about_coming = store.mails_of_registration(comes).await?.iter().filter(sent).count();
        let goes = all.iter().filter(sent).count() - about_coming;
        assert!(about_coming > 0 && goes > 2, "{all:?}");
        assert_eq!(store.count_outlived(&outlived(Kept::Mail, NOW)).await?, 0, "not old enough");
        assert_eq!(store.count_outlived(&mail).await?, goes as u64);
        assert_eq!(forget(store, &mail).await?, goes as u64);
        assert_eq!(store.count_outlived(&mail).await?, 0);
        let left = store.outbox(EVER, 200, None).await?;
        assert_eq!(left.len(), all.len() - goes, "what was not sent stays");
        assert!(
            left.iter().filter(sent).count() == about_coming
                && store.mails_of_registration(comes).await?.len() >= about_coming
        );

        let events: BTreeMap<Id, Instant> = store.registered_events().await?.into_iter().collect();
        assert_eq!(events, BTreeMap::from([(id(OVER), NOW), (id(COMING), NOW)]));
        let registrations = outlived(Kept::Registrations, NOW);
        assert_eq!(store.count_outlived(&registrations).await?, 2);
        assert_eq!(forget(store, &registrations).await?, 2);
        assert_eq!(store.count_outlived(&registrations).await?, 0, "whoever was made anonymous is not counted again");
        let anonymous = store.registration(took_part).await?.ok_or("nothing says that somebody took part")?;
        assert_eq!((anonymous.name.as_str(), anonymous.email.as_str(), anonymous.country.as_str()), ("", "", "IT"));
        assert_eq!(store.registration(never_came).await?, None);
        assert_eq!(store.registration(comes).await?.map(|found| found.email), Some("cleo@example.org".to_owned()));
        assert_eq!(store.registered_events().await?.len(), 1);
        assert_eq!(store.places(id(OVER)).await?.taken, 1, "how many took part is known");

        let told = store.forgotten(10).await?;
        let told: BTreeMap<Kept, u64> = told.into_iter().map(|one| (one.kept, one.amount)).collect();
        assert_eq!(told, BTreeMap::from([(Kept::Mail, goes as u64), (Kept::Registrations, 2)]));
        Ok(())
    })
}

#[test]
fn changes_what_was_watched_and_unused_accounts_go_when_they_are_old() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.save_content(&programme()?).await?;
        for name in ["Ada", "Ben", "Cleo"] {
            let content = store.working_copy().await?;
            let person = with(&content, first(&content, Kind::Person)?, "name", name)?;
            let number = done(store, replace(&content, person).map_err(|_| "it is there")?).await?;
            if name == "Ada" {
                undone(store, number).await?;
            }
        }
        // Made at 1970-01-01T00:00:01Z, four in all; the last one stays whatever its age.
        let (changes, last) = (outlived(Kept::Changes, NOW), store.last_edit());
        assert_eq!(store.count_outlived(&outlived(Kept::Changes, Instant::from_milliseconds(1_000))).await?, 0);
        assert_eq!(store.count_outlived(&changes).await?, 3);
        assert_eq!(forget(store, &changes).await?, 3);
        let left = store.edits(10, None, None).await?;
        assert_eq!((left.len(), left[0].number), (1, last));
        assert_eq!(store.working_copy().await?.people[0].name, "Cleo", "the programme stays as it is");

        let (ada, ben) = (
            signed_in(store, "ada@example.org", "111111").await?,
            signed_in(store, "ben@example.org", "222222").await?,
        );
        let cleo = signed_in(store, "cleo@example.org", "333333").await?;
        registered(store, COMING, "cleo@example.org", true).await?;
        let (old, new) = (seen("0-60000", 60_000, 0)?, seen("0-60000", 60_000, 60)?);
        let rule = CompletionRule::new(None, None);
        let of_ada = BTreeMap::from([(id(4000), (old.clone(), rule)), (id(4001), (new, rule))]);
        store.merge_progress(ada.id, of_ada).await?;
        store.merge_progress(ben.id, BTreeMap::from([(id(4000), (old, rule))])).await?;
        let later = NOW.plus_minutes(30);
        // Nobody has been here since, but Ada has watched something since, and Cleo is registered.
        let accounts = outlived(Kept::Accounts, later);
        assert_eq!(store.count_outlived(&outlived(Kept::Accounts, NOW)).await?, 0);
        assert_eq!(store.count_outlived(&accounts).await?, 1);
        let progress = outlived(Kept::Progress, later);
        assert_eq!(store.count_outlived(&progress).await?, 2);
        assert_eq!(forget(store, &progress).await?, 2);
        assert_eq!(store.progress_in(ada.id, id(4000)).await?, None);
        assert!(store.progress_in(ada.id, id(4001)).await?.is_some());
        assert_eq!(forget(store, &accounts).await?, 1);
        assert_eq!(store.account_session("222222", NOW).await?, None, "Ben's account is gone");
        for (session, account) in [("111111", ada), ("333333", cleo)] {
            let kept = store.account_session(session, NOW).await?.map(|session| session.account);
            assert_eq!(kept, Some(account));
        }
        Ok(())
    })
}

#[test]
fn a_kill_half_way_leaves_the_rest_and_the_right_number() -> Checked {
    if let Ok(url) = std::env::var(CHILD) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        return runtime.block_on(async {
            let store = Store::connect(&url).await?;
            let registrations = outlived(Kept::Registrations, NOW);
            while store.forget_outlived(&registrations, day()?, NOW).await? > 0 {
                println!("a piece is gone");
            }
            // Whoever gets so far was not killed half way.
            std::future::pending().await
        });
    }
    on_both(&async |fixture| {
        let store = &fixture.store;
        for begin in (0..PEOPLE).step_by(100) {
            let wishes =
                (begin..begin + 100).map(|number| wish(id(OVER), None, &format!("person{number}@example.org")));
            let asked = join_all(wishes.map(|wish| store.register(wish))).await;
            asked.into_iter().collect::<Result<Vec<_>, _>>()?;
        }
        let registrations = outlived(Kept::Registrations, NOW);
        assert_eq!(store.count_outlived(&registrations).await?, PEOPLE);
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--exact", "retention::a_kill_half_way_leaves_the_rest_and_the_right_number", "--nocapture"])
            .env(CHILD, &fixture.url)
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("the child has no output")?).lines();
        while let Some(line) = lines.next_line().await? {
            if line.contains("a piece is gone") {
                break;
            }
        }
        child.kill().await?;
        child.wait().await?;
        let noted =
            async || -> Result<u64, Failure> { Ok(store.forgotten(10).await?.iter().map(|one| one.amount).sum()) };
        let (gone, left) = (noted().await?, store.count_outlived(&registrations).await?);
        assert!(gone >= 200 && gone + left == PEOPLE, "{gone} are said to be gone, {left} are left");
        assert_eq!(forget(store, &registrations).await?, left);
        assert_eq!((noted().await?, store.count_outlived(&registrations).await?), (PEOPLE, 0));
        Ok(())
    })
}
