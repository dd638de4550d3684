//! What somebody changes about how they sign in, and the proof that is asked for before.

use app::error::PageError;
use app::language::locale_of;
use app::server::AppState;
use app::staff::{PasswordChange, ProofForm, SecondFactorView, first_page, gather_proof, staff_session_of};
use app::td;
use axum::extract::{Form, Query, Request, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::staff::{second_factor, way_back};
use domain::validation::FieldError;
use serde::Deserialize;
use store::{MemberSession, StaffSecrets};

use super::super::headers::private;
use super::super::limits::{Act, Limits, with_wait};
use super::super::registration::{nothing_changed, read_request, see_other};
use super::super::render::{self, page_of};
use super::super::staff_set_up::new_recovery_codes;
use super::super::staff_sign_in::{NotRight, code_key, failed, new_secret, right_factor, too_often, unprocessable};
use super::super::visitor::Visitor;
use crate::passwords;

/// Pages and acts of such changes.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/confirm", get(proof_page).post(prove))
        .route("/admin/account/password", get(password_page).post(change_password))
        .route("/admin/account/second-factor", post(change_second_factor))
        .route("/admin/account/recovery-codes", post(renew_recovery_codes))
        .layer(from_fn(private))
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn proof_page(State(state): State<AppState>, Query(Next { next }): Query<Next>, request: Request) -> Response {
    let next = way_back(&next).unwrap_or_default().to_owned();
    let page: Result<ProofForm, PageError> = match staff_session_of(&state, request.headers()).await {
        Ok(session) => gather_proof(&state, &session, next, Vec::new()).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Proof {
    #[serde(default)]
    proof: String,
    #[serde(default)]
    next: String,
}

/// Looks at a password or a second factor again.
async fn prove(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<Proof>,
) -> Response {
    let session = match staff_session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let next = way_back(&sent.next).unwrap_or_else(|| first_page(session.member.role)).to_owned();
    let locale = locale_of(&headers, state.settings());
    let again = async |field: &str, message: String| {
        let errors = vec![FieldError::new(field, message)];
        let form = gather_proof(&state, &session, sent.next.clone(), errors).await;
        page_of(state.clone(), read_request("/admin/confirm", &headers), form).await
    };
    if let Err(seconds) = limits.admit(Act::Password, visitor) {
        return with_wait(again("form", too_often(locale, seconds)).await, seconds);
    }
    let member = session.member.id;
    let factor = if second_factor(&sent.proof).is_some() {
        right_factor(&state, member, &sent.proof).await.map(Some)
    } else {
        right_password(&state, &session, &sent.proof).await.map(|()| None)
    };
    let proven = match factor {
        Ok(factor) => state.store().proven_again(session.clone(), factor, state.real_now(), state.now()).await,
        Err(NotRight::TooOften(seconds)) => {
            return with_wait(again("form", too_often(locale, seconds)).await, seconds);
        }
        Err(NotRight::Wrong) => Ok(false),
        Err(NotRight::Unknown(error)) => Err(error),
    };
    match proven {
        Ok(true) => {
            if let Err(error) = state.store().staff_attempt_was_right(&code_key(member)).await {
                tracing::warn!(%error, "wrong proofs of somebody who proved who they are are still counted");
            }
            see_other(&next)
        }
        Ok(false) => {
            tracing::warn!(%member, "a proof was refused");
            unprocessable(again("proof", td!(locale, proof.wrong).to_owned()).await)
        }
        Err(error) => failed(&error),
    }
}

/// Whether a password is that of a session's member; wrong ones count as wrong codes do.
async fn right_password(state: &AppState, session: &MemberSession, password: &str) -> Result<(), NotRight> {
    let member = session.member.id;
    if let Some(seconds) = state.store().staff_attempt(&code_key(member), state.real_now()).await? {
        return Err(NotRight::TooOften(seconds));
    }
    let hash = state.store().staff_secrets(member).await?.map(|StaffSecrets { password_hash, .. }| password_hash);
    let is_right = passwords::is_right(password.to_owned(), hash).await == Some(true);
    is_right.then_some(()).ok_or(NotRight::Wrong)
}

async fn password_page(State(state): State<AppState>, request: Request) -> Response {
    page_of(state, request, Ok(PasswordChange::default())).await
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PasswordForm {
    #[serde(default)]
    present: String,
    #[serde(default)]
    password: String,
}

/// Changes the password; every other session of its owner ends. The present one is asked for with it (ASVS 6.2.3).
async fn change_password(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<PasswordForm>,
) -> Response {
    let session = match staff_session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let locale = locale_of(&headers, state.settings());
    let again = async |field: &str, message: String| {
        let form = PasswordChange(vec![FieldError::new(field, message)]);
        page_of(state.clone(), read_request("/admin/account/password", &headers), Ok(form)).await
    };
    if let Err(seconds) = limits.admit(Act::Password, visitor) {
        return with_wait(again("form", too_often(locale, seconds)).await, seconds);
    }
    match right_password(&state, &session, &sent.present).await {
        Ok(()) => {}
        Err(NotRight::TooOften(seconds)) => return with_wait(again("form", too_often(locale, seconds)).await, seconds),
        Err(NotRight::Wrong) => {
            return unprocessable(again("present", td!(locale, password.wrong).to_owned()).await);
        }
        Err(NotRight::Unknown(error)) => return failed(&error),
    }
    let member = session.member.clone();
    let owner = vec![member.name.clone(), member.email.clone()];
    let hash = match passwords::hash(sent.password.clone(), owner).await {
        Some(Ok(hash)) => hash,
        Some(Err(fault)) => return unprocessable(again("password", passwords::message(locale, fault)).await),
        None => return nothing_changed(),
    };
    let id = member.id;
    let changed = async {
        state.store().staff_attempt_was_right(&code_key(id)).await?;
        state.store().change_password(member, hash, session.id, &session.device, state.now()).await
    };
    match changed.await {
        Ok(()) => {
            tracing::info!(member = %id, "a password was changed");
            see_other("/admin/account")
        }
        Err(error) => failed(&error),
    }
}

/// Shows another secret; the second factor changes once it is proven.
async fn change_second_factor(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let session = match staff_session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().show_secret(&session, &new_secret().text()).await {
        Ok(()) => see_other("/admin/second-factor"),
        Err(error) => failed(&error),
    }
}

/// Makes new recovery codes and shows them, once.
async fn renew_recovery_codes(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let session = match staff_session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let (codes, member) = (new_recovery_codes(), session.member.id);
    match state.store().renew_recovery_codes(session.member, codes.clone(), &session.device, state.now()).await {
        Ok(()) => {
            tracing::info!(%member, "recovery codes were renewed");
            let view = SecondFactorView::Done { codes, next: "/admin/account".to_owned() };
            page_of(state, read_request("/admin/second-factor", &headers), Ok(view)).await
        }
        Err(error) => failed(&error),
    }
}

/// An act has no page of its own to say it on.
async fn refused(state: AppState, headers: &HeaderMap, error: PageError) -> Response {
    render::refused(state, read_request("/admin/account", headers), error).await
}
