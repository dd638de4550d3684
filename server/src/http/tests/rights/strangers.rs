//! Whoever may enter a route puts what is another person's into its address: it is as if it were not there, and stays as it is.

use std::collections::BTreeSet;

use app::account::account_cookie;
use app::capability::ROUTES;
use app::staff::staff_cookie;
use axum::http::StatusCode;
use domain::staff::Role;

use super::super::Answer;
use super::addresses::{by_token, own, registrations};
use super::callers::Caller;
use super::world::World;

/// Routes with a gap to whose things there are no strangers, and why.
const SHARED: &[(&str, &str)] = &[
    ("/calendar/events/{file}", "published"),
    ("/calendar/sessions/{file}", "published"),
    ("/changes/{number}", "published"),
    ("/events/{slug}", "published"),
    ("/library/{slug}", "published; what of it is for some is asked for below, at the addresses of the files"),
    ("/library/{slug}/elsewhere", "a button of a page that is published; a recording with a file here has none"),
    ("/people/{slug}", "published"),
    ("/programme/{date}", "published"),
    ("/register/{slug}", "a form that is published; what is typed is found by the browser's own cookie"),
    ("/register/{slug}/check", "found by the browser's own cookie, of which the address has nothing"),
    ("/register/{slug}/discard", "found by the browser's own cookie, of which the address has nothing"),
    ("/register/{slug}/done", "says what everybody is told, whoever registered"),
    ("/register/{slug}/question/{name}", "found by the browser's own cookie, of which the address has nothing"),
    ("/sessions/{slug}", "published"),
    ("/topics/{slug}", "published"),
    ("/admin/changes/{number}/undo", "editors undo each other's changes, by their names"),
    ("/admin/changes/settings/{number}/undo", "settings are all administrators' own, and the glossary all editors'"),
    ("/admin/changes/texts/{number}/undo", "editors undo each other's changes, by their names"),
    ("/admin/content/{kind}", "the working copy is all editors' own"),
    ("/admin/content/{kind}/new", "the working copy is all editors' own"),
    ("/admin/content/{kind}/{id}", "the working copy is all editors' own"),
    ("/admin/content/{kind}/{id}/move", "the working copy is all editors' own"),
    ("/admin/content/{kind}/{id}/remove", "the working copy is all editors' own"),
    ("/admin/import/{table}", "the working copy is all editors' own"),
    ("/admin/trial/{event}", "the working copy is all editors' own"),
    ("/admin/grid/{event}/{day}", "the working copy is all editors' own"),
    ("/admin/grid/{event}/{day}/{session}", "the working copy is all editors' own"),
    ("/admin/media/uploads/{key}", "files are all editors' own; one goes on with what another has begun"),
    ("/admin/media/{key}/crop", "files are all editors' own"),
    ("/admin/media/{key}/remove", "files are all editors' own"),
    ("/admin/media/{key}/retry", "files are all editors' own"),
    ("/admin/timed-text/{key}", "captions are all editors' own"),
    ("/admin/timed-text/{key}/slides", "captions are all editors' own"),
    ("/admin/timed-text/{key}/{kind}/{language}", "captions are all editors' own"),
    ("/admin/timed-text/{key}/{kind}/{language}/cues", "captions are all editors' own"),
    ("/admin/timed-text/{key}/{kind}/{language}/remove", "captions are all editors' own"),
    ("/admin/registrations/{slug}", "registrars see to every event"),
    ("/admin/registrations/{slug}/add", "registrars see to every event"),
    ("/admin/registrations/{slug}/bulk", "registrars see to every event; who is ticked is looked for in it alone"),
    ("/admin/registrations/{slug}/export/{file}", "registrars see to every event"),
    ("/admin/registrations/{slug}/import", "registrars see to every event"),
    ("/admin/registrations/{slug}/import/registrations.csv", "an example of a file"),
    ("/admin/registrations/{slug}/letters", "registrars see to every event"),
    ("/admin/registrations/{slug}/limit", "registrars see to every event"),
    ("/admin/registrations/{slug}/views", "registrars see to every event"),
    ("/admin/mail/{letter}", "the words of letters are all registrars' own"),
    ("/admin/mail/{letter}/original", "the words of letters are all registrars' own"),
    ("/admin/mail/{letter}/preview", "the words of letters are all registrars' own"),
    ("/admin/mail/{letter}/test", "goes to whoever asks"),
    ("/admin/mail/{letter}/undo", "the words of letters are all registrars' own"),
    ("/admin/staff/invitations/{id}/withdraw", "administrators see to everybody who works here"),
    ("/admin/staff/{id}/end", "administrators see to everybody who works here"),
    ("/admin/staff/{id}/remove", "administrators see to everybody who works here"),
    ("/admin/staff/{id}/role", "administrators see to everybody who works here"),
    ("/admin/staff/{id}/sign-out", "administrators see to everybody who works here"),
];

/// Somebody who asks for what is not theirs: the route, their cookies, the address, and a form that would do something.
type Attempt = (&'static str, String, String, String);

async fn attempts(world: &World) -> Vec<Attempt> {
    let site = &world.site;
    let bob = site.signed_in("bob%40example.org").await.cookies();
    let eve = site.sign_in_as(Role::Administrator).await;
    let mut attempts = Vec::new();
    for (route, path) in own(world) {
        let stranger = if route.starts_with("/me/") { &bob } else { &eve };
        let form = if route.ends_with("/passkeys/{id}") { "label=Mine" } else { "" };
        attempts.push((route, stranger.clone(), path, form.to_owned()));
    }
    // A list that somebody keeps for themselves, and whatever belongs to another event than the address names.
    let registration = world.registration;
    for (event, is_view) in [(site.slug.as_str(), true), ("webinar-2", false)] {
        let forms = registrations(world, event).into_iter().filter_map(|(route, path)| {
            let form = match route.trim_start_matches("/admin/registrations/{slug}/") {
                "views/{id}/remove" => String::new(),
                _ if is_view => return None,
                "decide" => format!("registration={registration}&decision=cancel&reason=Any"),
                "tags" => format!("registration={registration}&tags=vip"),
                "{id}/decide" => "decision=cancel&reason=Any".to_owned(),
                "{id}/tags" => "tags=vip".to_owned(),
                "bulk/{run}" => "count=1&reason=Any".to_owned(),
                "letters/{letter}" => "aim=event&subject=Any&text=Any".to_owned(),
                "letters/{letter}/review" => "revision=1&count=2".to_owned(),
                "{id}" | "{id}/resend" | "letters/{letter}/call-back" | "letters/{letter}/preview/{person}" => {
                    String::new()
                }
                _ => return None,
            };
            Some((route, eve.clone(), path, form))
        });
        attempts.extend(forms);
    }
    // A recording for those who are registered: whoever is not, and those who work here on something else.
    let (registrar, moderator) = (world.registrar.cookies(), site.sign_in_as(Role::Moderator).await);
    for stranger in [String::new(), bob, registrar, moderator] {
        attempts.push(("/media/{key}/{name}", stranger.clone(), world.file.clone(), String::new()));
        attempts.push(("/media/{key}/{kind}/{file}", stranger.clone(), world.captions.clone(), String::new()));
        let progress = format!("{}/progress", world.recording);
        attempts.push(("/library/{slug}/progress", stranger, progress, "0-1000".to_owned()));
    }
    attempts
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_another_persons_is_not_there_and_stays_as_it_is() {
    let world = World::open(Caller::Member(Role::Registrar)).await;
    let (attempts, site) = (attempts(&world).await, &world.site);
    let before = witnesses(&world).await;
    let mut wrong = Vec::new();
    for (route, stranger, path, form) in &attempts {
        let mut asked = 0;
        for method in super::METHODS {
            let answer = site.says(method, path, stranger, form).await;
            let is_right = match answer.status {
                StatusCode::METHOD_NOT_ALLOWED => continue,
                StatusCode::NOT_FOUND => true,
                // A file that is there for others says so, and what it is for.
                StatusCode::FORBIDDEN => route.starts_with("/media/") || route.starts_with("/library/"),
                StatusCode::SEE_OTHER => ["/sign-in", "/admin/sign-in"].contains(&answer.header("location")),
                _ => false,
            };
            asked += 1;
            if !is_right {
                wrong.push(format!("{method} {path} ({route}): {} {}", answer.status, answer.header("location")));
            }
        }
        assert!(asked > 0, "{route} was not asked");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(before == witnesses(&world).await, "a stranger has changed something");
}

/// What its owners see of all that strangers ask for.
async fn witnesses(world: &World) -> Vec<String> {
    let (site, ada) = (&world.site, world.ada.cookies());
    let (member, registrar) = (world.member.cookies(), world.registrar.cookies());
    let list = format!("/admin/registrations/{}", site.slug);
    let asked = [
        ("/me".to_owned(), &ada),
        ("/me/devices".to_owned(), &ada),
        (format!("/me/passkeys/{}", world.ada_passkey), &ada),
        (world.manage.clone(), &ada),
        (format!("/notifications/{}", world.letters), &ada),
        (format!("/admin/account/passkeys/{}", world.member_passkey), &member),
        (format!("{list}?state=waiting"), &registrar),
        (format!("{list}/{}", world.registration), &registrar),
        (world.run.clone(), &registrar),
        (world.letter.clone(), &registrar),
    ];
    let mut pages = Vec::new();
    for (path, cookie) in asked {
        let page = site.get_as(&path, cookie).await;
        assert_eq!(page.status, StatusCode::OK, "{path}");
        pages.push(page.body);
    }
    // A page that shows what was addressed proves that strangers have asked for something that is there.
    assert!(pages[6].contains(&format!("/views/{}/", world.view)) && pages[1].contains(&world.ada_device.to_string()));
    pages
}

/// Tokens of every sort, each of somebody.
fn tokens(world: &World) -> Vec<String> {
    let settings = world.site.state.settings();
    let last = |path: &String| path.rsplit('/').next().unwrap_or_default().trim_end_matches(".ics").to_owned();
    let links = [
        &world.manage,
        &world.letters,
        &world.feed,
        &world.confirm,
        &world.series,
        &world.sign_in_link,
        &world.invitation_link,
        &world.password_link,
        &world.address_link,
    ];
    let sessions = [world.ada.value(account_cookie(settings)), world.member.value(staff_cookie(settings))];
    links.into_iter().map(last).chain(sessions).collect()
}

/// What was answered, whichever token it was about.
fn about(answer: &Answer, token: &str) -> (StatusCode, String, String) {
    (answer.status, answer.header("location").replace(token, "*"), answer.body.replace(token, "*"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_of_another_sort_opens_as_little_as_one_that_was_made_up() {
    let world = World::open(Caller::Nobody).await;
    let (site, tokens, made_up) = (&world.site, tokens(&world), "a-token-that-was-made-up");
    assert_eq!(tokens.iter().collect::<BTreeSet<_>>().len(), tokens.len());
    let mut own_answers = Vec::new();
    for (route, path) in by_token(&world) {
        // The link of a letter to sign in works in the browser alone that asked for it.
        let cookie = if route.starts_with("/sign-in/") { world.dora.cookies() } else { String::new() };
        let own = tokens.iter().find(|token| path.contains(token.as_str())).expect("its own token");
        for method in ["GET", "POST"] {
            let nothing = site.says(method, &path.replace(own, made_up), &cookie, "").await;
            if nothing.status == StatusCode::METHOD_NOT_ALLOWED {
                continue;
            }
            for other in tokens.iter().filter(|token| *token != own) {
                let answer = site.says(method, &path.replace(own, other), &cookie, "").await;
                assert!(about(&answer, other) == about(&nothing, made_up), "{method} {route}: {}", answer.status);
            }
            own_answers.push((route, method, path.clone(), own.clone(), cookie.clone(), about(&nothing, made_up)));
        }
    }
    // Each in its own place opens something, after all that: pages first, since acts use tokens up.
    own_answers.sort_by_key(|(_, method, ..)| *method);
    for (route, method, path, own, cookie, nothing) in own_answers {
        let answer = site.says(method, &path, &cookie, "").await;
        assert!(
            about(&answer, &own) != nothing,
            "{method} {route} answers its own token like any other: {}",
            answer.status
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_gap_in_an_address_is_accounted_for() {
    let world = World::open(Caller::Nobody).await;
    let shared: BTreeSet<&str> = SHARED.iter().map(|(route, _)| *route).collect();
    let by_token = by_token(&world).into_iter().map(|(route, _)| route);
    let tried: BTreeSet<&str> = attempts(&world).await.into_iter().map(|(route, ..)| route).chain(by_token).collect();
    let known: BTreeSet<&str> = ROUTES.iter().map(|(route, _)| *route).collect();
    let gaps: BTreeSet<&str> = known.iter().copied().filter(|route| route.contains('{')).collect();
    let accounted: BTreeSet<&str> = shared.union(&tried).copied().collect();
    let missing: Vec<&&str> = gaps.difference(&accounted).collect();
    assert!(missing.is_empty(), "say whose these are: {missing:?}");
    assert!(accounted.is_subset(&known), "there are no such routes: {:?}", accounted.difference(&known));
    let both: Vec<&&str> = shared.intersection(&tried).collect();
    assert!(both.is_empty(), "shared, and asked for by a stranger: {both:?}");
    assert!(SHARED.iter().all(|(_, why)| !why.is_empty()));
}
