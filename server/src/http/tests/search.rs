//! The page of the search: what is published is found and nothing else, whatever is typed.

use std::time::Duration;

use axum::http::{Request, StatusCode};
use domain::content::{Content, MediaKey};
use domain::timed_text::{TrackKind, TrackSource, TrackStatus};
use store::TimedText;

use super::{Answer, Site};
use crate::http::PageCache;
use crate::jobs::{Jobs, index_search};

impl Site {
    /// A site whose release is indexed.
    async fn open_indexed() -> Self {
        let site = Self::open(None).await;
        index_search(&site.state).await.expect("indexed");
        site
    }

    async fn searches(&self, query: &str) -> Answer {
        self.get(&format!("/search?{query}")).await
    }
}

/// Titles of the results with their marks, in order.
fn titles(page: &Answer) -> Vec<String> {
    let parts = page.body.split("search-result__title").skip(1);
    let title = |part: &str| {
        let link = part.split("<a ").nth(1)?.split_once('>')?.1.split("</a>").next()?;
        Some(link.replace("<mark>", "[").replace("</mark>", "]").replace("<!>", "").replace("<!---->", ""))
    };
    parts.filter_map(title).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_events_and_reports_are_found_with_their_hits_and_slips_are_forgiven() {
    let site = Site::open_indexed().await;
    let page = site.searches("q=scotte").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(titles(&page), ["Florian [Scotté]", "Webinar 3"]);
    assert!(page.body.contains("href=\"/people/florian-scotte\"") && page.body.contains("2 results for “scotte”"));
    assert!(page.header("x-robots-tag").contains("noindex") && page.header("cache-control").contains("no-cache"));
    assert!(page.body.contains("<title>“scotte” – search · "), "the title says what was looked for");

    let page = site.searches("q=Sctote").await;
    assert_eq!(titles(&page), ["Florian [Scotté]", "Webinar 3"]);
    assert!(page.body.contains("Nothing has “Sctote” as you typed it."));
    let page = site.searches("q=van+oijn").await;
    assert_eq!(titles(&page).first().map(String::as_str), Some("Martijn G.H. [van] [Oijen]"));

    let page = site.searches("q=reimbursement").await;
    let found = titles(&page);
    assert!(found.iter().any(|title| title.contains("Value-based Medicine and [Reimbursement]")), "{found:?}");
    assert!(page.body.contains("Topics") && page.body.contains("href=\"/search?q=reimbursement&amp;kind=materials\""));
    let page = site.searches("q=reimbursement&kind=materials").await;
    assert_eq!(titles(&page).len(), 1);
    assert!(site.searches("q=reimbursement&kind=rooms").await.body.contains("topics/reimbursement"), "no such kind");

    let page = site.searches("q=telepathology+zebra").await;
    assert!(page.body.contains("Nothing has all of your words.") && titles(&page) == ["[Telepathology]"]);
    let page = site.searches("q=zebra").await;
    assert!(page.body.contains("Nothing was found for “zebra”.") && page.body.contains("href=\"/programme\""));
    let page = site.searches("").await;
    assert!(page.body.contains("in quotation marks") && page.body.contains("href=\"/search?q=Prevention\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_typed_is_shown_as_text_and_too_much_of_it_is_refused_with_all_of_it_kept() {
    let site = Site::open_indexed().await;
    for typed in
        ["%3Cscript%3Ealert(1)%3C/script%3E", "%22%3E%3Cimg+src=x+onerror=1%3E", "%00", "%FF", "%22%22%22", "*)+OR+("]
    {
        let page = site.searches(&format!("q={typed}&q=again&kind=%27&x")).await;
        assert_eq!(page.status, StatusCode::OK, "{typed}");
        assert!(!page.body.contains("<script>alert") && !page.body.contains("<img"), "{typed}");
    }
    let long = "a".repeat(201);
    let page = site.searches(&format!("q={long}")).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.body.contains("at most 200 characters") && page.body.contains(&format!("value=\"{long}\"")));
    assert!(page.body.contains("aria-invalid=\"true\"") && page.body.contains("<title>Error: "));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_said_leads_to_its_second() {
    let site = Site::open_indexed().await;
    let key: MediaKey = "0123456789abcdef0123456789abcdef01234567".parse().expect("a key");
    let mut published = (*site.state.published()).clone();
    published.content.materials[0].media = Some(key.clone());
    let material = published.content.materials[0].clone();
    site.state.publish(published);
    let body = "WEBVTT\n\n00:00.000 --> 00:09.000\nGood morning.\n\n\
                01:01.000 --> 01:09.000\nFewer admissions for neutropenia.\n";
    let captions = TimedText {
        media: key,
        kind: TrackKind::Captions,
        language: "it".to_owned(),
        status: TrackStatus::Published,
        source: TrackSource::Human,
        body: body.to_owned(),
        version: 1,
        changed: site.state.now(),
        changed_by: "Ada".to_owned(),
        reviewed: None,
        deck: None,
    };
    assert!(site.store.save_timed_text(captions).await.expect("writable"));
    index_search(&site.state).await.expect("indexed");
    let page = site.searches("q=neutropenia").await;
    assert!(page.body.contains(&format!("href=\"/library/{}?t=61\"", material.slug)), "{}", page.body);
    assert!(page.body.contains("At 1:01") && page.body.contains("<mark>neutropenia</mark>"));
    assert!(page.body.contains("lang=\"it\""), "read in its own language");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_found_within_a_second_and_the_working_copy_never() {
    let site = Site::open(None).await;
    let cache = PageCache::new(site.state.clone());
    let jobs = Jobs::start(&site.state, &cache, site.media.clone(), None, None);
    let mut content: Content = site.state.published().content.clone();
    content.materials[0].title = "Telerehabilitation after surgery".to_owned();
    let person = content.people.iter_mut().find(|person| person.slug.as_str() == "kathi-mooney").expect("a person");
    person.name = "Kathi Fieldgate".to_owned();
    site.store.save_content(&content).await.expect("writable");
    let editor = site.sign_in().await;
    for cookie in ["", &editor, &format!("{editor}; preview=draft")] {
        let page = site.get_as("/search?q=telerehabilitation+surgery", cookie).await;
        assert!(titles(&page).iter().all(|title| !title.contains("surgery")), "{}", page.body);
    }
    site.store.release("Second", site.state.now()).await.expect("released");
    let mut found = Vec::new();
    for _ in 0..20 {
        found = titles(&site.searches("q=telerehabilitation+surgery").await);
        if !found.is_empty() && found[0].contains("after") {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(found.first().map(String::as_str), Some("[Telerehabilitation] after [surgery]"));
    assert_eq!(titles(&site.searches("q=mooney").await), [""; 0]);
    assert_eq!(titles(&site.searches("q=fieldgate").await), ["Kathi [Fieldgate]", "Webinar 3"]);
    jobs.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_shown_any_more_is_not_a_result_even_before_the_index_follows() {
    let site = Site::open_indexed().await;
    let mut published = (*site.state.published()).clone();
    published.content.people.retain(|person| person.slug.as_str() != "florian-scotte");
    site.state.publish(published);
    assert_eq!(titles(&site.searches("q=scotte").await), ["Webinar 3"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_are_counted_like_others_and_every_page_leads_to_them() {
    let site = Site::open_indexed().await;
    let mut refused = 0;
    for number in 0..62 {
        let request = Request::get(format!("/search?q=word{number}"));
        let answer = site.ask_from("198.51.100.7", request, String::new()).await;
        refused += u32::from(answer.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > 0);
    // What is offered while words are typed is counted by itself.
    let request = Request::get("/search?q=word").header("sec-fetch-dest", "empty");
    assert_eq!(site.ask_from("198.51.100.7", request, String::new()).await.status, StatusCode::OK);
    let home = site.get("/").await.body;
    assert!(home.contains("action=\"/search\"") && home.contains("href=\"/search\""));
}
