//! For every route an address at which there is something.

use std::collections::BTreeMap;

use app::capability::ROUTES;
use domain::content::Id;

use super::world::World;

/// An address for each route that has a gap, and the others as they are.
pub(super) fn addresses(world: &World) -> BTreeMap<&'static str, String> {
    let plain = ROUTES.iter().map(|(route, _)| *route).filter(|route| !route.contains('{'));
    let gaps = public(world).into_iter().chain(by_token(world)).chain(own(world)).chain(desk(world));
    let gaps = gaps.chain(registrations(world, &world.site.slug)).chain(staff(world));
    plain.map(|route| (route, route.to_owned())).chain(gaps).collect()
}

type Addresses = Vec<(&'static str, String)>;

fn public(world: &World) -> Addresses {
    let published = world.site.state.published();
    let content = &published.content;
    let (event, session) = (&world.site.slug, &content.sessions[0]);
    vec![
        ("/calendar/events/{file}", format!("/calendar/events/{event}.ics")),
        ("/calendar/sessions/{file}", format!("/calendar/sessions/{}.ics", session.slug)),
        ("/changes/{number}", "/changes/1".to_owned()),
        ("/events/{slug}", format!("/events/{event}")),
        ("/library/{slug}", world.recording.clone()),
        ("/library/{slug}/elsewhere", format!("{}/elsewhere", world.recording)),
        ("/library/{slug}/progress", format!("{}/progress", world.recording)),
        ("/media/{key}/{kind}/{file}", world.captions.clone()),
        ("/media/{key}/{name}", world.file.clone()),
        ("/people/{slug}", format!("/people/{}", content.people[0].slug)),
        ("/programme/{date}", format!("/programme/{}", session.day)),
        ("/register/{slug}", format!("/register/{event}")),
        ("/register/{slug}/check", format!("/register/{event}/check")),
        ("/register/{slug}/discard", format!("/register/{event}/discard")),
        ("/register/{slug}/done", format!("/register/{event}/done")),
        ("/register/{slug}/question/{name}", format!("/register/{event}/question/any")),
        ("/sessions/{slug}", format!("/sessions/{}", session.slug)),
        ("/topics/{slug}", format!("/topics/{}", content.topics[0].slug)),
    ]
}

/// What a token opens, whoever has it.
pub(super) fn by_token(world: &World) -> Addresses {
    let World { manage, letters, .. } = world;
    vec![
        ("/calendar/me/{file}", world.feed.clone()),
        ("/registration/confirm/{token}", world.confirm.clone()),
        ("/registration/series/{token}", world.series.clone()),
        ("/registration/{token}", manage.clone()),
        ("/registration/{token}/calendar.ics", format!("{manage}/calendar.ics")),
        ("/registration/{token}/calendar-feed", format!("{manage}/calendar-feed")),
        ("/registration/{token}/calendar-feed/remove", format!("{manage}/calendar-feed/remove")),
        ("/registration/{token}/accept", format!("{manage}/accept")),
        ("/registration/{token}/answers", format!("{manage}/answers")),
        ("/registration/{token}/cancel", format!("{manage}/cancel")),
        ("/registration/{token}/decline", format!("{manage}/decline")),
        ("/registration/{token}/rejoin", format!("{manage}/rejoin")),
        ("/registration/{token}/reminders/resume", format!("{manage}/reminders/resume")),
        ("/registration/{token}/reminders/stop", format!("{manage}/reminders/stop")),
        ("/notifications/{token}", format!("/notifications/{letters}")),
        ("/notifications/{token}/stop/{purpose}", format!("/notifications/{letters}/stop/reminders")),
        ("/notifications/{token}/event", format!("/notifications/{letters}/event")),
        ("/notifications/{token}/event/resume", format!("/notifications/{letters}/event/resume")),
        ("/sign-in/link/{token}", world.sign_in_link.clone()),
        ("/admin/invitation/{token}", world.invitation_link.clone()),
        ("/admin/password/{token}", world.password_link.clone()),
        ("/admin/address/{token}", world.address_link.clone()),
    ]
}

/// What somebody has who is signed in, of either sort.
pub(super) fn own(world: &World) -> Addresses {
    let (device, passkey) = (world.ada_device, world.ada_passkey);
    let member = world.member_passkey;
    vec![
        ("/me/devices/{id}/sign-out", format!("/me/devices/{device}/sign-out")),
        ("/me/passkeys/{id}", format!("/me/passkeys/{passkey}")),
        ("/me/passkeys/{id}/remove", format!("/me/passkeys/{passkey}/remove")),
        ("/me/registrations/{id}", format!("/me/registrations/{}", world.registration)),
        ("/admin/account/passkeys/{id}", format!("/admin/account/passkeys/{member}")),
        ("/admin/account/passkeys/{id}/remove", format!("/admin/account/passkeys/{member}/remove")),
        ("/admin/account/devices/{id}/sign-out", format!("/admin/account/devices/{}/sign-out", world.member_device)),
    ]
}

fn desk(world: &World) -> Addresses {
    let published = world.site.state.published();
    let (session, key) = (&published.content.sessions[0], &world.key);
    let (event, day, text) = (session.event, session.day, format!("/admin/timed-text/{key}"));
    vec![
        ("/admin/changes/{number}/undo", "/admin/changes/1/undo".to_owned()),
        ("/admin/changes/settings/{number}/undo", "/admin/changes/settings/1/undo".to_owned()),
        ("/admin/changes/texts/{number}/undo", "/admin/changes/texts/1/undo".to_owned()),
        ("/admin/content/{kind}", "/admin/content/events".to_owned()),
        ("/admin/content/{kind}/new", "/admin/content/events/new".to_owned()),
        ("/admin/content/{kind}/{id}", format!("/admin/content/events/{event}")),
        ("/admin/content/{kind}/{id}/move", format!("/admin/content/events/{event}/move")),
        ("/admin/content/{kind}/{id}/remove", format!("/admin/content/events/{event}/remove")),
        ("/admin/import/{table}", "/admin/import/sessions.csv".to_owned()),
        ("/admin/trial/{event}", format!("/admin/trial/{event}")),
        ("/admin/grid/{event}/{day}", format!("/admin/grid/{event}/{day}")),
        ("/admin/grid/{event}/{day}/{session}", format!("/admin/grid/{event}/{day}/{}", session.id)),
        ("/admin/media/uploads/{key}", world.upload.clone()),
        ("/admin/media/{key}/crop", format!("/admin/media/{}/crop", world.picture)),
        ("/admin/media/{key}/remove", format!("/admin/media/{key}/remove")),
        ("/admin/media/{key}/retry", format!("/admin/media/{key}/retry")),
        ("/admin/timed-text/{key}", text.clone()),
        ("/admin/timed-text/{key}/slides", format!("{text}/slides")),
        ("/admin/timed-text/{key}/{kind}/{language}", format!("{text}/captions/en")),
        ("/admin/timed-text/{key}/{kind}/{language}/cues", format!("{text}/captions/en/cues")),
        ("/admin/timed-text/{key}/{kind}/{language}/remove", format!("{text}/captions/en/remove")),
    ]
}

/// What registrars see to, asked for at the address of an event.
pub(super) fn registrations(world: &World, event: &str) -> Addresses {
    let (list, last) =
        (format!("/admin/registrations/{event}"), |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned());
    let one = format!("{list}/{}", world.registration);
    let letter = format!("{list}/letters/{}", last(&world.letter));
    vec![
        ("/admin/registrations/{slug}", list.clone()),
        ("/admin/registrations/{slug}/add", format!("{list}/add")),
        ("/admin/registrations/{slug}/bulk", format!("{list}/bulk")),
        ("/admin/registrations/{slug}/bulk/{run}", format!("{list}/bulk/{}", last(&world.run))),
        ("/admin/registrations/{slug}/decide", format!("{list}/decide")),
        ("/admin/registrations/{slug}/{id}", one.clone()),
        ("/admin/registrations/{slug}/{id}/decide", format!("{one}/decide")),
        ("/admin/registrations/{slug}/{id}/resend", format!("{one}/resend")),
        ("/admin/registrations/{slug}/{id}/tags", format!("{one}/tags")),
        ("/admin/registrations/{slug}/export/{file}", format!("{list}/export/registrations.csv")),
        ("/admin/registrations/{slug}/import", format!("{list}/import")),
        ("/admin/registrations/{slug}/import/registrations.csv", format!("{list}/import/registrations.csv")),
        ("/admin/registrations/{slug}/letters", format!("{list}/letters")),
        ("/admin/registrations/{slug}/letters/{letter}", letter.clone()),
        ("/admin/registrations/{slug}/letters/{letter}/call-back", format!("{letter}/call-back")),
        (
            "/admin/registrations/{slug}/letters/{letter}/preview/{person}",
            format!("{letter}/preview/{}", world.registration),
        ),
        ("/admin/registrations/{slug}/letters/{letter}/review", format!("{letter}/review")),
        ("/admin/registrations/{slug}/limit", format!("{list}/limit")),
        ("/admin/registrations/{slug}/tags", format!("{list}/tags")),
        ("/admin/registrations/{slug}/views", format!("{list}/views")),
        ("/admin/registrations/{slug}/views/{id}/remove", format!("{list}/views/{}/remove", world.view)),
    ]
}

fn staff(world: &World) -> Addresses {
    let of = |id: Id, act: &str| format!("/admin/staff/{id}/{act}");
    let letter = "/admin/mail/confirmed";
    vec![
        ("/admin/mail/{letter}", letter.to_owned()),
        ("/admin/mail/{letter}/original", format!("{letter}/original")),
        ("/admin/mail/{letter}/preview", format!("{letter}/preview")),
        ("/admin/mail/{letter}/test", format!("{letter}/test")),
        ("/admin/mail/{letter}/undo", format!("{letter}/undo")),
        ("/admin/staff/invitations/{id}/withdraw", format!("/admin/staff/invitations/{}/withdraw", world.invitation)),
        ("/admin/staff/{id}/end", of(world.colleague, "end")),
        ("/admin/staff/{id}/remove", of(world.colleague, "remove")),
        ("/admin/staff/{id}/role", of(world.colleague, "role")),
        ("/admin/staff/{id}/sign-out", of(world.colleague, "sign-out")),
    ]
}
