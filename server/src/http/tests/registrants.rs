//! The list of an event's registrations without any script: found, sorted, paged, kept under a name.

use std::io::Read;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use domain::staff::Role;

use super::registration::form;
use super::{Answer, Site};

impl Site {
    /// Registers so many people, a minute after each other.
    async fn crowd(&self, people: u32) {
        self.crowd_from(1, people).await;
    }

    async fn crowd_from(&self, first: u32, last: u32) {
        for key in first..=last {
            self.passes(1).await;
            let answers = "&answer-dinner=no&answer-code=yes";
            let answer = self.register(&format!("{}{answers}", form(key, &format!("person{key}@b.example")))).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
        }
    }

    /// The event's list with that query, as a registrar sees it.
    async fn listed(&self, cookie: &str, query: &str) -> Answer {
        let answer = self.get_as(&format!("/admin/registrations/{}{query}", self.slug), cookie).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer
    }
}

/// Addresses of people in the order of the page.
fn people(page: &Answer) -> Vec<&str> {
    page.body
        .split("@b.example")
        .filter_map(|part| part.rsplit(['>', ' ']).next())
        .filter(|part| part.starts_with("person"))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registrar_finds_people_and_pages_through_them() {
    let site = Site::open_at("2022-10-10T12:00:00+02:00", None).await;
    site.crowd(60).await;
    // Somebody has to administer.
    site.sign_in().await;
    let cookie = site.sign_in_as(Role::Registrar).await;
    let events = site.get_as("/admin/registrations", &cookie).await;
    assert!(
        events.status == StatusCode::OK
            && events.body.contains(&format!("href=\"/admin/registrations/{}\"", site.slug))
    );

    let first = site.listed(&cookie, "").await;
    assert_eq!((people(&first).len(), people(&first)[0]), (50, "person60"), "newest first");
    assert!(first.body.contains("60 registrations, newest first"));
    let (_, rest) = first.body.split_once("?after=").expect("a next page");
    let next = site.listed(&cookie, &format!("?after={}", rest.split('"').next().unwrap_or_default())).await;
    assert_eq!(people(&next), (1..=10).rev().map(|key| format!("person{key}")).collect::<Vec<_>>());
    assert!(!next.body.contains("?after=") && next.body.contains("First page"));

    let found = site.listed(&cookie, "?q=PERSON7%40&sort=oldest&column=email&column=reference").await;
    assert_eq!(people(&found), ["person7"]);
    assert!(found.body.contains("value=\"PERSON7@\"") && found.body.contains("1 registration, oldest first"));
    assert!(
        found.body.contains("<option value=\"oldest\" selected") && !found.body.contains("<th scope=\"col\">Since")
    );
    let nobody = site.listed(&cookie, "?q=%3Cscript%3Ealert(1)%3C/script%3E&state=waiting").await;
    assert!(nobody.body.contains("Nobody matches") && !nobody.body.contains("<script>alert"));
    assert!(nobody.body.contains("value=\"waiting\" checked"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_is_kept_under_a_name_for_oneself_or_for_everybody() {
    let site = Site::open(None).await;
    let eve = site.sign_in().await;
    let ada = site.sign_in_as(Role::Registrar).await;
    let path = format!("/admin/registrations/{}/views", site.slug);
    let keep = async |sent: &str| site.post_as(&path, sent, &ada, "same-origin").await;
    let refused = keep("name=+&back=state%3Dwaiting%26nonsense%3D1").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.body.contains("Give the list a name") && refused.body.contains("value=\"state=waiting\""));
    let kept = keep("name=Mine+%3Cb%3E&back=state%3Dwaiting").await;
    assert_eq!(kept.header("location"), format!("/admin/registrations/{}?state=waiting", site.slug));
    assert_eq!(keep("name=Ours&shared=yes&back=sort%3Dname").await.status, StatusCode::SEE_OTHER);
    let own = site.listed(&ada, "?state=waiting").await.body;
    assert!(own.contains("Mine &lt;b&gt;</a>") && own.contains(">Ours</a>") && own.contains("aria-current=\"page\""));
    let other = site.listed(&eve, "?sort=name").await.body;
    assert!(other.contains(">Ours</a>") && !other.contains("Mine"));

    let remove = |page: &str| {
        let (_, rest) = page.split_once(&format!("{path}/")).expect("a list that can be removed");
        format!("{path}/{}", rest.split('"').next().unwrap_or_default())
    };
    let mine = remove(&own);
    assert_eq!(site.post_as(&mine, "", &eve, "same-origin").await.status, StatusCode::NOT_FOUND, "another's own");
    assert_eq!(site.post_as(&mine, "", &ada, "cross-site").await.status, StatusCode::FORBIDDEN);
    assert_eq!(site.post_as(&mine, "", &ada, "same-origin").await.status, StatusCode::SEE_OTHER);
    assert_eq!(site.post_as(&remove(&other), "", &eve, "same-origin").await.status, StatusCode::SEE_OTHER);
    assert!(!site.listed(&ada, "").await.body.contains(">Ours</a>"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_registration_is_given_tags_and_found_by_them() {
    let site = Site::open(None).await;
    site.crowd(2).await;
    site.sign_in().await;
    let cookie = site.sign_in_as(Role::Registrar).await;
    let list = site.listed(&cookie, "?q=person1").await;
    let (_, rest) = list.body.split_once("name=\"registration\" value=\"").expect("a form");
    let id = rest.split('"').next().unwrap_or_default();
    let path = format!("/admin/registrations/{}/tags", site.slug);
    let give = async |tags: &str| {
        let form = format!("registration={id}&back=q%3Dperson1&tags={tags}");
        site.post_as(&path, &form, &cookie, "same-origin").await
    };
    let refused = give("%E8%82%BF%E7%98%A4").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        refused.body.contains("letters from a to z") && refused.body.contains("value=\"肿瘤\""),
        "{}",
        refused.body
    );
    let given = give("Dinner,+VIP").await;
    assert_eq!(given.header("location"), format!("/admin/registrations/{}?q=person1", site.slug));
    let found = site.listed(&cookie, "?tag=vip").await;
    assert_eq!(people(&found), ["person1"]);
    assert!(found.body.contains("dinner, vip"));
    give("").await;
    assert!(site.listed(&cookie, "?tag=vip").await.body.contains("Nobody matches"));
    let (elsewhere, form) = (path.replace(&site.slug, "webinar-2"), format!("registration={id}&tags=x"));
    let other = site.post_as(&elsewhere, &form, &cookie, "same-origin");
    assert_eq!(other.await.status, StatusCode::NOT_FOUND, "of another event");
}

/// Registers somebody whose every text would be a formula, and an answer with them.
async fn hostile(site: &Site) -> String {
    let form = form(1, "ada@b.example").replace("Maria+Rossi", "%3DHYPERLINK(%22http%3A%2F%2Fevil.example%22)");
    assert!(form.contains("HYPERLINK"), "{form}");
    let form = form.replace("organisation=", "organisation=%2B1");
    let more = "&answer-dinner=yes&answer-diet=%40SUM(A1)%0A%2C%22b%22&answer-code=yes";
    site.passes(1).await;
    assert_eq!(site.register(&format!("{form}{more}")).await.status, StatusCode::SEE_OTHER);
    site.crowd_from(2, 5).await;
    site.sign_in().await;
    site.sign_in_as(Role::Registrar).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_listed_leaves_as_a_table_without_formulas_and_as_objects() {
    let site = Site::open_asking(super::questions::all_kinds()).await;
    let cookie = hostile(&site).await;
    let path = format!("/admin/registrations/{}/export/registrations", site.slug);
    let table = site.get_as(&format!("{path}.csv?sort=oldest"), &cookie).await;
    assert_eq!((table.status, table.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    assert!(
        table.header("content-disposition").ends_with("registrations.csv\"")
            && table.header("cache-control").contains("no-store")
    );
    let lines = table.body.strip_prefix('\u{feff}').expect("a mark of UTF-8");
    assert!(
        lines.starts_with("reference,name,email,")
            && lines.lines().next().is_some_and(|head| head.contains("answer-diet"))
    );
    for cell in ["\"'=HYPERLINK(\"\"http://evil.example\"\")\"", ",'+1,", "\"'@SUM(A1)\n,\"\"b\"\"\"", "Yes, gladly"] {
        assert!(lines.contains(cell), "{cell} in {lines}");
    }
    assert_eq!(lines.matches("@b.example").count(), 5);
    let narrowed = site.get_as(&format!("{path}.csv?q=person3"), &cookie).await.body;
    assert!(narrowed.contains("person3@") && !narrowed.contains("person4@"));

    let objects = site.get_as(&format!("{path}.json?sort=oldest"), &cookie).await.body;
    let objects: serde_json::Value = serde_json::from_str(&objects).expect("JSON");
    assert_eq!(objects.as_array().map(Vec::len), Some(5));
    assert_eq!(
        (&objects[0]["name"], &objects[0]["answers"]["dinner"][0]),
        (&"=HYPERLINK(\"http://evil.example\")".into(), &"Yes, gladly".into())
    );
    let colleague = site.sign_in_as(Role::Registrar).await;
    let nobody = site.get_as(&format!("{path}.json?q=xyzzy"), &colleague).await.body;
    assert_eq!(serde_json::from_str::<serde_json::Value>(&nobody).expect("JSON"), serde_json::json!([]));
    for file in ["registrations.exe", "other.csv"] {
        let answer = site.get_as(&format!("/admin/registrations/{}/export/{file}", site.slug), &cookie).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_workbook_holds_texts_and_nothing_that_is_computed() {
    let site = Site::open_asking(super::questions::all_kinds()).await;
    let cookie = hostile(&site).await;
    let path = format!("/admin/registrations/{}/export/registrations.xlsx", site.slug);
    let request = Request::get(&path).header(header::HOST, "site.test").header(header::COOKIE, &cookie);
    let (headers, bytes) = site.bytes(request.body(Body::empty()).expect("a request")).await;
    assert!(headers[header::CONTENT_TYPE].to_str().is_ok_and(|media| media.ends_with("spreadsheetml.sheet")));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("XML");
    assert!(sheet.contains("=HYPERLINK(") && sheet.contains("@SUM(A1)") && sheet.contains("person5@b.example"));
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "), "a formula in {sheet}");
}

#[tokio::test(flavor = "multi_thread")]
async fn three_files_are_taken_in_a_row_and_then_the_page_says_when_the_next_may_be() {
    let site = Site::open(None).await;
    let cookie = site.sign_in().await;
    let path = format!("/admin/registrations/{}/export/registrations.csv", site.slug);
    for _ in 0..3 {
        assert_eq!(site.get_as(&path, &cookie).await.status, StatusCode::OK);
    }
    let refused = site.get_as(&format!("{path}?q=Rossi"), &cookie).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.header("retry-after").parse::<u64>().is_ok_and(|seconds| (1..=1_201).contains(&seconds)));
    assert!(refused.body.contains("The next can be taken in 20 minutes."), "{}", refused.body);
    assert!(refused.body.contains("value=\"Rossi\""), "what was asked for stays");
    let colleague = site.sign_in_as(Role::Registrar).await;
    assert_eq!(site.get_as(&path, &colleague).await.status, StatusCode::OK);
}
