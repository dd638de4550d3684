//! The day grid: sessions are shown by hour and room, moved, told of clashes, and put back.

use axum::http::StatusCode;
use domain::content::{Id, Session};
use domain::desk::{Kind, Thing};
use domain::staff::Role;

use super::desk::encoded;
use super::{Answer, Site};

const HALL: Id = Id::from_u128(0xa);
const AULA: Id = Id::from_u128(0xb);
const FIRST: Id = Id::from_u128(0x1);
const SECOND: Id = Id::from_u128(0x2);

/// A site whose first webinar has two rooms, and two sessions in one of them: from six to seven, and from seven to half past.
async fn prepared() -> (Site, String, String) {
    let site = Site::open(None).await;
    let (cookie, event) = (site.editor().await, site.first_webinar());
    let post = async |kind: &str, form: String| {
        let added = site.post_as(&format!("/admin/content/{kind}"), &form, &cookie, "same-origin").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    };
    for (id, name) in [(HALL, "Hall"), (AULA, "Aula")] {
        post("rooms", format!("_id={id}&_event={event}&name={name}&slug=")).await;
    }
    let people = site.store.working_copy().await.expect("readable").people.clone();
    let person = encoded(&people.first().expect("somebody").name);
    for (id, title, time, minutes) in [(FIRST, "First", "18:00", 60), (SECOND, "Second", "19:00", 30)] {
        let roles = format!("roles=&roles.person={person}&roles.kind=speaker");
        let when = format!("date=2022-10-12&day=2022-10-12&time={time}&minutes={minutes}");
        post("sessions", format!("_id={id}&_event={event}&title={title}&slug=&{when}&room={HALL}&{roles}")).await;
    }
    let path = format!("/admin/grid/{event}/2022-10-12");
    (site, cookie, path)
}

impl Site {
    async fn session(&self, id: Id) -> Session {
        match self.thing(Kind::Session, id).await {
            Some(Thing::Session(session)) => *session,
            other => panic!("{other:?} is no session"),
        }
    }

    /// Sends the form of a session as `page` shows it.
    async fn moved(&self, cookie: &str, (path, page): (&str, &str), id: Id, fields: &str) -> Answer {
        let (_, block) = page.split_once(&format!("id=\"session-{id}\"")).expect("the session's block");
        let (_, rest) = block.split_once("name=\"_base\" value=\"").expect("a form");
        let base = rest.split('"').next().unwrap_or_default().replace("&quot;", "\"").replace("&amp;", "&");
        let form = format!("_base={}&{fields}", encoded(&base));
        self.post_as(&format!("{path}/{id}"), &form, cookie, "same-origin").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_is_moved_on_the_grid_told_of_its_clashes_and_put_back() {
    let (site, cookie, path) = prepared().await;
    let page = site.get_as(&path, &cookie).await.body;
    for said in [">Hall</th>", ">No room</th>", ">19:00</th>"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // What carrying a session in the browser needs; until its module is there, nothing of it is shown.
    for mark in [
        format!("data-room=\"{HALL}\""),
        "data-room=\"\"".to_owned(),
        "data-line=\"19:00\"".to_owned(),
        format!("data-session=\"{SECOND}\" data-action=\"{path}/{SECOND}\""),
        format!("data-time=\"19:00\" data-minutes=\"30\" data-in=\"{HALL}\""),
        format!("data-slot=\"{FIRST}\" data-title=\"First\""),
    ] {
        assert!(page.contains(&mark), "{mark}: {page}");
    }
    let handles = page.split("<button").filter(|button| button.contains("data-carry"));
    assert_eq!(handles.filter(|button| button.split('>').next().is_some_and(|tag| tag.contains("hidden"))).count(), 2);
    assert!(!page.contains("at the same time") && !page.contains("style="), "{page}");
    let before = site.session(SECOND).await;
    let moved = site.moved(&cookie, (&path, &page), SECOND, &format!("time=18:30&minutes=45&room={HALL}")).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.body);
    let after = site.session(SECOND).await;
    assert_eq!((after.time.to_string(), after.minutes, after.room), ("18:30".to_owned(), 45, Some(HALL)));
    assert_eq!(after.start.milliseconds_since(before.start), -30 * 60_000);
    let (shown, fragment) = moved.header("location").split_once('#').expect("the block").to_owned();
    assert_eq!(fragment, format!("session-{SECOND}"));
    let shown = site.get_as(shown, &cookie).await.body;
    assert!(shown.contains("Moved. Visitors see it after the next release."), "{shown}");
    for clash in ["“First” is in the same room at the same time.", "also takes part in “First” at the same time."]
    {
        assert!(shown.contains(clash), "{clash}: {shown}");
    }
    // The status has the button that takes it back.
    let (number, _) = shown
        .split_once("/undo")
        .and_then(|(head, _)| head.rsplit_once("/admin/changes/").map(|(_, number)| (number, ())))
        .expect("an undo");
    let undone = site.post_as(&format!("/admin/changes/{number}/undo"), "", &cookie, "same-origin").await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    assert_eq!(site.session(SECOND).await, before);
    // Nothing different is no change.
    let same = site.moved(&cookie, (&path, &page), SECOND, &format!("time=19:00&minutes=30&room={HALL}")).await;
    assert!(same.header("location").contains("same=true"));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_moves_a_session_that_was_moved_meanwhile_is_told_unless_it_was_another_field() {
    let (site, cookie, path) = prepared().await;
    let page = site.get_as(&path, &cookie).await.body;
    let first = (path.as_str(), page.as_str());
    assert_eq!(
        site.moved(&cookie, first, SECOND, &format!("time=20:00&minutes=30&room={HALL}")).await.status,
        StatusCode::SEE_OTHER
    );
    // The other one had the same page open, and gives it another room: both are kept.
    assert_eq!(
        site.moved(&cookie, first, SECOND, &format!("time=19:00&minutes=30&room={AULA}")).await.status,
        StatusCode::SEE_OTHER
    );
    let both = site.session(SECOND).await;
    assert_eq!((both.time.to_string(), both.room), ("20:00".to_owned(), Some(AULA)));
    // Another hour: told, with both hours, and nothing changed.
    let told = site.moved(&cookie, first, SECOND, &format!("time=21:00&minutes=30&room={HALL}")).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.body.contains("Theirs: 20:00") && told.body.contains("value=\"21:00\""), "{}", told.body);
    assert_eq!(site.session(SECOND).await, both);
    // Shown what theirs is, one's own is kept.
    let again = site.moved(&cookie, (&path, &told.body), SECOND, &format!("time=21:00&minutes=30&room={AULA}")).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER);
    // To another day, or out: then it is not on this grid.
    site.post_as(&format!("/admin/content/sessions/{FIRST}/remove"), "", &cookie, "same-origin").await;
    let gone = site.moved(&cookie, first, FIRST, "time=18:00&minutes=30&room=").await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(gone.body.contains("to another day or removed it meanwhile"), "{}", gone.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_time_that_does_not_come_and_a_room_of_elsewhere_are_refused_by_their_fields() {
    let (site, cookie, path) = prepared().await;
    let event = site.first_webinar();
    let when = "date=2023-03-26&day=2023-03-26&time=03:30&minutes=30";
    let night = format!("_id={}&_event={event}&title=Night&slug=&{when}&room=", Id::from_u128(3));
    site.post_as("/admin/content/sessions", &night, &cookie, "same-origin").await;
    let spring = format!("/admin/grid/{event}/2023-03-26");
    let page = site.get_as(&spring, &cookie).await.body;
    let refused = site.moved(&cookie, (&spring, &page), Id::from_u128(3), "time=02:30&minutes=30&room=").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("Clocks change that night") && refused.body.contains("value=\"02:30\""),
        "{}",
        refused.body
    );
    let page = site.get_as(&path, &cookie).await.body;
    let before = site.session(FIRST).await;
    for (fields, said) in [
        ("time=25:00&minutes=30&room=".to_owned(), "hours:minutes"),
        ("time=18:00&minutes=0&room=".to_owned(), "whole number between"),
        (format!("time=18:00&minutes=60&room={}", Id::from_u128(99)), "Choose one of these"),
    ] {
        let refused = site.moved(&cookie, (&path, &page), FIRST, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields}");
        assert!(refused.body.contains(said), "{fields}: {}", refused.body);
    }
    // A field that the grid does not have cannot be smuggled in.
    site.moved(&cookie, (&path, &page), FIRST, &format!("time=18:00&minutes=60&room={HALL}&title=Smuggled")).await;
    assert_eq!(site.session(FIRST).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_grid_is_for_editors_and_for_days_that_can_be() {
    let (site, cookie, path) = prepared().await;
    let act = format!("{path}/{FIRST}");
    assert_eq!(site.get(&path).await.status, StatusCode::SEE_OTHER);
    for role in [Role::Moderator, Role::Registrar] {
        let other = site.sign_in_as(role).await;
        assert_eq!(site.get_as(&path, &other).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.post_as(&act, "time=10:00", &other, "same-origin").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(site.post_as(&act, "time=10:00", &cookie, "cross-site").await.status, StatusCode::FORBIDDEN);
    let event = site.first_webinar();
    for path in [
        "/admin/grid/x/2022-10-12".to_owned(),
        format!("/admin/grid/{event}/today"),
        format!("/admin/grid/{FIRST}/2022-10-12"),
    ] {
        assert_eq!(site.get_as(&path, &cookie).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let empty = site.get_as(&format!("/admin/grid/{event}/2022-10-13"), &cookie).await;
    assert!(empty.body.contains("No session is listed on this day."), "{}", empty.body);
    for from in ["/admin".to_owned(), format!("/admin/content/sessions?event={event}")] {
        assert!(site.get_as(&from, &cookie).await.body.contains(&format!("href=\"{path}\"")), "{from}");
    }
}
