//! A session on the day grid: when, who, what it has against it, and the form that moves it.

use domain::content::EventStatus;
use domain::desk::{Field, Input, Kind};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::changes_page::line;
use super::findings::sentence;
use super::grid_page::{Block, GridView};
use super::words;
use crate::registration::fields::frame;
use crate::t;
use crate::ui::{Icon, IconName};

/// A session on the grid.
pub(super) fn block(view: &GridView, block: &Block) -> AnyView {
    let form_path = format!("/admin/content/sessions/{}", block.id);
    let people = block.people.join(", ");
    let (begins, ends) = &block.times;
    let status = (block.status != EventStatus::Scheduled).then(|| {
        let words = words::value(Kind::Session, "status", block.status.name());
        view! { <p><span class="chip desk-chip">{words}</span></p> }
    });
    let clashes = block.clashes.iter().map(|clash| {
        view! { <li><Icon name=IconName::Warning /> <span>{sentence(clash)}</span></li> }
    });
    let clashes = clashes.collect_view();
    let has_clashes = !block.clashes.is_empty();
    view! {
        <article
            class="day-grid__session desk-grid__session"
            id=format!("session-{}", block.id)
            data-session=block.id.to_string()
            data-action=format!("{}/{}", view.path(), block.id)
            data-base=block.base.clone()
            data-time=block.times.0.clone()
            data-minutes=(block.span.1.milliseconds_since(block.span.0) / 60_000).to_string()
            data-in=block.room.map(|room| room.to_string()).unwrap_or_default()
        >
            <p class="card__time">{begins.clone()} "–" {ends.clone()}</p>
            <p class="desk-grid__title"><a href=form_path>{block.title.clone()}</a></p>
            {status}
            {(!people.is_empty()).then(|| view! { <p>{people}</p> })}
            {has_clashes.then(|| view! { <ul class="desk-grid__clashes">{clashes}</ul> })}
            {handle(block)}
            {moving(view, block)}
        </article>
    }
    .into_any()
}

/// The button by which it is carried; without the browser's module it does nothing, and is not shown.
fn handle(block: &Block) -> AnyView {
    view! {
        <button
            class="button button--quiet button--small desk-grid__handle"
            type="button"
            hidden=true
            aria-pressed="false"
            aria-describedby="grid-keys"
            data-carry=""
        >
            <span aria-hidden="true">{t!(grid.carry)}</span>
            <span class="visually-hidden">{t!(grid.carry_of, title = &block.title)}</span>
        </button>
    }
    .into_any()
}

/// The form, or where there would be too many of them the way to it.
fn moving(view: &GridView, block: &Block) -> AnyView {
    let is_open = view.open == Some(block.id);
    let summary = view! {
        <span aria-hidden="true">{t!(grid.act)}</span>
        <span class="visually-hidden">{t!(grid.act_of, title = &block.title)}</span>
    };
    if !is_open && !view.has_all_forms() {
        let path = format!("{}?move={}#session-{}", view.path(), block.id, block.id);
        return view! { <p><a href=path>{summary}</a></p> }.into_any();
    }
    let action = format!("{}/{}", view.path(), block.id);
    let errors = errors(block);
    let controls = block.fields.iter().map(|field| control(block, field, &errors)).collect_view();
    view! {
        <details class="desk-grid__move" open=is_open>
            <summary>{summary}</summary>
            <form class="form" method="post" action=action novalidate=true>
                <input type="hidden" name="_base" value=block.base.clone() />
                {controls}
                <button class="button button--primary button--small" type="submit">{t!(grid.save)}</button>
            </form>
        </details>
    }
    .into_any()
}

/// Names of controls begin with their field and end with their session, so that each stands on the page once.
fn name(block: &Block, field: &str) -> String {
    format!("{field}-{}", block.id)
}

fn errors(block: &Block) -> Vec<FieldError> {
    let error = |wrong: &domain::desk::Wrong| FieldError::new(name(block, wrong.field), words::trouble(&wrong.trouble));
    block.wrong.iter().map(error).collect()
}

fn control(block: &Block, field: &Field, errors: &[FieldError]) -> AnyView {
    let mut frame = frame(errors, &name(block, field.name), words::field(field.name));
    let theirs = block.conflicts.iter().find(|conflict| conflict.field == field.name);
    if let Some(conflict) = theirs {
        frame.hint = t!(desk.theirs, value = line(Kind::Session, field.name, &field.input, &conflict.theirs));
    }
    let (id, described, invalid) = (frame.id(), frame.described(), frame.invalid());
    let value = field.value.one().to_owned();
    let control = match &field.input {
        Input::One(rooms) => {
            let options = rooms.iter().map(|(room, name)| {
                let room = room.to_string();
                let is_chosen = room == value;
                view! { <option value=room selected=is_chosen>{name.clone()}</option> }
            });
            let options = options.collect_view();
            view! {
                <select id=id name=field.name aria-invalid=invalid aria-describedby=described>
                    <option value="">{t!(grid.no_room)}</option>
                    {options}
                </select>
            }
            .into_any()
        }
        input => {
            let (kind, mode) = match input {
                Input::Date => ("date", None),
                Input::Time => ("time", None),
                _ => ("text", Some("numeric")),
            };
            view! {
                <input
                    id=id
                    name=field.name
                    type=kind
                    inputmode=mode
                    value=value
                    autocomplete="off"
                    aria-invalid=invalid
                    aria-describedby=described
                />
            }
            .into_any()
        }
    };
    frame.around(control)
}
