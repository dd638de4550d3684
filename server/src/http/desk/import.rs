//! Importing a schedule or a programme file: read, shown, and carried out as one change that can be undone.

use app::desk::{ImportDone, ImportView, Line, Part, Preview, Unreadable, zone_of};
use app::server::AppState;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::content::{Content, Id};
use domain::desk::{Kind, Step, differences, imported, steps_between};
use import::{Group, ImportError, Imported, Options, Report};
use serde::Deserialize;
use store::{Act, Edited, content_hash};

use super::{Deed, carry_out, failed, with_status};
use crate::http::registration::{read_request, see_other};
use crate::http::render::page_of;

/// The page on which it is done.
const PAGE: &str = "/admin/import";
/// Longest file, in MiB; a schedule of a thousand sessions is below three.
const MOST: usize = 8;
const MAX_BYTES: usize = MOST * 1024 * 1024;
/// Longest request: the file in base64, and what stands around it.
pub(crate) const BODY_LIMIT: usize = MAX_BYTES / 3 * 4 + 64 * 1024;
/// Most characters of a name.
const NAME_MAX: usize = 200;

#[derive(Debug, Deserialize)]
pub(super) struct ImportQuery {
    /// The change that was made just now.
    done: Option<i64>,
}

/// The form that asks for a file.
pub(super) async fn page(
    State(state): State<AppState>,
    Query(query): Query<ImportQuery>,
    request: Request,
) -> Response {
    let view = ImportView { done: query.done.map(ImportDone::Imported), ..ImportView::default() };
    page_of(state, request, Ok(view)).await
}

/// What a browser sent.
#[derive(Default)]
struct Sent {
    bytes: Vec<u8>,
    pasted: String,
    name: String,
    zone: String,
    /// The address of what was shown; empty where nothing was yet.
    seen: String,
}

/// Shows what a file would change; or, sent again from there, imports exactly that.
pub(super) async fn act(State(state): State<AppState>, headers: HeaderMap, form: Multipart) -> Response {
    let sent = match read(form).await {
        Ok(sent) if sent.bytes.len() <= MAX_BYTES => sent,
        Ok(_) | Err(_) => {
            let view = ImportView { refused: Some(Unreadable::TooLarge(MOST)), ..ImportView::default() };
            return again(state, &headers, view, StatusCode::PAYLOAD_TOO_LARGE).await;
        }
    };
    let content = match state.store().working_copy().await {
        Ok(content) => content,
        Err(error) => return failed(&error),
    };
    let plan = match Plan::of(&content, &sent).await {
        Ok(plan) => plan,
        Err(refused) => {
            let view =
                ImportView { pasted: sent.pasted, zone: sent.zone, refused: Some(refused), ..ImportView::default() };
            return again(state, &headers, view, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let done = match carried_out(&state, &headers, &sent, &plan).await {
        Ok(done) => done,
        Err(response) => return response,
    };
    let status = match done {
        Some(ImportDone::Imported(number)) => return see_other(&format!("{PAGE}?done={number}")),
        None | Some(ImportDone::Same) => StatusCode::OK,
        Some(ImportDone::Outdated | ImportDone::Taken) => StatusCode::CONFLICT,
    };
    let view = ImportView {
        preview: Some(plan.preview(&content, &sent)),
        zone: sent.zone,
        done: done.filter(|done| *done != ImportDone::Same),
        ..ImportView::default()
    };
    again(state, &headers, view, status).await
}

async fn again(state: AppState, headers: &HeaderMap, view: ImportView, status: StatusCode) -> Response {
    with_status(page_of(state, read_request(PAGE, headers), Ok(view)).await, status)
}

/// Imports what was shown; nothing where nothing was shown yet.
async fn carried_out(
    state: &AppState,
    headers: &HeaderMap,
    sent: &Sent,
    plan: &Plan,
) -> Result<Option<ImportDone>, Response> {
    if sent.seen.is_empty() {
        return Ok(None);
    }
    if plan.steps.is_empty() {
        return Ok(Some(ImportDone::Same));
    }
    if sent.seen != plan.seen {
        return Ok(Some(ImportDone::Outdated));
    }
    let (kind, thing, act) = plan.about;
    let title = plan.report.subject.clone();
    let deed = Deed { act, kind, thing, title, undoes: None };
    match carry_out(state, headers, deed, plan.steps.clone()).await {
        Ok(Edited::Done(number)) => Ok(Some(ImportDone::Imported(number))),
        Ok(_) => Ok(Some(ImportDone::Outdated)),
        Err(response) if response.status() == StatusCode::CONFLICT => Ok(Some(ImportDone::Taken)),
        Err(response) => Err(response),
    }
}

async fn read(mut form: Multipart) -> Result<Sent, MultipartError> {
    let mut sent = Sent::default();
    while let Some(field) = form.next_field().await? {
        match field.name().unwrap_or_default() {
            "file" => {
                let name = field.file_name().unwrap_or_default().chars().take(NAME_MAX).collect();
                let bytes = field.bytes().await?;
                if !bytes.is_empty() {
                    (sent.bytes, sent.name) = (bytes.to_vec(), name);
                }
            }
            // What cannot be decoded is no draft of ours; it counts as nothing.
            "draft" => sent.bytes = STANDARD.decode(field.bytes().await?).unwrap_or_default(),
            "text" => sent.pasted = field.text().await?,
            "name" => sent.name = field.text().await?.chars().take(NAME_MAX).collect(),
            "zone" => sent.zone = field.text().await?.chars().take(NAME_MAX).collect(),
            "seen" => sent.seen = field.text().await?,
            _ => {}
        }
    }
    if sent.bytes.is_empty() {
        sent.bytes = sent.pasted.clone().into_bytes();
    }
    Ok(sent)
}

/// What an import would do.
struct Plan {
    after: Content,
    steps: Vec<Step>,
    /// The thing above all that it is about, and what happens to it.
    about: (Kind, Id, Act),
    seen: String,
    report: Report,
}

impl Plan {
    async fn of(content: &Content, sent: &Sent) -> Result<Self, Unreadable> {
        let zone = zone_of(&sent.zone)?;
        if sent.bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Unreadable::Empty);
        }
        let options = Options { zone, file_name: Some(sent.name.clone()).filter(|name| !name.is_empty()) };
        let bytes = sent.bytes.clone();
        // A large schedule takes a while; pages go on being answered.
        let read = tokio::task::spawn_blocking(move || import::read(&bytes, &options)).await;
        let read = read.map_err(|error| Unreadable::Wrong(error.to_string()))?;
        let mut file = read.map_err(|error| match error {
            ImportError::ZoneNeeded => Unreadable::NeedsZone,
            ImportError::Empty => Unreadable::Empty,
            error => Unreadable::Wrong(error.to_string()),
        })?;
        file.fit_beside(content);
        let Imported { content: file, report } = file;
        let after = imported(content, &file);
        let event = file.events.first().filter(|event| event.source.is_some());
        let about = event.map_or((Kind::Programme, Id::nil(), Act::Changed), |event| {
            let is_new = content.event_by_id(event.id).is_none();
            (Kind::Event, event.id, if is_new { Act::Added } else { Act::Changed })
        });
        let seen = content_hash(&after).map_err(|error| Unreadable::Wrong(error.to_string()))?;
        Ok(Self { steps: steps_between(content, &after), after, about, seen, report })
    }

    fn preview(&self, content: &Content, sent: &Sent) -> Preview {
        let part = |groups: &[Group]| groups.iter().map(line).collect::<Vec<Line>>();
        Preview {
            file_name: sent.name.clone(),
            subject: self.report.subject.clone(),
            draft: STANDARD.encode(&sent.bytes),
            seen: self.seen.clone(),
            differences: differences(content, &self.after),
            report: vec![
                (Part::Repaired, part(&self.report.repaired)),
                (Part::LeftOut, part(&self.report.left_out)),
                (Part::Notes, part(&self.report.notes)),
            ],
        }
    }
}

fn line(group: &Group) -> Line {
    let examples = group.examples.iter().map(|example| (example.line, example.text.clone()));
    Line { what: group.what.clone(), count: group.count, examples: examples.collect() }
}
