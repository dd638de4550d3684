//! Passkeys of those who work here: added, named and removed on the page of one's own account.

use app::error::PageError;
use app::language::locale_of;
use app::passkey::{Holder, OnePasskey, PasskeyTrouble, gather_passkey};
use app::server::AppState;
use app::staff::{staff_session_of, staff_token};
use app::td;
use axum::Router;
use axum::extract::{Form, Path, Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use bytes::Bytes;
use domain::account::{PasskeyOwner, device, is_fresh, passkey_label};
use domain::content::Id;
use serde::Deserialize;
use store::{AddedPasskey, CeremonyPurpose, MemberSession, RemovedPasskey, StaffMember};

use super::super::headers::private;
use super::super::limits::Act;
use super::super::passkey_answers::{Asker, answer, begin, made, site};
use super::super::registration::{read_request, see_other};
use super::super::render::{self, page_of};
use super::super::staff_sign_in::{failed, unprocessable};
use crate::passkey::{Site, User};

/// Pages and acts of them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/account/passkeys", post(add))
        .route("/admin/account/passkeys/options", post(add_options))
        .route("/admin/account/passkeys/{id}", get(passkey).post(rename))
        .route("/admin/account/passkeys/{id}/remove", post(remove))
        .layer(from_fn(private))
}

/// Begins to add one: what the browser is to have an authenticator make. Whoever has not proved lately who they are is told
/// so in words, since a script does not follow to the page that asks.
async fn add_options(asker: Asker) -> Response {
    let (state, headers) = (&asker.state, &asker.headers);
    let begun = async {
        let (site, session) = (site(state)?, staff_session_of(state, headers).await?);
        if !is_fresh(session.proved, state.real_now()) {
            return Err(PasskeyTrouble::NotFresh.into());
        }
        let known = state.store().passkeys(PasskeyOwner::Member(session.member.id)).await?;
        let token = staff_token(headers, state.settings()).unwrap_or_default();
        let begun = site.ask_for_new(&user(state, headers, &session.member), &known)?;
        begin(state, CeremonyPurpose::AddToMember, &token, begun).await
    };
    asker.answered(Holder::Staff, Act::Passkey, begun).await
}

/// Adds what an authenticator has made. That its owner proved lately who they are was asked when it began.
async fn add(State(state): State<AppState>, headers: HeaderMap, sent: Bytes) -> Response {
    let added = async {
        let session = staff_session_of(&state, &headers).await?;
        let token = staff_token(&headers, state.settings()).unwrap_or_default();
        let member = session.member.id;
        let key = made(&state, CeremonyPurpose::AddToMember, &token, &sent, PasskeyOwner::Member(member)).await?;
        let (label, now, site_now) = (first_label(&headers), state.real_now(), state.now());
        match state.store().add_member_passkey(session, key, label, now, site_now).await? {
            AddedPasskey::Added => {
                tracing::info!(%member, "a passkey of somebody who works here was added");
                Ok(Holder::Staff.list().into_response())
            }
            AddedPasskey::Known => Err(PasskeyTrouble::Known.into()),
            AddedPasskey::TooMany => Err(PasskeyTrouble::TooMany.into()),
        }
    };
    answer(&state, &headers, Holder::Staff, added.await)
}

/// For whom an authenticator makes a passkey. The name tells it from one that the same person has for their registrations.
pub(super) fn user(state: &AppState, headers: &HeaderMap, member: &StaffMember) -> User {
    let locale = locale_of(headers, state.settings());
    User { id: member.id, name: td!(locale, staff_passkeys.user, address = &member.email) }
}

/// What a passkey is called until its owner names it: the device it was made on.
pub(super) fn first_label(headers: &HeaderMap) -> String {
    device(headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default())
}

async fn passkey(State(state): State<AppState>, Path(id): Path<String>, request: Request) -> Response {
    let page = match here(&state, request.headers()).await {
        Ok(session) => gather_passkey(&state, PasskeyOwner::Member(session.member.id), &id).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

/// A name as typed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    #[serde(default)]
    label: String,
}

async fn rename(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<Named>,
) -> Response {
    let session = match here(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let owner = PasskeyOwner::Member(session.member.id);
    let Some(label) = passkey_label(&sent.label) else {
        let mend = |page| OnePasskey { mistyped: Some(sent.label), ..page };
        return again(state, &headers, owner, &id, mend).await;
    };
    let Ok(id) = id.parse::<Id>() else { return refused(state, &headers, PageError::NotFound).await };
    match state.store().rename_passkey(owner, id, label).await {
        Ok(true) => see_other(Holder::Staff.list()),
        Ok(false) => refused(state, &headers, PageError::NotFound).await,
        Err(error) => failed(&error),
    }
}

/// Removes one; the last second factor stays.
async fn remove(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let session = match here(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let Ok(passkey) = id.parse::<Id>() else { return refused(state, &headers, PageError::NotFound).await };
    let member = session.member.id;
    match state.store().remove_member_passkey(session, passkey, state.now()).await {
        Ok(RemovedPasskey::Removed) => {
            tracing::info!(%member, %passkey, "a passkey of somebody who works here was removed");
            see_other(Holder::Staff.list())
        }
        Ok(RemovedPasskey::LastFactor) => {
            let refuse = |page| OnePasskey { is_refused: true, ..page };
            again(state, &headers, PasskeyOwner::Member(member), &id, refuse).await
        }
        Ok(RemovedPasskey::Unknown) => refused(state, &headers, PageError::NotFound).await,
        Err(error) => failed(&error),
    }
}

/// The page of a passkey, with what is to be mended.
async fn again(
    state: AppState,
    headers: &HeaderMap,
    owner: PasskeyOwner,
    id: &str,
    mend: impl FnOnce(OnePasskey) -> OnePasskey,
) -> Response {
    let page = gather_passkey(&state, owner, id).await.map(mend);
    unprocessable(page_of(state, read_request("/admin/account/passkeys/name", headers), page).await)
}

/// The session of a request, where there are passkeys.
async fn here(state: &AppState, headers: &HeaderMap) -> Result<MemberSession, PageError> {
    let session = staff_session_of(state, headers).await?;
    if Site::of(state.settings()).is_some() { Ok(session) } else { Err(PageError::NotFound) }
}

async fn refused(state: AppState, headers: &HeaderMap, error: PageError) -> Response {
    render::refused(state, read_request(Holder::Staff.list(), headers), error).await
}
