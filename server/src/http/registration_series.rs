//! One act for a series: one form for all webinars that are open.

use app::error::PageError;
use app::registration::{
    SeriesAnswer, SeriesForm, SeriesView, confirm_series, gather_series, series_holders, submit_series,
};
use app::server::AppState;
use axum::extract::{Path, RawForm, Request, State};
use axum::http::HeaderMap;
use axum::middleware::from_fn;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::registration::series::EVENTS_FIELD;
use domain::registration::{Outcome, RegistrationForm};

use super::discretion::discreet;
use super::headers::private;
use super::limits::{Act, Limits};
use super::registration::{Again, nothing_changed, read_form, read_request, see_other};
use super::render::{self, page_of};
use super::visitor::Visitor;

/// Pages and acts of a series.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/register", get(form_page).merge(discreet(post(register))))
        .route("/register/done", get(render::page))
        .route("/registration/series/{token}", get(series_page).post(confirm))
        .layer(from_fn(private))
}

async fn form_page(State(state): State<AppState>, request: Request) -> Response {
    let form = gather_series(&state, RegistrationForm::default(), None, Vec::new()).await;
    page_of(state, request, form).await
}

/// Takes a place at each event that is ticked, or shows the form again with everything that was typed.
async fn register(
    State(state): State<AppState>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let (form, trap) = read_form(&body);
    let fields = form_urlencoded::parse(&body);
    let chosen: Vec<String> =
        fields.filter(|(name, _)| name == EVENTS_FIELD).map(|(_, slug)| slug.into_owned()).collect();
    let admit = || limits.admit(Act::Register, visitor);
    let again = match submit_series(&state, &form, &chosen, &trap, admit).await {
        Ok(SeriesAnswer::Sent(outcomes)) => return see_other(&done(&outcomes)),
        Ok(SeriesAnswer::Invalid(errors)) => Again::mend(errors),
        Ok(SeriesAnswer::Wait(seconds)) => Again::wait(seconds),
        Err(error) => Again::failed(&error),
    };
    let form: Result<SeriesForm, PageError> = gather_series(&state, form, Some(chosen), again.errors.clone()).await;
    again.on(page_of(state, read_request("/register", &headers), form).await)
}

/// The page that says what became of each. Nothing in its address is about the person.
fn done(outcomes: &[(String, Outcome)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    for (slug, outcome) in outcomes {
        let key = match outcome {
            Outcome::Taken => "held",
            Outcome::Waiting => "waiting",
            Outcome::Full | Outcome::Closed => "full",
        };
        query.append_pair(key, slug);
    }
    format!("/register/done?{}", query.finish())
}

async fn series_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let view: Result<SeriesView, PageError> = series_holders(&state, &token).await;
    page_of(state, request, view).await
}

/// Proves the address for all of them.
async fn confirm(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let path = format!("/registration/series/{token}");
    match confirm_series(&state, &token).await {
        Ok(()) => see_other(&path),
        Err(PageError::NotFound) => {
            page_of::<SeriesView>(state, read_request(&path, &HeaderMap::new()), Err(PageError::NotFound)).await
        }
        Err(_) => nothing_changed(),
    }
}
