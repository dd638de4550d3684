//! Changes of events: told to everybody whom they concern, once, together, and only what is different for them.

use domain::content::{Content, Event, EventStatus, Id, Material, MaterialKind, When};
use domain::mail::{Lead, Letter, News};
use domain::registration::waiting::Terms;
use domain::time::Instant;
use store::{OutboxMail, PersonalAct, Released, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{EVER, NOW, terms, wish};
use crate::sample::{id, programme};

/// The start of the sample's webinar, a day and an hour after `NOW`.
const START: Instant = Instant::from_milliseconds(1_665_590_400_000);

struct Programme<'a> {
    store: &'a Store,
    content: Content,
}

impl Programme<'_> {
    /// Released, with a webinar that takes place.
    async fn open(store: &Store) -> Result<Programme<'_>, Failure> {
        let mut programme = Programme { store, content: programme()? };
        programme.releases(0, |event| event.status = EventStatus::Scheduled).await?;
        Ok(programme)
    }

    /// Changes the webinar in a release, so many minutes after `NOW`.
    async fn releases(&mut self, minutes: i64, edit: impl FnOnce(&mut Event)) -> Checked {
        edit(self.content.events.iter_mut().find(|event| event.id == id(2000)).ok_or("no webinar")?);
        self.store.save_content(&self.content).await?;
        match self.store.release("Any", NOW.plus_minutes(minutes)).await? {
            Released::New(_) => Ok(()),
            Released::Unchanged(_) => Err("nothing was released".into()),
        }
    }

    /// Moves it to so many minutes after its first start.
    async fn moves(&mut self, minutes: i64, to: i64) -> Checked {
        self.releases(minutes, |event| {
            if let When::Hours { start, end, .. } = &mut event.when {
                (*start, *end) = (START.plus_minutes(to), START.plus_minutes(to + 90));
            }
        })
        .await
    }

    /// Tells what is due so many minutes after `NOW`; by how many letters there are more then.
    async fn tells(&self, minutes: i64) -> Result<i64, Failure> {
        let before = news(self.store).await?.len();
        while self.store.tell_event_changes(NOW.plus_minutes(minutes)).await? {}
        Ok(i64::try_from(news(self.store).await?.len())? - i64::try_from(before)?)
    }

    /// Somebody with a place.
    async fn confirmed(&self, email: &str) -> Result<(String, Id), Failure> {
        let terms = Terms { start: START, ..terms(None) };
        let wish = wish(id(2000), None, email);
        let (confirm, manage) = (wish.confirm_token.clone(), wish.manage_token.clone());
        self.store.register(wish).await?;
        let found = self.store.confirm_registration(&confirm, terms, NOW).await?.ok_or("no registration")?;
        Ok((manage, found.id))
    }

    /// Hands everything over that is due, as a mail server that takes all of it.
    async fn sends(&self, minutes: i64) -> Checked {
        let now = NOW.plus_minutes(minutes);
        loop {
            let claimed = self.store.claim_mail(now, now, now.plus_minutes(5), 50, 0).await?;
            if claimed.is_empty() {
                return Ok(());
            }
            for claimed in claimed {
                self.store.mail_sent(&claimed.mail, now).await?;
            }
        }
    }
}

/// Every letter that tells a change, oldest first: to whom, what, and when it was known to begin.
async fn news(store: &Store) -> Result<Vec<(OutboxMail, News, i64)>, Failure> {
    let mut found = Vec::new();
    let mut before = None;
    loop {
        let page = store.outbox(EVER, 200, before).await?;
        let Some(last) = page.last() else { break };
        before = Some(last.number);
        for mail in page {
            if let Letter::News { news, before, .. } = &mail.letter {
                let (news, known) = (*news, before.span.end().milliseconds_since(START.plus_minutes(90)) / 60_000);
                found.push((mail, news, known));
            }
        }
    }
    found.reverse();
    Ok(found)
}

#[test]
fn several_changes_are_one_letter_and_what_is_undone_is_none() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut programme = Programme::open(store).await?;
        programme.confirmed("place@x.example").await?;
        // Whoever has not proven the address, or has left, is not written to; whoever waits is.
        store.register(wish(id(2000), None, "pending@x.example")).await?;
        let (gone, _) = programme.confirmed("gone@x.example").await?;
        store.act_on_registration(&gone, PersonalAct::Cancel, terms(None), NOW).await?;
        let waiting = wish(id(2000), Some(0), "waiting@x.example");
        store.register(waiting.clone()).await?;
        store.confirm_registration(&waiting.confirm_token, waiting.terms, NOW).await?;

        programme.moves(1, 60).await?;
        assert_eq!(store.next_event_change().await?, Some(NOW.plus_minutes(11)));
        assert_eq!(programme.tells(10).await?, 0, "it waits for what else may come");
        programme.moves(9, 120).await?;
        assert_eq!(programme.tells(18).await?, 0);
        assert_eq!(programme.tells(19).await?, 2);
        let told = news(store).await?;
        let mut to: Vec<&str> = told.iter().map(|(mail, ..)| mail.to.as_str()).collect();
        to.sort_unstable();
        assert_eq!(to, ["place@x.example", "waiting@x.example"]);
        assert!(
            told.iter().all(|(mail, news, known)| (*news, *known) == (News::Moved, 0) && mail.letter.lacks_links())
        );
        assert_eq!((programme.tells(60).await?, store.next_event_change().await?), (0, None));
        programme.sends(20).await?;

        // There and back within ten minutes: nobody is told anything.
        programme.moves(70, 300).await?;
        programme.releases(74, |event| event.status = EventStatus::Cancelled).await?;
        programme.releases(79, |event| event.status = EventStatus::Scheduled).await?;
        programme.moves(80, 120).await?;
        assert_eq!(programme.tells(90).await?, 0);

        // Cancelled later: told once more, with what they knew by then.
        programme.releases(100, |event| event.status = EventStatus::Cancelled).await?;
        assert_eq!(programme.tells(110).await?, 2);
        let told = news(store).await?;
        assert!(told.iter().skip(2).all(|(_, news, known)| (*news, *known) == (News::Cancelled, 120)));
        Ok(())
    })
}

#[test]
fn each_is_told_what_is_different_for_them() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut programme = Programme::open(store).await?;
        for number in 0..120 {
            programme.confirmed(&format!("p{number}@x.example")).await?;
        }
        programme.moves(1, 60).await?;
        // Somebody comes between two changes, somebody after both: each knows what was true then.
        let late = async |email: &str, minutes: i64| -> Checked {
            let mut wish = wish(id(2000), None, email);
            wish.now = NOW.plus_minutes(minutes);
            let confirm = wish.confirm_token.clone();
            store.register(wish).await?;
            store.confirm_registration(&confirm, terms(None), NOW.plus_minutes(minutes)).await?;
            Ok(())
        };
        late("between@x.example", 3).await?;
        programme.moves(5, 120).await?;
        late("after@x.example", 6).await?;
        // A piece is told; then it is moved again, and all of it is looked at anew.
        assert!(store.tell_event_changes(NOW.plus_minutes(15)).await?);
        assert_eq!(news(store).await?.len(), 50);
        programme.sends(15).await?;
        programme.moves(16, 180).await?;
        programme.tells(26).await?;
        let told = news(store).await?;
        let of = |email: &str| {
            let own = told.iter().filter(|(mail, ..)| mail.to == email);
            own.map(|(_, _, known)| *known).collect::<Vec<_>>()
        };
        assert_eq!((of("between@x.example"), of("after@x.example")), (vec![60], vec![120]));
        let twice = (0..120).filter(|number| of(&format!("p{number}@x.example")) == [0, 120]).count();
        let once = (0..120).filter(|number| of(&format!("p{number}@x.example")) == [0]).count();
        assert_eq!((twice, once), (50, 70), "whoever was told before is told the rest, the others all at once");

        // Moved once more before any of these letters has left: they are replaced, and still begin where each stands.
        programme.moves(30, 240).await?;
        programme.tells(40).await?;
        let again = news(store).await?;
        assert_eq!(again.len(), told.len());
        let known = |told: &[(OutboxMail, News, i64)]| {
            let mut known: Vec<_> = told.iter().map(|(mail, _, known)| (mail.to.clone(), *known)).collect();
            known.sort();
            known
        };
        assert_eq!(known(&again), known(&told));
        // Back to where those stand who were told last before: for them there is nothing left to tell.
        programme.moves(41, 120).await?;
        programme.tells(51).await?;
        let waiting = news(store).await?.into_iter().filter(|(mail, ..)| mail.sent.is_none()).count();
        assert_eq!(waiting, 71, "seventy who know the first time, and whoever came between");
        Ok(())
    })
}

#[test]
fn reminders_move_with_the_event_and_those_that_became_possible_are_added() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut programme = Programme::open(store).await?;
        let (_, registration) = programme.confirmed("place@x.example").await?;
        let due = async || -> Result<Vec<(Lead, Instant)>, Failure> {
            let all = store.outbox(EVER, 200, None).await?.into_iter().rev();
            let mut waiting: Vec<_> = all
                .filter(|mail| mail.sent.is_none() && mail.dropped.is_none())
                .filter_map(|mail| match mail.letter {
                    Letter::Reminder { lead, .. } => Some((lead, mail.due)),
                    _ => None,
                })
                .collect();
            waiting.sort();
            Ok(waiting)
        };
        let expected = |start: Instant, leads: &[Lead]| {
            let due = leads.iter().map(|lead| (*lead, lead.due(start, registration.as_u128())));
            due.collect::<Vec<_>>()
        };
        let both = [Lead::Day, Lead::Hour];
        assert_eq!(due().await?, expected(START, &both));
        programme.moves(1, 7 * 24 * 60).await?;
        assert_eq!(due().await?, expected(START.plus_minutes(7 * 24 * 60), &both), "with the release itself");
        // To the same day: that of the day before is not possible any more, and is not sent now.
        programme.moves(2, -20 * 60).await?;
        assert_eq!(due().await?, expected(START.plus_minutes(-20 * 60), &[Lead::Hour]));
        assert_eq!(programme.tells(12).await?, 1);
        assert_eq!(due().await?, expected(START.plus_minutes(-20 * 60), &[Lead::Hour]));
        // Put off again: it is possible again, and added with the letter that tells it.
        programme.moves(20, 3 * 24 * 60).await?;
        assert_eq!(programme.tells(30).await?, 0, "the one of before had not left; it was replaced");
        assert_eq!(due().await?, expected(START.plus_minutes(3 * 24 * 60), &both));
        Ok(())
    })
}

#[test]
fn a_first_recording_is_told_to_those_who_had_a_place() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut programme = Programme::open(store).await?;
        programme.confirmed("place@x.example").await?;
        let waiting = wish(id(2000), Some(0), "waiting@x.example");
        store.register(waiting.clone()).await?;
        store.confirm_registration(&waiting.confirm_token, waiting.terms, NOW).await?;
        let after = 3 * 24 * 60;
        let first = programme.content.materials.first().ok_or("a material")?.clone();
        for (number, minutes, letters) in [(1_u128, after, 1), (2, after + 60, 0)] {
            programme.content.materials.push(Material {
                id: id(4500 + number),
                slug: domain::slug::Slug::of(&format!("recording-{number}")),
                kind: MaterialKind::Recording,
                session: None,
                former_slugs: Vec::new(),
                ..first.clone()
            });
            // Corrected on this occasion, too; nobody is written to about what is over.
            programme.moves(minutes, i64::try_from(number)?).await?;
            assert_eq!(programme.tells(minutes + 10).await?, letters, "recording {number}");
        }
        let told = news(store).await?;
        assert!(matches!(told.as_slice(), [(mail, News::Recording, 0)] if mail.to == "place@x.example"));
        Ok(())
    })
}
