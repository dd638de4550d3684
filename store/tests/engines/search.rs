//! The index follows releases and captions, on both engines.

use domain::content::{Content, Id, Kind, MediaKey, RichText, Visibility};
use domain::search::{Query, things};
use domain::timed_text::TrackStatus;
use store::{Breadth, Recording, Search, SearchResult, Store};

use crate::harness::{Checked, on_both};
use crate::relevance::{SAID, ask, captions, media, programme, titles};
use crate::sample::{self, id};

async fn found(store: &Store, content: &Content, typed: &str) -> Result<Vec<String>, crate::cluster::Failure> {
    Ok(titles(content, &ask(store, content, typed).await?))
}

async fn search(store: &Store, typed: &str, kind: Option<Kind>) -> Result<SearchResult, store::StoreError> {
    store.search(Search { query: Query::parse(typed), breadth: Breadth::All, kind, limit: 30, also: Vec::new() }).await
}

#[test]
fn a_release_replaces_what_is_found_and_an_older_one_does_not() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut content = programme()?;
        let first = things(&content);
        assert!(store.index_release(1, first.clone()).await?);
        assert!(!store.index_release(1, first.clone()).await?, "it is indexed already");
        content.people.retain(|person| person.name != "Florian Scotté");
        content.events.retain(|event| event.title != "Webinar 1");
        content.events.iter_mut().for_each(|event| event.roles.retain(|role| role.person != id(1000)));
        if let Some(report) = content.materials.first_mut() {
            report.title = "Telerehabilitation after surgery".to_owned();
        }
        assert!(store.index_release(3, things(&content)).await?);
        assert!(!store.index_release(2, first).await?, "a later one is indexed");
        assert_eq!(found(store, &content, "scotte").await?, [""; 0]);
        assert_eq!(found(store, &content, "webinar 1").await?.first().map(String::as_str), Some("Webinar 2"));
        assert_eq!(found(store, &content, "telerehabilitation").await?, ["Telerehabilitation after surgery"]);
        assert_eq!(found(store, &content, "telemedicine").await?, [""; 0]);
        Ok(())
    })
}

#[test]
fn captions_are_found_while_they_and_their_material_are_published_under_what_it_is_called_then() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut content = programme()?;
        let file = media()?;
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 0, "there are none");
        assert!(store.save_timed_text(captions(file.clone(), TrackStatus::Draft, 1, SAID)).await?);
        store.index_release(1, things(&content)).await?;
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 0, "a draft is for those who work here");
        assert!(store.save_timed_text(captions(file.clone(), TrackStatus::Published, 2, SAID)).await?);
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 1);
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 0, "they are indexed");
        let result = search(store, "mooney neutropenia", None).await?;
        let hit = result.hits.first().ok_or("nothing was found")?;
        let said_at: Vec<_> = hit.passages.iter().map(|passage| passage.at).collect();
        assert_eq!((hit.thing, said_at), (id(4002), vec![Some(31_000)]));

        if let Some(recording) = content.materials.last_mut() {
            recording.title = "Symptoms from afar".to_owned();
        }
        store.index_release(2, things(&content)).await?;
        assert_eq!(found(store, &content, "afar neutropenia").await?, ["Symptoms from afar"]);
        assert_eq!(search(store, "remote neutropenia", None).await?, SearchResult::default());

        let corrected = SAID.replace("neutropenia", "thrombosis");
        assert!(store.save_timed_text(captions(file.clone(), TrackStatus::Published, 3, &corrected)).await?);
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 1);
        assert_eq!(search(store, "neutropenia", None).await?, SearchResult::default());
        assert_eq!(found(store, &content, "thrombosis").await?, ["Symptoms from afar"]);

        // For those who registered: the search tells what is said to whoever may have it, and to nobody else.
        content.materials.iter_mut().for_each(|material| material.visibility = Visibility::Registered);
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 1);
        assert_eq!(search(store, "thrombosis", None).await?, SearchResult::default());
        let theirs = async |also: Vec<Id>| {
            let query = Query::parse("thrombosis");
            store.search(Search { query, breadth: Breadth::All, kind: None, limit: 30, also }).await
        };
        assert_eq!(theirs(vec![id(4001), id(9)]).await?, SearchResult::default(), "other things are theirs");
        let found = theirs(vec![id(9), id(4002)]).await?;
        assert!(found.hits.iter().all(|hit| hit.thing == id(4002) && hit.passages.len() == 1) && found.hits.len() == 1);
        content.materials.iter_mut().for_each(|material| material.visibility = Visibility::Public);
        assert_eq!(store.index_captions(Recording::all(&content)).await?, 1);
        assert_eq!(search(store, "thrombosis", None).await?.hits.len(), 1);
        content.materials.clear();
        store.index_release(3, things(&content)).await?;
        assert_eq!(search(store, "thrombosis", None).await?, SearchResult::default(), "the material is gone");
        assert_eq!(store.index_captions(Vec::new()).await?, 1);
        Ok(())
    })
}

#[test]
fn what_a_report_says_is_found_by_those_for_whom_it_is() -> Checked {
    on_both(&async |fixture| {
        let (store, mut content) = (&fixture.store, programme()?);
        let body = "# Results\n\nThe *panel* agreed on teletriage.\n\n- Reimbursement came second";
        for (number, visibility) in [(1, Visibility::Registered), (2, Visibility::Public)] {
            let report = content.materials.first_mut().ok_or("no report")?;
            (report.body, report.visibility) = (RichText::markdown(body), visibility);
            let title = report.title.clone();
            store.index_release(number, things(&content)).await?;
            let expected: &[String] = if visibility == Visibility::Public { std::slice::from_ref(&title) } else { &[] };
            assert_eq!(found(store, &content, "teletriage").await?, expected);
            assert_eq!(found(store, &content, "value based").await?, [title], "that it exists is public");
        }
        Ok(())
    })
}

#[test]
fn a_kind_narrows_the_result_and_every_kind_is_counted() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.index_release(1, things(&programme()?)).await?;
        let all = search(store, "webinar", None).await?;
        assert_eq!(all.counts, [(Kind::Event, 3), (Kind::Page, 1)]);
        assert_eq!((all.hits.len(), all.is_cut), (4, false));
        let events = search(store, "webinar", Some(Kind::Event)).await?;
        assert!(events.hits.len() == 3 && events.hits.iter().all(|hit| hit.kind == Kind::Event));
        let limited =
            Search { query: Query::parse("webinar"), breadth: Breadth::All, kind: None, limit: 2, also: Vec::new() };
        assert_eq!(store.search(limited).await?.hits.len(), 2);
        assert_eq!(search(store, "  \" ", None).await?, SearchResult::default());
        Ok(())
    })
}

#[test]
fn of_a_word_that_stands_everywhere_the_best_is_found_with_its_passages() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let mut content = programme()?;
        let sample = content.materials.last().cloned().ok_or("no material")?;
        let many = (0..40_u128).map(|number| domain::content::Material {
            id: id(50_000 + number),
            title: format!("Talk {number}"),
            slug: domain::slug::Slug::of(&format!("talk-{number}")),
            ..sample.clone()
        });
        content.materials.splice(0..0, many);
        let minutes = (0..40)
            .map(|minute| format!("{minute:02}:00.000 --> {minute:02}:09.000\nsymptom reports of every patient\n\n"));
        let body = format!("WEBVTT\n\n{}", minutes.collect::<String>());
        for material in &mut content.materials {
            let key: MediaKey = format!("{:040x}", material.id.as_u128()).parse()?;
            material.media = Some(key.clone());
            assert!(store.save_timed_text(captions(key, TrackStatus::Published, 1, &body)).await?);
        }
        store.index_release(1, things(&content)).await?;
        assert_eq!(store.index_captions(Recording::all(&content)).await?, content.materials.len());
        let result = search(store, "symptom", None).await?;
        let first = result.hits.first().ok_or("nothing was found")?;
        assert_eq!((first.thing, first.passages.len()), (id(4002), 3));
        assert!(result.is_cut);
        Ok(())
    })
}

#[test]
fn a_programme_with_text_that_breaks_what_is_careless_is_indexed_whole() -> Checked {
    on_both(&async |fixture| {
        let (store, content) = (&fixture.store, sample::programme()?);
        assert!(store.index_release(1, things(&content)).await?);
        let result = search(store, "Ça va Ñu 肿瘤", None).await?;
        assert!(result.hits.len() > 3, "{result:?}");
        Ok(())
    })
}
