//! Too much from one network is refused, with what was typed kept and the time to wait told.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode, header};

use super::registration::form;
use super::{Answer, Site};

impl Site {
    /// A request over a connection from this address.
    pub(super) async fn ask_from(&self, peer: &str, request: axum::http::request::Builder, body: String) -> Answer {
        let mut request =
            request.header(header::HOST, "site.test").header("sec-fetch-site", "same-origin").body(Body::from(body));
        let peer: SocketAddr = format!("{peer}:4711").parse().expect("an address");
        request.as_mut().expect("a request").extensions_mut().insert(ConnectInfo(peer));
        self.ask(request.expect("a request")).await
    }

    async fn register_from(&self, peer: &str, number: u32) -> Answer {
        let request = Request::post(format!("/register/{}", self.slug))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            // Written by the client, and believed by nobody: no proxy was named.
            .header("x-forwarded-for", format!("203.0.113.{number}"));
        self.ask_from(peer, request, form(number, &format!("person-{number}@hospital.example"))).await
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_places_a_minute_are_given_to_a_network_and_the_eleventh_waits_with_all_that_was_typed() {
    let site = Site::open(None).await;
    for number in 1..=10 {
        assert_eq!(site.register_from("198.51.100.7", number).await.status, StatusCode::SEE_OTHER, "{number}");
    }
    let refused = site.register_from("198.51.100.8", 11).await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    let seconds: u64 = refused.header("retry-after").parse().expect("seconds");
    assert!((1..=7).contains(&seconds), "{seconds}");
    assert!(refused.body.contains("<title>Error: ") && refused.body.contains("many forms came from your network"));
    assert!(
        refused.body.contains("value=\"person-11@hospital.example\"") && refused.body.contains("value=\"Maria Rossi\"")
    );
    assert_eq!(site.taken().await, 10);
    // A form that is not in order costs nothing, and another network is not concerned.
    let request = Request::post(format!("/register/{}", site.slug))
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    let invalid = site.ask_from("198.51.100.7", request, "name=Maria".to_owned()).await;
    assert_eq!(invalid.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(site.register_from("192.0.2.1", 12).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test(flavor = "multi_thread")]
async fn searches_by_words_are_counted_and_pages_are_not() {
    let site = Site::open(None).await;
    let mut statuses = Vec::new();
    for number in 0..62 {
        let request = Request::get(format!("/programme?q=word{number}"));
        statuses.push(site.ask_from("198.51.100.7", request, String::new()).await);
    }
    let admitted = statuses.iter().take_while(|answer| answer.status == StatusCode::OK).count();
    assert!((60..=62).contains(&admitted), "{admitted}");
    if let Some(refused) = statuses.get(admitted) {
        assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
        assert!(refused.body.contains("Please wait") && !refused.header("retry-after").is_empty());
    }
    for path in ["/programme", "/programme?topic=prevention", "/programme?q=", "/people"] {
        let answer = site.ask_from("198.51.100.7", Request::get(path), String::new()).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
}
