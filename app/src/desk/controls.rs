//! The control of each field, and the rows of those that have some.

use domain::content::{Format, Topic, TopicFacet};
use domain::desk::{Column, Field, Input, Kind, Typed};
use domain::media::address_name;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::crop_page::crop_path;
use super::words;
use crate::language::Label;
use crate::registration::fields::frame;
use crate::registration::frame::Frame;
use crate::t;
use crate::ui::TextArea;

/// What the controls of a form need beside its fields.
pub(super) struct Beside<'a> {
    pub(super) kind: Kind,
    pub(super) topics: &'a [Topic],
    /// Keys and names of files.
    pub(super) files: &'a [(String, String)],
    /// Keys and names of those that are pictures.
    pub(super) pictures: &'a [(String, String)],
    pub(super) errors: &'a [FieldError],
    /// What others made of a field meanwhile.
    pub(super) theirs: &'a [(&'static str, String)],
}

/// A field with its label, its help and what has to be mended.
pub(super) fn control(field: &Field, beside: &Beside<'_>) -> AnyView {
    let mut frame = framed(field.name, field.name, &field.input, beside);
    frame.optional = !field.required;
    let typed = &field.value;
    match &field.input {
        Input::Rows(columns) => rows(field, columns, frame, beside),
        Input::Topics => topics(frame, typed.many(), beside.topics),
        Input::Flag => {
            frame.optional = false;
            let id = frame.id();
            let ticked = typed.one() == "yes";
            let control = view! { <input id=id type="checkbox" name=field.name value="yes" checked=ticked /> };
            let control = view! { <input type="hidden" name=field.name value="" /> {control} };
            frame.around_box(control.into_any())
        }
        Input::Media => {
            let control = file(field.name, typed.one(), &frame, beside.files);
            frame.around(control)
        }
        Input::Picture => {
            let control = picture(field.name, typed.one(), &frame, beside.pictures);
            frame.around(control)
        }
        input => {
            let (id, value) = (frame.id(), typed.one().to_owned());
            let choice = Choosing { name: field.name.to_owned(), kind: beside.kind };
            let control = one(input, id, value, &frame, &choice);
            frame.around(control)
        }
    }
}

/// Which control, for the names of its values.
struct Choosing {
    /// Name of the form field; of a column with that of its field before it.
    name: String,
    kind: Kind,
}

fn framed(id: &str, name: &str, input: &Input, beside: &Beside<'_>) -> Frame {
    let label = match (id, name) {
        (id, "kind") if id.starts_with("roles") => words::field("role"),
        (id, "name") if id.starts_with("questions") => words::field("slug"),
        _ => words::field(name),
    };
    let mut frame = frame(beside.errors, id, label);
    let help = match (id, input) {
        (id, Input::Slug) if id.starts_with("questions") => t!(desk.question_name_hint),
        (_, Input::RichText(Format::Html)) => t!(desk.html_hint),
        (_, Input::RichText(Format::Markdown)) => t!(desk.markdown_hint),
        _ => match words::hint(name) {
            "" if matches!(input, Input::Lines) => t!(desk.lines_hint),
            hint => hint,
        },
    };
    let theirs = beside.theirs.iter().find(|(field, _)| *field == id);
    frame.hint = theirs.map_or_else(|| help.to_owned(), |(_, value)| t!(desk.theirs, value = value));
    frame
}

/// One control.
fn one(input: &Input, id: String, value: String, frame: &Frame, choice: &Choosing) -> AnyView {
    let (name, described, invalid) = (choice.name.clone(), frame.described(), frame.invalid());
    let required = frame.required();
    match input {
        Input::Paragraph | Input::RichText(_) | Input::Lines => {
            let (required, invalid) = (required.is_some(), invalid.is_some());
            let area = view! {
                <TextArea id=id name=name value=value required=required invalid=invalid described=described />
            };
            let format = match input {
                Input::RichText(Format::Html) => "html",
                Input::RichText(Format::Markdown) => "markdown",
                _ => return area.into_any(),
            };
            // A script shows there what the site will make of the text.
            view! { <div class="desk-text" data-format=format>{area}</div> }.into_any()
        }
        Input::Choice(values) => {
            let options = values.iter().map(|option| {
                let words = words::value(choice.kind, &choice.name, option);
                view! { <option value=*option selected=value == *option>{words}</option> }
            });
            let options = options.collect_view();
            view! {
                <select id=id name=name aria-required=required aria-invalid=invalid aria-describedby=described>{options}</select>
            }
            .into_any()
        }
        Input::One(things) => {
            let options = things.iter().map(|(thing, title)| {
                let thing = thing.to_string();
                let selected = value == thing;
                view! { <option value=thing selected=selected>{title.clone()}</option> }
            });
            let options = options.collect_view();
            view! {
                <select id=id name=name aria-required=required aria-invalid=invalid aria-describedby=described>
                    <option value="">{t!(desk.none)}</option>
                    {options}
                </select>
            }
            .into_any()
        }
        input => {
            let (kind, mode, list) = match input {
                Input::Email => ("email", None, None),
                Input::WebAddress => ("url", None, None),
                Input::Date => ("date", None, None),
                Input::Time => ("time", None, None),
                Input::Moment => ("datetime-local", None, None),
                Input::Number { .. } => ("text", Some("numeric"), None),
                Input::Person => ("text", None, Some("desk-people")),
                Input::Zone => ("text", None, Some("desk-zones")),
                Input::Language => ("text", None, Some("desk-languages")),
                _ => ("text", None, None),
            };
            view! {
                <input
                    id=id
                    name=name
                    type=kind
                    inputmode=mode
                    list=list
                    value=value
                    autocomplete="off"
                    aria-required=required
                    aria-invalid=invalid
                    aria-describedby=described
                />
            }
            .into_any()
        }
    }
}

/// One of the files, or none. What is chosen stays among them, whatever became of it.
fn file(name: &'static str, chosen: &str, frame: &Frame, files: &[(String, String)]) -> AnyView {
    let (id, described, invalid) = (frame.id(), frame.described(), frame.invalid());
    let is_listed = chosen.is_empty() || files.iter().any(|(key, _)| key == chosen);
    let unlisted = (!is_listed).then(|| (chosen.to_owned(), chosen.to_owned()));
    let options = files.iter().cloned().chain(unlisted).map(|(key, words)| {
        let is_chosen = key == chosen;
        view! { <option value=key selected=is_chosen>{words}</option> }
    });
    let options = options.collect_view();
    view! {
        <select id=id name=name aria-invalid=invalid aria-describedby=described>
            <option value="">{t!(desk.none)}</option>
            {options}
        </select>
    }
    .into_any()
}

/// A file that is a picture, what it looks like, and the way to the part of it that is shown.
fn picture(name: &'static str, chosen: &str, frame: &Frame, pictures: &[(String, String)]) -> AnyView {
    let shown = pictures.iter().find(|(key, _)| key == chosen).map(|(key, file)| {
        let address = format!("/media/{key}/{}", address_name(file));
        view! {
            <p class="desk-picture">
                <img src=address alt="" width="96" height="96" loading="lazy" />
                <a href=crop_path(key)>{t!(crop.choose)}</a>
            </p>
        }
    });
    view! {
        {file(name, chosen, frame, pictures)}
        {shown}
        <p class="desk-picture"><a href="/admin/media">{t!(crop.send)}</a></p>
    }
    .into_any()
}

fn topics(frame: Frame, ticked: &[String], topics: &[Topic]) -> AnyView {
    let groups = TopicFacet::ALL.iter().map(|facet| {
        let boxes = topics.iter().filter(|topic| topic.facet == *facet).map(|topic| {
            let id = topic.id.to_string();
            let is_ticked = ticked.contains(&id);
            view! {
                <label class="check">
                    <input type="checkbox" name="topics" value=id checked=is_ticked />
                    <span>{topic.name.clone()}</span>
                </label>
            }
        });
        let boxes = boxes.collect_view();
        let heading = format!("topics-{}", facet.name());
        view! {
            <div class="desk-topics" role="group" aria-labelledby=heading.clone()>
                <p class="desk-topics__facet" id=heading.clone()>{facet.label()}</p>
                {boxes}
            </div>
        }
    });
    let groups = groups.collect_view();
    let id = frame.id();
    let controls =
        view! { <input type="hidden" name="topics" value="" /> <div class="desk-topics-grid" id=id>{groups}</div> };
    frame.around_choices(None, controls.into_any())
}

/// Rows: those there are, and an empty one.
fn rows(field: &Field, columns: &[Column], frame: Frame, beside: &Beside<'_>) -> AnyView {
    let filled = match &field.value {
        Typed::Rows(rows) => rows.clone(),
        _ => Vec::new(),
    };
    let count = filled.len();
    let empty = vec![String::new(); columns.len()];
    let rows = filled.iter().chain([&empty]).enumerate().map(|(index, cells)| {
        let legend = t!(desk.row, label = words::field(field.name), number = index + 1);
        let cells = columns.iter().zip(cells).map(|(column, cell)| cell_of(field, column, (index, cell), beside));
        let cells = cells.collect_view();
        let moves = (index < count).then(|| moves(field.name, index, count));
        view! {
            <fieldset class="desk-row">
                <legend class="desk-row__legend">{legend}</legend>
                <div class="desk-row__cells">{cells}</div>
                {moves}
            </fieldset>
        }
    });
    let rows = rows.collect_view();
    let (act, id) = (format!("more:{}", field.name), frame.id());
    let controls = view! {
        <input type="hidden" name=field.name value="" />
        <p class="field__hint">{t!(desk.empty_row)}</p>
        <div class="desk-rows" id=id data-columns=columns.len().to_string()>{rows}</div>
        <button class="button button--secondary button--small" type="submit" name="_act" value=act>{t!(desk.add_row)}</button>
    };
    frame.around_choices(None, controls.into_any())
}

fn cell_of(field: &Field, column: &Column, (index, cell): (usize, &String), beside: &Beside<'_>) -> AnyView {
    let id = format!("{}-{index}-{}", field.name, column.name);
    let mut frame = framed(&id, column.name, &column.input, beside);
    // An empty row is left out, so nothing in it has to be filled in.
    frame.optional = true;
    let name = format!("{}.{}", field.name, column.name);
    let choice = Choosing { name, kind: beside.kind };
    let control = one(&column.input, frame.id(), cell.clone(), &frame, &choice);
    // Every label in a row with "optional" behind it would say nothing.
    frame.optional = false;
    frame.around(control)
}

fn moves(field: &'static str, index: usize, count: usize) -> AnyView {
    let number = index + 1;
    let up = (index > 0).then(|| (format!("up:{field}:{index}"), "↑", t!(desk.row_up, number = number)));
    let down = (index + 1 < count).then(|| (format!("down:{field}:{index}"), "↓", t!(desk.row_down, number = number)));
    let buttons = [up, down].into_iter().flatten().map(|(act, sign, words)| {
        view! {
            <button class="button button--secondary button--small" type="submit" name="_act" value=act>
                <span aria-hidden="true">{sign}</span>
                <span class="visually-hidden">{words}</span>
            </button>
        }
    });
    view! { <div class="desk-row__moves">{buttons.collect_view()}</div> }.into_any()
}
