//! Letters to chosen people, on both engines: to each once, to nobody else, and to nobody before the minute is over.

use domain::content::Id;
use domain::mail::{Aim, GROUP_LETTERS_A_DAY, GroupStage, GroupWords, HOLD_SECONDS, Letter, Purpose, Reach};
use domain::registration::{Decision, ListFilter, ListOrder};
use domain::time::Instant;
use store::{Chosen, Decided, Held, PersonalAct, Store};

use crate::bulk::asks;
use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{EVER, NOW, terms, wish};
use crate::sample::id;

const EVENT: u128 = 2000;

fn words(aim: Aim) -> GroupWords {
    GroupWords { aim, subject: "Bring {{name}}".to_owned(), text: "Dear {{name}}".to_owned() }
}

fn at(seconds: i64) -> Instant {
    NOW.plus_milliseconds(seconds * 1_000)
}

/// The letters to many in the outbox: to whom, with which identity, and when.
async fn queued(store: &Store) -> Result<Vec<(String, Id, Letter)>, Failure> {
    let mails = store.outbox(EVER, 200, None).await?;
    let group = mails.into_iter().filter(|mail| mail.kind == "group");
    Ok(group.map(|mail| (mail.to, mail.id, mail.letter)).collect())
}

/// Five people, of whom four have a proven address and one of these has left.
async fn people(store: &Store) -> Result<Vec<(String, Id)>, Failure> {
    let mut people = Vec::new();
    for name in ["ada", "bob", "cem", "dan", "eve"] {
        let mut form = wish(id(EVENT), None, &format!("{name}@example.org"));
        (form.now, form.applicant.news_consent) = (NOW, name != "bob");
        store.register(form.clone()).await?;
        let person = store.registration_by_token(&form.manage_token).await?.ok_or("not registered")?.id;
        if name != "eve" {
            store.confirm_registration(&form.confirm_token, terms(None), NOW).await?;
        }
        people.push((form.manage_token, person));
    }
    let (manage, _) = people.get(3).ok_or("four people")?;
    store.act_on_registration(manage, PersonalAct::Cancel, terms(None), NOW).await?;
    Ok(people)
}

#[test]
fn a_letter_is_written_to_each_once_when_its_minute_is_over_and_not_when_it_was_called_back() -> Checked {
    on_both(&async |fixture| {
        let (store, event) = (&fixture.store, id(EVENT));
        let people = people(store).await?;
        let (_, foreign) = asks(store, id(2001), None, "foreign", NOW).await?;
        let chosen = Chosen::These(people.iter().map(|(_, person)| *person).chain([foreign]).collect());
        let letter = store.begin_group_letter(event, "Ada".to_owned(), chosen, at(0)).await?;
        let reach = store.group_letter_reach(letter, Aim::Event).await?;
        assert_eq!(reach, [(Reach::Written, 3), (Reach::Unproven, 1), (Reach::Left, 1)], "nobody of another event");
        let receivers = store.group_letter_receivers(letter, 10, None).await?;
        assert_eq!(receivers.len(), 3);
        let rest = store.group_letter_receivers(letter, 10, Some(receivers[0].id)).await?;
        assert_eq!(rest, receivers[1..]);
        assert!(store.is_group_letter_receiver(letter, people[0].1).await?);
        assert!(!store.is_group_letter_receiver(letter, foreign).await?);

        // Without words, with other words, or to another number, nothing is held.
        let hold = async |revision, count, seconds| {
            store.hold_group_letter(letter, (revision, count), "Ada".to_owned(), at(seconds)).await
        };
        assert_eq!(hold(0, 3, 0).await?, Held::Changed);
        assert!(store.word_group_letter(event, letter, words(Aim::Event)).await?);
        assert!(!store.word_group_letter(id(2001), letter, words(Aim::Event)).await?, "another event's");
        assert_eq!(hold(0, 3, 0).await?, Held::Changed);
        assert_eq!(hold(1, 5, 0).await?, Held::OtherCount(3));
        assert_eq!(hold(1, 3, 0).await?, Held::Until(at(HOLD_SECONDS)));
        assert_eq!(hold(1, 3, 1).await?, Held::Changed, "it is held already");
        assert!(!store.word_group_letter(event, letter, words(Aim::Event)).await?, "its words are fixed");

        assert_eq!(store.next_group_letter().await?, Some(at(HOLD_SECONDS)));
        assert!(!store.release_group_letter(at(HOLD_SECONDS - 1)).await?);
        assert!(!store.call_back_group_letter(id(2001), letter, "Ada".to_owned(), at(2)).await?);
        assert!(store.call_back_group_letter(event, letter, "Bea".to_owned(), at(2)).await?);
        assert!(!store.release_group_letter(at(1_000)).await? && queued(store).await?.is_empty());
        let decisions = store.decisions(event, 1).await?;
        assert_eq!((&*decisions[0].decision, &*decisions[0].decided.by), ("call_back", "Bea"));

        // Again; meanwhile one leaves, and one is gone altogether.
        assert_eq!(hold(2, 3, 10).await?, Held::Until(at(10 + HOLD_SECONDS)));
        let decided = Decided { by: "Ada".to_owned(), reason: "Asked".to_owned(), at: at(11) };
        store.decide(event, people[2].1, Decision::Cancel, decided, terms(None)).await?;
        assert!(
            !store.call_back_group_letter(event, letter, "Bea".to_owned(), at(10 + HOLD_SECONDS)).await?,
            "too late"
        );
        let over = at(11 + HOLD_SECONDS);
        let (one, two) =
            futures::future::join(store.release_group_letter(over), store.release_group_letter(over)).await;
        assert!(one? | two?);
        assert!(!store.release_group_letter(over).await?, "it is done once");
        let mut queued = queued(store).await?;
        queued.sort_by(|one, other| one.0.cmp(&other.0));
        let to: Vec<&str> = queued.iter().map(|(to, ..)| to.as_str()).collect();
        assert_eq!(to, ["ada@example.org", "bob@example.org"]);
        let expected =
            Letter::Group { letter, aim: Aim::Event, registration: people[0].1, manage_token: String::new() };
        assert_eq!(queued[0].2, expected);
        let found = store.group_letter(letter).await?.ok_or("unknown")?;
        assert_eq!((found.stage, found.receivers, found.released), (GroupStage::Released, 2, Some(over)));
        assert_eq!(store.group_letters(event, 10).await?, [found]);
        let decisions = store.decisions(event, 1).await?;
        assert_eq!((&*decisions[0].decision, &*decisions[0].decided.reason), ("write", "Bring {{name}}"));

        // It stands in the history of whoever was written to, and goes with them.
        let told = store.letters_among_others(people[0].1).await?;
        assert_eq!((told.len(), &*told[0].subject, &*told[0].by, told[0].at), (1, "Bring {{name}}", "Ada", over));
        assert_eq!(store.letters_among_others(people[2].1).await?, []);
        let claimed = store.claim_mail(over, over, over.plus_minutes(5), 50, 0).await?;
        assert!(claimed.iter().any(|claimed| claimed.mail.id == queued[0].1), "it can be sent");
        Ok(())
    })
}

#[test]
fn news_reach_only_those_who_agreed_and_did_not_switch_them_off() -> Checked {
    on_both(&async |fixture| {
        let (store, event) = (&fixture.store, id(EVENT));
        people(store).await?;
        let everybody = || Chosen::All(ListFilter::default(), ListOrder::Oldest);
        let letter = store.begin_group_letter(event, "Ada".to_owned(), everybody(), at(0)).await?;
        let reach = async || store.group_letter_reach(letter, Aim::News).await;
        let others = [(Reach::Unproven, 1), (Reach::Left, 1)];
        assert_eq!(reach().await?, [&[(Reach::Written, 2)][..], &others, &[(Reach::NotWanted, 1)]].concat());
        store.choose_mail("Cem@example.org", vec![(Purpose::News, false)], at(1)).await?;
        assert_eq!(reach().await?, [&[(Reach::Written, 1)][..], &others, &[(Reach::NotWanted, 2)]].concat());
        store.word_group_letter(event, letter, words(Aim::News)).await?;
        let held = store.hold_group_letter(letter, (1, 1), "Ada".to_owned(), at(2)).await?;
        assert_eq!(held, Held::Until(at(2 + HOLD_SECONDS)));
        assert!(store.release_group_letter(at(3 + HOLD_SECONDS)).await?);
        let to: Vec<String> = queued(store).await?.into_iter().map(|(to, ..)| to).collect();
        assert_eq!(to, ["ada@example.org"], "the statement and the rule agree");

        // No more than ten within a day.
        for turn in 0..=i64::from(GROUP_LETTERS_A_DAY) {
            let next = store.begin_group_letter(event, "Ada".to_owned(), everybody(), at(200 + turn)).await?;
            store.word_group_letter(event, next, words(Aim::Event)).await?;
            let held = store.hold_group_letter(next, (1, 3), "Ada".to_owned(), at(200 + turn)).await?;
            let most = i64::from(GROUP_LETTERS_A_DAY) - 1;
            assert_eq!(held == Held::TooOften, turn >= most, "{turn}: {held:?}");
        }
        Ok(())
    })
}
