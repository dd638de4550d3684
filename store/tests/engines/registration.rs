//! One registration: repeated, confirmed, cancelled, and what the outbox gets from it.

use domain::registration::RegistrationState::{Cancelled, Confirmed, Pending};
use domain::registration::{Answers, Draft, Kept, RegistrationForm};
use store::PersonalAct::Cancel;
use store::{RegisterOutcome, Registration, StoreError};

use crate::cluster::Failure;
use crate::crowd::confirmation_mails;
use crate::harness::{Checked, Fixture, on_both};
use crate::load::{EVER, NOW, terms, wish};
use crate::sample::{TEXT, id};

fn taken(outcome: RegisterOutcome) -> Result<(domain::content::Id, bool), Failure> {
    match outcome {
        RegisterOutcome::Taken { registration, repeated } => Ok((registration, repeated)),
        RegisterOutcome::Waiting { .. } | RegisterOutcome::Full => Err("there was no place".into()),
    }
}

fn found(registration: Option<Registration>) -> Result<Registration, Failure> {
    registration.ok_or_else(|| "there is no such registration".into())
}

/// Answers to two questions, with a text that breaks what is careless with text.
fn answers(first: &str) -> Result<Answers, Failure> {
    let answers =
        serde_json::json!([{ "question": "diet", "values": [first] }, { "question": "days", "values": ["a", "b"] }]);
    Ok(serde_json::from_value(answers)?)
}

#[test]
fn answers_are_kept_with_the_registration_changed_by_its_holder_and_gone_with_it() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut wish = wish(id(2000), Some(3), "ada@example.org");
        wish.applicant.answers = answers(TEXT)?;
        let (registration, _) = taken(store.register(wish.clone()).await?)?;
        assert_eq!(found(store.registration(registration).await?)?.answers, answers(TEXT)?);

        // Changed, and changed again by a press of the browser's "Back": what was said last counts. The address stays.
        let mut other = wish.applicant.clone();
        other.answers = answers("other")?;
        "Ada Other".clone_into(&mut other.name);
        "elsewhere@example.org".clone_into(&mut other.email);
        for _ in 0..2 {
            let changed = found(store.change_answers(&wish.manage_token, other.clone(), NOW).await?)?;
            assert_eq!((changed.name.as_str(), changed.email.as_str()), ("Ada Other", "ada@example.org"));
            assert_eq!((changed.answers, changed.state), (answers("other")?, Pending));
        }
        other.answers = Answers::default();
        assert_eq!(
            found(store.change_answers(&wish.manage_token, other.clone(), NOW).await?)?.answers,
            Answers::default()
        );
        assert_eq!(store.outbox(NOW, 10, None).await?.len(), 1, "nobody is written to for it");
        assert_eq!(store.change_answers("unknown", other.clone(), NOW).await?, None);
        assert_eq!(store.change_answers(&wish.confirm_token, other.clone(), NOW).await?, None);

        // Not after seven days without a proof, nor once it is over; then all of it goes.
        let late = NOW.plus_minutes(8 * 24 * 60);
        "Ada Late".clone_into(&mut other.name);
        assert_eq!(found(store.change_answers(&wish.manage_token, other.clone(), late).await?)?.name, "Ada Other");
        store.act_on_registration(&wish.manage_token, Cancel, terms(Some(3)), NOW).await?;
        assert_eq!(found(store.change_answers(&wish.manage_token, other, NOW).await?)?.name, "Ada Other");

        let mut unproven = crate::load::wish(id(2000), Some(3), "bert@example.org");
        unproven.applicant.answers = answers("gone")?;
        store.register(unproven.clone()).await?;
        while store.settle_places(id(2000), terms(Some(3)), late).await? {}
        assert_eq!(store.registration_by_token(&unproven.manage_token).await?, None);
        Ok(())
    })
}

#[test]
fn a_draft_is_its_browsers_alone_and_forgotten_after_a_day() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let event = id(2000);
        let form = RegistrationForm {
            name: TEXT.replace(['\n', '\t'], " "),
            email: "ada@example.org".to_owned(),
            country: "IT".to_owned(),
            profession: "nurse".to_owned(),
            ..RegistrationForm::default()
        };
        let mut draft = Draft::new(domain::content::Id::new_v4().to_string(), NOW);
        let day = draft.expires(NOW);
        store.keep_draft("token", event, &Kept::Draft(Box::new(draft.clone())), day).await?;
        draft.take_person(&form).map_err(|errors| format!("{errors:?}"))?;
        let kept = Some(Kept::Draft(Box::new(draft)));
        store.keep_draft("token", event, kept.as_ref().ok_or("a draft")?, day).await?;
        assert_eq!(store.draft("token", event, NOW).await?, kept);
        assert_eq!(store.draft("other", event, NOW).await?, None);
        assert_eq!(store.draft("token", id(2001), NOW).await?, None);

        store.keep_draft("later", event, kept.as_ref().ok_or("a draft")?, day.plus_minutes(1)).await?;
        assert_eq!(store.draft("token", event, day).await?, None, "expired, though not deleted yet");
        store.forget_drafts(day).await?;
        assert_eq!(store.draft("token", event, NOW).await?, None, "deleted");
        assert_eq!(store.draft("later", event, NOW).await?, kept);
        store.keep_draft("later", event, &Kept::Sent { waiting: true }, day).await?;
        assert_eq!(store.draft("later", event, NOW).await?, Some(Kept::Sent { waiting: true }));
        store.delete_draft("later", id(2001)).await?;
        assert!(store.draft("later", event, NOW).await?.is_some());
        store.delete_draft("later", event).await?;
        assert_eq!(store.draft("later", event, NOW).await?, None);
        Ok(())
    })
}

#[test]
fn a_series_is_registered_whole_once_and_told_in_one_letter() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let events = [id(2001), id(2000), id(2002)];
        let series = |email: &str| events.map(|event| wish(event, Some(2), email)).to_vec();
        let wishes = series("ada@example.org");
        for _ in 0..2 {
            let outcomes = store.register_series(wishes.clone(), "series".to_owned()).await?;
            assert_eq!(outcomes.iter().map(|(event, _)| *event).collect::<Vec<_>>(), [id(2000), id(2001), id(2002)]);
            assert!(outcomes.iter().all(|(_, outcome)| matches!(outcome, RegisterOutcome::Taken { .. })));
        }
        let mails = store.outbox(NOW, 10, None).await?;
        assert_eq!(mails.iter().map(|mail| mail.kind.as_str()).collect::<Vec<_>>(), ["confirm_series"]);
        for wish in &wishes {
            let found = store.confirm_registration(&wish.confirm_token, terms(Some(2)), NOW).await?;
            assert_eq!(found.map(|found| found.state), Some(Confirmed));
        }

        // One of them cannot be: none is, and no place is held.
        let mut mixed = series("bert@example.org");
        mixed[2].applicant.idempotency_key = wishes[0].applicant.idempotency_key;
        let refused = store.register_series(mixed, "other".to_owned()).await;
        assert!(matches!(refused, Err(StoreError::Conflict { .. })), "{refused:?}");
        for event in events {
            assert_eq!(store.places(event).await?.taken, 1);
        }

        // Many at once, each in an order of its own: nobody waits for ever, and nothing is given twice.
        let mut crowd = Vec::new();
        for number in 0..12 {
            let mut wishes = series(&format!("person{number}@example.org"));
            wishes.rotate_left(number % 3);
            crowd.push(store.register_series(wishes, format!("series {number}")));
        }
        for outcomes in futures::future::join_all(crowd).await {
            assert_eq!(outcomes?.len(), 3);
        }
        for event in events {
            assert_eq!(store.places(event).await?.taken, 2);
        }
        Ok(())
    })
}

#[test]
fn the_same_wish_is_one_registration_and_one_mail() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let event = id(2000);
        let first = wish(event, Some(3), "Müller@Klinikum-Köln.DE");
        let (registration, repeated) = taken(store.register(first.clone()).await?)?;
        assert!(!repeated);
        assert_eq!(taken(store.register(first.clone()).await?)?, (registration, true));
        assert_eq!(store.places(event).await?.taken, 1);
        assert_eq!(store.outbox(NOW, 10, None).await?.len(), 1);

        // The same address, written otherwise: the same registration, another mail, at most one an hour; its links work.
        let again = wish(event, Some(3), "müller@klinikum-köln.de");
        assert_eq!(taken(store.register(again.clone()).await?)?, (registration, true));
        let mails = store.outbox(NOW, 10, None).await?;
        assert_eq!(
            mails.iter().map(|mail| mail.kind.as_str()).collect::<Vec<_>>(),
            ["already_registered", "confirm_registration"]
        );
        let third = wish(event, Some(3), "MÜLLER@klinikum-köln.de");
        assert_eq!(taken(store.register(third.clone()).await?)?, (registration, true));
        assert_eq!(store.outbox(NOW, 10, None).await?.len(), 2);
        assert_eq!(found(store.registration_by_token(&again.manage_token).await?)?.id, registration);
        assert_eq!(store.registration_by_token(&third.manage_token).await?, None);
        let mut later = wish(event, Some(3), "müller@klinikum-köln.de");
        later.now = NOW.plus_minutes(61);
        assert_eq!(taken(store.register(later).await?)?, (registration, true));
        assert_eq!(store.outbox(EVER, 10, None).await?.len(), 3);

        // The same form with another address is not answered as if it had been done.
        let mut corrected = first.clone();
        corrected.applicant.email = "other@example.org".to_owned();
        assert!(matches!(store.register(corrected).await, Err(StoreError::Conflict { .. })));
        // Another event is another matter; an event without places takes nobody.
        assert!(!taken(store.register(wish(id(2001), None, &first.applicant.email)).await?)?.1);
        let late = |email: &str| {
            let mut late = wish(id(2002), Some(0), email);
            late.now = late.terms.start;
            late
        };
        assert_eq!(store.register(late("a@example.org")).await?, RegisterOutcome::Full);
        assert_eq!(store.places(event).await?.taken, 1);
        assert_eq!(confirmation_mails(store).await?, 2);
        pages(fixture).await
    })
}

/// The outbox is read page by page without a gap or a repetition.
async fn pages(fixture: &Fixture) -> Checked {
    let whole = fixture.store.outbox(EVER, 10, None).await?;
    let mut pieces = Vec::new();
    while let Some(mail) =
        fixture.store.outbox(EVER, 1, pieces.last().map(|mail: &store::OutboxMail| mail.number)).await?.pop()
    {
        pieces.push(mail);
    }
    assert_eq!(pieces, whole);
    assert_eq!(whole.len(), 4);
    Ok(())
}

#[test]
fn steps_are_taken_once_and_only_where_they_are_allowed() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let event = id(2000);
        let mut request = wish(event, Some(1), "a@example.org");
        request.applicant.organisation = Some(TEXT.to_owned());
        request.applicant.news_consent = true;
        taken(store.register(request.clone()).await?)?;
        let (confirm, manage) = (request.confirm_token.as_str(), request.manage_token.as_str());
        let seen = found(store.registration_by_token(manage).await?)?;
        assert_eq!((seen.state, seen.created, seen.confirmed, seen.cancelled), (Pending, NOW, None, None));
        assert_eq!((seen.name.as_str(), seen.news_consent), ("Dr a@example.org", true));
        assert_eq!(seen.organisation.as_deref(), Some(TEXT));
        let second = wish(event, Some(1), "b@example.org");
        let waiting = |outcome: RegisterOutcome| matches!(outcome, RegisterOutcome::Waiting { .. });
        assert!(waiting(store.register(second.clone()).await?));
        // Of a full event the answer does not tell who takes part; the same form sent again is answered as before.
        let mails = store.outbox(NOW, 10, None).await?.len();
        assert!(waiting(store.register(wish(event, Some(1), "a@example.org")).await?));
        assert_eq!(store.outbox(NOW, 10, None).await?.len(), mails + 1);
        assert!(taken(store.register(request.clone()).await?)?.1);

        // Each token opens its own door only.
        assert_eq!(store.registration_by_token(confirm).await?, None);
        assert_eq!(store.confirm_registration(manage, terms(Some(1)), NOW).await?, None);
        assert_eq!(store.act_on_registration(confirm, Cancel, terms(Some(1)), NOW).await?, None);
        assert_eq!(store.act_on_registration("", Cancel, terms(Some(1)), NOW).await?, None);

        let confirmed = found(store.confirm_registration(confirm, terms(Some(1)), NOW.plus_minutes(5)).await?)?;
        assert_eq!((confirmed.state, confirmed.confirmed), (Confirmed, Some(NOW.plus_minutes(5))));
        assert_eq!(found(store.confirm_registration(confirm, terms(Some(1)), NOW.plus_minutes(6)).await?)?, confirmed);

        let cancelled = found(store.act_on_registration(manage, Cancel, terms(Some(1)), NOW.plus_minutes(7)).await?)?;
        assert_eq!((cancelled.state, cancelled.cancelled), (Cancelled, Some(NOW.plus_minutes(7))));
        assert_eq!(store.places(event).await?.taken, 0);
        assert_eq!(
            found(store.act_on_registration(manage, Cancel, terms(Some(1)), NOW.plus_minutes(8)).await?)?,
            cancelled
        );
        assert_eq!(found(store.confirm_registration(confirm, terms(Some(1)), NOW.plus_minutes(9)).await?)?, cancelled);
        assert_eq!(store.places(event).await?.taken, 0);

        // The place is free for another, and whoever cancelled may come again.
        let other = found(store.confirm_registration(&second.confirm_token, terms(Some(2)), NOW).await?)?;
        assert_eq!(other.state, Confirmed);
        let (anew, repeated) = taken(store.register(wish(event, Some(2), "a@example.org")).await?)?;
        assert!(!repeated && anew != cancelled.id);
        assert_eq!(store.places(event).await?.taken, 2);
        Ok(())
    })
}
