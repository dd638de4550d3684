//! Sending: who claims a mail, what becomes of it, and what is kept.

use std::collections::HashSet;

use domain::content::Id;
use domain::mail::{Letter, Verdict, Withdrawn};
use domain::time::Instant;
use store::{ClaimedMail, NextMail, OutboxMail, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{NOW, wish};
use crate::sample::id;

/// Real time: another than the site's, as in a rehearsal.
const REAL: Instant = Instant::from_milliseconds(1_790_000_000_000);

fn lease() -> Instant {
    REAL.plus_minutes(5)
}

async fn claim(store: &Store, limit: u32) -> Result<Vec<ClaimedMail>, Failure> {
    Ok(store.claim_mail(NOW, REAL, lease(), limit, 0).await?)
}

/// So many people ask for a place at `event`, each a mail.
async fn letters(store: &Store, event: u128, count: u32, domain: &str) -> Checked {
    for number in 0..count {
        store.register(wish(id(event), None, &format!("p{number}@{domain}"))).await?;
    }
    Ok(())
}

async fn find(store: &Store, mail: Id) -> Result<OutboxMail, Failure> {
    let all = store.outbox(NOW, 200, None).await?;
    all.into_iter().find(|found| found.id == mail).ok_or_else(|| "the mail is gone".into())
}

fn token_of(letter: &Letter) -> &str {
    if let Letter::ConfirmRegistration { confirm_token, .. } = letter { confirm_token } else { "" }
}

#[test]
fn a_mail_is_claimed_by_one_sender_sent_once_and_forgets_its_links() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        letters(store, 2000, 40, "x.example").await?;
        // Everybody claims at the same moment; nobody gets what another has.
        let claims = futures::future::join_all((0..8).map(|_| claim(store, 7))).await;
        let mut seen = HashSet::new();
        for claimed in claims.into_iter().collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
            assert!(seen.insert(claimed.mail.id), "claimed twice");
            assert_eq!((claimed.mail.attempts, claimed.lease), (1, lease()));
        }
        while let Some(claimed) = claim(store, 1).await?.pop() {
            assert!(seen.insert(claimed.mail.id), "claimed twice");
        }
        assert_eq!(seen.len(), 40);
        assert_eq!(store.next_mail().await?, NextMail { due: None, lease: Some(lease()) });

        // Whoever claimed them died: when the lease ends they come back, as a second attempt.
        let after = lease();
        let mut again = store.claim_mail(NOW, after, after.plus_minutes(5), 50, 0).await?;
        assert_eq!(again.len(), 40);
        let second = again.pop().ok_or("nothing was claimed")?;
        assert_eq!(second.mail.attempts, 2);
        assert!(!token_of(&second.mail.letter).is_empty());

        // The first claimer was only slow. What it says about a failure does not count any more, but sent is sent.
        let slow = ClaimedMail { lease: lease(), ..second.clone() };
        store.mail_failed(&slow, "too late", Verdict::GivenUp, NOW).await?;
        store.mail_dropped(&slow, Withdrawn::TooLate, NOW).await?;
        assert_eq!(find(store, slow.mail.id).await?, second.mail);
        store.mail_sent(&slow.mail, NOW.plus_minutes(1)).await?;
        store.mail_sent(&second.mail, NOW.plus_minutes(2)).await?;
        let sent = find(store, second.mail.id).await?;
        assert_eq!(sent.sent, Some(NOW.plus_minutes(1)));
        assert_eq!((sent.to.as_str(), token_of(&sent.letter)), (second.mail.to.as_str(), ""));

        // What is no longer true is not sent and keeps no link either.
        let dropped = again.pop().ok_or("nothing was claimed")?;
        store.mail_dropped(&dropped, Withdrawn::TooLate, NOW).await?;
        let seen = find(store, dropped.mail.id).await?;
        assert_eq!((seen.dropped, seen.last_error.as_deref()), (Some(NOW), Some("too_late")));
        assert_eq!(token_of(&seen.letter), "");
        assert!(store.claim_mail(NOW, after.plus_minutes(60), after.plus_minutes(65), 50, 0).await?.len() == 38);
        Ok(())
    })
}

#[test]
fn a_failed_mail_waits_and_a_dead_one_waits_for_a_person() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        letters(store, 2000, 2, "x.example").await?;
        let claimed = claim(store, 2).await?;
        let [first, second] = claimed.as_slice() else { return Err("two mails were not claimed".into()) };
        assert!(first.mail.number < second.mail.number);

        let verdict = Verdict::Again { milliseconds: 60_000 };
        store.mail_failed(first, "450 try later", verdict, NOW).await?;
        store.mail_failed(second, "550 no such user", Verdict::GivenUp, NOW).await?;
        assert_eq!(store.next_mail().await?, NextMail { due: Some(NOW.plus_minutes(1)), lease: None });
        assert!(claim(store, 2).await?.is_empty(), "one waits, one is dead");
        let dead = store.dead_letters(10, None).await?;
        let [dead] = dead.as_slice() else { return Err("one dead letter is expected".into()) };
        assert_eq!((dead.id, dead.dead, dead.attempts), (second.mail.id, Some(NOW), 1));
        assert_eq!(dead.last_error.as_deref(), Some("550 no such user"));
        assert!(!token_of(&dead.letter).is_empty(), "it may be tried again");
        assert_eq!(store.count_dead_letters().await?, 1);

        // A minute later the first is tried again; the mail server is away, which is not the mail's fault.
        let later = NOW.plus_minutes(1);
        let mut again = store.claim_mail(later, REAL, lease(), 9, 0).await?;
        let back = again.pop().filter(|_| again.is_empty()).ok_or("one mail is due")?;
        assert_eq!((back.mail.id, back.mail.attempts), (first.mail.id, 2));
        store.put_mail_back(&back, "no connection", later.plus_minutes(5)).await?;
        let waiting = find(store, first.mail.id).await?;
        assert_eq!((waiting.attempts, waiting.due), (1, NOW.plus_minutes(6)));
        assert_eq!(waiting.last_error.as_deref(), Some("no connection"));

        // A person has the dead one tried again, once.
        let mut changes = store.changes();
        assert!(store.retry_mail(second.mail.id, later).await?);
        assert_eq!(changes.recv().await?, store::Change::Outbox);
        assert!(!store.retry_mail(second.mail.id, later).await?, "it is not dead any more");
        assert!(!store.retry_mail(id(9), later).await?);
        let mut anew = store.claim_mail(later, REAL, lease(), 9, 0).await?;
        let anew = anew.pop().ok_or("it is due at once")?;
        assert_eq!((anew.mail.id, anew.mail.attempts), (second.mail.id, 1));
        assert_eq!(store.count_dead_letters().await?, 0);
        Ok(())
    })
}

#[test]
fn a_domain_is_not_overrun_and_holds_nobody_else_up() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        letters(store, 2000, 6, "Busy.Example").await?;
        letters(store, 2001, 1, "quiet.example").await?;
        let at = async |real: Instant| store.claim_mail(NOW, real, real.plus_minutes(5), 4, 500).await;
        let busy = at(REAL).await?;
        assert_eq!(busy.len(), 4);
        assert!(busy.iter().all(|claimed| claimed.mail.to.ends_with("@Busy.Example")));
        let quiet = at(REAL).await?;
        assert_eq!(quiet.iter().map(|claimed| claimed.mail.to.as_str()).collect::<Vec<_>>(), ["p0@quiet.example"]);
        // Four mails at half a second each: two seconds.
        assert!(at(REAL.plus_milliseconds(1_999)).await?.is_empty());
        assert_eq!(at(REAL.plus_milliseconds(2_000)).await?.len(), 2);
        Ok(())
    })
}
