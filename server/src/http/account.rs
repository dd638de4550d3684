//! One's own pages. Whose they are is told by the session alone; a thing of somebody else's is not found.

use app::account::{
    MyData, account_cookie, account_token, archive, events_for_erasure, gather_devices, gather_me, session_of,
};
use app::error::PageError;
use app::library::visitor;
use app::notifications::gather_own_choices;
use app::registration::create_feed_of;
use app::server::{AppState, random_token};
use axum::extract::{Form, Path, RawForm, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::account::is_confirmed;
use domain::content::Id;
use domain::progress::read_handed_over;
use serde::Deserialize;
use store::{AccountSession, StoreError};

use super::cookies;
use super::headers::private;
use super::limits::{self, Act, Limits};
use super::notifications::chosen;
use super::registration::{nothing_changed, read_request, see_other};
use super::render::{self, page_of};
use super::visitor::Visitor;

/// Pages and acts of one's account.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/me", get(me))
        .route("/me/registrations/{id}", post(open_registration))
        .route("/me/agenda", post(merge_agenda))
        .route("/me/progress", post(merge_progress))
        .route("/me/progress/keep", post(keep_progress))
        .route("/me/progress/forget", post(forget_progress))
        .route("/me/calendar-feed", post(create_calendar_feed))
        .route("/me/calendar-feed/remove", post(remove_calendar_feed))
        .route("/me/notifications", get(notifications).post(choose_mail))
        .route("/me/data", get(data))
        .route("/me/data/download", get(download))
        .route("/me/erase", post(erase))
        .route("/me/devices", get(devices))
        .route("/me/devices/{id}/sign-out", post(sign_out_device))
        .route("/me/devices/sign-out-all", post(sign_out_all))
        .route("/me/sign-out", post(sign_out))
        .layer(from_fn(private))
}

async fn me(State(state): State<AppState>, request: Request) -> Response {
    let page = match session_of(&state, request.headers()).await {
        Ok(session) => {
            let token = account_token(request.headers(), state.settings()).unwrap_or_default();
            gather_me(&state, &session, &token).await
        }
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

async fn devices(State(state): State<AppState>, request: Request) -> Response {
    let page = match session_of(&state, request.headers()).await {
        Ok(session) => gather_devices(&state, &session).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

/// Leads to the page of a registration that was made with the account's address, by a link of its own.
async fn open_registration(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let Ok(id) = id.parse::<Id>() else { return refused(state, &headers, PageError::NotFound).await };
    let token = random_token();
    match state.store().open_registration(&session.account.email, id, &token, state.now()).await {
        Ok(true) => see_other(&format!("/registration/{token}")),
        Ok(false) => refused(state, &headers, PageError::NotFound).await,
        Err(error) => failed(&error),
    }
}

/// Takes what was saved and taken out on a device; answers with what the account has saved, a line per path.
async fn merge_agenda(State(state): State<AppState>, headers: HeaderMap, told: String) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().merge_account_stars(session.account.id, told, state.real_now()).await {
        Ok(stars) => {
            let saved: Vec<String> =
                stars.into_iter().filter(|(_, is_saved)| *is_saved).map(|(path, _)| path).collect();
            saved.join("\n").into_response()
        }
        Err(error) => failed(&error),
    }
}

/// Takes what was watched in a browser before its visitor signed in.
async fn merge_progress(State(state): State<AppState>, headers: HeaderMap, told: String) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match visitor(&state, &headers).await {
        Ok(visitor) if visitor.is_uncounted() => return StatusCode::NO_CONTENT.into_response(),
        Ok(_) => {}
        Err(error) => return refused(state, &headers, error).await,
    }
    let told = read_handed_over(&told, state.real_now());
    let published = state.published();
    let told = told.into_iter().filter_map(|(id, progress)| {
        let material = published.content.materials.iter().find(|material| material.id == id)?;
        Some((id, (progress, state.completion_of(material))))
    });
    let told = told.collect();
    match state.store().merge_progress(session.account.id, told).await {
        Ok(_) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
struct Keep {
    keep: String,
}

/// Keeps what is watched from now on, or deletes all of it and keeps no more.
async fn keep_progress(State(state): State<AppState>, headers: HeaderMap, Form(form): Form<Keep>) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().keep_progress(session.account.id, form.keep == "yes").await {
        Ok(()) => see_other("/me#watching"),
        Err(error) => failed(&error),
    }
}

#[derive(Deserialize)]
struct Forget {
    material: String,
}

/// Forgets what was watched of one recording.
async fn forget_progress(State(state): State<AppState>, headers: HeaderMap, Form(form): Form<Forget>) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let Ok(material) = form.material.parse::<Id>() else {
        return refused(state, &headers, PageError::NotFound).await;
    };
    match state.store().forget_progress(session.account.id, material).await {
        Ok(()) => see_other("/me#watching"),
        Err(error) => failed(&error),
    }
}

/// Makes the calendar feed of the account's address, or gives it a new address of its own.
async fn create_calendar_feed(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let token = account_token(&headers, state.settings()).unwrap_or_default();
    match create_feed_of(&state, &session.account.email, &token).await {
        Ok(()) => see_other("/me#calendar-feed"),
        Err(error) => failed(&error),
    }
}

/// Removes it.
async fn remove_calendar_feed(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().calendar_feed_revoke(&session.account.email).await {
        Ok(_) => see_other("/me"),
        Err(error) => failed(&error),
    }
}

async fn notifications(State(state): State<AppState>, request: Request) -> Response {
    let page = match session_of(&state, request.headers()).await {
        Ok(session) => gather_own_choices(&state, &session).await,
        Err(error) => Err(error),
    };
    page_of(state, request, page).await
}

/// Notes what the account's address wants to be written about.
async fn choose_mail(State(state): State<AppState>, headers: HeaderMap, RawForm(body): RawForm) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().choose_mail(&session.account.email, chosen(&body), state.now()).await {
        Ok(()) => see_other("/me/notifications?saved=yes"),
        Err(error) => failed(&error),
    }
}

async fn data(State(state): State<AppState>, request: Request) -> Response {
    page_of(state, request, Ok(MyData { mistyped: false })).await
}

/// Everything that is stored about the account, in one file.
async fn download(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    if let Err(seconds) = limits.admit(Act::Export, visitor) {
        return limits::refused(seconds);
    }
    match archive(&state, &session).await {
        Ok(archive) => {
            let headers = [
                (header::CONTENT_TYPE, "application/zip"),
                (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.zip\""),
            ];
            (headers, archive).into_response()
        }
        Err(error) => refused(state, &headers, error).await,
    }
}

/// What was typed so that nothing is erased by a slip.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Erase {
    #[serde(default)]
    confirmation: String,
}

/// Erases everything about the account.
async fn erase(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<Erase>) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    if !is_confirmed(&sent.confirmation) {
        let again = page_of(state, read_request("/me/data", &headers), Ok(MyData { mistyped: true })).await;
        return (StatusCode::UNPROCESSABLE_ENTITY, again).into_response();
    }
    let account = session.account.id;
    match state.store().erase_account(session.account, events_for_erasure(&state), state.now()).await {
        Ok(erased) => {
            tracing::info!(%account, ?erased, "everything about a person was erased");
            signed_out_to(&state, "/sign-in/erased")
        }
        Err(error) => failed(&error),
    }
}

/// Ends one session of the account: on this device or another.
async fn sign_out_device(State(state): State<AppState>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    let Ok(id) = id.parse::<Id>() else { return refused(state, &headers, PageError::NotFound).await };
    match state.store().end_account_session(session.account.id, id).await {
        Ok(true) if id == session.id => signed_out(&state),
        Ok(true) => see_other("/me/devices"),
        Ok(false) => refused(state, &headers, PageError::NotFound).await,
        Err(error) => failed(&error),
    }
}

/// Ends every session of the account.
async fn sign_out_all(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let session = match session_of(&state, &headers).await {
        Ok(session) => session,
        Err(error) => return refused(state, &headers, error).await,
    };
    match state.store().end_account_sessions(session.account.id).await {
        Ok(_) => signed_out(&state),
        Err(error) => failed(&error),
    }
}

/// Ends this session, here and in the browser; ending none is no error.
async fn sign_out(State(state): State<AppState>, headers: HeaderMap) -> Response {
    let ended = match session_of(&state, &headers).await {
        Ok(AccountSession { id, account, .. }) => state.store().end_account_session(account.id, id).await,
        Err(PageError::Forbidden) => Ok(false),
        Err(_) => return nothing_changed(),
    };
    match ended {
        Ok(_) => signed_out(&state),
        Err(error) => failed(&error),
    }
}

fn signed_out(state: &AppState) -> Response {
    signed_out_to(state, "/")
}

fn signed_out_to(state: &AppState, path: &str) -> Response {
    let mut response = see_other(path);
    cookies::set(&mut response, account_cookie(state.settings()), "", 0);
    cookies::clear_site_data(&mut response);
    response
}

/// An act has no page of its own to say it on.
pub(super) async fn refused(state: AppState, headers: &HeaderMap, error: PageError) -> Response {
    render::refused(state, read_request("/me", headers), error).await
}

fn failed(error: &StoreError) -> Response {
    tracing::error!(%error, "an act on an account failed");
    nothing_changed()
}
