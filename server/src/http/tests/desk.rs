//! What editors do at the desk: change, merge, undo, release; and what keeps them from it.

use axum::http::StatusCode;
use domain::content::Id;
use domain::desk::{Kind, Thing};
use domain::staff::Role;

use super::registration::form;
use super::{Answer, Site};

/// As it stands in the body of a form.
pub(super) fn encoded(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A form as a browser has it: what it showed, to be sent back with what was typed.
struct Form {
    path: String,
    base: String,
}

impl Form {
    async fn of(site: &Site, cookie: &str, kind: Kind, id: Id) -> Self {
        let path = format!("/admin/content/{}/{id}", kind.name());
        let page = site.get_as(&path, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.body);
        let (_, rest) = page.body.split_once("name=\"_base\" value=\"").expect("a form");
        let base = rest.split('"').next().unwrap_or_default();
        let base = base.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        Self { path, base }
    }

    async fn send(&self, site: &Site, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let mut form = format!("_base={}", encoded(&self.base));
        for (name, value) in fields {
            form.push_str(&format!("&{name}={}", encoded(value)));
        }
        site.post_as(&self.path, &form, cookie, "same-origin").await
    }
}

impl Site {
    /// Opens a session of an editor, beside somebody who administers; its cookie.
    pub(super) async fn editor(&self) -> String {
        self.sign_in().await;
        self.sign_in_as(Role::Editor).await
    }

    pub(super) async fn thing(&self, kind: Kind, id: Id) -> Option<Thing> {
        Thing::find(&self.store.working_copy().await.expect("readable"), kind, id)
    }

    pub(super) fn first_webinar(&self) -> Id {
        let published = self.state.published();
        let found = published.content.events.iter().find(|event| event.slug.as_str() == self.slug);
        found.expect("the first webinar").id
    }

    /// Releases what the page of the release shows.
    async fn release(&self, cookie: &str, name: &str) -> Answer {
        let page = self.get_as("/admin/release", cookie).await.body;
        let seen = page.split_once("name=\"seen\" value=\"").and_then(|(_, rest)| rest.split('"').next());
        let form = format!("seen={}&name={}", seen.unwrap_or_default(), encoded(name));
        self.post_as("/admin/release", &form, cookie, "same-origin").await
    }

    pub(super) async fn undo(&self, cookie: &str, saved: &Answer) -> Answer {
        let number = saved.header("location").rsplit_once('=').expect("a change").1.to_owned();
        self.post_as(&format!("/admin/changes/{number}/undo"), "", cookie, "same-origin").await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_saved_shown_to_editors_alone_released_and_undone() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let before = site.thing(Kind::Event, webinar).await;
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    let saved = form.send(&site, &cookie, &[("subtitle", "An <b>hour</b> at noon"), ("time", "18:30")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let shown = site.get_as(saved.header("location"), &cookie).await.body;
    assert!(shown.contains("Saved") && shown.contains("An &lt;b"), "{shown}");
    // Visitors see nothing of it.
    let public = format!("/events/{}", site.slug);
    assert!(!site.get(&public).await.body.contains("at noon"));
    // The release says what it would do.
    let release = site.get_as("/admin/release", &cookie).await.body;
    assert!(release.contains("18:30") && release.contains("Nobody will be told by mail"), "{release}");
    // Undone, there is nothing to release; undone again, there is.
    let undone = site.undo(&cookie, &saved).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    assert_eq!(site.thing(Kind::Event, webinar).await, before);
    assert_eq!(site.undo(&cookie, &saved).await.status, StatusCode::CONFLICT);
    assert!(site.get_as("/admin/release", &cookie).await.body.contains("There is nothing to release"));
    site.undo(&cookie, &undone).await;
    let released = site.release(&cookie, " Half  past ").await;
    assert_eq!(released.status, StatusCode::SEE_OTHER, "{}", released.body);
    let published = site.store.newest_release().await.expect("readable").expect("a release");
    assert_eq!(published.name, "Half past");
    site.state.publish(published);
    let page = site.get(&format!("{public}?fresh=1")).await.body;
    assert!(page.contains("An &lt;b") && page.contains("18:30"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_editors_keep_what_each_changed_and_are_asked_where_both_changed_the_same() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let mine = Form::of(&site, &cookie, Kind::Event, webinar).await;
    let theirs = Form::of(&site, &cookie, Kind::Event, webinar).await;
    theirs.send(&site, &cookie, &[("title", "Theirs"), ("venue", "Rome")]).await;
    let asked = mine.send(&site, &cookie, &[("title", "Mine"), ("subtitle", "Also mine")]).await;
    assert_eq!(asked.status, StatusCode::CONFLICT);
    assert!(asked.body.contains("value=\"Mine\"") && asked.body.contains("Theirs: Theirs"), "{}", asked.body);
    // Nothing of it was saved; another field is no conflict.
    let merged = mine.send(&site, &cookie, &[("subtitle", "Also mine")]).await;
    assert_eq!(merged.status, StatusCode::SEE_OTHER);
    let Some(Thing::Event(event)) = site.thing(Kind::Event, webinar).await else { panic!("the event is there") };
    let said = (event.title.as_str(), event.venue.as_deref(), event.subtitle.as_deref());
    assert_eq!(said, ("Theirs", Some("Rome"), Some("Also mine")));
    // Seen what theirs is, mine is kept.
    let again = Form::of(&site, &cookie, Kind::Event, webinar).await;
    assert_eq!(again.send(&site, &cookie, &[("title", "Mine")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_row_of_a_list_is_no_conflict() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    let row = [("questions", ""), ("questions.label", "Do you bring a case?"), ("questions.kind", "long-text")];
    let saved = form.send(&site, &cookie, &row).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.body);
    let Some(Thing::Event(event)) = site.thing(Kind::Event, webinar).await else { panic!("the event is there") };
    assert_eq!(event.registration.questions.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_form_is_tried_before_it_is_released_and_nothing_is_kept() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    let row = [("questions", ""), ("questions.label", "Your case"), ("questions.kind", "long-text")];
    let row = row.into_iter().chain([("questions.required", "yes"), ("questions.name", "case")]).collect::<Vec<_>>();
    assert_eq!(form.send(&site, &cookie, &row).await.status, StatusCode::SEE_OTHER);

    let path = format!("/admin/trial/{webinar}");
    let asked = site.get_as(&path, &cookie).await;
    assert_eq!(asked.status, StatusCode::OK);
    assert!(asked.body.contains("name=\"answer-case\""), "{}", asked.body);
    assert!(
        !site.get(&format!("/register/{}", site.slug)).await.body.contains("answer-case"),
        "visitors are not asked"
    );

    let wrong = site.post_as(&path, "name=Ada+%3CL%3E&email=ada", &cookie, "same-origin").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for part in ["value=\"Ada &lt;L&gt;\"", "href=\"#field-email\"", "href=\"#field-answer-case\""] {
        assert!(wrong.body.contains(part), "{part} in {}", wrong.body);
    }
    let whole = "name=Ada&email=ada@b.example&country=IT&profession=oncologist&answer-case=A+rare+%3Cone%3E";
    let taken = site.post_as(&path, whole, &cookie, "same-origin").await;
    assert_eq!(taken.status, StatusCode::OK);
    assert!(taken.body.contains("This would be taken") && taken.body.contains("A rare &lt;one&gt;"), "{}", taken.body);
    assert_eq!(site.taken().await, 0);
    let nowhere = site.get_as("/admin/trial/00000000-0000-0000-0000-00000000000f", &cookie).await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_will_not_do_is_said_by_its_field_and_changes_nothing() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let before = site.thing(Kind::Event, webinar).await;
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    for (field, value, message) in [
        ("title", "", "Fill this in"),
        ("date", "2022-02-30", "Enter a day"),
        ("minutes", "many", "whole number between"),
        ("zone", "Europe/Atlantis", "Choose a time zone"),
        ("join_url", "javascript:alert(1)", "begins with https://"),
        ("slug", "Not A Slug", "single hyphens"),
        ("capacity", "0", "whole number between"),
        ("status", "perhaps", "Choose one of these"),
    ] {
        let refused = form.send(&site, &cookie, &[(field, value), ("venue", "Kept <as> typed")]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{field}");
        assert!(refused.body.contains(message), "{field}: {}", refused.body);
        assert!(refused.body.contains("Kept &lt;as"), "{field} lost what else was typed");
    }
    // A person nobody knows, and a session at an hour that does not come.
    let nobody = form.send(&site, &cookie, &[("roles", ""), ("roles.person", "Nobody"), ("roles.kind", "chair")]).await;
    assert!(nobody.body.contains("Nobody here has that name"));
    let spring = form.send(&site, &cookie, &[("date", "2023-03-26"), ("time", "02:30")]).await;
    assert!(spring.body.contains("Clocks change that night"));
    assert_eq!(site.thing(Kind::Event, webinar).await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_of_a_list_has_its_fields_alone_and_is_answered_with_itself() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let path = format!("/admin/content/events/{webinar}");
    let row = site.get_as(&format!("{path}?row=true"), &cookie).await;
    assert!(row.body.starts_with("<form") && row.body.contains("data-field=\"title\""), "{}", row.body);
    assert!(!row.body.contains("data-field=\"venue\"") && !row.body.contains("<html"), "{}", row.body);
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    let empty = form.send(&site, &cookie, &[("_row", "yes"), ("title", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.body.starts_with("<form") && empty.body.contains("aria-invalid"), "{}", empty.body);
    let saved = form.send(&site, &cookie, &[("_row", "yes"), ("title", "The <first> webinar")]).await;
    assert_eq!(saved.status, StatusCode::OK, "{}", saved.body);
    assert!(
        saved.body.contains("The &lt;first&gt; webinar") && saved.body.contains("data-row-saved=\""),
        "{}",
        saved.body
    );
    assert!(saved.body.contains("Changed since the last release") && saved.body.contains("/undo"), "{}", saved.body);
    // Somebody else was faster: theirs stands beside what was typed.
    let theirs = form.send(&site, &cookie, &[("_row", "yes"), ("title", "Another title")]).await;
    assert_eq!(theirs.status, StatusCode::CONFLICT);
    assert!(
        theirs.body.contains("The &lt;first&gt; webinar") && theirs.body.contains("Another title"),
        "{}",
        theirs.body
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn things_are_added_once_moved_and_removed_with_what_belongs_to_them() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let new = site.get_as("/admin/content/people/new", &cookie).await.body;
    let (_, rest) = new.split_once("name=\"_id\" value=\"").expect("an identity");
    let id: Id = rest.split('"').next().unwrap_or_default().parse().expect("an identity");
    let form = format!("_id={id}&name=Ada+Lovelace&slug=&disclosure=none&statement=");
    for _ in 0..2 {
        let added = site.post_as("/admin/content/people", &form, &cookie, "same-origin").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    }
    let Some(Thing::Person(ada)) = site.thing(Kind::Person, id).await else { panic!("she is there") };
    assert_eq!((ada.slug.as_str(), ada.sort_name.as_str()), ("ada-lovelace", "Lovelace, Ada"));
    let moved = site.post_as(&format!("/admin/content/people/{id}/move"), "direction=up", &cookie, "same-origin").await;
    assert!(moved.header("location").contains("moved="));
    // Somebody with parts to play is taken out of all of them, and comes back with them.
    let before = site.store.working_copy().await.expect("readable");
    let chair = before.events.iter().flat_map(|event| &event.roles).next().expect("somebody with a part").person;
    let gone = site.post_as(&format!("/admin/content/people/{chair}/remove"), "", &cookie, "same-origin").await;
    assert_eq!(gone.status, StatusCode::SEE_OTHER, "{}", gone.body);
    let after = site.store.working_copy().await.expect("readable");
    assert!(after.events.iter().flat_map(|event| &event.roles).all(|role| role.person != chair));
    assert!(site.get_as(gone.header("location"), &cookie).await.body.contains("was removed"));
    site.undo(&cookie, &gone).await;
    assert_eq!(site.store.working_copy().await.expect("readable"), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_removed_while_somebody_typed_is_added_again_with_what_they_typed() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let id = Id::from_u128(7);
    let new = format!("_id={id}&_event={webinar}&name=Main+hall&slug=");
    site.post_as("/admin/content/rooms", &new, &cookie, "same-origin").await;
    let form = Form::of(&site, &cookie, Kind::Room, id).await;
    site.post_as(&format!("/admin/content/rooms/{id}/remove"), "", &cookie, "same-origin").await;
    let event = webinar.to_string();
    let gone = form.send(&site, &cookie, &[("_event", &event), ("name", "Small hall"), ("slug", "small-hall")]).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    assert!(
        gone.body.contains("It was removed meanwhile") && gone.body.contains("value=\"Small hall\""),
        "{}",
        gone.body
    );
    assert!(gone.body.contains(&format!("name=\"_event\" value=\"{event}\"")), "{}", gone.body);
    let again = format!("_id={id}&_event={event}&name=Small+hall&slug=small-hall");
    site.post_as("/admin/content/rooms", &again, &cookie, "same-origin").await;
    let Some(Thing::Room(room)) = site.thing(Kind::Room, id).await else { panic!("it is there again") };
    assert_eq!((room.name.as_str(), room.event), ("Small hall", webinar));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_people_registered_for_is_not_removed() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    assert_eq!(site.register(&form(1, "ada@example.org")).await.status, StatusCode::SEE_OTHER);
    let refused = site.post_as(&format!("/admin/content/events/{webinar}/remove"), "", &cookie, "same-origin").await;
    let page = site.get_as(refused.header("location"), &cookie).await.body;
    assert!(page.contains("People have registered"), "{page}");
    assert!(site.thing(Kind::Event, webinar).await.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_that_breaks_a_rule_is_blocked_with_the_way_to_mend_it() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let supporter = site.store.working_copy().await.expect("readable").organisations.clone();
    let supporter = supporter.iter().find(|one| one.kind.name() == "supporter").expect("a supporter").name.clone();
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    form.send(&site, &cookie, &[("title", &format!("An hour with {supporter}"))]).await;
    let page = site.get_as("/admin/release", &cookie).await.body;
    assert!(page.contains("This has to be mended first"), "{page}");
    let cure = format!("/admin/content/events/{webinar}#field-title");
    assert!(page.contains(&cure), "{page}");
    assert!(
        site.get_as(&format!("/admin/content/events/{webinar}"), &cookie).await.body.contains("id=\"field-title\"")
    );
    let check = site.get_as("/admin/check", &cookie).await.body;
    assert!(check.contains(&cure) && check.contains(&format!("names the supporter {supporter}")), "{check}");
    assert!(site.get_as("/admin", &cookie).await.body.contains("1 thing has to be mended"));
    let number = site.state.published().number;
    let refused = site.post_as("/admin/release", "name=x", &cookie, "same-origin").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.store.newest_release().await.expect("readable").map(|newest| newest.number), Some(number));
}

#[tokio::test(flavor = "multi_thread")]
async fn advice_leads_to_the_fields_that_follow_it_and_blocks_nothing() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    form.send(&site, &cookie, &[("description", "See [him](/people/nobody-at-all) ![](/a.png)")]).await;
    let check = site.get_as("/admin/check", &cookie).await.body;
    // The programme announced its later webinars in summer time, which Rome had left by then.
    for said in
        ["Announced in CEST; on that date the clocks there show CET", "The link to /people/nobody-at-all leads nowhere"]
    {
        assert!(check.contains(said), "{said}: {check}");
    }
    assert!(check.contains("1 image has no text") && check.contains("No disclosure of interests"), "{check}");
    assert!(check.contains(&format!("/admin/content/events/{webinar}#field-description")), "{check}");
    assert!(!check.contains("has to be mended first"), "{check}");
    assert_eq!(site.release(&cookie, "All the same").await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_change_log_tells_everybody_what_each_release_changed() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    form.send(&site, &cookie, &[("subtitle", "Said & <done>")]).await;
    site.release(&cookie, "Second thoughts").await;
    let log = site.get("/changes").await.body;
    assert!(log.contains("Second thoughts") && log.contains("Events: 1 changed."), "{log}");
    let one = site.get("/changes/2").await.body;
    assert!(one.contains("Said &amp; &lt;done") && !one.contains("/admin/content"), "{one}");
    let feed = site.get("/changes.xml").await;
    assert!(feed.header("content-type").starts_with("application/rss+xml"));
    let item = "<guid>http://site.test/changes/2</guid><pubDate>Wed, 12 Oct 2022 15:50:00 +0000</pubDate>";
    assert!(feed.body.contains("<title>Second thoughts</title>") && feed.body.contains(item), "{}", feed.body);
    for path in ["/changes/3", "/changes/0", "/changes/many"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_thing_is_released_alone_and_what_else_differs_waits() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let published = site.state.published();
    let other = published.content.events.iter().find(|event| event.id != webinar).expect("another").id;
    for (id, subtitle) in [(webinar, "A small fix"), (other, "Not ready yet")] {
        let form = Form::of(&site, &cookie, Kind::Event, id).await;
        form.send(&site, &cookie, &[("subtitle", subtitle)]).await;
    }
    let path = format!("/admin/release?only=events:{webinar}");
    let all = site.get_as("/admin/release", &cookie).await.body;
    assert!(all.contains(&path) && all.contains("Not ready yet"), "{all}");
    assert!(site.get_as(&format!("/admin/content/events/{webinar}"), &cookie).await.body.contains(&path));
    let alone = site.get_as(&path, &cookie).await.body;
    assert!(alone.contains("A small fix") && !alone.contains("Not ready yet"), "{alone}");
    let seen = alone.split("name=\"seen\" value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a hash");
    let send = async |seen: &str| {
        let form = format!("name=Fix&seen={seen}&only=events%3A{webinar}");
        site.post_as("/admin/release", &form, &cookie, "same-origin").await
    };
    assert_eq!(send("another").await.status, StatusCode::CONFLICT, "only what was shown is released");
    let released = send(seen).await;
    assert_eq!(released.status, StatusCode::SEE_OTHER, "{}", released.body);
    let newest = site.store.newest_release().await.expect("readable").expect("a release");
    let said = |id| newest.content.event_by_id(id).and_then(|event| event.subtitle.clone()).unwrap_or_default();
    assert_eq!(said(webinar), "A small fix");
    assert_ne!(said(other), "Not ready yet");
    site.state.publish(newest);
    let rest = site.get_as("/admin/release", &cookie).await.body;
    assert!(rest.contains("Not ready yet") && !rest.contains("A small fix"), "{rest}");
    // What others still refer to cannot go by itself.
    let chair = published.content.events.iter().flat_map(|event| &event.roles).next().expect("somebody").person;
    site.post_as(&format!("/admin/content/people/{chair}/remove"), "", &cookie, "same-origin").await;
    let blocked = site.get_as(&format!("/admin/release?only=people:{chair}"), &cookie).await.body;
    assert!(blocked.contains("has to be mended first") && !blocked.contains("name=\"seen\""), "{blocked}");
    let refused = site.post_as("/admin/release", &format!("only=people:{chair}&seen="), &cookie, "same-origin").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_release_is_compared_with_any_before_it() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    for (subtitle, venue, name) in
        [("First", "Rome", "Second one"), ("First", "Milan", "Third one"), ("Last", "Milan", "")]
    {
        let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
        form.send(&site, &cookie, &[("subtitle", subtitle), ("venue", venue)]).await;
        site.release(&cookie, name).await;
    }
    let by_itself = site.get("/changes/4").await.body;
    assert!(by_itself.contains("Last") && !by_itself.contains("Milan"), "{by_itself}");
    assert!(by_itself.contains("<option value=\"3\" selected>Third one"), "{by_itself}");
    let since = site.get("/changes/4?since=2").await.body;
    assert!(since.contains("Last") && since.contains("Rome") && since.contains("Milan"), "{since}");
    assert!(since.contains("<option value=\"2\" selected>Second one"), "{since}");
    for path in ["/changes/4?since=4", "/changes/3?since=4", "/changes/4?since=9", "/changes/4?since=0"] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn public_pages_lead_editors_alone_to_their_forms_and_are_not_kept_for_others() {
    let site = Site::open(None).await;
    let (editor, moderator) = (site.editor().await, site.sign_in_as(Role::Moderator).await);
    let public = format!("/events/{}", site.slug);
    let form = format!("/admin/content/events/{}", site.first_webinar());
    for _ in 0..2 {
        let seen = site.get_as(&public, &editor).await;
        assert!(seen.body.contains(&form), "{}", seen.body);
        assert_eq!(seen.header("cache-control"), "private, no-store");
        for cookie in ["", "staff=guess", &moderator] {
            assert!(!site.get_as(&public, cookie).await.body.contains("/admin/content"), "{cookie}");
        }
    }
    for path in ["/", "/programme", "/people", "/library", "/about"] {
        assert!(site.get_as(path, &editor).await.body.contains("/admin/content/"), "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_since_it_was_shown_is_not_released() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    form.send(&site, &cookie, &[("title", "Shown")]).await;
    let shown = site.get_as("/admin/release", &cookie).await.body;
    let seen =
        shown.split_once("name=\"seen\" value=\"").expect("a form").1.split('"').next().expect("an end").to_owned();
    let number = site.state.published().number;
    let newest = async || site.store.newest_release().await.expect("readable").map(|newest| newest.number);

    let long = format!("seen={seen}&name={}", "x".repeat(121));
    let refused = site.post_as("/admin/release", &long, &cookie, "same-origin").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("120 characters") && refused.body.contains(&"x".repeat(121)), "{}", refused.body);

    let again = Form::of(&site, &cookie, Kind::Event, webinar).await;
    again.send(&site, &cookie, &[("venue", "Not shown")]).await;
    let form = format!("seen={seen}&name=Mine");
    let outdated = site.post_as("/admin/release", &form, &cookie, "same-origin").await;
    assert_eq!(outdated.status, StatusCode::CONFLICT);
    assert!(outdated.body.contains("Nothing was released") && outdated.body.contains("Not shown"));
    assert!(outdated.body.contains("value=\"Mine\""), "{}", outdated.body);
    assert_eq!(newest().await, Some(number));
    assert_eq!(site.release(&cookie, "Seen").await.status, StatusCode::SEE_OTHER);
    assert_eq!(newest().await, Some(number + 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_sections_with_one_address_are_told_apart_by_their_rows() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let form = Form::of(&site, &cookie, Kind::Programme, Id::nil()).await;
    let twice = [
        ("sections", ""),
        ("sections.title", "Aims"),
        ("sections.title", "More aims"),
        ("sections.text", ""),
        ("sections.text", ""),
        ("sections.items", ""),
        ("sections.items", ""),
        ("sections.slug", "aims"),
        ("sections.slug", "aims"),
    ];
    let refused = form.send(&site, &cookie, &twice).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("#field-sections-1-slug"), "{}", refused.body);
    assert!(refused.body.contains("“Aims” has this address"), "{}", refused.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_desk_is_closed_to_whoever_is_not_an_editor() {
    let site = Site::open(None).await;
    let editor = site.editor().await;
    let moderator = site.sign_in_as(Role::Moderator).await;
    for path in [
        "/admin",
        "/admin/changes",
        "/admin/check",
        "/admin/release",
        "/admin/content/people",
        "/admin/content/people/new",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(site.get_as(path, &moderator).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let path = format!("/admin/content/events/{}", site.first_webinar());
    for act in [path.clone(), format!("{path}/move"), format!("{path}/remove"), "/admin/release".to_owned()] {
        let refused = site.post_as(&act, "title=x&direction=up", &moderator, "same-origin").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN, "{act}");
    }
    assert_eq!(site.post_as(&path, "title=x", &editor, "cross-site").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_shows_the_working_copy_to_editors_alone() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    form.send(&site, &cookie, &[("slug", "another-address"), ("subtitle", "Not <i>released</i> yet")]).await;
    let begun = site.post_as("/admin/preview", "show=draft&back=/events/another-address", &cookie, "same-origin").await;
    assert_eq!((begun.status, begun.header("location")), (StatusCode::SEE_OTHER, "/events/another-address"));
    let set = begun.header("set-cookie").to_owned();
    assert!(set.starts_with("preview=draft;") && set.contains("HttpOnly"), "{set}");
    let previewing = format!("{cookie}; preview=draft");

    let shown = site.get_as("/events/another-address", &previewing).await;
    assert!(shown.body.contains("Not &lt;i") && shown.body.contains("this is the working copy"), "{}", shown.body);
    assert_eq!(shown.header("cache-control"), "private, no-store");
    let programme = site.get_as("/programme", &previewing).await.body;
    assert!(programme.contains("/events/another-address"));
    // What is released is one step away, and nobody else is led astray: no visitor, no registrar, whatever their cookies say.
    let ended = site.post_as("/admin/preview", "show=released&back=//evil.example", &previewing, "same-origin").await;
    assert_eq!(ended.header("location"), "/");
    assert!(ended.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(site.get_as("/events/another-address", &cookie).await.status, StatusCode::NOT_FOUND);
    let registrar = format!("{}; preview=draft", site.sign_in_as(Role::Registrar).await);
    for other in ["preview=draft", registrar.as_str()] {
        assert_eq!(site.get_as("/events/another-address", other).await.status, StatusCode::NOT_FOUND);
        assert!(!site.get_as("/programme", other).await.body.contains("another-address"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn anything_at_the_desk_is_found_by_words_that_stand_in_it() {
    let site = Site::open(None).await;
    let (cookie, webinar) = (site.editor().await, site.first_webinar());
    let form = Form::of(&site, &cookie, Kind::Event, webinar).await;
    form.send(&site, &cookie, &[("subtitle", "Zürich <b>tumour</b> board")]).await;
    let found = site.get_as("/admin/find?q=ZURICH+board", &cookie).await.body;
    assert!(found.contains(&format!("/admin/content/events/{webinar}#field-subtitle")), "{found}");
    // The form has what the link leads to.
    assert!(site.get_as(&form.path, &cookie).await.body.contains("id=\"field-subtitle\""));
    let part = site.get_as("/admin/find?q=chang", &cookie).await.body;
    assert!(part.contains("href=\"/admin/changes\" class=\"desk-list__title\""), "{part}");
    let nothing = site.get_as("/admin/find?q=%3Cb%3Enowhere", &cookie).await.body;
    assert!(nothing.contains("&lt;b&gt;nowhere") && !nothing.contains("<b>nowhere"), "{nothing}");
    assert!(!nothing.contains("desk-list__title"));
}
