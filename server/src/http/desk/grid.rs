//! A day of an event on the grid, and moving a session there.

use app::desk::{FormView, GridNotice, GridView, MOVED};
use app::error::PageError;
use app::server::AppState;
use axum::body::Bytes;
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use domain::content::{Content, Id};
use domain::desk::{Around, Base, Form, Kind, Merged, Thing, Values, Wrong, bind, merge, replace};
use domain::time::Date;
use serde::Deserialize;
use store::{Act, Edited};

use super::form::working_copy;
use super::{ATTEMPTS, Deed, carry_out, failed, not_found, with_status};
use crate::http::registration::{nothing_changed, read_request, see_other};
use crate::http::render::page_of;

#[derive(Debug, Deserialize)]
pub(super) struct GridQuery {
    /// The change that was made just now.
    moved: Option<i64>,
    /// Nothing was different.
    #[serde(default)]
    same: bool,
    /// The session whose form is asked for.
    r#move: Option<Id>,
}

/// A day of an event.
pub(super) async fn page(
    State(state): State<AppState>,
    Path((event, day)): Path<(String, String)>,
    Query(query): Query<GridQuery>,
    request: Request,
) -> Response {
    let view = async {
        let (event, day) = day_of(&event, &day).ok_or(PageError::NotFound)?;
        let content = working_copy(&state).await?;
        let notice = query.moved.map(GridNotice::Moved).or(query.same.then_some(GridNotice::Same));
        Ok(GridView { notice, open: query.r#move, ..GridView::of(&content, event, day)? })
    };
    let view = view.await;
    page_of(state, request, view).await
}

fn day_of(event: &str, day: &str) -> Option<(Id, Date)> {
    Some((event.parse().ok()?, day.parse().ok()?))
}

/// Moves a session to another day, hour, length or room: what its form changes, by the same rules.
pub(super) async fn move_to(
    State(state): State<AppState>,
    Path((event, day, id)): Path<(String, String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let (Some((event, day)), Ok(id)) = (day_of(&event, &day), id.parse::<Id>()) else { return not_found() };
    let path = format!("/admin/grid/{event}/{day}");
    let (base, typed) = read(&body);
    for _ in 0..ATTEMPTS {
        let content = match state.store().working_copy().await {
            Ok(content) => content,
            Err(error) => return failed(&error),
        };
        let again = Again { state: &state, headers: &headers, path: &path, content: &content, event, day, id };
        let is_here = |session: &domain::content::Session| session.event == event && session.day == day;
        let thing = match Thing::find(&content, Kind::Session, id) {
            Some(Thing::Session(session)) if is_here(&session) => Thing::Session(session),
            _ => return again.show(GridNotice::Gone, Merged::default(), Vec::new()).await,
        };
        let merged = merge(&base, &FormView::of(&content, &thing).fields, &typed);
        if !merged.conflicts.is_empty() {
            return again.show(GridNotice::Conflict, merged, Vec::new()).await;
        }
        let mut after = thing.clone();
        let mut form = Form::typed(Around { content: &content }, &merged.values);
        bind(&mut after, &mut form);
        let wrong = form.finish().1;
        if !wrong.is_empty() {
            return again.show(GridNotice::Wrong, merged, wrong).await;
        }
        let title = after.title().to_owned();
        // Where it is shown then.
        let day = if let Thing::Session(session) = &after { session.day } else { day };
        let Ok(steps) = replace(&content, after) else { continue };
        if steps.is_empty() {
            return see_other(&format!("{path}?same=true#session-{id}"));
        }
        let deed = Deed { act: Act::Changed, kind: Kind::Session, thing: id, title, undoes: None };
        match carry_out(&state, &headers, deed, steps).await {
            Ok(Edited::Done(number)) => {
                return see_other(&format!("/admin/grid/{event}/{day}?moved={number}#session-{id}"));
            }
            Ok(_) => {}
            Err(response) => return response,
        }
    }
    nothing_changed()
}

/// What the form showed, and what was typed; a field that the grid does not have is nobody's business here.
fn read(body: &[u8]) -> (Base, Values) {
    let (mut base, mut values) = (Base::new(), Values::default());
    for (name, value) in form_urlencoded::parse(body) {
        if name == "_base" {
            base = serde_json::from_str(&value).unwrap_or_default();
        } else if MOVED.contains(&name.as_ref()) {
            values.add(&name, &value);
        }
    }
    (base, values)
}

/// The grid again, with what was typed.
struct Again<'a> {
    state: &'a AppState,
    headers: &'a HeaderMap,
    path: &'a str,
    content: &'a Content,
    event: Id,
    day: Date,
    id: Id,
}

impl Again<'_> {
    async fn show(self, notice: GridNotice, merged: Merged, wrong: Vec<Wrong>) -> Response {
        let status = if notice == GridNotice::Wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::CONFLICT };
        let view = GridView::of(self.content, self.event, self.day).map(|view| {
            let view = view.typed(self.id, merged, wrong);
            GridView { notice: Some(notice), ..view }
        });
        with_status(page_of(self.state.clone(), read_request(self.path, self.headers), view).await, status)
    }
}
