//! Pages and forms of registration. With WASM and without, a form comes here and is answered the same.

use app::error::PageError;
use app::language::{Locale, wait_in_words};
use app::registration::{
    Answer, Change, Changed, Holder, asks_stepwise, change, create_feed, done, gather_change, gather_form,
    gather_holder, gather_holder_to_confirm, remove_feed, resend, submit, terms_of, terms_to_confirm,
};
use app::server::AppState;
use axum::body::Body;
use axum::extract::{Form, Path, RawForm, Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use domain::registration::{Outcome, RegistrationForm};
use domain::validation::FieldError;
use serde::Deserialize;
use store::{PersonalAct, Registration, StoreError};

use super::discretion::discreet;
use super::headers::private;
use super::limits::{Act, Limits, with_wait};
use super::registration_steps;
use super::render::{self, page_of};
use super::visitor::Visitor;

/// Pages and acts of registration.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/register/{slug}", get(register_page).merge(discreet(post(register))))
        .route("/register/{slug}/done", get(render::page))
        .route("/registration/confirm/{token}", get(confirm_page).post(confirm))
        .route("/registration/{token}", get(manage_page))
        .route("/registration/{token}/answers", get(answers_page).post(change_answers))
        .route("/registration/{token}/cancel", post(cancel))
        .route("/registration/{token}/calendar-feed", post(create_calendar_feed))
        .route("/registration/{token}/calendar-feed/remove", post(remove_calendar_feed))
        .route("/registration/{token}/accept", post(accept))
        .route("/registration/{token}/decline", post(decline))
        .route("/registration/{token}/rejoin", post(rejoin))
        .route("/registration/{token}/reminders/resume", post(resume_reminders))
        .route("/registration/{token}/reminders/stop", post(stop_reminders))
        .route("/registration/resend", get(resend_page).merge(discreet(post(send_again))))
        .layer(from_fn(private))
}

async fn register_page(State(state): State<AppState>, Path(slug): Path<String>, request: Request) -> Response {
    registration_steps::first_page(state, &slug, request).await
}

async fn confirm_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let holder = gather_holder_to_confirm(&state, &token).await;
    page_of(state, request, holder).await
}

async fn manage_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    let holder = gather_holder(&state, &token).await;
    page_of(state, request, holder).await
}

/// The form as it was sent, and the field that nobody sees. What is missing counts as empty, so that the answer is the
/// form and not a bare error.
pub(super) fn read_form(body: &[u8]) -> (RegistrationForm, String) {
    let fields: Vec<_> = form_urlencoded::parse(body).collect();
    let form = RegistrationForm::of_fields(fields.iter().map(|(name, value)| (&**name, &**value)));
    let trap = fields.iter().find(|(name, value)| name == "website" && !value.is_empty());
    (form, trap.map(|(_, value)| value.clone().into_owned()).unwrap_or_default())
}

/// Takes a place, or shows the form again with everything that was typed.
async fn register(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    Extension(limits): Extension<Limits>,
    Extension(visitor): Extension<Visitor>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let (form, trap) = read_form(&body);
    if asks_stepwise(&state, &slug) {
        return registration_steps::take_first(state, &slug, (limits, visitor), &headers, form).await;
    }
    match sent(&state, &slug, &form, &trap, (&limits, visitor)).await {
        Ok(waiting) => see_other(&done(&slug, waiting)),
        Err(again) => again.form(state, &slug, &headers, form).await,
    }
}

/// Sends a form; whether it is for a place on the waiting list, or what to show again.
pub(super) async fn sent(
    state: &AppState,
    slug: &str,
    form: &RegistrationForm,
    trap: &str,
    (limits, visitor): (&Limits, Visitor),
) -> Result<bool, Again> {
    let admit = || limits.admit(Act::Register, visitor);
    match submit(state, slug, form, trap, admit).await {
        Ok(Answer::Outcome(Outcome::Taken)) => Ok(false),
        Ok(Answer::Outcome(Outcome::Waiting)) => Ok(true),
        // The page says by itself why there is no form.
        Ok(Answer::Outcome(Outcome::Full | Outcome::Closed)) => Err(Again::new(StatusCode::CONFLICT, Vec::new())),
        Ok(Answer::Invalid(errors)) => Err(Again::mend(errors)),
        Ok(Answer::Wait(seconds)) => Err(Again::wait(seconds)),
        Err(error) => Err(Again::failed(&error)),
    }
}

/// Why a form is shown again.
pub(super) struct Again {
    pub(super) status: StatusCode,
    pub(super) errors: Vec<FieldError>,
    wait: Option<u64>,
}

impl Again {
    fn new(status: StatusCode, errors: Vec<FieldError>) -> Self {
        Self { status, errors, wait: None }
    }

    /// Something is to be mended in it.
    pub(super) fn mend(errors: Vec<FieldError>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, errors)
    }

    /// Too much came from the visitor's network.
    pub(super) fn wait(seconds: u64) -> Self {
        let errors = vec![FieldError::new("form", too_much(seconds))];
        Self { wait: Some(seconds), ..Self::new(StatusCode::TOO_MANY_REQUESTS, errors) }
    }

    /// It could not be answered.
    pub(super) fn failed(error: &PageError) -> Self {
        if *error == PageError::NotFound {
            return Self::new(StatusCode::NOT_FOUND, Vec::new());
        }
        let message = "Not sent yet. Nothing was lost: what you typed is still here. Please send it again.";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, vec![FieldError::new("form", message)])
    }

    /// The event's form with everything that was typed.
    pub(super) async fn form(
        self,
        state: AppState,
        slug: &str,
        headers: &HeaderMap,
        form: RegistrationForm,
    ) -> Response {
        let form = gather_form(&state, slug, form, self.errors.clone()).await;
        let path = format!("/register/{slug}");
        self.on(page_of(state, read_request(&path, headers), form).await)
    }

    /// A page that shows it again.
    pub(super) fn on(self, mut page: Response) -> Response {
        if page.status() == StatusCode::OK {
            *page.status_mut() = self.status;
        }
        match self.wait {
            Some(seconds) => with_wait(page, seconds),
            None => page,
        }
    }
}

fn too_much(seconds: u64) -> String {
    format!(
        "Not sent yet: many forms came from your network just now. What you typed is still here; please send it again in {}.",
        wait_in_words(Locale::English, seconds)
    )
}

/// Proves the address. Opening the link is not enough: programs that look through mail follow every link.
async fn confirm(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let done = match terms_to_confirm(&state, &token).await {
        Ok(Some(terms)) => state.store().confirm_registration(&token, terms, state.now()).await,
        Ok(None) => Ok(None),
        Err(_) => return nothing_changed(),
    };
    act(state, done, &format!("/registration/confirm/{token}")).await
}

/// Gives the place, or the place in the queue, back.
async fn cancel(state: State<AppState>, token: Path<String>) -> Response {
    personal(state, token, PersonalAct::Cancel).await
}

/// Takes the place that is offered.
async fn accept(state: State<AppState>, token: Path<String>) -> Response {
    personal(state, token, PersonalAct::Accept).await
}

/// Leaves the place that is offered to the next person.
async fn decline(state: State<AppState>, token: Path<String>) -> Response {
    personal(state, token, PersonalAct::Decline).await
}

/// Comes back to the waiting list after an offer that was missed.
async fn rejoin(state: State<AppState>, token: Path<String>) -> Response {
    personal(state, token, PersonalAct::Rejoin).await
}

/// Stops the reminders of the event.
async fn stop_reminders(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let done = state.store().stop_reminders_of_registration(&token, true, state.now()).await;
    act(state, done, &format!("/registration/{token}")).await
}

/// Has them sent again.
async fn resume_reminders(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let done = state.store().stop_reminders_of_registration(&token, false, state.now()).await;
    act(state, done, &format!("/registration/{token}")).await
}

async fn personal(State(state): State<AppState>, Path(token): Path<String>, what: PersonalAct) -> Response {
    let done = match terms_of(&state, &token).await {
        Ok(Some(terms)) => state.store().act_on_registration(&token, what, terms, state.now()).await,
        Ok(None) => Ok(None),
        Err(_) => return nothing_changed(),
    };
    act(state, done, &format!("/registration/{token}")).await
}

/// Makes the calendar feed of the registrant's address, or gives it a new address of its own.
async fn create_calendar_feed(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let done = create_feed(&state, &token).await;
    act(state, done, &format!("/registration/{token}")).await
}

/// Removes it.
async fn remove_calendar_feed(State(state): State<AppState>, Path(token): Path<String>) -> Response {
    let done = remove_feed(&state, &token).await;
    act(state, done, &format!("/registration/{token}")).await
}

/// The form to change answers; where there is nothing to change any more, the registration's page says how it stands.
async fn answers_page(State(state): State<AppState>, Path(token): Path<String>, request: Request) -> Response {
    match gather_change(&state, &token).await {
        Ok(None) => see_other(&format!("/registration/{token}")),
        Ok(Some(change)) => page_of(state, request, Ok(change)).await,
        Err(error) => page_of::<Change>(state, request, Err(error)).await,
    }
}

/// Puts other answers in the place of those before, or shows the form again with everything that was typed.
async fn change_answers(
    State(state): State<AppState>,
    Path(token): Path<String>,
    headers: HeaderMap,
    RawForm(body): RawForm,
) -> Response {
    let path = format!("/registration/{token}/answers");
    let (form, _) = read_form(&body);
    match change(&state, &token, form).await {
        Ok(Changed::Done) => see_other(&format!("/registration/{token}?changed=yes")),
        Ok(Changed::Invalid(again)) => {
            let page = page_of(state, read_request(&path, &headers), Ok(*again)).await;
            Again::mend(Vec::new()).on(page)
        }
        Err(PageError::NotFound) => {
            page_of::<Change>(state, read_request(&path, &headers), Err(PageError::NotFound)).await
        }
        Err(_) => nothing_changed(),
    }
}

async fn resend_page(State(state): State<AppState>, request: Request) -> Response {
    page_of(state, request, Ok((String::new(), Vec::<FieldError>::new()))).await
}

#[derive(Debug, Deserialize)]
struct SendAgain {
    #[serde(default)]
    email: String,
}

/// Sends somebody's links again. Whether the address is known, the answer does not tell.
async fn send_again(State(state): State<AppState>, headers: HeaderMap, Form(sent): Form<SendAgain>) -> Response {
    let path = "/registration/resend";
    let error = match resend(&state, &sent.email).await {
        Ok(true) => return see_other("/registration/resend?sent=yes"),
        Ok(false) => FieldError::of_email(),
        Err(_) => return nothing_changed(),
    };
    let mut response = page_of(state, read_request(path, &headers), Ok((sent.email, vec![error]))).await;
    *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    response
}

pub(super) fn nothing_changed() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, "Nothing was changed. Please go back and try again.").into_response()
}

/// Leads to the page that shows what came of an act, so that reloading does not repeat it.
async fn act(state: AppState, done: Result<Option<Registration>, StoreError>, path: &str) -> Response {
    match done {
        Ok(Some(_)) => see_other(path),
        // For a token that nobody has the page says "not found" and nothing else.
        Ok(None) => {
            let nobody: Result<Holder, PageError> = Err(PageError::NotFound);
            page_of(state, read_request(path, &HeaderMap::new()), nobody).await
        }
        Err(error) => {
            tracing::error!(%error, "an act on a registration failed");
            nothing_changed()
        }
    }
}

/// A request for the page at a path, by the same visitor.
pub(super) fn read_request(path: &str, headers: &HeaderMap) -> Request {
    let mut request = Request::new(Body::empty());
    *request.method_mut() = Method::GET;
    *request.uri_mut() = path.parse().unwrap_or_default();
    for name in [header::COOKIE, header::ACCEPT_LANGUAGE] {
        if let Some(value) = headers.get(&name) {
            request.headers_mut().insert(name, value.clone());
        }
    }
    request
}

/// Leads to a path of this site with a new request (RFC 9110, section 15.4.4).
pub(super) fn see_other(path: &str) -> Response {
    let target = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response()
}
