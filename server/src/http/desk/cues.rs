//! Captions and chapters, corrected one by one: a part of a text at a time, which is put back into whatever the text is by then.

use app::desk::{CuesNotice, CuesView, FoundCue, cue_field, cues_path};
use app::error::PageError;
use app::server::AppState;
use app::staff::staff_session_of;
use axum::extract::{Form, Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::{MethodRouter, get};
use domain::timed_text::{
    Cue, CueField, CueRow, LATEST, Stretch, TrackKind, TrackSource, TrackStatus, add_row, join_rows, read, read_rows,
    split_row, stretches, vtt,
};
use serde::Deserialize;
use store::TimedText;

use super::timed_text::{file, reviewed, unavailable};
use super::{ATTEMPTS, failed, with_status};
use crate::http::registration::{read_request, see_other};
use crate::http::render::{page_of, refused};

/// Most places that are shown of those where something is said.
const FOUND_MAX: usize = 50;
/// Most rows of a form: more than a part has, and than are added to one.
const ROWS_MAX: usize = 1_000;

/// Which text: its file, its kind and its language.
type Address = (String, String, String);

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    from: String,
    #[serde(default)]
    find: String,
    saved: Option<String>,
}

/// A part of a text: to be corrected, and saved.
pub(super) fn part() -> MethodRouter<AppState> {
    get(page).post(act)
}

async fn page(
    State(state): State<AppState>,
    Path(address): Path<Address>,
    Query(asked): Query<Asked>,
    request: Request,
) -> Response {
    let view = gather(&state, &address).await.map(|(mut view, cues)| {
        let from = asked.from.parse().unwrap_or_default();
        if let Some(part) = view.parts.iter().copied().find(|part| part.has(from)) {
            show(&mut view, &cues, part);
        }
        view.find = asked.find.trim().to_owned();
        view.found = find(&cues, &view.find);
        view.notice = asked.saved.map(|_| CuesNotice::Saved);
        view
    });
    page_of(state, request, view).await
}

/// A text as it is kept, with its first part; and all its cues.
async fn gather(state: &AppState, (key, kind, language): &Address) -> Result<(CuesView, Vec<Cue>), PageError> {
    let (key, media) = file(state, key).await?;
    let kind = TrackKind::from_name(kind).filter(|kind| kind.is_words()).ok_or(PageError::NotFound)?;
    let kept = state.store().timed_text(&key, kind, language.clone()).await.map_err(|error| unavailable(&error))?;
    let text = kept.ok_or(PageError::NotFound)?;
    let cues = read(text.body.as_bytes()).unwrap_or_default();
    let parts = stretches(&cues);
    let mut view = CuesView {
        media,
        chosen: (text.status, text.source),
        text,
        count: cues.len(),
        part: parts.first().copied().unwrap_or(Stretch { since: 0, until: LATEST }),
        parts,
        print: 0,
        before: (0, None),
        rows: Vec::new(),
        focus: None,
        trouble: Vec::new(),
        unreadable: None,
        notice: None,
        find: String::new(),
        found: (Vec::new(), 0),
    };
    let first = view.part;
    show(&mut view, &cues, first);
    Ok((view, cues))
}

/// Shows another part, as it is kept.
fn show(view: &mut CuesView, cues: &[Cue], part: Stretch) {
    let (_, within, _) = part.of(cues);
    stand(view, cues, part);
    view.rows = within.iter().map(CueRow::from).collect();
}

/// Says where a part is, whatever its rows are.
fn stand(view: &mut CuesView, cues: &[Cue], part: Stretch) {
    let (before, _, _) = part.of(cues);
    view.part = part;
    view.print = part.print(cues);
    view.before = (before.len(), before.iter().map(|cue| cue.end).max());
}

fn find(cues: &[Cue], words: &str) -> (Vec<FoundCue>, usize) {
    let words = words.to_lowercase();
    if words.is_empty() {
        return (Vec::new(), 0);
    }
    let found = (1..).zip(cues).filter(|(_, cue)| cue.text.replace('\n', " ").to_lowercase().contains(&words));
    let shown = found.clone().take(FOUND_MAX);
    let shown = shown.map(|(number, cue)| FoundCue { number, start: cue.start, text: cue.text.clone() });
    (shown.collect(), found.count())
}

/// What a form says.
struct Sent {
    fields: Vec<(String, String)>,
}

impl Sent {
    fn value(&self, name: &str) -> &str {
        self.known(name).unwrap_or_default()
    }

    fn known(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn part(&self) -> Stretch {
        let (since, until) = (self.value("since").parse().unwrap_or(0), self.value("until").parse().unwrap_or(LATEST));
        Stretch { since, until: if since < until { until } else { LATEST } }
    }

    fn print(&self) -> u64 {
        u64::from_str_radix(self.value("print"), 16).unwrap_or_default()
    }

    fn rows(&self) -> Vec<CueRow> {
        let typed = |name: String| self.value(&name).replace("\r\n", "\n");
        let rows = (0..ROWS_MAX).take_while(|row| self.known(&cue_field(CueField::Start, *row)).is_some());
        let rows = rows.map(|row| CueRow {
            start: typed(cue_field(CueField::Start, row)),
            end: typed(cue_field(CueField::End, row)),
            speaker: typed(cue_field(CueField::Speaker, row)),
            text: typed(cue_field(CueField::Text, row)),
            identifier: typed(format!("identifier-{row}")),
            settings: typed(format!("settings-{row}")),
        });
        rows.collect()
    }

    /// How far the text is to be, and who made it. What was left as it stood in the form is left to whoever has changed it meanwhile.
    fn chosen(&self, kept: &TimedText) -> (TrackStatus, TrackSource) {
        let sent = |name: &str| Some(self.value(name)).filter(|value| *value != self.value(&format!("{name}-before")));
        (
            sent("status").and_then(TrackStatus::from_name).unwrap_or(kept.status),
            sent("source").and_then(TrackSource::from_name).unwrap_or(kept.source),
        )
    }

    /// What is to be done with which row: `split-3`.
    fn act(&self) -> Option<(&str, usize)> {
        let (act, row) = self.value("act").split_once('-')?;
        Some((act, row.parse().ok()?))
    }
}

/// Saves a part, or does something to its rows, which is not saved before one says so.
async fn act(
    State(state): State<AppState>,
    Path(address): Path<Address>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let sent = Sent { fields };
    let who = match staff_session_of(&state, &headers).await {
        Ok(who) => who.member.name,
        Err(error) => return refused(state, read_request("/admin", &headers), error).await,
    };
    // Whoever writes at the same moment is looked at again: their part may be another one.
    for _ in 0..ATTEMPTS {
        let (mut view, cues) = match gather(&state, &address).await {
            Ok(gathered) => gathered,
            Err(error) => return refused(state, read_request("/admin", &headers), error).await,
        };
        stand(&mut view, &cues, sent.part());
        (view.rows, view.chosen) = (sent.rows(), sent.chosen(&view.text));
        let path = cues_path(&view.media.key, view.text.kind, &view.text.language);
        if let Some((act, row)) = sent.act() {
            change(&mut view, &cues, &sent, act, row);
            return page_of(state, read_request(&path, &headers), Ok(view)).await;
        }
        let (all, refusal) = put(&mut view, &cues, sent.print());
        if let Some(status) = refusal {
            let page = page_of(state, read_request(&path, &headers), Ok(view)).await;
            return with_status(page, status);
        }
        let since = if sent.value("act") == "next" { view.part.until } else { view.part.since };
        let done = format!("{path}?from={since}&saved");
        match save(&state, &view, &cues, all, &who).await {
            Ok(true) => return see_other(&done),
            Ok(false) => {}
            Err(error) => return failed(&error),
        }
    }
    crate::http::registration::nothing_changed()
}

/// All cues with those that were typed in their place; else the status of the answer that says what is to be mended.
fn put(view: &mut CuesView, cues: &[Cue], print: u64) -> (Vec<Cue>, Option<StatusCode>) {
    if view.print != print {
        let (_, theirs, _) = view.part.of(cues);
        view.notice = Some(CuesNotice::Overtaken(view.text.changed_by.clone(), vtt(theirs)));
        return (Vec::new(), Some(StatusCode::CONFLICT));
    }
    let refused = (Vec::new(), Some(StatusCode::UNPROCESSABLE_ENTITY));
    let typed = match read_rows(&view.rows, view.part, cues) {
        Ok(typed) => typed,
        Err(trouble) => {
            view.trouble = trouble;
            return refused;
        }
    };
    let all = view.part.put(cues, typed);
    if all.is_empty() {
        view.notice = Some(CuesNotice::NoneLeft);
        return refused;
    }
    // A text has its own limits, whatever its parts are.
    if let Err(found) = read(vtt(&all).as_bytes()) {
        view.unreadable = Some(found);
        return refused;
    }
    (all, None)
}

async fn save(
    state: &AppState,
    view: &CuesView,
    cues: &[Cue],
    all: Vec<Cue>,
    who: &str,
) -> Result<bool, store::StoreError> {
    let (kept, (status, source)) = (&view.text, view.chosen);
    let is_said = (status, source) != (kept.status, kept.source);
    if all == cues && !is_said {
        return Ok(true);
    }
    let now = state.real_now();
    let text = TimedText {
        status,
        source,
        body: vtt(&all),
        version: kept.version.saturating_add(1),
        changed: now,
        changed_by: who.to_owned(),
        // Whoever saves a part has read that part; that all of it was read is said by its status.
        reviewed: if is_said { reviewed(kept, status, source, (now, who.to_owned())) } else { kept.reviewed.clone() },
        ..kept.clone()
    };
    state.store().save_timed_text(text).await
}

/// Does to the rows what was asked.
fn change(view: &mut CuesView, cues: &[Cue], sent: &Sent, act: &str, row: usize) {
    let number = |name: &str| sent.value(name).parse::<u32>().ok();
    // What is done afterwards is measured by what the form was made from.
    let print = std::mem::replace(&mut view.print, sent.print());
    view.notice = Some(CuesNotice::Done);
    view.focus = Some(row);
    match act {
        "add" => add_row(&mut view.rows, row, view.part.since),
        "split" => {
            let place = number("place").and_then(|place| usize::try_from(place).ok());
            split_row(&mut view.rows, row, place, number("moment"));
        }
        "join" => {
            if row + 1 == view.rows.len() && print == view.print {
                // The next one stands in the next part, which lends it.
                let longer = view.part.longer(cues);
                let (_, within, _) = view.part.of(cues);
                let (_, more, _) = longer.of(cues);
                view.rows.extend(more.iter().skip(within.len()).map(CueRow::from));
                stand(view, cues, longer);
            }
            join_rows(&mut view.rows, row);
        }
        "remove" if row < view.rows.len() => {
            view.rows.remove(row);
            view.focus = Some(row.min(view.rows.len().saturating_sub(1)));
        }
        _ => view.notice = None,
    }
}
