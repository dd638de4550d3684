//! Who may do what: one table of every server function and every route, and the one check.
//!
//! What is not listed is refused: the router asks here before every route, and a test fails on an unlisted one.

use domain::account::is_fresh;
use domain::staff::{Role, Stage};
use http::HeaderMap;

use crate::account::session_of;
use crate::error::PageError;
use crate::server::AppState;
use crate::staff::staff_session_of;

/// What a visitor needs for an act or a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capability {
    /// Nothing.
    Public,
    /// The token of a registration, of a letter or of a calendar feed, which is part of what is asked; the store knows whether it is
    /// one.
    Registrant,
    /// A session of an account; whatever is asked for is the account's own, found by the session.
    Account,
    /// A session of someone who works here, however far it has come: for the steps of signing in alone.
    SigningIn,
    /// A session of someone who works here, begun with a second factor, whatever their role: for what is their own.
    Member,
    /// A session of someone who works here, begun with a second factor, whose role may do the work of this one.
    Staff(Role),
}

use Capability::{Account, Member, Public, Registrant, SigningIn, Staff};
use Role::{Administrator, Editor, Registrar, Reviewer};

/// Server functions, by their paths: there are none, since forms are answered by routes. Whoever adds one lists it here.
pub const SERVER_FUNCTIONS: &[(&str, Capability)] = &[];

/// Routes, as the router writes them. A set-up link is its own proof, used up by the first who sends it.
pub const ROUTES: &[(&str, Capability)] = &[
    ("/", Public),
    ("/about", Public),
    ("/accessibility", Public),
    ("/agenda", Public),
    ("/api/v1/time", Public),
    ("/calendar/events/{file}", Public),
    ("/calendar/programme.ics", Public),
    ("/calendar/sessions/{file}", Public),
    ("/changes", Public),
    ("/changes.xml", Public),
    ("/changes/{number}", Public),
    ("/events/{slug}", Public),
    ("/healthz", Public),
    ("/library", Public),
    ("/library/{slug}", Public),
    ("/library/{slug}/elsewhere", Public),
    // Captions are as public as the material that has the file.
    ("/media/{key}/{kind}/{file}", Public),
    // Who may have a file depends on the file: its route asks.
    ("/media/{key}/{name}", Public),
    ("/people", Public),
    ("/people/{slug}", Public),
    ("/preferences", Public),
    ("/privacy", Public),
    ("/programme", Public),
    ("/programme/{date}", Public),
    ("/readyz", Public),
    ("/register", Public),
    ("/register/done", Public),
    ("/register/{slug}", Public),
    ("/register/{slug}/check", Public),
    ("/register/{slug}/discard", Public),
    ("/register/{slug}/done", Public),
    ("/register/{slug}/question/{name}", Public),
    ("/registration/resend", Public),
    ("/search", Public),
    ("/sessions/{slug}", Public),
    ("/set-up", Public),
    ("/sign-in", Public),
    ("/sign-in/code", Public),
    ("/sign-in/erased", Public),
    ("/sign-in/link/{token}", Public),
    ("/sign-in/passkey", Public),
    ("/sign-in/passkey/options", Public),
    ("/sign-in/sent", Public),
    ("/site.webmanifest", Public),
    ("/supporters", Public),
    ("/theme.css", Public),
    ("/topics/{slug}", Public),
    ("/calendar/me/{file}", Registrant),
    ("/registration/confirm/{token}", Registrant),
    ("/registration/series/{token}", Registrant),
    ("/registration/{token}", Registrant),
    ("/registration/{token}/calendar-feed", Registrant),
    ("/registration/{token}/calendar-feed/remove", Registrant),
    ("/registration/{token}/calendar.ics", Registrant),
    ("/registration/{token}/accept", Registrant),
    ("/registration/{token}/answers", Registrant),
    ("/registration/{token}/cancel", Registrant),
    ("/registration/{token}/decline", Registrant),
    ("/registration/{token}/rejoin", Registrant),
    ("/registration/{token}/reminders/resume", Registrant),
    ("/registration/{token}/reminders/stop", Registrant),
    // Sent by mail programs too, which have nothing but the address.
    ("/notifications/{token}", Registrant),
    ("/notifications/{token}/stop/{purpose}", Registrant),
    ("/notifications/{token}/event", Registrant),
    ("/notifications/{token}/event/resume", Registrant),
    ("/library/{slug}/progress", Account),
    ("/me", Account),
    ("/me/progress", Account),
    ("/me/progress/forget", Account),
    ("/me/progress/keep", Account),
    ("/me/agenda", Account),
    ("/me/calendar-feed", Account),
    ("/me/calendar-feed/remove", Account),
    ("/me/data", Account),
    ("/me/data/download", Account),
    ("/me/devices", Account),
    ("/me/devices/sign-out-all", Account),
    ("/me/devices/{id}/sign-out", Account),
    ("/me/erase", Account),
    ("/me/notifications", Account),
    ("/me/passkeys", Account),
    ("/me/passkeys/options", Account),
    ("/me/passkeys/{id}", Account),
    ("/me/passkeys/{id}/remove", Account),
    ("/me/registrations/{id}", Account),
    // Ending a session that is over is no error.
    ("/me/sign-out", Public),
    ("/admin/sign-in", Public),
    ("/admin/sign-in/passkey", Public),
    ("/admin/sign-in/passkey/options", Public),
    ("/admin/sign-in/code", SigningIn),
    ("/admin/sign-in/code/passkey", SigningIn),
    ("/admin/sign-in/code/passkey/options", SigningIn),
    ("/admin/second-factor", SigningIn),
    ("/admin/second-factor/passkey", SigningIn),
    ("/admin/second-factor/passkey/options", SigningIn),
    // The tokens of these links are their own proof, used up by the first who sends them.
    ("/admin/invitation/{token}", Public),
    ("/admin/password", Public),
    ("/admin/password/{token}", Public),
    ("/admin/address/{token}", Public),
    ("/admin/account", Member),
    ("/admin/account/address", Member),
    ("/admin/account/password", Member),
    ("/admin/account/second-factor", Member),
    ("/admin/account/recovery-codes", Member),
    ("/admin/account/passkeys", Member),
    ("/admin/account/passkeys/options", Member),
    ("/admin/account/passkeys/{id}", Member),
    ("/admin/account/passkeys/{id}/remove", Member),
    ("/admin/confirm", Member),
    ("/admin/confirm/passkey", Member),
    ("/admin/confirm/passkey/options", Member),
    ("/admin/account/devices/{id}/sign-out", Member),
    ("/admin/account/sign-out-all", Member),
    ("/admin/review", Staff(Reviewer)),
    ("/admin", Staff(Editor)),
    ("/admin/changes", Staff(Reviewer)),
    ("/admin/changes/{number}/undo", Staff(Editor)),
    // But for the glossary administrators alone: the route asks.
    ("/admin/changes/settings/{number}/undo", Staff(Editor)),
    ("/admin/changes/texts/{number}/undo", Staff(Editor)),
    ("/admin/check", Staff(Reviewer)),
    ("/admin/content/{kind}", Staff(Editor)),
    ("/admin/content/{kind}/new", Staff(Editor)),
    ("/admin/content/{kind}/{id}", Staff(Editor)),
    ("/admin/content/{kind}/{id}/move", Staff(Editor)),
    ("/admin/content/{kind}/{id}/remove", Staff(Editor)),
    ("/admin/find", Staff(Editor)),
    ("/admin/live", Staff(Editor)),
    ("/admin/palette", Staff(Editor)),
    ("/admin/preview", Staff(Reviewer)),
    ("/admin/text-preview", Staff(Editor)),
    ("/admin/grid/{event}/{day}", Staff(Editor)),
    ("/admin/grid/{event}/{day}/{session}", Staff(Editor)),
    ("/admin/import", Staff(Editor)),
    ("/admin/import/{table}", Staff(Editor)),
    ("/admin/trial/{event}", Staff(Editor)),
    ("/admin/glossary", Staff(Editor)),
    ("/admin/media", Staff(Editor)),
    ("/admin/media/uploads", Staff(Editor)),
    ("/admin/media/uploads/{key}", Staff(Editor)),
    ("/admin/media/{key}/crop", Staff(Editor)),
    ("/admin/media/{key}/remove", Staff(Editor)),
    ("/admin/media/{key}/retry", Staff(Editor)),
    ("/admin/release", Staff(Editor)),
    ("/admin/timed-text/{key}", Staff(Editor)),
    ("/admin/timed-text/{key}/slides", Staff(Editor)),
    ("/admin/timed-text/{key}/{kind}/{language}", Staff(Editor)),
    ("/admin/timed-text/{key}/{kind}/{language}/cues", Staff(Editor)),
    ("/admin/timed-text/{key}/{kind}/{language}/remove", Staff(Editor)),
    ("/admin/registrations", Staff(Registrar)),
    ("/admin/registrations/{slug}", Staff(Registrar)),
    ("/admin/registrations/{slug}/add", Staff(Registrar)),
    ("/admin/registrations/{slug}/bulk", Staff(Registrar)),
    ("/admin/registrations/{slug}/bulk/{run}", Staff(Registrar)),
    ("/admin/registrations/{slug}/decide", Staff(Registrar)),
    ("/admin/registrations/{slug}/{id}", Staff(Registrar)),
    ("/admin/registrations/{slug}/{id}/decide", Staff(Registrar)),
    ("/admin/registrations/{slug}/{id}/resend", Staff(Registrar)),
    ("/admin/registrations/{slug}/{id}/tags", Staff(Registrar)),
    ("/admin/registrations/{slug}/export/{file}", Staff(Registrar)),
    ("/admin/registrations/{slug}/import", Staff(Registrar)),
    ("/admin/registrations/{slug}/import/registrations.csv", Staff(Registrar)),
    ("/admin/registrations/{slug}/letters", Staff(Registrar)),
    ("/admin/registrations/{slug}/letters/{letter}", Staff(Registrar)),
    ("/admin/registrations/{slug}/letters/{letter}/call-back", Staff(Registrar)),
    ("/admin/registrations/{slug}/letters/{letter}/preview/{person}", Staff(Registrar)),
    ("/admin/registrations/{slug}/letters/{letter}/review", Staff(Registrar)),
    ("/admin/registrations/{slug}/limit", Staff(Registrar)),
    ("/admin/registrations/{slug}/tags", Staff(Registrar)),
    ("/admin/registrations/{slug}/views", Staff(Registrar)),
    ("/admin/registrations/{slug}/views/{id}/remove", Staff(Registrar)),
    ("/admin/mail", Staff(Registrar)),
    // Of letters about signing in, administrators change the words alone: the routes ask.
    ("/admin/mail/{letter}", Staff(Registrar)),
    ("/admin/mail/{letter}/original", Staff(Registrar)),
    ("/admin/mail/{letter}/preview", Staff(Registrar)),
    ("/admin/mail/{letter}/test", Staff(Registrar)),
    ("/admin/mail/{letter}/undo", Staff(Registrar)),
    ("/admin/staff", Staff(Administrator)),
    ("/admin/staff/invite", Staff(Administrator)),
    ("/admin/staff/invitations/{id}/withdraw", Staff(Administrator)),
    ("/admin/staff/{id}/end", Staff(Administrator)),
    ("/admin/staff/{id}/remove", Staff(Administrator)),
    ("/admin/staff/{id}/role", Staff(Administrator)),
    ("/admin/staff/{id}/sign-out", Staff(Administrator)),
    // While no mail is sent it holds what signs anybody in.
    ("/admin/outbox", Staff(Administrator)),
    ("/admin/outbox/retry", Staff(Administrator)),
    ("/admin/settings", Staff(Administrator)),
    ("/admin/settings/accent", Staff(Administrator)),
    ("/admin/settings/dns", Staff(Administrator)),
    ("/admin/settings/languages", Staff(Administrator)),
    ("/admin/settings/retention", Staff(Administrator)),
    ("/admin/settings/test", Staff(Administrator)),
    ("/admin/settings/zone", Staff(Administrator)),
    ("/admin/system", Staff(Administrator)),
    // Ending a session that is over is no error.
    ("/admin/sign-out", Public),
];

/// Acts by which an account could be taken over: whoever does them has proved who they are within ten minutes (ASVS 5.0,
/// 7.5.1). Beside each the page on which it is begun. Changing the password asks for the present one with it; adding a
/// passkey is begun by a script, which its own route answers in words.
pub const SENSITIVE: &[(&str, &str)] = &[
    ("/admin/account/address", "/admin/account/address"),
    ("/admin/account/second-factor", "/admin/account"),
    ("/admin/account/recovery-codes", "/admin/account"),
    ("/admin/account/passkeys/{id}/remove", "/admin/account"),
    ("/admin/staff/invite", "/admin/staff"),
    ("/admin/staff/{id}/end", "/admin/staff"),
    ("/admin/staff/{id}/remove", "/admin/staff"),
    ("/admin/staff/{id}/role", "/admin/staff"),
];

/// Where an act is begun for which the visitor has to prove first who they are; `None` if they may go on.
///
/// # Errors
/// [`PageError::Forbidden`] without a session; [`PageError::Unavailable`] if that cannot be found out.
pub async fn stale(route: &str, state: &AppState, headers: &HeaderMap) -> Result<Option<&'static str>, PageError> {
    let Some((_, page)) = SENSITIVE.iter().find(|(listed, _)| *listed == route) else { return Ok(None) };
    let session = staff_session_of(state, headers).await?;
    Ok((!is_fresh(session.proved, state.real_now())).then_some(*page))
}

/// What a route needs; `None` for one that is not listed and therefore not answered.
pub fn of_route(route: &str) -> Option<Capability> {
    ROUTES.iter().find(|(listed, _)| *listed == route).map(|(_, capability)| *capability)
}

/// Lets the visitor of a request go on, or says why not.
///
/// # Errors
/// [`PageError::Forbidden`] without the capability; [`PageError::Unavailable`] if that cannot be found out.
pub async fn require(capability: Capability, state: &AppState, headers: &HeaderMap) -> Result<(), PageError> {
    match capability {
        // A registrant's token is part of the question, and an unknown one is answered "not found".
        Public | Registrant => Ok(()),
        Account => session_of(state, headers).await.map(|_| ()),
        SigningIn => staff_session_of(state, headers).await.map(|_| ()),
        Member | Staff(_) => {
            let session = staff_session_of(state, headers).await?;
            let does_work = if let Staff(needed) = capability { session.member.role.covers(needed) } else { true };
            let may = session.stage == Stage::Whole && does_work;
            if !may {
                tracing::warn!(member = %session.member.id, ?capability, stage = session.stage.name(), "access was denied");
            }
            may.then_some(()).ok_or(PageError::Forbidden)
        }
    }
}
