//! Reminders: made with the confirmation, once, without links until they are sent.

use domain::mail::{Choices, Lane, Lead, Letter, Purpose};
use domain::registration::Decision;
use domain::registration::waiting::Terms;
use domain::time::Instant;
use store::{Decided, Events, NewSession, OutboxMail, PersonalAct, Registration, SignIn, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{EVER, NOW, terms, wish};
use crate::sample::id;

/// Somebody who registers on those terms and confirms.
async fn confirmed(store: &Store, email: &str, terms: Terms) -> Result<(String, Registration), Failure> {
    let mut wish = wish(id(2000), None, email);
    wish.terms = terms;
    let (confirm, manage) = (wish.confirm_token.clone(), wish.manage_token.clone());
    store.register(wish).await?;
    let registration = store.confirm_registration(&confirm, terms, NOW).await?.ok_or("no registration")?;
    Ok((manage, registration))
}

async fn reminders(store: &Store, email: &str) -> Result<Vec<OutboxMail>, Failure> {
    let all = store.later_mails(NOW.plus_minutes(-1), 200, None).await?;
    Ok(all.into_iter().filter(|mail| mail.kind == "reminder" && mail.to == email).collect())
}

fn lead(mail: &OutboxMail) -> Option<Lead> {
    if let Letter::Reminder { lead, .. } = &mail.letter { Some(*lead) } else { None }
}

/// Terms of an event that begins in so many minutes.
fn in_minutes(minutes: i64) -> Terms {
    Terms { start: NOW.plus_minutes(minutes), ..terms(None) }
}

#[test]
fn a_confirmation_brings_the_reminders_that_are_still_to_come_and_a_registration_none() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.register(wish(id(2000), None, "pending@x.example")).await?;
        assert_eq!(store.outbox(EVER, 9, None).await?.len(), 1, "the letter to confirm and nothing else");
        assert_eq!(store.count_later_mails(NOW).await?, 0);

        let start = terms(None).start;
        let (manage, registration) = confirmed(store, "far@x.example", terms(None)).await?;
        let made = reminders(store, "far@x.example").await?;
        assert_eq!(made.iter().map(lead).collect::<Vec<_>>(), [Some(Lead::Day), Some(Lead::Hour)], "the next first");
        for mail in &made {
            let lead = lead(mail).ok_or("a reminder")?;
            assert_eq!(mail.due, lead.due(start, registration.id.as_u128()));
            assert_eq!(mail.letter.lane(), Lane::Bulk);
            assert!(mail.letter.lacks_links());
        }
        // Neither confirming again, nor being put back after having cancelled, makes them twice.
        let (confirm, _) = (registration.id, &manage);
        store.act_on_registration(&manage, PersonalAct::Cancel, terms(None), NOW).await?;
        for decision in [Decision::Reinstate, Decision::Promote] {
            let decided = Decided { by: "Editor".into(), reason: "Asked".into(), at: NOW.plus_minutes(1) };
            store.decide(id(2000), confirm, decision, decided, terms(None)).await?;
        }
        assert_eq!(store.registration(confirm).await?.map(|found| found.state.takes_part()), Some(true));
        assert_eq!(reminders(store, "far@x.example").await?, made);

        // Near the start, on whole days, and for what does not take place, there are fewer or none.
        for (email, terms, expected) in [
            ("hours@x.example", in_minutes(23 * 60), vec![Some(Lead::Hour)]),
            ("soon@x.example", in_minutes(59), vec![]),
            ("days@x.example", Terms { has_hours: false, ..terms(None) }, vec![Some(Lead::Day)]),
            ("postponed@x.example", Terms { takes_place: false, ..terms(None) }, vec![]),
        ] {
            confirmed(store, email, terms).await?;
            let made = reminders(store, email).await?;
            assert_eq!(made.iter().map(lead).collect::<Vec<_>>(), expected, "{email}");
        }
        Ok(())
    })
}

#[test]
fn what_waits_for_its_time_does_not_hide_what_is_due_and_is_listed_by_when_it_is() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        for number in 0..30 {
            confirmed(store, &format!("p{number}@x.example"), in_minutes(3_000 + number)).await?;
        }
        let present = store.outbox(NOW, 200, None).await?;
        assert!(present.len() == 60 && present.iter().all(|mail| mail.due <= NOW));
        assert_eq!(store.count_later_mails(NOW).await?, 60);
        let (mut listed, mut after) = (Vec::new(), None);
        loop {
            let page = store.later_mails(NOW, 7, after).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.number);
            listed.extend(page.into_iter().map(|mail| (mail.due, mail.number)));
        }
        assert_eq!(listed.len(), 60);
        assert!(listed.is_sorted_by(|one, next| one < next), "each once, the next first");
        let next = store.next_mail().await?.due;
        assert_eq!(next, Some(NOW), "what is due now is not behind them");
        while !store.claim_mail(NOW, NOW, NOW.plus_minutes(5), 50, 0).await?.is_empty() {}
        assert_eq!(store.next_mail().await?.due, listed.first().map(|(due, _)| *due));
        Ok(())
    })
}

#[test]
fn its_links_are_made_when_it_leaves_and_open_no_more_than_they_should() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let (_, registration) = confirmed(store, "far@x.example", terms(None)).await?;
        let due = reminders(store, "far@x.example").await?.first().ok_or("a reminder")?.due;
        let lease = due.plus_minutes(5);
        let claim = async |now: Instant| store.claim_mail(now, now, now.plus_minutes(5), 50, 0).await;
        let mut claimed = claim(due).await?;
        assert_eq!(claimed.last().map(|claimed| claimed.mail.kind.as_str()), Some("reminder"), "others first");
        let reminder = claimed.pop().ok_or("a claimed mail")?;
        assert_eq!((reminder.lease, reminder.mail.letter.lacks_links()), (lease, true));
        let open = async |claimed: store::ClaimedMail, name: &str| {
            store.open_mail(claimed, format!("manage-{name}"), format!("letters-{name}"), due).await
        };
        let opened = open(reminder.clone(), "one").await?.ok_or("its lease holds")?;
        assert!(!opened.mail.letter.lacks_links());
        for (token, opens) in [("manage-one", true), ("letters-one", false)] {
            assert_eq!(store.registration_by_token(token).await?.is_some(), opens, "{token}");
        }
        assert_eq!(store.registration_by_letter("letters-one").await?.map(|found| found.id), Some(registration.id));
        assert_eq!(store.registration_by_letter("manage-one").await?, None);

        // The sender dies; the next one sends it with the same links, and the one that was only slow makes no others.
        let again = claim(lease).await?;
        let again = again.into_iter().find(|claimed| claimed.mail.id == reminder.mail.id).ok_or("it comes back")?;
        assert_eq!(again.mail.letter, opened.mail.letter);
        assert_eq!(open(reminder, "slow").await?, None);
        assert_eq!(store.registration_by_token("manage-slow").await?, None);
        Ok(())
    })
}

#[test]
fn reminders_of_an_event_are_stopped_and_resumed_by_a_letter_and_gone_with_the_person() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let (_, registration) = confirmed(store, "far@x.example", terms(None)).await?;
        assert!(registration.wants_reminders);
        let due = reminders(store, "far@x.example").await?.first().ok_or("a reminder")?.due;
        let claimed = store.claim_mail(due, due, due.plus_minutes(5), 50, 0).await?;
        let reminder = claimed.into_iter().find(|claimed| claimed.mail.kind == "reminder").ok_or("a reminder")?;
        store.open_mail(reminder, "manage".into(), "letters".into(), due).await?.ok_or("its lease holds")?;
        for stop in [true, true, false, false, true] {
            let found = store.stop_reminders("letters", stop, due).await?.ok_or("a registration")?;
            assert_eq!((found.id, found.wants_reminders), (registration.id, !stop));
        }
        assert_eq!(store.stop_reminders("manage", true, due).await?, None);

        // What the address wants at all is another thing, and goes with the person too.
        assert!(store.choose_mail_by_letter("letters", vec![(Purpose::Recordings, false)], due).await?);
        assert!(!store.choose_mail_by_letter("manage", vec![(Purpose::Reminders, false)], due).await?);
        let chosen = store.mail_choices("FAR@x.example").await?;
        assert_eq!(chosen, Choices::default().with(Purpose::Recordings, false));
        assert_eq!(store.mail_choices_by_letter("letters").await?, Some(chosen));
        assert_eq!(store.mail_choices_by_letter("manage").await?, None);
        let both = vec![(Purpose::Recordings, true), (Purpose::Reminders, false)];
        store.choose_mail("Far@X.example", both, due).await?;
        assert!(!store.mail_choices("far@x.example").await?.wants(Purpose::Reminders));
        assert_eq!(store.mail_choices("other@x.example").await?, Choices::default());
        let (email, code) = ("far@x.example".to_owned(), "123456".to_owned());
        let (link_token, browser_token) = ("link".to_owned(), "browser".to_owned());
        let wish = SignIn { email: email.clone(), link_token, code, browser_token, now: NOW, real_now: NOW };
        store.ask_to_sign_in(wish).await?;
        let session = NewSession { token: "session".to_owned(), former: None, device: String::new(), now: NOW };
        let account = store.sign_in_by_code(&email, "123456", session).await?.ok_or("signed in")?;
        store.erase_account(account, Events::new(), NOW).await?;
        assert_eq!(store.later_mails(NOW, 9, None).await?, []);
        assert_eq!(store.registration_by_letter("letters").await?, None);
        assert_eq!(store.mail_choices("far@x.example").await?, Choices::default());
        Ok(())
    })
}

#[test]
fn who_confirmed_before_there_were_reminders_gets_them_once_and_nobody_else_any() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        // As an older server left them: a place, and nothing in the outbox about what is near.
        let silent = Terms { takes_place: false, ..terms(None) };
        let many: Vec<String> = (0..60).map(|number| format!("old{number}@x.example")).collect();
        for email in &many {
            confirmed(store, email, silent).await?;
        }
        let (manage, _) = confirmed(store, "left@x.example", silent).await?;
        store.act_on_registration(&manage, PersonalAct::Cancel, terms(None), NOW).await?;
        store.register(wish(id(2000), None, "pending@x.example")).await?;
        confirmed(store, "new@x.example", terms(None)).await?;
        assert_eq!(store.count_later_mails(NOW).await?, 2);

        for _ in 0..2 {
            let mut after = None;
            loop {
                after = store.add_missing_reminders(id(2000), terms(None), after, NOW).await?;
                if after.is_none() {
                    break;
                }
            }
            // Two for each with a place, and none for whoever has none.
            assert_eq!(store.count_later_mails(NOW).await?, 122);
        }
        assert_eq!(store.add_missing_reminders(id(1999), terms(None), None, NOW).await?, None);
        Ok(())
    })
}

#[test]
fn reminders_are_stopped_and_resumed_by_the_link_to_the_registration() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let (manage, registration) = confirmed(store, "ada@x.example", terms(None)).await?;
        for (stop, wants) in [(true, false), (true, false), (false, true)] {
            let done = store.stop_reminders_of_registration(&manage, stop, NOW).await?.ok_or("unknown")?;
            assert_eq!((done.id, done.wants_reminders), (registration.id, wants));
        }
        assert_eq!(store.stop_reminders_of_registration("guess", true, NOW).await?, None);
        Ok(())
    })
}
