//! Registering many by a file: read, shown line by line, and carried out as it was shown.

use app::admin::{TypedEntering, UploadDone, UploadPlan, UploadRefusal, UploadView, places_now, takes_nobody};
use app::error::PageError;
use app::server::{AppState, random_id};
use axum::Router;
use axum::extract::multipart::MultipartError;
use axum::extract::{DefaultBodyLimit, Multipart, Path, Query, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::account::cell;
use domain::content::{Event, Id};
use domain::published::Found;
use domain::registration::entry::asked_of_others;
use serde::Deserialize;
use store::{Decided, Entered};

use super::super::headers::private;
use super::super::places::{failed, member};
use super::super::registration::{read_request, see_other};
use super::super::render::page_of;
use super::upload_plan::{NoPlan, Plan};

/// Longest file, in MiB; a list of five thousand people is below one.
const MOST: usize = 2;
const MAX_BYTES: usize = MOST * 1024 * 1024;
/// Longest request: the file in base64, and what stands around it.
pub(crate) const BODY_LIMIT: usize = MAX_BYTES / 3 * 4 + 64 * 1024;
/// Most characters of a file's name.
const NAME_MAX: usize = 200;
/// Most characters of what else is typed; what is longer is refused by its own rule.
const TEXT_MAX: usize = 1_000;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/registrations/{slug}/import", get(page).post(act).layer(DefaultBodyLimit::disable()))
        .route("/admin/registrations/{slug}/import/registrations.csv", get(template))
        .layer(from_fn(private))
}

fn path(slug: &str) -> String {
    format!("/admin/registrations/{slug}/import")
}

#[derive(Debug, Deserialize)]
struct UploadQuery {
    /// What came of the last list.
    added: Option<u32>,
    #[serde(default)]
    known: u32,
    #[serde(default)]
    otherwise: u32,
}

/// The form that asks for a file.
async fn page(
    State(state): State<AppState>,
    Path(slug): Path<String>,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> Response {
    let done = query.added.map(|added| UploadDone { added, known: query.known, otherwise: query.otherwise });
    let view = UploadView { entering: TypedEntering::first(), done, ..UploadView::default() };
    let view = with_event(&state, &slug, view).await;
    page_of(state, request, view).await
}

/// The page of that event.
async fn with_event(state: &AppState, slug: &str, view: UploadView) -> Result<UploadView, PageError> {
    let event = event(state, slug).ok_or(PageError::NotFound)?;
    let questions = asked_of_others(&event.registration.questions);
    Ok(UploadView {
        event: (event.slug.to_string(), event.title.clone()),
        places: places_now(state, &event).await?,
        columns: import::template(&questions),
        ..view
    })
}

fn event(state: &AppState, slug: &str) -> Option<Event> {
    let published = state.published();
    let (Found::Here(event) | Found::Moved(event)) = published.content.event(slug)?;
    Some(event.clone())
}

/// A file to be filled in: the headings, as spreadsheets read them.
async fn template(State(state): State<AppState>, Path(slug): Path<String>) -> Response {
    let Some(event) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let columns = import::template(&asked_of_others(&event.registration.questions));
    let mut table =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let written = table.write_record(columns.iter().map(|name| cell(name)));
    let Some(file) = written.ok().and_then(|()| table.into_inner().ok()) else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    let mut response = file.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    let name = HeaderValue::from_static("attachment; filename=\"registrations.csv\"");
    headers.insert(header::CONTENT_DISPOSITION, name);
    response
}

/// What a browser sent.
#[derive(Default)]
struct Sent {
    bytes: Vec<u8>,
    name: String,
    entering: TypedEntering,
    /// Key of the upload, and the address of what was shown; empty where nothing was yet.
    key: Option<Id>,
    seen: String,
}

async fn read(mut form: Multipart) -> Result<Sent, MultipartError> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await? {
        let name = field.name().unwrap_or_default().to_owned();
        if name == "file" {
            let file = field.file_name().unwrap_or_default().chars().take(NAME_MAX).collect();
            let bytes = field.bytes().await?;
            if !bytes.is_empty() {
                (sent.bytes, sent.name) = (bytes.to_vec(), file);
            }
            continue;
        }
        if name == "draft" {
            // What cannot be decoded is no draft of ours; it counts as nothing.
            sent.bytes = STANDARD.decode(field.bytes().await?).unwrap_or_default();
            continue;
        }
        let text: String = field.text().await?.chars().take(TEXT_MAX).collect();
        match name.as_str() {
            "name" => sent.name = text.chars().take(NAME_MAX).collect(),
            "proof" => sent.entering.proof = text,
            "when_full" => sent.entering.when_full = text,
            "reason" => sent.entering.reason = text,
            "key" => sent.key = text.parse().ok(),
            "seen" => sent.seen = text,
            _ => {}
        }
    }
    Ok(sent)
}

/// Shows what a list would do; or, sent again from there, does exactly that.
async fn act(State(state): State<AppState>, Path(slug): Path<String>, headers: HeaderMap, form: Multipart) -> Response {
    let Some(event) = event(&state, &slug) else { return StatusCode::NOT_FOUND.into_response() };
    let Ok((_, by)) = member(&state, &headers).await else { return StatusCode::FORBIDDEN.into_response() };
    let (sent, is_too_large) = match read(form).await {
        Ok(sent) => {
            let is_too_large = sent.bytes.len() > MAX_BYTES;
            (sent, is_too_large)
        }
        Err(_) => (Sent::default(), true),
    };
    let again = Again { state: &state, slug: &slug, headers: &headers };
    if is_too_large {
        let refused = UploadRefusal::TooLarge(MOST);
        return again.refused(refused, TypedEntering::first(), StatusCode::PAYLOAD_TOO_LARGE).await;
    }
    let Sent { bytes, name, entering, key, seen } = sent;
    let refused = if takes_nobody(&event) {
        Some(UploadRefusal::Cancelled)
    } else {
        bytes.iter().all(u8::is_ascii_whitespace).then_some(UploadRefusal::Empty)
    };
    if let Some(refused) = refused {
        return again.refused(refused, entering, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let key = key.unwrap_or_else(random_id);
    let plan = match Plan::of(&state, &event, bytes.clone(), key, &entering).await {
        Ok(plan) => plan,
        Err(NoPlan::Refused(refused)) => {
            return again.refused(refused, entering, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
        Err(NoPlan::Failed(error)) => return failed(&error),
    };
    // What was agreed to and begun goes on, whatever became of it meanwhile.
    let is_agreed = !seen.is_empty() && (seen == plan.seen() || plan.is_begun);
    if is_agreed {
        return carry_out(&state, &event, plan, by).await;
    }
    let shown = UploadPlan {
        file_name: name,
        draft: STANDARD.encode(&bytes),
        key,
        seen: plan.seen(),
        rows: plan.rows,
        left_aside: plan.left_aside,
    };
    let is_outdated = !seen.is_empty();
    let status = if is_outdated { StatusCode::CONFLICT } else { StatusCode::OK };
    again.show(UploadView { entering, plan: Some(shown), is_outdated, ..UploadView::default() }, status).await
}

/// Registers those whom the plan names, and tells how many.
async fn carry_out(state: &AppState, event: &Event, plan: Plan, by: String) -> Response {
    let decided = Decided { by, reason: plan.entering.reason, at: state.now() };
    let (store, id, people) = (state.store().clone(), event.id, plan.people);
    let begun = plan.rows.iter().filter(|row| matches!(row.verdict, app::admin::UploadVerdict::Done(_))).count();
    // By itself, so that it goes on when whoever asked goes away.
    let done = match tokio::spawn(async move { store.enter(id, people, decided).await }).await {
        Ok(Ok(done)) => done,
        Ok(Err(error)) => return failed(&error),
        Err(error) => {
            tracing::error!(%error, "a list of people was not taken to its end");
            return StatusCode::SERVICE_UNAVAILABLE.into_response();
        }
    };
    let count = |wanted: fn(&Entered) -> bool| done.iter().filter(|one| wanted(one)).count();
    // Sent twice, it tells the same.
    let added = begun + count(|one| matches!(one, Entered::Done(_)));
    let known = count(|one| matches!(one, Entered::Known(_)));
    let otherwise = count(|one| matches!(one, Entered::Full | Entered::Otherwise));
    see_other(&format!("{}?added={added}&known={known}&otherwise={otherwise}", path(event.slug.as_str())))
}

/// The page again.
struct Again<'a> {
    state: &'a AppState,
    slug: &'a str,
    headers: &'a HeaderMap,
}

impl Again<'_> {
    async fn refused(self, refused: UploadRefusal, entering: TypedEntering, status: StatusCode) -> Response {
        self.show(UploadView { entering, refused: Some(refused), ..UploadView::default() }, status).await
    }

    async fn show(self, view: UploadView, status: StatusCode) -> Response {
        let view = with_event(self.state, self.slug, view).await;
        let request = read_request(&path(self.slug), self.headers);
        let mut page = page_of(self.state.clone(), request, view).await;
        if page.status() == StatusCode::OK {
            *page.status_mut() = status;
        }
        page
    }
}
