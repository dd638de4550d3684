//! Edits change the working copy whole or not at all, and undone they leave nothing behind.

use std::sync::Arc;

use domain::content::{Content, Id};
use domain::desk::{
    Around, Direction, Form, Kind, Step, Thing, Undone, Usual, Values, add, bind, move_by, remove, replace, undo,
};
use domain::time::{Date, Instant, ZoneName};
use store::{Act, Edit, Edited, NewEdit, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::sample::{id, person, programme};

fn edit(steps: Vec<Step>, undoes: Option<i64>) -> NewEdit {
    NewEdit {
        by: id(1),
        by_name: "Maria Rossi".to_owned(),
        at: Instant::from_milliseconds(1_000),
        act: if undoes.is_some() { Act::Undone } else { Act::Changed },
        kind: Kind::Person,
        thing: id(1000),
        title: "Somebody".to_owned(),
        undoes,
        steps,
    }
}

pub(crate) async fn done(store: &Store, steps: Vec<Step>) -> Result<i64, Failure> {
    match store.edit(edit(steps, None)).await? {
        Edited::Done(number) => Ok(number),
        other => Err(format!("{other:?}").into()),
    }
}

pub(crate) async fn undone(store: &Store, number: i64) -> Result<Edited, Failure> {
    let found = store.edit_number(number).await?.ok_or("the edit is known")?;
    let steps = found.steps.ok_or("it can be undone")?;
    match undo(&*store.working_copy().await?, &steps) {
        Undone::By(steps) => Ok(store.edit(edit(steps, Some(number))).await?),
        other => Err(format!("{other:?}").into()),
    }
}

/// A thing with other words in one of its fields.
pub(crate) fn with(content: &Content, mut thing: Thing, field: &str, value: &str) -> Result<Thing, Failure> {
    let mut values = Values::default();
    values.add(field, value);
    let mut form = Form::typed(Around { content }, &values);
    bind(&mut thing, &mut form);
    let (_, wrong) = form.finish();
    if wrong.is_empty() { Ok(thing) } else { Err(format!("{wrong:?}").into()) }
}

pub(crate) fn first(content: &Content, kind: Kind) -> Result<Thing, Failure> {
    Thing::all(content, kind).into_iter().next().ok_or_else(|| "the sample has one of each".into())
}

#[test]
fn whatever_is_done_and_undone_in_turn_leaves_the_same_working_copy() -> Checked {
    // The same choices every time: a small generator (Lehmer's) instead of luck.
    let mut state = 48_271_u64;
    let mut choose = move |among: usize| {
        state = state * 48_271 % 2_147_483_647;
        usize::try_from(state).unwrap_or(0) % among.max(1)
    };
    let usual = Usual { today: Date::FIRST, zone: ZoneName::new("Europe/Rome"), language: "en".to_owned() };
    let choices: Vec<[usize; 4]> = (0..120).map(|_| [choose(4), choose(10), choose(50), choose(1_000)]).collect();
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.save_content(&programme()?).await?;
        let beginning = store.working_copy().await?;
        // Another process on the same database: it keeps a copy of its own, and takes every third step.
        let other = Store::connect(&fixture.url).await?;
        let mut numbers = Vec::new();
        for (round, [what, kind, which, word]) in choices.iter().enumerate() {
            let content = store.working_copy().await?;
            let kind = *Kind::ALL.get(*kind).ok_or("ten kinds")?;
            let things = Thing::all(&content, kind);
            let chosen = things.get(*which % things.len().max(1)).cloned();
            let steps = match (what, chosen) {
                (0, _) => {
                    let new = Id::from_u128(u128::try_from(round)? + 1);
                    let event = content.events.first();
                    let Some(blank) = Thing::blank(kind, new, event, &usual) else { continue };
                    let name =
                        if matches!(blank, Thing::Event(_) | Thing::Session(_) | Thing::Material(_) | Thing::Page(_)) {
                            "title"
                        } else {
                            "name"
                        };
                    add(with(&content, blank, name, &format!("New {round}")).or_else(|_| first(&content, kind))?)
                }
                (1, Some(thing)) => {
                    let name =
                        if matches!(thing, Thing::Event(_) | Thing::Session(_) | Thing::Material(_) | Thing::Page(_)) {
                            "title"
                        } else {
                            "name"
                        };
                    replace(&content, with(&content, thing, name, &format!("Word {word}"))?).unwrap_or_default()
                }
                (2, Some(thing)) => remove(&content, kind, thing.id()).unwrap_or_default(),
                (_, Some(thing)) => move_by(&content, kind, thing.id(), Direction::Down).unwrap_or_default(),
                _ => Vec::new(),
            };
            if steps.is_empty()
                || matches!(steps.as_slice(), [Step::Put(put)] if put.before.is_none() && Thing::find(&content, kind, put.thing().map_or(Id::nil(), Thing::id)).is_some())
            {
                continue;
            }
            numbers.push(done(if round % 3 == 0 { &other } else { store }, steps).await?);
            assert_eq!(store.working_copy().await?, other.working_copy().await?, "after step {round}");
        }
        assert!(numbers.len() > 40, "{} edits are too few to say anything", numbers.len());
        assert_ne!(store.working_copy().await?, beginning);
        for number in numbers.into_iter().rev() {
            assert!(matches!(undone(store, number).await?, Edited::Done(_)));
        }
        assert_eq!(store.working_copy().await?, beginning);
        assert_eq!(Store::connect(&fixture.url).await?.working_copy().await?, beginning);
        Ok(())
    })
}

#[test]
fn what_has_not_changed_is_not_read_again_and_what_others_changed_is() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.save_content(&programme()?).await?;
        let seen = store.working_copy().await?;
        assert!(Arc::ptr_eq(&seen, &store.working_copy().await?));
        store.release("First", Instant::from_milliseconds(1_000)).await?;
        assert!(Arc::ptr_eq(&seen, &store.working_copy().await?));

        let other = Store::connect(&fixture.url).await?;
        let page = first(&seen, Kind::Page)?;
        let change = |title: &str| -> Result<Vec<Step>, Failure> {
            Ok(replace(&seen, with(&seen, page.clone(), "title", title)?).map_err(|_| "it is there")?)
        };
        done(&other, change("Theirs")?).await?;
        // Whoever still thinks of the former state is told, and changes nothing.
        assert_eq!(store.edit(edit(change("Mine")?, None)).await?, Edited::Outdated);
        assert_eq!(first(&*store.working_copy().await?, Kind::Page)?.title(), "Theirs");
        // So it is with a document that is saved whole.
        other.save_content(&Content { people: vec![person(70, "Newcomer")], ..Content::default() }).await?;
        assert!(store.working_copy().await?.people.iter().any(|one| one.id == id(1070)));
        other.close().await;
        Ok(())
    })
}

#[test]
fn an_edit_of_what_somebody_else_changed_meanwhile_changes_nothing() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.save_content(&programme()?).await?;
        let content = store.working_copy().await?;
        let page = first(&content, Kind::Page)?;
        let mine = replace(&content, with(&content, page.clone(), "title", "Mine")?).map_err(|_| "it is there")?;
        let theirs = replace(&content, with(&content, page, "title", "Theirs")?).map_err(|_| "it is there")?;
        done(store, theirs).await?;
        let after = store.working_copy().await?;
        assert_eq!(store.edit(edit(mine, None)).await?, Edited::Outdated);
        assert_eq!(store.working_copy().await?, after);
        assert_eq!(store.edits(10, None, None).await?.len(), 1);
        Ok(())
    })
}

#[test]
fn undoing_keeps_what_was_changed_since_in_other_fields_and_is_done_once() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.save_content(&Content { people: vec![person(1, "Ada")], ..Content::default() }).await?;
        let change = async |field: &str, value: &str| -> Result<i64, Failure> {
            let content = store.working_copy().await?;
            let thing = with(&content, first(&content, Kind::Person)?, field, value)?;
            done(store, replace(&content, thing).map_err(|_| "it is there")?).await
        };
        let named = change("name", "Ada Lovelace").await?;
        change("affiliation", "Analytical Engines").await?;
        let Edited::Done(number) = undone(store, named).await? else { return Err("it can be undone".into()) };
        let content = store.working_copy().await?;
        let ada = content.people.first().ok_or("she is there")?;
        assert_ne!(ada.name, "Ada Lovelace");
        assert_eq!(ada.affiliation.as_deref(), Some("Analytical Engines"));

        // Once is enough, and what was undone can be undone.
        assert_eq!(store.edit(edit(Vec::new(), Some(named))).await?, Edited::AlreadyUndone);
        undone(store, number).await?;
        assert_eq!(
            store.working_copy().await?.people.first().map(|ada| ada.name.clone()),
            Some("Ada Lovelace".to_owned())
        );

        // Not where the same field was changed again.
        let affiliated = change("affiliation", "Elsewhere").await?;
        change("affiliation", "Elsewhere again").await?;
        let found = store.edit_number(affiliated).await?.and_then(|edit| edit.steps).ok_or("it is known")?;
        let wish = undo(&*store.working_copy().await?, &found);
        assert_eq!(wish, Undone::Changed(vec!["Ada Lovelace".to_owned()]));

        let list: Vec<Edit> = store.edits(10, None, None).await?;
        assert_eq!(list.iter().find(|edit| edit.number == named).and_then(|edit| edit.undone_by), Some(number));
        assert_eq!(store.forget_edits(Instant::from_milliseconds(2_000)).await?, 6);
        assert_eq!(store.edit_number(named).await?.map(|edit| edit.steps), Some(None));
        Ok(())
    })
}
