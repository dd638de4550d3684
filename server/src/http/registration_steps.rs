//! A form with many questions, one thing per page; with and without a script.

use app::error::PageError;
use app::registration::{Turn, discard, done, drafted, finish, gather_form, open_step, take_answer, take_person};
use app::server::{AppState, random_token};
use axum::extract::{Path, RawForm, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::registration::{RegistrationForm, Step};
use domain::slug::Slug;

use super::discretion::discreet;
use super::headers::private;
use super::limits::{Act, Limits};
use super::registration::{Again, nothing_changed, read_form, read_request, see_other, sent};
use super::render::{page_of, refused};
use super::visitor::Visitor;

/// Pages and acts of such a form, after the first page.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/register/{slug}/question/{name}", get(question_page).post(take_question))
        .route("/register/{slug}/check", get(check_page).merge(discreet(post(send))))
        .route("/register/{slug}/discard", post(forget))
        .layer(from_fn(private))
}

/// The first page, with what the browser's draft says.
pub(super) async fn first_page(state: AppState, slug: &str, request: Request) -> Response {
    let token = draft_token(&state, request.headers());
    let form = match drafted(&state, slug, token.as_deref()).await {
        Ok(form) => gather_form(&state, slug, form, Vec::new()).await,
        Err(error) => Err(error),
    };
    page_of(state, request, form).await
}

/// Takes the first page into the browser's draft.
pub(super) async fn take_first(
    state: AppState,
    slug: &str,
    (limits, visitor): (Limits, Visitor),
    headers: &HeaderMap,
    form: RegistrationForm,
) -> Response {
    if let Err(seconds) = limits.admit(Act::Draft, visitor) {
        return Again::wait(seconds).form(state, slug, headers, form).await;
    }
    let known = draft_token(&state, headers);
    let token = known.clone().unwrap_or_else(random_token);
    match take_person(&state, slug, &token, &form).await {
        Ok(Ok(next)) => {
            let response = see_other(&next);
            if known.is_some() { response } else { with_cookie(response, &state, &token) }
        }
        Ok(Err(errors)) => Again::mend(errors).form(state, slug, headers, form).await,
        Err(error) => Again::failed(&error).form(state, slug, headers, form).await,
    }
}

async fn question_page(
    state: State<AppState>,
    Path((slug, name)): Path<(String, String)>,
    request: Request,
) -> Response {
    match name.parse::<Slug>() {
        Ok(name) => step_page(state, slug, Step::Question(name), request).await,
        Err(_) => refused(state.0, request, PageError::NotFound).await,
    }
}

async fn check_page(state: State<AppState>, Path(slug): Path<String>, request: Request) -> Response {
    step_page(state, slug, Step::Check, request).await
}

async fn step_page(State(state): State<AppState>, slug: String, step: Step, request: Request) -> Response {
    let token = draft_token(&state, request.headers());
    match open_step(&state, &slug, token.as_deref(), step).await {
        Ok(Turn::Show(form)) => page_of(state, request, Ok(*form)).await,
        Ok(Turn::GoTo(path)) => see_other(&path),
        Err(error) => refused(state, request, error).await,
    }
}

/// Takes the answer to a question, or shows it again with what was typed.
async fn take_question(
    State(state): State<AppState>,
    Path((slug, name)): Path<(String, String)>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let (form, _) = read_form(&body);
    let path = format!("/register/{slug}/question/{name}");
    let token = draft_token(&state, &headers);
    let wait = limits.admit(Act::Draft, visitor).err();
    let turn = match (wait, name.parse()) {
        (Some(_), Ok(name)) => open_step(&state, &slug, token.as_deref(), Step::Question(name)).await,
        _ => take_answer(&state, &slug, token.as_deref(), &name, form.answers.clone()).await,
    };
    match (turn, wait) {
        (Ok(Turn::GoTo(path)), _) => see_other(&path),
        (Ok(Turn::Show(mut shown)), wait) => {
            let again = wait.map_or_else(|| Again::mend(shown.errors.clone()), Again::wait);
            (shown.typed, shown.errors) = (form.answers, again.errors.clone());
            again.on(page_of(state, read_request(&path, &headers), Ok(*shown)).await)
        }
        (Err(error @ PageError::NotFound), _) => refused(state, read_request(&path, &headers), error).await,
        (Err(_), _) => nothing_changed(),
    }
}

/// Sends what was checked: from here on it is a form like any other.
async fn send(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let path = format!("/register/{slug}/check");
    let token = draft_token(&state, &headers);
    let mut shown = match open_step(&state, &slug, token.as_deref(), Step::Check).await {
        Ok(Turn::Show(form)) => *form,
        Ok(Turn::GoTo(path)) => return see_other(&path),
        Err(error @ PageError::NotFound) => return refused(state, read_request(&path, &headers), error).await,
        Err(_) => return nothing_changed(),
    };
    let (_, trap) = read_form(&body);
    let form = shown.draft.form().clone();
    match sent(&state, &slug, &form, &trap, (&limits, visitor)).await {
        Ok(waiting) => {
            if let Some(token) = token
                && finish(&state, &slug, &token, &shown.draft, waiting).await.is_err()
            {
                tracing::warn!("a draft that was sent stays until it expires");
            }
            see_other(&done(&slug, waiting))
        }
        // Without a place there is no form; the first page says why.
        Err(again) if again.status == StatusCode::CONFLICT => again.form(state, &slug, &headers, form).await,
        Err(again) => {
            shown.errors.clone_from(&again.errors);
            again.on(page_of(state, read_request(&path, &headers), Ok(shown)).await)
        }
    }
}

/// Deletes what was entered so far.
async fn forget(State(state): State<AppState>, Path(slug): Path<String>, headers: HeaderMap) -> Response {
    if let Some(token) = draft_token(&state, &headers)
        && discard(&state, &slug, &token).await.is_err()
    {
        return nothing_changed();
    }
    see_other(&format!("/register/{slug}"))
}

/// Name of the cookie that leads to a browser's drafts. Over https its prefix makes browsers refuse one that another host
/// of the same domain has set (RFC 6265bis, section 4.1.3.2).
fn cookie_name(state: &AppState) -> &'static str {
    if state.settings().base_url.starts_with("https://") { "__Host-draft" } else { "draft" }
}

/// The token of a browser's drafts.
fn draft_token(state: &AppState, headers: &HeaderMap) -> Option<String> {
    let name = cookie_name(state);
    let cookies = headers.get_all(header::COOKIE).into_iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, value)| *key == name && value.len() == 64).map(|(_, value)| value.to_owned())
}

/// Out of reach of scripts and of other sites' forms, and gone with the browser's session: on a shared computer nobody
/// finds somebody else's draft.
fn with_cookie(mut response: Response, state: &AppState, token: &str) -> Response {
    let name = cookie_name(state);
    let secure = if name.starts_with("__Host-") { "; Secure" } else { "" };
    if let Ok(cookie) = HeaderValue::from_str(&format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}")) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
