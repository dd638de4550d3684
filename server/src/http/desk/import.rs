//! Importing a schedule, a programme file or a table: read, shown, and carried out as one change that can be undone.

use std::sync::Arc;

use app::desk::{ImportDone, ImportView, Line, Part, Preview, TableChoice, Unreadable, zone_of};
use app::error::PageError;
use app::server::AppState;
use axum::extract::multipart::MultipartError;
use axum::extract::{Multipart, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::content::{Content, Id};
use domain::desk::{Kind, RowTrouble, Step, WrongRow, differences, imported, steps_between};
use import::{Group, ImportError, Imported, Options, Report, TableOptions, Tabled};
use serde::Deserialize;
use store::{Act, Edited, content_hash};

use super::form::{usual, working_copy};
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
    /// What the rows of a table would be.
    #[serde(default)]
    kind: String,
    /// The event of these.
    #[serde(default)]
    event: String,
}

/// The form that asks for a file.
pub(super) async fn page(
    State(state): State<AppState>,
    Query(query): Query<ImportQuery>,
    request: Request,
) -> Response {
    let done = query.done.map(ImportDone::Imported);
    let table = TableChoice { kind: query.kind, event: query.event };
    let view = asking(&state, ImportView { done, table, ..ImportView::default() }).await;
    page_of(state, request, view).await
}

/// The form, with the events that can be chosen in it.
async fn asking(state: &AppState, view: ImportView) -> Result<ImportView, PageError> {
    let content = working_copy(state).await?;
    let events = content.events.iter().map(|event| (event.id, event.title.clone()));
    Ok(ImportView { events: events.collect(), ..view })
}

/// What a browser sent.
#[derive(Default)]
struct Sent {
    bytes: Vec<u8>,
    pasted: String,
    name: String,
    zone: String,
    table: TableChoice,
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
    let plan = match Plan::of(&state, content.clone(), &sent).await {
        Ok(plan) => plan,
        Err(refused) => {
            let Sent { pasted, zone, table, .. } = sent;
            let view = ImportView { pasted, zone, table, refused: Some(refused), ..ImportView::default() };
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
        pasted: sent.pasted.clone(),
        preview: Some(plan.preview(&content, &sent)),
        zone: sent.zone,
        table: sent.table,
        done: done.filter(|done| *done != ImportDone::Same),
        ..ImportView::default()
    };
    again(state, &headers, view, status).await
}

async fn again(state: AppState, headers: &HeaderMap, view: ImportView, status: StatusCode) -> Response {
    let view = asking(&state, view).await;
    with_status(page_of(state, read_request(PAGE, headers), view).await, status)
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
            "kind" => sent.table.kind = field.text().await?.chars().take(NAME_MAX).collect(),
            "event" => sent.table.event = field.text().await?.chars().take(NAME_MAX).collect(),
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
    /// Rows of a table that are not taken.
    wrong: Vec<WrongRow>,
}

/// What was read: the working copy with it, what it is about, what there is to say, and rows that are not taken.
struct Read {
    after: Content,
    about: (Kind, Id, Act),
    report: Report,
    wrong: Vec<WrongRow>,
}

impl Plan {
    async fn of(state: &AppState, content: Arc<Content>, sent: &Sent) -> Result<Self, Unreadable> {
        let zone = zone_of(&sent.zone)?;
        if sent.bytes.iter().all(u8::is_ascii_whitespace) {
            return Err(Unreadable::Empty);
        }
        let file_name = Some(sent.name.clone()).filter(|name| !name.is_empty());
        let bytes = sent.bytes.clone();
        let is_table = import::is_table(&bytes, file_name.as_deref());
        let table = is_table.then(|| table_options(state, &content, sent, file_name.clone())).transpose()?;
        let options = Options { zone, file_name };
        // A large schedule takes a while; pages go on being answered.
        let planned = tokio::task::spawn_blocking(move || {
            let Read { after, about, report, wrong } = match &table {
                Some(table) => read_table(&bytes, &content, table),
                None => read_file(&bytes, &content, &options),
            }?;
            let seen = content_hash(&after).map_err(|error| Unreadable::Wrong(error.to_string()))?;
            Ok(Self { steps: steps_between(&content, &after), after, about, seen, report, wrong })
        });
        planned.await.map_err(|error| Unreadable::Wrong(error.to_string()))?
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
            wrong: self.wrong.clone(),
        }
    }
}

/// A schedule or a programme file.
fn read_file(bytes: &[u8], content: &Content, options: &Options) -> Result<Read, Unreadable> {
    let mut file = import::read(bytes, options).map_err(unreadable)?;
    file.fit_beside(content);
    let Imported { content: file, report } = file;
    let after = imported(content, &file);
    let event = file.events.first().filter(|event| event.source.is_some());
    let about = event.map_or((Kind::Programme, Id::nil(), Act::Changed), |event| {
        let is_new = content.event_by_id(event.id).is_none();
        (Kind::Event, event.id, if is_new { Act::Added } else { Act::Changed })
    });
    Ok(Read { after, about, report, wrong: Vec::new() })
}

fn read_table(bytes: &[u8], content: &Content, options: &TableOptions) -> Result<Read, Unreadable> {
    let Tabled { content: after, report, wrong } = import::read_table(bytes, content, options).map_err(unreadable)?;
    // Where no row says of which event it is, it is asked beside the file, not row by row.
    if !wrong.is_empty() && wrong.iter().all(|wrong| wrong.trouble == RowTrouble::Event) {
        return Err(Unreadable::NeedsEvent);
    }
    let about = match options.event {
        Some(event) if options.kind.is_of_event() => (Kind::Event, event, Act::Changed),
        _ => (Kind::Programme, Id::nil(), Act::Changed),
    };
    Ok(Read { after, about, report, wrong })
}

fn table_options(
    state: &AppState,
    content: &Content,
    sent: &Sent,
    file_name: Option<String>,
) -> Result<TableOptions, Unreadable> {
    let kind = Kind::from_name(&sent.table.kind).filter(|kind| *kind != Kind::Programme);
    let kind = kind.ok_or(Unreadable::NeedsKind)?;
    let event = sent.table.event.parse().ok().filter(|id| content.event_by_id(*id).is_some());
    Ok(TableOptions { kind, event, usual: usual(state), file_name })
}

fn unreadable(error: ImportError) -> Unreadable {
    match error {
        ImportError::ZoneNeeded => Unreadable::NeedsZone,
        ImportError::Empty => Unreadable::Empty,
        error => Unreadable::Wrong(error.to_string()),
    }
}

fn line(group: &Group) -> Line {
    let examples = group.examples.iter().map(|example| (example.line, example.text.clone()));
    Line { what: group.what.clone(), count: group.count, examples: examples.collect() }
}
