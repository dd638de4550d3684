//! Mails that are refused, mail servers that are away, and senders that die.

use axum::http::StatusCode;
use domain::content::Id;
use store::OutboxMail;

use super::super::Site;
use super::super::registration::form;
use super::post;
use super::post_office::PostOffice;
use crate::jobs::Way;

impl Site {
    /// Somebody asks for a place; the mail to them.
    async fn writes_to(&self, key: u32, email: &str) -> Id {
        assert_eq!(self.register(&form(key, email)).await.status, StatusCode::SEE_OTHER);
        self.store.outbox(self.state.now(), 1, None).await.expect("readable").first().expect("a mail").id
    }

    async fn mail(&self, id: Id) -> OutboxMail {
        let mails = self.store.outbox(self.state.now(), 200, None).await.expect("readable");
        mails.into_iter().find(|mail| mail.id == id).expect("the mail")
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_final_a_delay_is_not_and_neither_keeps_others_back() {
    let Some(mut office) = PostOffice::open().await else { return };
    let site = Site::open(None).await;
    let post = post(&office.url());
    let refused = site.writes_to(1, "refused@a.example").await;
    let later = site.writes_to(2, "later@a.example").await;
    let taken = site.writes_to(3, "taken@a.example").await;
    let local_part = site.writes_to(4, "m%C3%BCller@b.example").await;
    assert_eq!(site.sends(&post).await, Way::Open);
    let mut received = [office.receives().await, office.receives().await].map(|mail| mail["to"][0].to_string());
    received.sort();
    assert_eq!(received, ["\"müller@b.example\"", "\"taken@a.example\""]);
    assert!(site.mail(taken).await.sent.is_some() && site.mail(local_part).await.sent.is_some());

    let refused = site.mail(refused).await;
    assert!(refused.dead.is_some() && refused.attempts == 1);
    assert!(refused.last_error.is_some_and(|error| error.contains("550") && error.contains("no such user")));
    for attempt in 1..=3 {
        let waiting = site.mail(later).await;
        assert_eq!((waiting.attempts, waiting.dead, waiting.sent), (attempt, None, None));
        assert!(waiting.last_error.is_some_and(|error| error.contains("451") && error.contains("greylisted")));
        assert!(waiting.due > site.state.now());
        assert_eq!(site.sends(&post).await, Way::Open, "nothing is due");
        assert_eq!(site.mail(later).await.attempts, attempt);
        site.passes(waiting.due.milliseconds_since(site.state.now()) / 60_000 + 1).await;
        site.sends(&post).await;
    }
    for _ in 4..12 {
        site.passes(14 * 60).await;
        site.sends(&post).await;
    }
    let given_up = site.mail(later).await;
    // Confirming is possible for seven days, so the twelve attempts were all made.
    assert!(given_up.dead.is_some() && given_up.attempts == 12, "{given_up:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_server_that_is_away_or_lets_nobody_in_costs_no_attempt() {
    let Some(mut office) = PostOffice::open().await else { return };
    let site = Site::open(None).await;
    let mail = site.writes_to(1, "a@a.example").await;
    // Nobody listens; no TLS where TLS is wanted; no authentication where it is wanted.
    let closed = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let port = office.port;
    for url in [
        format!("smtp://127.0.0.1:{closed}"),
        format!("smtp://name:password@127.0.0.1:{port}?tls=required"),
        format!("smtp://name:password@127.0.0.1:{port}"),
    ] {
        assert_eq!(site.sends(&post(&url)).await, Way::Closed, "{url}");
        let waiting = site.mail(mail).await;
        assert_eq!((waiting.attempts, waiting.dead), (0, None), "{url}");
        assert!(waiting.last_error.is_some_and(|error| !error.contains("password")));
        // The pace of a domain is kept all the same.
        site.passes(1).await;
    }
    assert_eq!(site.sends(&post(&office.url())).await, Way::Open);
    assert_eq!(office.receives().await["to"][0], "a@a.example");
    assert!(site.mail(mail).await.sent.is_some());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_dies_between_acceptance_and_mark_sends_once_more_under_the_same_identity() {
    let Some(mut office) = PostOffice::open().await else { return };
    let site = Site::open_at("2022-10-10T12:00:00+02:00", None).await;
    for round in 0..5 {
        let mail = site.writes_to(round, &format!("crash{round}@a.example")).await;
        let (state, out) = (site.state.clone(), post(&office.url()));
        let (_sender, stopping) = tokio::sync::watch::channel(false);
        let sender = tokio::spawn(async move { crate::jobs::send_mail(&state, &out, &stopping).await.is_ok() });
        // The mail server has it and has not said so yet.
        let first = office.receives().await;
        sender.abort();
        assert!(sender.await.is_err_and(|end| end.is_cancelled()));

        // Until the lease ends nobody else sends it; then it goes out once, and never again.
        let out = post(&office.url());
        site.sends(&out).await;
        assert_eq!((site.mail(mail).await.sent, site.mail(mail).await.attempts), (None, 1));
        site.passes(6).await;
        site.sends(&out).await;
        let second = office.receives().await;
        assert_eq!(first["headers"]["message-id"], second["headers"]["message-id"]);
        assert_eq!(first["headers"]["message-id"], format!("<{mail}@site.test>"));
        assert_eq!((&first["to"], &first["headers"]["subject"]), (&second["to"], &second["headers"]["subject"]));
        assert!(site.mail(mail).await.sent.is_some());
        site.passes(60).await;
        site.sends(&out).await;
        assert!(!office.has_more(), "it came a third time");
    }
}
