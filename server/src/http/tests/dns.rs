//! What administrators are told about the DNS of their mail, by a name server on this machine whose answers the test decides.

use std::net::SocketAddr;
use std::time::Duration;

use app::server::{MailMode, Settings};
use axum::http::StatusCode;
use domain::staff::Role;
use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::{A, MX, TXT};
use hickory_resolver::proto::rr::{Name, RData, Record, RecordType};
use tokio::net::UdpSocket;
use tokio::time::Instant;

use super::desk_hostile::{HOSTILE, Watch};
use super::registrants_bulk::has;
use super::{MEDIA_MOST, NOW, Site};
use crate::media::{MediaStore, Tools, folder_at};

const PAGE: &str = "/admin/settings/dns";

/// Records by name and type, as text.
type Zone = &'static [(&'static str, RecordType, &'static str)];

/// A domain at which everything is as it should be.
const WELL: Zone = &[
    ("example.org.", RecordType::MX, "mail.example.org."),
    ("example.org.", RecordType::TXT, "site-verification=1"),
    ("example.org.", RecordType::TXT, "v=spf1 include:_spf.provider.example -all"),
    ("_spf.provider.example.", RecordType::TXT, "v=spf1 ip4:192.0.2.0/24 ~all"),
    (
        "s1._domainkey.example.org.",
        RecordType::TXT,
        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    ),
    ("_dmarc.example.org.", RecordType::TXT, "v=DMARC1; p=reject; rua=mailto:postmaster@example.org"),
    ("webinars.example.org.", RecordType::A, "192.0.2.1"),
];

/// A domain that lacks or breaks everything.
const ILL: Zone = &[
    ("example.org.", RecordType::A, "192.0.2.1"),
    ("example.org.", RecordType::TXT, "v=spf1 mx -all"),
    ("example.org.", RecordType::TXT, "v=spf1 ip4:192.0.2.7 ~all"),
    ("s1._domainkey.example.org.", RecordType::TXT, "v=DKIM1; p="),
];

fn data(kind: RecordType, text: &str) -> RData {
    match kind {
        RecordType::MX => RData::MX(MX::new(10, Name::from_ascii(text).expect("a name"))),
        RecordType::A => RData::A(A(text.parse().expect("an address"))),
        // In pieces, as long keys are.
        _ => {
            let (one, two) = text.split_at(text.len() / 2);
            RData::TXT(TXT::new(vec![one.to_owned(), two.to_owned()]))
        }
    }
}

/// Starts a name server; names below `broken.example` it cannot find out, and below `refused.example` it does not answer for.
async fn name_server(zone: Zone) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let address = socket.local_addr().expect("an address");
    tokio::spawn(async move {
        let mut bytes = [0; 4_096];
        while let Ok((length, from)) = socket.recv_from(&mut bytes).await {
            let asked = Message::from_vec(&bytes[..length]).expect("a question");
            let question = asked.queries[0].clone();
            let name = question.name().to_ascii().to_lowercase();
            let mut answer = Message::response(asked.metadata.id, OpCode::Query);
            answer.add_query(question.clone());
            answer.metadata.recursion_available = true;
            for (owner, kind, text) in
                zone.iter().filter(|(owner, kind, _)| *owner == name && *kind == question.query_type())
            {
                let owner = Name::from_ascii(owner).expect("a name");
                answer.add_answer(Record::from_rdata(owner, 60, data(*kind, text)));
            }
            answer.metadata.response_code = match name.as_str() {
                name if name.ends_with("broken.example.") => ResponseCode::ServFail,
                name if name.ends_with("refused.example.") => ResponseCode::Refused,
                name if zone.iter().any(|(owner, ..)| *owner == name) => ResponseCode::NoError,
                _ => ResponseCode::NXDomain,
            };
            drop(socket.send_to(&answer.to_vec().expect("an answer"), from).await);
        }
    });
    address
}

async fn site(name_server: SocketAddr, mail: MailMode) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let objects = folder_at(&folder.path().join("media")).expect("a folder");
    let settings = Settings {
        base_url: "https://webinars.example.org".to_owned(),
        mail,
        peertube: Vec::new(),
        name_server: Some(name_server),
        nightly_backup: false,
        pseudo_locale: false,
    };
    Site::open_in(folder, MediaStore::new(objects, MEDIA_MOST, Tools::of_path()), NOW, settings, |_| ()).await
}

fn from_example() -> MailMode {
    MailMode::HeldBack { from: "webinars@Example.org".to_owned() }
}

/// What is said of one of the things that were looked for.
fn said<'a>(page: &'a str, of: &str) -> &'a str {
    let (_, rest) = page.split_once(&format!("data-dns=\"{of}\"")).unwrap_or_else(|| panic!("{of} in {page}"));
    rest.split("</li>").next().unwrap_or_default()
}

async fn checks(site: &Site, form: &str) -> String {
    let cookie = site.sign_in().await;
    let answer = site.post_as(PAGE, form, &cookie, "same-origin").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.header("cache-control").contains("no-store"));
    answer.body
}

#[tokio::test(flavor = "multi_thread")]
async fn a_domain_at_which_all_is_well_is_told_so() {
    let site = site(name_server(WELL).await, from_example()).await;
    let page = checks(&site, "selector=S1").await;
    for of in ["mx", "spf", "dkim", "dmarc", "site"] {
        has(said(&page, of), &["in order"]);
        assert!(!said(&page, of).contains("Set this record"), "{of}");
    }
    has(&page, &["What was found for example.org", "value=\"S1\""]);
    has(said(&page, "mx"), &["mail.example.org"]);
    has(said(&page, "spf"), &["v=spf1 include:_spf.provider.example -all"]);
    has(said(&page, "site"), &["webinars.example.org", "192.0.2.1"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_missing_or_wrong_comes_with_the_record_that_mends_it() {
    let site = site(name_server(ILL).await, from_example()).await;
    let page = checks(&site, "selector=s1").await;
    has(said(&page, "mx"), &["could be better", "10 mail.example.org."]);
    has(said(&page, "spf"), &["wrong", "There are 2 records", "v=spf1 mx ip4:192.0.2.7 ~all"]);
    has(said(&page, "dkim"), &["wrong", "was taken back"]);
    has(
        said(&page, "dmarc"),
        &["missing", "_dmarc.example.org", "v=DMARC1; p=none; rua=mailto:postmaster@example.org"],
    );
    has(said(&page, "site"), &["missing", "There is no name webinars.example.org"]);
    let unasked = checks(&site, "selector=").await;
    has(said(&unasked, "dkim"), &["not known", "Not looked for"]);
    let other = checks(&site, "selector=s2").await;
    has(said(&other, "dkim"), &["missing", "s2._domainkey.example.org", "v=DKIM1; k=rsa; p=KEY"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn failures_are_told_apart_and_nobody_waits_long() {
    let name_server = name_server(WELL).await;
    let site = site(name_server, MailMode::NotConfigured).await;
    for (domain, why) in [
        ("mail.broken.example", "SERVFAIL"),
        ("mail.refused.example", "REFUSED"),
        ("nowhere.example", "There is no domain nowhere.example"),
    ] {
        let page = checks(&site, &format!("domain={domain}")).await;
        for of in ["mx", "spf"] {
            has(said(&page, of), &[why]);
        }
    }
    // Somebody is there and says nothing.
    let silent = UdpSocket::bind("127.0.0.1:0").await.expect("a port");
    let quiet = self::site(silent.local_addr().expect("an address"), from_example()).await;
    let began = Instant::now();
    let page = checks(&quiet, "selector=s1").await;
    assert!(began.elapsed() < Duration::from_secs(8), "{:?}", began.elapsed());
    for of in ["mx", "spf", "dkim", "dmarc", "site"] {
        has(said(&page, of), &["not known", "Nobody answered in time"]);
    }
    // Nobody is there.
    drop(silent);
    let page = checks(&quiet, "selector=s1").await;
    has(said(&page, "mx"), &["not known"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_asked_for_is_said_by_its_field() {
    let site = site(name_server(WELL).await, MailMode::NotConfigured).await;
    let cookie = site.sign_in().await;
    has(&site.get_as(PAGE, &cookie).await.body, &["Domain of the sender", "DKIM selector"]);
    has(&site.get_as("/admin/settings", &cookie).await.body, &["action=\"/admin/settings/dns\""]);
    for (sent, field) in [("domain=localhost", "domain"), ("domain=example.org&selector=a%20b", "selector")] {
        let refused = site.post_as(PAGE, sent, &cookie, "same-origin").await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        has(&refused.body, &[&format!("id=\"{field}-error\""), "aria-invalid=\"true\""]);
        assert!(!refused.body.contains("data-dns"));
    }
    let quiet = Watch::over(&site.get_as(PAGE, &cookie).await.body).1;
    for attack in HOSTILE {
        let attack: String = form_urlencoded::byte_serialize(attack.as_bytes()).collect();
        let page = site.post_as(PAGE, &format!("domain={attack}&selector={attack}"), &cookie, "same-origin").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{attack}");
        let (found, scripts) = Watch::over(&page.body);
        assert!(found.is_empty() && scripts <= quiet, "{attack}: {found:?}");
    }
    let editor = site.sign_in_as(Role::Editor).await;
    assert_eq!(site.post_as(PAGE, "domain=example.org", &editor, "same-origin").await.status, StatusCode::FORBIDDEN);
}
