//! Letters to chosen people without any script: written, reviewed with an exact number, held, called back, sent once.

use app::mail::{html, message, plain};
use axum::http::StatusCode;
use domain::content::Id;
use domain::staff::Role;
use form_urlencoded::byte_serialize;
use store::OutboxMail;

use super::desk_hostile::{HOSTILE, Watch};
use super::registrants_bulk::has;
use super::registration::form;
use super::{Answer, Site};

/// Two days before the webinar.
const TWO_DAYS_BEFORE: &str = "2022-10-10T12:00:00+02:00";

struct Writing {
    site: Site,
    cookie: String,
    list: String,
    ids: Vec<Id>,
}

impl Writing {
    /// Four people, of whom three are confirmed.
    async fn begin() -> Self {
        let site = Site::open_at(TWO_DAYS_BEFORE, None).await;
        site.sign_in().await;
        let cookie = site.sign_in_as(Role::Registrar).await;
        let ids = site.people(4, 3, &cookie).await;
        let list = format!("/admin/registrations/{}", site.slug);
        Self { site, cookie, list, ids }
    }

    async fn get(&self, path: &str) -> Answer {
        self.site.get_as(path, &self.cookie).await
    }

    async fn post(&self, path: &str, sent: &str) -> Answer {
        self.site.post_as(path, sent, &self.cookie, "same-origin").await
    }

    /// Begins a letter to all; its path.
    async fn letter(&self) -> String {
        let begun = self.post(&format!("{}/letters", self.list), "who=all&back=").await;
        assert_eq!(begun.status, StatusCode::SEE_OTHER);
        begun.header("location").to_owned()
    }

    /// Gives a letter its words and has it held.
    async fn hold(&self, letter: &str, words: &str, count: u32) {
        assert_eq!(self.post(letter, words).await.header("location"), format!("{letter}/review"));
        let review = self.get(&format!("{letter}/review")).await.body;
        let (_, rest) = review.split_once("name=\"revision\" value=\"").expect("a form");
        let revision = rest.split('"').next().unwrap_or_default();
        let held = self.post(&format!("{letter}/review"), &format!("revision={revision}&count={count}")).await;
        assert_eq!((held.status, held.header("location")), (StatusCode::SEE_OTHER, letter), "{}", held.body);
    }

    /// The letters to many in the outbox.
    async fn queued(&self) -> Vec<OutboxMail> {
        crate::jobs::release_group_letters(&self.site.state).await.expect("released");
        let mails = self.site.store.outbox(self.site.state.now(), 200, None).await.expect("readable");
        mails.into_iter().filter(|mail| mail.kind == "group").collect()
    }
}

fn typed(aim: &str, subject: &str, text: &str) -> String {
    let one = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
    format!("aim={aim}&subject={}&text={}", one(subject), one(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_goes_to_each_of_those_chosen_once_and_can_be_called_back_for_a_minute() {
    let work = Writing::begin().await;
    has(&work.get(&work.list).await.body, &["Write to them", "Letters to many", "formaction="]);
    let nobody = work.post(&format!("{}/letters", work.list), "who=ticked&back=").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    has(&nobody.body, &["Tick those you mean"]);

    let letter = work.letter().await;
    has(&work.get(&letter).await.body, &["4 people are chosen.", "{{name}}, {{event}}, {{when}}, {{manage}}"]);
    for (words, why) in [
        (typed("", "About {{event}}", "Text"), "Say what the letter is for"),
        (typed("event", " ", "Text"), "Enter a subject"),
        (typed("event", "A\r\nBcc: x@example.org", "Text"), "on one line"),
        (typed("event", "{{manage}}", "Text"), "The placeholder {{manage}} cannot stand here"),
        (typed("event", "A", "{{confirm_link}}"), "There is no placeholder {{confirm_link}}"),
        (typed("event", "A", "[x](https://evil.example/?n={{name}})"), "only {{manage}} can stand"),
        (typed("event", "A", &">".repeat(7_000)), "mail programs would cut it off"),
    ] {
        let refused = work.post(&letter, &words).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        has(&refused.body, &[why, "aria-invalid=\"true\""]);
    }
    let kept = work.post(&letter, &typed("news", "Kept </title>", "{{x}} </textarea><b>")).await.body;
    has(&kept, &["Kept &lt;/title&gt;", "{{x}} &lt;/textarea>", "value=\"news\" checked"]);
    assert_eq!(
        work.get(&format!("{letter}/review")).await.header("location"),
        letter,
        "there is nothing to review yet"
    );

    let words =
        typed("event", "Bring a pen, {{name}}", "Dear {{name}},\n\n**see** {{event}} on {{when}}.\n\n{{manage}}");
    let written = work.post(&letter, &words).await;
    assert_eq!(written.header("location"), format!("{letter}/review"));
    let review = work.get(&format!("{letter}/review")).await;
    has(
        &review.body,
        &[
            "It is sent to 3 people.",
            "1 is not written to: the address is not proven.",
            "As Maria Rossi gets it",
            "Bring a pen, Maria Rossi",
            "Dear Maria Rossi,",
            "which stands only in the message that is sent",
            "held for 60 seconds",
        ],
    );
    let (_, person) = review.body.split_once("/preview/").expect("a link");
    let preview = format!("{letter}/preview/{}", person.split('"').next().unwrap_or_default());
    let shown = work.get(&preview).await;
    assert!(shown.header("content-security-policy").contains("sandbox") && shown.body.contains("<strong>see</strong>"));
    let foreign = format!("{letter}/preview/{}", Id::from_u128(7));
    assert_eq!(work.get(&foreign).await.status, StatusCode::NOT_FOUND);

    let hold = async |sent: &str| work.post(&format!("{letter}/review"), sent).await;
    for (sent, why) in [
        ("revision=1&count=4", "Type the number of people who get it: 3"),
        ("revision=1&count=", "Type the number of people who get it: 3"),
        ("revision=0&count=3", "The letter was changed meanwhile"),
    ] {
        let refused = hold(sent).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{sent}");
        has(&refused.body, &[why]);
    }
    assert_eq!(hold("revision=1&count=3").await.header("location"), letter);
    has(&work.get(&letter).await.body, &["It leaves in 60 seconds.", "data-held=\"60000\"", "Call it back"]);
    assert!(work.queued().await.is_empty(), "the minute is not over");
    let back = work.post(&format!("{letter}/call-back"), "").await;
    assert_eq!(back.header("location"), format!("{letter}?back=yes"));
    has(&work.get(back.header("location")).await.body, &["It was called back: nothing was sent.", "Bring a pen"]);
    work.site.passes(2).await;
    assert!(work.queued().await.is_empty(), "it was called back");

    work.hold(&letter, &words, 3).await;
    work.site.passes(1).await;
    let queued = work.queued().await;
    assert_eq!((queued.len(), work.queued().await.len()), (3, 3), "once");
    let late = work.post(&format!("{letter}/call-back"), "").await;
    has(
        &work.get(late.header("location")).await.body,
        &["It was too late to call it back", "It was written to 3 people"],
    );
    assert_eq!(work.post(&letter, &words).await.header("location"), letter, "its words are fixed");
    has(&work.get(&work.list).await.body, &["Wrote a letter to many (Chosen people)", "Called a letter to many back"]);
    has(&work.get(&format!("{}/letters", work.list)).await.body, &["Bring a pen, {{name}}", "to 3 people"]);
    let one = work.get(&format!("{}/{}", work.list, work.ids[0])).await.body;
    has(&one, &["Was written, with others: “Bring a pen, {{name}}”, by Ada, registrar", "Bring a pen, Maria Rossi"]);
    let unproven = work.get(&format!("{}/{}", work.list, work.ids[3])).await.body;
    assert!(!unproven.contains("with others"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_people_are_called_is_text_in_subject_and_body_and_nothing_runs_anywhere() {
    let work = Writing::begin().await;
    let names: Vec<&str> = HOSTILE.iter().copied().chain(["{{manage}}", "{{name}} {{reset_link}}"]).collect();
    for (key, name) in (10..).zip(&names) {
        work.site.passes(1).await;
        let name: String = byte_serialize(name.as_bytes()).collect();
        let sent = form(key, &format!("hostile{key}@b.example")).replace("Maria+Rossi", &name);
        assert_eq!(work.site.register(&sent).await.status, StatusCode::SEE_OTHER);
        let person = work.site.store.registrations_of(&format!("hostile{key}@b.example")).await.expect("readable");
        let path = format!("{}/{}/decide", work.list, person[0].id);
        work.post(&path, "decision=confirm&reason=Known").await;
    }
    for text in HOSTILE {
        let letter = work.letter().await;
        let subject = text.chars().take(100).collect::<String>();
        let words =
            typed("event", &format!("{subject} {{{{name}}}}"), &format!("{text} {{{{name}}}}\n\n`{{{{name}}}}`"));
        assert_eq!(work.post(&letter, &words).await.header("location"), format!("{letter}/review"), "{text}");
        let mut pages = vec![work.get(&letter).await, work.get(&format!("{}/letters", work.list)).await];
        let mut next = format!("{letter}/review");
        loop {
            let review = work.get(&next).await;
            let person =
                review.body.split_once("?person=").and_then(|(_, rest)| rest.split('"').next().map(str::to_owned));
            pages.push(review);
            let Some(person) = person else { break };
            pages.push(work.get(&format!("{letter}/preview/{person}")).await);
            next = format!("{letter}/review?person={person}");
        }
        assert!(pages.len() > names.len());
        let quiet = Watch::over(&work.get(&work.list).await.body).1;
        for page in pages {
            assert_eq!(page.status, StatusCode::OK);
            let (found, scripts) = Watch::over(&page.body);
            assert!(found.is_empty() && scripts <= quiet, "{text}: {found:?}");
        }
    }
    let letter = work.letter().await;
    let number = 3 + u32::try_from(names.len()).expect("few");
    work.hold(&letter, &typed("event", "For {{name}}", "Dear {{name}}: {{manage}}"), number).await;
    work.site.passes(1).await;
    let queued = work.queued().await;
    assert_eq!(queued.len(), names.len() + 3);
    let mut subjects = Vec::new();
    for mail in &queued {
        let written = message(&work.site.state, mail).await.expect("written");
        assert!(Watch::over(&html(&written)).0.is_empty());
        assert!(html(&written).len() < 60 * 1024 && plain(&written).contains("Dear "));
        subjects.push(written.subject);
    }
    for name in names {
        assert!(subjects.contains(&format!("For {name}")), "{name} in {subjects:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn news_go_to_those_who_agreed_with_a_way_to_stop_them_and_are_asked_for_again_when_they_leave() {
    let work = Writing::begin().await;
    work.site.passes(1).await;
    let sent = format!("{}&news_consent=yes", form(9, "agrees@b.example"));
    assert_eq!(work.site.register(&sent).await.status, StatusCode::SEE_OTHER);
    let person = work.site.store.registrations_of("agrees@b.example").await.expect("readable")[0].id;
    work.post(&format!("{}/{person}/decide", work.list), "decision=confirm&reason=Known").await;
    let letter = work.letter().await;
    let words = typed("news", "Another event", "Dear {{name}}");
    assert_eq!(work.post(&letter, &words).await.status, StatusCode::SEE_OTHER);
    let review = work.get(&format!("{letter}/review")).await.body;
    has(&review, &["It is sent to 1 person.", "3 are not written to: they did not agree"]);
    work.hold(&letter, &words, 1).await;
    work.site.passes(1).await;
    let queued = work.queued().await;
    assert_eq!(queued.len(), 1);
    let store = &work.site.store;
    let now = work.site.state.now();
    let claimed = store.claim_mail(now, now, now.plus_minutes(5), 50, 0).await.expect("claimed");
    let claimed = claimed.into_iter().find(|claimed| claimed.mail.kind == "group").expect("the letter");
    let letters = app::notifications::letters_token("manage");
    let open =
        store.open_mail(claimed, "manage".to_owned(), letters.clone(), now).await.expect("opened").expect("ours");
    let written = message(&work.site.state, &open.mail).await.expect("written");
    let stop = format!("/notifications/{letters}/stop/news");
    assert_eq!(written.unsubscribe, Some(format!("http://site.test{stop}")));
    has(&plain(&written), &["http://site.test/registration/manage", &stop, "No more messages about further events"]);
    assert_eq!(app::mail::withdrawn(&work.site.state, &open.mail).await.expect("readable"), None);
    let stopped = work.site.post(&stop, "List-Unsubscribe=One-Click").await;
    assert_eq!(stopped.status, StatusCode::OK);
    let why = app::mail::withdrawn(&work.site.state, &open.mail).await.expect("readable");
    assert_eq!(why, Some(domain::mail::Withdrawn::NotWanted));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_those_who_look_after_registrations_write_to_many_and_only_to_their_event() {
    let work = Writing::begin().await;
    let letter = work.letter().await;
    let words = typed("event", "A", "B");
    let elsewhere = letter.replace(&work.list, "/admin/registrations/webinar-2");
    for path in [elsewhere.clone(), format!("{elsewhere}/review"), letter.replace(&letter[letter.len() - 4..], "zzzz")]
    {
        assert_eq!(work.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        let sent = if path.ends_with("review") { "revision=0&count=3" } else { &words };
        let answer = work.post(&path, sent).await;
        assert!(answer.status == StatusCode::NOT_FOUND || answer.header("location") == path, "{path}");
    }
    assert!(work.get(&letter).await.body.contains("name=\"subject\""), "still without words");
    for role in [Role::Editor, Role::Moderator] {
        let other = work.site.sign_in_as(role).await;
        for path in [letter.clone(), format!("{letter}/review"), format!("{}/letters", work.list)] {
            assert_eq!(work.site.get_as(&path, &other).await.status, StatusCode::FORBIDDEN);
            assert_eq!(work.site.post_as(&path, &words, &other, "same-origin").await.status, StatusCode::FORBIDDEN);
        }
        let back = format!("{letter}/call-back");
        assert_eq!(work.site.post_as(&back, "", &other, "same-origin").await.status, StatusCode::FORBIDDEN);
    }
    for path in [letter.clone(), format!("{letter}/review"), format!("{letter}/call-back")] {
        assert_eq!(work.site.post_as(&path, &words, &work.cookie, "cross-site").await.status, StatusCode::FORBIDDEN);
    }
    assert_eq!(work.site.get(&letter).await.status, StatusCode::SEE_OTHER, "signing in comes first");
}
