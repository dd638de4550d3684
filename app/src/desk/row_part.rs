//! What a script needs to change a row of a list where it stands: the row's fields out of the form of its thing, and the row
//! as it is after that. They are pieces of pages, so that a slow processor has them read within a frame or two; the form
//! itself does the same without a script.

use domain::content::Content;
use domain::desk::Thing;
use leptos::prelude::*;

use super::controls::{Beside, control};
use super::form_page::{FormView, Notice, errors, notice, theirs};
use super::list_page::{ListRow, cells, text};
use super::{frame, words};
use crate::language::{Locale, speaking};
use crate::t;

/// The fields of a row, with what has to be mended; whatever stands in none of them is said above.
pub fn row_form(locale: Locale, view: &FormView) -> String {
    speaking(locale, || form(view).to_html())
}

/// What a row says of its thing now, and what came of the change.
pub fn saved_row(locale: Locale, content: &Content, released: &Content, thing: &Thing, done: Notice) -> String {
    let number = if let Notice::Saved(number) = done { Some(number) } else { None };
    let row = ListRow::of(content, released, thing);
    speaking(locale, || {
        view! {
            <div data-row-saved=number>
                {text(address(thing), &row)}
                {notice(done)}
            </div>
        }
        .to_html()
    })
}

fn address(thing: &Thing) -> String {
    format!("/admin/content/{}/{}", thing.kind().name(), thing.id())
}

fn form(view: &FormView) -> AnyView {
    let shown: Vec<&str> = cells(view.kind).split(' ').collect();
    let (errors, theirs) = (errors(&view.wrong), theirs(view));
    let beside = Beside {
        kind: view.kind,
        topics: &view.topics,
        files: &view.files,
        pictures: &view.pictures,
        errors: &errors,
        theirs: &theirs,
    };
    let fields = shown.iter().filter_map(|name| view.fields.iter().find(|field| field.name == *name));
    let fields = fields.map(|field| {
        let control = control(field, &beside);
        view! { <div class="desk-field" data-field=field.name>{control}</div> }
    });
    let fields = fields.collect_view();
    let elsewhere = errors.iter().filter(|error| !shown.contains(&error.field.as_str()));
    let elsewhere = elsewhere.map(|error| frame::refused(error.message.clone())).collect_view();
    let action = format!("/admin/content/{}/{}", view.kind.name(), view.id);
    // What was removed meanwhile has a form to be added anew, and no row.
    let whole = view.is_new.then(|| view! { <a href=frame::list_path(view.kind)>{words::kind(view.kind)}</a> });
    view! {
        <form class="desk-row-form" data-row-form=action novalidate=true>
            {view.notice.clone().map(notice)}
            {(!view.conflicts.is_empty()).then(|| frame::refused(t!(desk.conflict).to_owned()))}
            {elsewhere}
            {whole}
            <input type="hidden" name="_row" value="yes" />
            <input type="hidden" name="_base" value=view.base.clone() />
            {fields}
            <div class="form__actions">
                <button class="button button--primary button--small" type="submit">{t!(desk.save)}</button>
                <button class="button button--quiet button--small" type="button" data-row-cancel="">{t!(desk.row_cancel)}</button>
            </div>
        </form>
    }
    .into_any()
}
