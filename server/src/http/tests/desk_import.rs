//! Importing in the app: nothing changes before it was shown, exactly that is imported, and it can be undone.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::content::Content;
use domain::staff::Role;

use super::{Answer, Site};

const PAGE: &str = "/admin/import";
const SCHEDULE: &str = include_str!("../../../../import/tests/fixtures/frab.xml");
const BOUNDARY: &str = "between-the-parts";

/// What a page holds in a field that is not shown.
pub(super) fn hidden(page: &Answer, name: &str) -> String {
    let (_, rest) = page.body.split_once(&format!("name=\"{name}\" value=\"")).expect("a preview");
    rest.split('"').next().unwrap_or_default().to_owned()
}

impl Site {
    async fn uploads(&self, cookie: &str, file: Option<(&str, &str)>, fields: &[(&str, &str)]) -> Answer {
        self.uploads_to(PAGE, cookie, file, fields).await
    }

    /// Sends a form with these fields; of the file its name and content.
    pub(super) async fn uploads_to(
        &self,
        path: &str,
        cookie: &str,
        file: Option<(&str, &str)>,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut body = String::new();
        if let Some((name, content)) = file {
            body.push_str(&format!(
                "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n"
            ));
        }
        for (name, value) in fields {
            let head = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n");
            body.push_str(&format!("{head}{value}\r\n"));
        }
        body.push_str(&format!("--{BOUNDARY}--\r\n"));
        let request = Request::post(path)
            .header(header::HOST, "site.test")
            .header(header::CONTENT_TYPE, format!("multipart/form-data; boundary={BOUNDARY}"))
            .header(header::CONTENT_LENGTH, body.len())
            .header(header::COOKIE, cookie)
            .header("sec-fetch-site", "same-origin");
        self.ask(request.body(Body::from(body)).expect("a request")).await
    }

    /// Presses the button of a preview.
    async fn imports(&self, cookie: &str, preview: &Answer) -> Answer {
        let value = |name: &str| hidden(preview, name);
        let fields = ["draft", "name", "zone", "kind", "event", "seen"].map(|name| (name, value(name)));
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        self.uploads(cookie, None, &fields).await
    }

    async fn content(&self) -> Content {
        Content::clone(&*self.store.working_copy().await.expect("readable"))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_schedule_is_shown_first_imported_once_and_undone() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let before = site.content().await;
    assert!(site.get_as(PAGE, &cookie).await.body.contains("multipart/form-data"));
    let preview = site.uploads(&cookie, Some(("night.xml", SCHEDULE)), &[]).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.body);
    for said in [
        "night.xml",
        "Night School of Telemedicine",
        "What telemonitoring asks of a ward",
        "Import exactly this",
        "Line ",
    ] {
        assert!(preview.body.contains(said), "{said}: {}", preview.body);
    }
    assert_eq!(site.content().await, before);

    let done = site.imports(&cookie, &preview).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let after = site.content().await;
    let event = after.events.iter().find(|event| event.source.is_some()).expect("the schedule's event");
    let sessions: Vec<_> = after.sessions.iter().filter(|session| session.event == event.id).collect();
    assert!(sessions.len() > 1);
    assert_eq!(sessions.first().map(|one| one.title.as_str()), Some("What telemonitoring asks of a ward"));
    assert!(site.get_as(done.header("location"), &cookie).await.body.contains("Imported."));
    assert!(site.get_as("/admin/changes", &cookie).await.body.contains("Night School of Telemedicine"));

    // The same again is nothing; it is said, and there is no button.
    let again = site.uploads(&cookie, Some(("night.xml", SCHEDULE)), &[]).await;
    assert!(
        again.body.contains("Nothing would be different") && !again.body.contains("Import exactly this"),
        "{}",
        again.body
    );

    let undone = site.undo(&cookie, &done).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.body);
    assert_eq!(site.content().await, before);
    // Undone is undone too: everything is there again, in its order.
    site.undo(&cookie, &undone).await;
    assert_eq!(site.content().await, after);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_editors_made_of_a_schedule_stays_and_what_is_not_in_it_any_more_goes() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let preview = site.uploads(&cookie, None, &[("text", SCHEDULE)]).await;
    site.imports(&cookie, &preview).await;
    let content = site.content().await;
    let event = content.events.iter().find(|event| event.source.is_some()).expect("an event").clone();
    let form = "objectives=Know%20the%20night&registration=yes&capacity=40";
    let path = format!("/admin/content/events/{}", event.id);
    assert_eq!(site.post_as(&path, form, &cookie, "same-origin").await.status, StatusCode::SEE_OTHER);

    let renamed = SCHEDULE.replace("What telemonitoring asks of a ward", "What a ward asks back");
    let (head, rest) = renamed.rsplit_once("<event ").expect("a last session");
    let (_, tail) = rest.split_once("</event>").expect("its end");
    let preview = site.uploads(&cookie, None, &[("text", &format!("{head}{tail}"))]).await;
    assert!(preview.body.contains("What a ward asks back") && preview.body.contains("Removed"), "{}", preview.body);
    let done = site.imports(&cookie, &preview).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let after = site.content().await;
    assert_eq!(after.sessions.len() + 1, content.sessions.len());
    let kept = after.events.iter().find(|one| one.id == event.id).expect("the event");
    assert_eq!((kept.objectives.clone(), kept.registration.capacity), (vec!["Know the night".to_owned()], Some(40)));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_changed_since_it_was_shown_is_not_imported() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let preview = site.uploads(&cookie, Some(("night.xml", SCHEDULE)), &[]).await;
    let path = format!("/admin/content/events/{}", site.first_webinar());
    site.post_as(&path, "title=Meanwhile", &cookie, "same-origin").await;
    let before = site.content().await;
    let outdated = site.imports(&cookie, &preview).await;
    assert_eq!(outdated.status, StatusCode::CONFLICT);
    assert!(outdated.body.contains("Nothing was imported"), "{}", outdated.body);
    assert_eq!(site.content().await, before);
    assert_eq!(site.imports(&cookie, &outdated).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_will_not_do_is_told_with_its_line_and_changes_nothing() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let before = site.content().await;
    let bomb = include_str!("../../../../import/tests/fixtures/entity-bomb.xml");
    let truncated = include_str!("../../../../import/tests/fixtures/truncated.xml");
    let zoneless = SCHEDULE.replace("<time_zone_name>Europe/Rome</time_zone_name>", "");
    let deep = format!("<schedule>{}", "<a>".repeat(5_000));
    for (file, zone, said) in [
        ("", "", "Choose a file"),
        (bomb, "", "line "),
        (truncated, "", "line "),
        (&deep, "", "line "),
        ("{\"schedule\":{}}", "", "JSON"),
        (&zoneless, "", "does not say in which time zone"),
        (&zoneless, "Europe/Atlantis", "Choose a time zone"),
    ] {
        let refused = site.uploads(&cookie, Some(("x<b>.xml", file)), &[("zone", zone)]).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{said}");
        assert!(refused.body.contains(said), "{said}: {}", refused.body);
        assert!(!refused.body.contains("x<b>"), "{}", refused.body);
    }
    let large = format!("<!--{}-->", "x".repeat(8 * 1024 * 1024));
    assert_eq!(site.uploads(&cookie, Some(("x.xml", &large)), &[]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let larger = "x".repeat(12 * 1024 * 1024);
    assert_eq!(site.uploads(&cookie, Some(("x.xml", &larger)), &[]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    // Elsewhere forms stay short.
    let long = format!("title={}", "x".repeat(100 * 1024));
    let path = format!("/admin/content/events/{}", site.first_webinar());
    assert_eq!(site.post_as(&path, &long, &cookie, "same-origin").await.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(
        site.uploads(&cookie, Some(("n.xml", &zoneless)), &[("zone", "Europe/Rome")])
            .await
            .body
            .contains("Import exactly this")
    );
    assert_eq!(site.content().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_table_is_taken_away_changed_shown_imported_and_undone() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let before = site.content().await;
    let file = site.get_as("/admin/import/people.csv", &cookie).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert_eq!(file.header("content-disposition"), "attachment; filename=\"people.csv\"");
    assert!(file.body.starts_with("\u{feff}address,name,"), "{}", file.body);
    // As it is it changes nothing.
    let people: &[(&str, &str)] = &[("kind", "people")];
    let same = site.uploads(&cookie, Some(("people.csv", &file.body)), people).await;
    assert!(same.body.contains("Nothing would be different"), "{}", same.body);

    let known = before.people.first().expect("a person").clone();
    let text = format!("Name;Affiliation;Disclosure\n{};Clinic of Trials;\nA New One;;nonsense\n", known.name);
    let preview = site.uploads(&cookie, Some(("p.csv", &text)), people).await;
    for said in
        ["Clinic of Trials", "Rows that are not imported", "Line 3, Disclosure:", "not_provided, none, statement"]
    {
        assert!(preview.body.contains(said), "{said}: {}", preview.body);
    }
    assert_eq!(site.content().await, before);
    let done = site.imports(&cookie, &preview).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let after = site.content().await;
    let changed = after.person_by_id(known.id).expect("still there");
    assert_eq!((changed.affiliation.as_deref(), after.people.len()), (Some("Clinic of Trials"), before.people.len()));
    assert_eq!(site.undo(&cookie, &done).await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.content().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_of_a_table_belong_to_the_event_that_is_chosen_or_named() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let webinar = site.first_webinar().to_string();
    let text = "title\tstart\tlength\troom\tspeakers\nWelcome\t18:00\t10\tStudio\tDr. Nobody Before\n";
    // What its rows are, and of which event, is asked by the field.
    for (fields, status, said) in [
        (vec![("text", text)], StatusCode::UNPROCESSABLE_ENTITY, "Choose what its rows are"),
        (vec![("text", text), ("kind", "nonsense")], StatusCode::UNPROCESSABLE_ENTITY, "Choose what its rows are"),
        (vec![("text", text), ("kind", "sessions")], StatusCode::UNPROCESSABLE_ENTITY, "Choose the event"),
        (
            vec![("text", "start,length\n18:00,10\n"), ("kind", "sessions")],
            StatusCode::UNPROCESSABLE_ENTITY,
            "no column called",
        ),
    ] {
        let refused = site.uploads(&cookie, None, &fields).await;
        assert_eq!(refused.status, status, "{said}");
        assert!(
            refused.body.contains(said) && refused.body.contains("Welcome") == (said != "no column called"),
            "{said}: {}",
            refused.body
        );
    }
    let preview = site.uploads(&cookie, None, &[("text", text), ("kind", "sessions"), ("event", &webinar)]).await;
    for said in ["Welcome", "Studio", "Dr. Nobody Before"] {
        assert!(preview.body.contains(said), "{said}: {}", preview.body);
    }
    let done = site.imports(&cookie, &preview).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    let content = site.content().await;
    let welcome = content.sessions.iter().find(|session| session.title == "Welcome").expect("the session");
    assert_eq!((welcome.event.to_string(), welcome.minutes, welcome.roles.len()), (webinar.clone(), 10, 1));
    let file = site.get_as(&format!("/admin/import/sessions.csv?event={webinar}"), &cookie).await;
    assert!(file.body.contains("Welcome") && file.body.contains("Dr. Nobody Before"), "{}", file.body);
    assert!(site.get_as("/admin/changes", &cookie).await.body.contains("table of sessions"));

    for nothing in ["/admin/import/programme.csv", "/admin/import/sessions", "/admin/import/nonsense.csv"] {
        assert_eq!(site.get_as(nothing, &cookie).await.status, StatusCode::NOT_FOUND, "{nothing}");
    }
    let nowhere = "/admin/import/sessions.csv?event=00000000-0000-0000-0000-00000000000f";
    assert_eq!(site.get_as(nowhere, &cookie).await.status, StatusCode::NOT_FOUND);
    let registrar = site.sign_in_as(Role::Registrar).await;
    // Whoever may not have it does not learn whether it is there.
    assert_eq!(site.get_as("/admin/import/people.csv", &registrar).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn importing_is_for_editors() {
    let site = Site::open(None).await;
    site.editor().await;
    assert_eq!(site.get(PAGE).await.status, StatusCode::SEE_OTHER);
    for role in [Role::Moderator, Role::Registrar] {
        let cookie = site.sign_in_as(role).await;
        assert_eq!(site.get_as(PAGE, &cookie).await.status, StatusCode::FORBIDDEN);
        assert_eq!(site.uploads(&cookie, Some(("n.xml", SCHEDULE)), &[]).await.status, StatusCode::FORBIDDEN);
    }
    let site = Site::open(None).await;
    assert_eq!(site.uploads("", Some(("n.xml", SCHEDULE)), &[]).await.status, StatusCode::FORBIDDEN);
}
