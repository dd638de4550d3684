//! Those who work here, as administrators see and change them.

use app::admin::site_zone;
use app::error::PageError;
use app::language::{Locale, locale_of};
use app::server::{AppState, random_token};
use app::staff::{InvitationTyped, gather_people, staff_session_of};
use app::td;
use axum::extract::{Form, Path, Request, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::content::Id;
use domain::staff::{REVIEW_DAYS, ReviewFault, Role, review_end};
use domain::validation::{FieldError, is_email};
use serde::Deserialize;
use store::{Changed, NewStaffLink, StoreError};

use super::super::headers::private;
use super::super::limits::{Act, Limits, with_wait};
use super::super::registration::{read_request, see_other};
use super::super::render::{self, page_of};
use super::super::staff_sign_in::{failed, too_often, unprocessable};
use super::super::visitor::Visitor;

/// The page on which all of this is done.
const PAGE: &str = "/admin/staff";

/// Pages and acts about those who work here.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/staff", get(people))
        .route("/admin/staff/invite", post(invite))
        .route("/admin/staff/invitations/{id}/withdraw", post(withdraw))
        .route("/admin/staff/{id}/end", post(change_end))
        .route("/admin/staff/{id}/role", post(change_role))
        .route("/admin/staff/{id}/sign-out", post(sign_out))
        .route("/admin/staff/{id}/remove", post(remove))
        .layer(from_fn(private))
}

async fn people(State(state): State<AppState>, request: Request) -> Response {
    let people = gather_people(&state, InvitationTyped::default(), Vec::new()).await;
    page_of(state, request, people).await
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct InvitationForm {
    #[serde(default)]
    email: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    ends: String,
}

/// Writes to somebody who is to work here.
async fn invite(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    Form(sent): Form<InvitationForm>,
) -> Response {
    let locale = locale_of(&headers, state.settings());
    let typed = InvitationTyped { email: sent.email.clone(), role: sent.role.clone(), ends: sent.ends.clone() };
    if let Err(seconds) = limits.admit(Act::SignIn, visitor) {
        let errors = vec![FieldError::new("form", too_often(locale, seconds))];
        return with_wait(again(&state, &headers, typed, errors).await, seconds);
    }
    let email = sent.email.trim().to_owned();
    let mut errors = Vec::new();
    if !is_email(&email) {
        errors.push(FieldError::of_email());
    }
    let role = Role::from_name(&sent.role);
    if role.is_none() {
        errors.push(FieldError::new("role", td!(locale, staff_people.role_missing)));
    }
    // The day is a reviewer's alone: whoever works here stays until they are removed.
    let ends = (role == Some(Role::Reviewer)).then(|| review_end(&sent.ends, &site_zone(&state), state.real_now()));
    let ends = ends.transpose().unwrap_or_else(|fault| {
        errors.push(FieldError::new("ends", in_words(locale, fault)));
        None
    });
    let (Some(role), true) = (role, errors.is_empty()) else {
        return unprocessable(again(&state, &headers, typed, errors).await);
    };
    let link = NewStaffLink { email, token: random_token(), now: state.real_now(), site_now: state.now() };
    match state.store().invite(link, role, ends).await {
        Ok(true) => {
            let by = who(&state, &headers).await;
            tracing::info!(by, role = role.name(), "somebody was invited to work here");
            see_other(PAGE)
        }
        Ok(false) => {
            let errors = vec![FieldError::new("email", td!(locale, staff.address_taken))];
            unprocessable(again(&state, &headers, typed, errors).await)
        }
        Err(error) => failed(&error),
    }
}

/// What is wrong with a last day.
fn in_words(locale: Locale, fault: ReviewFault) -> String {
    match fault {
        ReviewFault::Missing => td!(locale, staff_people.day_missing).to_owned(),
        ReviewFault::Past => td!(locale, staff_people.day_past).to_owned(),
        ReviewFault::TooFar => td!(locale, staff_people.day_too_far, count = REVIEW_DAYS),
    }
}

/// Takes an invitation back; one that was accepted meanwhile is none any more.
async fn withdraw(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse::<Id>() else { return not_found(state, &headers).await };
    match state.store().withdraw_invitation(id).await {
        Ok(true) => see_other(PAGE),
        Ok(false) => not_found(state, &headers).await,
        Err(error) => failed(&error),
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleForm {
    #[serde(default)]
    role: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct EndForm {
    #[serde(default)]
    ends: String,
}

/// Has the access of a reviewer end on another day.
async fn change_end(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<EndForm>,
) -> Response {
    let Ok(id) = id.parse::<Id>() else { return not_found(state, &headers).await };
    match review_end(&sent.ends, &site_zone(&state), state.real_now()) {
        Ok(ends) => {
            let changed = state.store().change_review_end(id, ends).await;
            answer(&state, &headers, id, changed, "another last day").await
        }
        Err(fault) => {
            let errors = vec![FieldError::new("form", in_words(locale_of(&headers, state.settings()), fault))];
            unprocessable(again(&state, &headers, InvitationTyped::default(), errors).await)
        }
    }
}

/// Gives somebody another role, at once. Whoever is to review is invited to it, with a last day.
async fn change_role(
    State(state): State<AppState>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Form(sent): Form<RoleForm>,
) -> Response {
    let role = Role::from_name(&sent.role).filter(|role| *role != Role::Reviewer);
    let (Ok(id), Some(role)) = (id.parse::<Id>(), role) else { return not_found(state, &headers).await };
    let changed = state.store().change_role(id, role, None).await;
    answer(&state, &headers, id, changed, role.name()).await
}

/// Removes somebody, with everything by which they could sign in.
async fn remove(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse::<Id>() else { return not_found(state, &headers).await };
    let changed = state.store().remove_member(id).await;
    answer(&state, &headers, id, changed, "removed").await
}

/// Ends every session of somebody (ASVS 5.0, 7.4.5).
async fn sign_out(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse::<Id>() else { return not_found(state, &headers).await };
    match state.store().end_sessions_of_member(id).await {
        Ok(_) => {
            let by = who(&state, &headers).await;
            tracing::info!(by, member = %id, "the sessions of somebody were ended");
            see_other(PAGE)
        }
        Err(error) => failed(&error),
    }
}

async fn answer(
    state: &AppState,
    headers: &HeaderMap,
    member: Id,
    changed: Result<Changed, StoreError>,
    what: &str,
) -> Response {
    match changed {
        Ok(Changed::Done) => {
            let by = who(state, headers).await;
            tracing::info!(by, %member, what, "somebody who works here was changed");
            see_other(PAGE)
        }
        Ok(Changed::Gone) => not_found(state.clone(), headers).await,
        Ok(Changed::LastAdministrator) => {
            let message = td!(locale_of(headers, state.settings()), staff_people.last_administrator);
            let errors = vec![FieldError::new("form", message)];
            unprocessable(again(state, headers, InvitationTyped::default(), errors).await)
        }
        Err(error) => failed(&error),
    }
}

/// Who did it, for the log.
async fn who(state: &AppState, headers: &HeaderMap) -> String {
    staff_session_of(state, headers).await.map(|session| session.member.id.to_string()).unwrap_or_default()
}

async fn again(state: &AppState, headers: &HeaderMap, typed: InvitationTyped, errors: Vec<FieldError>) -> Response {
    let people = gather_people(state, typed, errors).await;
    page_of(state.clone(), read_request(PAGE, headers), people).await
}

async fn not_found(state: AppState, headers: &HeaderMap) -> Response {
    render::refused(state, read_request(PAGE, headers), PageError::NotFound).await
}
