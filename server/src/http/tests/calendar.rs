//! Calendar files: validators, secret addresses, and what a registrant's own copy holds.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};

use super::registration::form;
use super::{Answer, Site};

impl Site {
    async fn get_knowing(&self, path: &str, etag: &str) -> Answer {
        let request = Request::get(path).header(header::HOST, "site.test").header(header::IF_NONE_MATCH, etag);
        self.ask(request.body(Body::empty()).expect("a request")).await
    }

    /// The address of the personal feed that a registration's page shows.
    async fn feed_on(&self, manage: &str) -> Option<String> {
        let page = self.get(manage).await.body;
        let (_, rest) = page.split_once("value=\"http://site.test/calendar/me/")?;
        Some(format!("/calendar/me/{}", rest.split('"').next()?))
    }
}

fn count(file: &str, line: &str) -> usize {
    file.replace("\r\n ", "").split("\r\n").filter(|found| *found == line).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_file_is_sent_once_and_then_only_confirmed() {
    let site = Site::open(None).await;
    let event = format!("/calendar/events/{}.ics", site.slug);
    for path in ["/calendar/programme.ics", event.as_str()] {
        let file = site.get(path).await;
        assert_eq!(file.status, StatusCode::OK);
        assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
        assert_eq!(file.header("cache-control"), "public, max-age=0, must-revalidate");
        let name = path.rsplit('/').next().unwrap_or_default();
        assert_eq!(file.header("content-disposition"), format!("inline; filename=\"{name}\""));
        let etag = file.header("etag").to_owned();
        assert!(etag.len() == 34 && etag.starts_with('"'), "{etag}");
        assert_eq!(site.get(path).await.body, file.body, "the same again, byte for byte");
        for known in [etag.clone(), format!("W/{etag}"), format!("\"x\", {etag}")] {
            let unchanged = site.get_knowing(path, &known).await;
            assert_eq!((unchanged.status, unchanged.body.as_str()), (StatusCode::NOT_MODIFIED, ""));
            assert_eq!(unchanged.header("etag"), etag);
            assert_eq!(unchanged.header("cache-control"), "public, max-age=0, must-revalidate");
        }
        assert_eq!(site.get_knowing(path, "\"other\"").await.status, StatusCode::OK);
        for line in
            ["REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "BEGIN:VTIMEZONE", "TZID:Europe/Rome"]
        {
            assert_eq!(count(&file.body, line), 1, "{line}");
        }
        assert_eq!(count(&file.body, "DTSTART;TZID=Europe/Rome:20221012T180000"), 1);
        assert!(
            !file.body.contains("METHOD") && !file.body.contains("VALARM") && !file.body.contains("/registration/")
        );
        assert_eq!(count(&file.body, "SEQUENCE:0"), count(&file.body, "BEGIN:VEVENT"));
    }
    for path in ["/calendar/events/nowhere.ics", "/calendar/sessions/nowhere.ics", "/calendar/events/webinar-1"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_personal_feed_is_made_shown_renewed_and_revoked() {
    let site = Site::open(None).await;
    site.register(&form(1, "a@b.example")).await;
    let (confirm, manage) = site.links().await;
    let create = format!("{manage}/calendar-feed");
    // Not before the address is proven.
    assert_eq!(site.post(&create, "").await.status, StatusCode::SEE_OTHER);
    assert!(!site.get(&manage).await.body.contains("calendar-feed"));
    assert_eq!(site.get(&format!("{manage}/calendar.ics")).await.status, StatusCode::NOT_FOUND);
    site.post(&confirm, "").await;
    assert_eq!(site.feed_on(&manage).await, None);
    assert!(site.get(&manage).await.body.contains("Make my calendar link"));

    let made = site.post(&create, "").await;
    assert_eq!((made.status, made.header("location")), (StatusCode::SEE_OTHER, manage.as_str()));
    let path = site.feed_on(&manage).await.expect("the feed’s address on the page");
    let feed = site.get(&path).await;
    assert_eq!((feed.status, feed.header("content-type")), (StatusCode::OK, "text/calendar; charset=utf-8"));
    assert_eq!(feed.header("cache-control"), "private, max-age=0, must-revalidate");
    assert_eq!(feed.header("referrer-policy"), "no-referrer");
    assert!(feed.header("x-robots-tag").contains("noindex"));
    let unchanged = site.get_knowing(&path, feed.header("etag")).await;
    assert_eq!((unchanged.status, unchanged.header("referrer-policy")), (StatusCode::NOT_MODIFIED, "no-referrer"));
    for line in ["BEGIN:VEVENT", "BEGIN:VALARM", "TRIGGER:-PT15M", "STATUS:CONFIRMED", "SEQUENCE:0"] {
        assert_eq!(count(&feed.body, line), 1, "{line}");
    }
    // The file for opening is the same entry, with the way to the registration.
    let own = site.get(&format!("{manage}/calendar.ics")).await;
    assert_eq!((own.status, own.header("referrer-policy")), (StatusCode::OK, "no-referrer"));
    assert!(own.body.replace("\r\n ", "").contains(&format!("Your registration: http://site.test{manage}")));
    let uid = |file: &str| file.split("\r\n").find(|line| line.starts_with("UID:")).map(ToOwned::to_owned);
    assert!(uid(&own.body).is_some_and(|uid| uid.starts_with("UID:registration-")));
    assert_eq!(uid(&own.body), uid(&feed.body));

    // Renewed: the old address opens nothing, at the very same instant of a clock that stands still.
    site.post(&create, "").await;
    let renewed = site.feed_on(&manage).await.expect("the new address");
    assert_ne!(renewed, path);
    assert_eq!(site.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get(&renewed).await.body, feed.body);
    // Given back: the entry stays, as cancelled, and nothing offers the feed any more.
    site.post(&format!("{manage}/cancel"), "").await;
    let cancelled = site.get(&renewed).await.body;
    for line in ["STATUS:CANCELLED", "SEQUENCE:1"] {
        assert_eq!(count(&cancelled, line), 1, "{line}");
    }
    assert!(!cancelled.contains("VALARM") && uid(&cancelled) == uid(&feed.body));
    assert_eq!(site.feed_on(&manage).await, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_or_guessed_address_opens_nothing() {
    let site = Site::open(None).await;
    site.register(&form(1, "a@b.example")).await;
    let (confirm, manage) = site.links().await;
    site.post(&confirm, "").await;
    site.post(&format!("{manage}/calendar-feed"), "").await;
    let path = site.feed_on(&manage).await.expect("the feed’s address on the page");
    let foreign = site.post_as(&format!("{manage}/calendar-feed/remove"), "", "", "cross-site").await;
    assert_eq!(foreign.status, StatusCode::FORBIDDEN);
    assert_eq!(site.get(&path).await.status, StatusCode::OK);
    assert_eq!(site.post(&format!("{manage}/calendar-feed/remove"), "").await.status, StatusCode::SEE_OTHER);
    let token = manage.rsplit('/').next().unwrap_or_default();
    let guesses = [path.as_str(), &format!("/calendar/me/{token}.ics"), "/calendar/me/0.ics", "/calendar/me/.ics"];
    let answers = futures::future::join_all(guesses.map(|path| site.get(path))).await;
    for answer in answers {
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::NOT_FOUND, ""));
    }
    assert!(site.get(&manage).await.body.contains("Make my calendar link"));
    assert_eq!(site.post("/registration/0/calendar-feed", "").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/registration/0/calendar.ics").await.status, StatusCode::NOT_FOUND);
}
