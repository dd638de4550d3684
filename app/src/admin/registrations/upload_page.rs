//! `/admin/registrations/<event>/import`: a list of people, what it would do line by line, and the button that does exactly
//! that.

use domain::registration::entry::Placing;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::upload::{UploadDone, UploadPlan, UploadRefusal, UploadRow, UploadVerdict, UploadView};
use super::{entering, one_path};
use crate::registration::fields::frame;
use crate::registration::form::summary;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Lines of a kind that are shown; of more only the number is.
const MOST: usize = 200;

/// The page on which a list is taken.
#[component]
pub fn UploadPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: UploadView) -> AnyView {
    let (slug, title) = view.event.clone();
    let path = format!("/admin/registrations/{slug}/import");
    let list = format!("/admin/registrations/{slug}");
    let body = match &view.plan {
        Some(plan) => preview(&view, plan, &path),
        None => asking(&view, &path),
    };
    let lede = match &view.plan {
        Some(plan) => t!(upload.read, name = &plan.file_name, count = plan.rows.len()),
        None => t!(upload.lede).to_owned(),
    };
    view! {
        <PageHead title=t!(upload.title_of, event = &title) path=path />
        <header class="page-head">
            <p class="eyebrow"><a href=list>{title}</a></p>
            <PageTitle>{t!(upload.title)}</PageTitle>
            <p class="lede">{lede}</p>
        </header>
        <div class="desk-stack">
            {view.done.map(done)}
            {view.is_outdated.then(outdated)}
            {entering::places(view.places)}
            {body}
        </div>
    }
    .into_any()
}

fn done(done: UploadDone) -> AnyView {
    let known = (done.known > 0).then(|| view! { <p>{t!(upload.done_known, count = done.known)}</p> });
    let otherwise = (done.otherwise > 0).then(|| view! { <p>{t!(upload.done_otherwise, count = done.otherwise)}</p> });
    view! {
        <div class="notice notice--success" role="status">
            <Icon name=IconName::Check />
            <div><p>{t!(upload.done, count = done.added)}</p>{known}{otherwise}</div>
        </div>
    }
    .into_any()
}

fn outdated() -> AnyView {
    view! {
        <div class="notice notice--error" role="alert">
            <Icon name=IconName::Warning />
            <p>{t!(upload.outdated)}</p>
        </div>
    }
    .into_any()
}

fn errors(refused: Option<&UploadRefusal>) -> Vec<FieldError> {
    let of_file = |message: String| vec![FieldError::new("file", message)];
    match refused {
        None => Vec::new(),
        Some(UploadRefusal::Empty) => of_file(t!(upload.empty).to_owned()),
        Some(UploadRefusal::TooLarge(most)) => of_file(t!(import.too_large, most = *most)),
        Some(UploadRefusal::Unreadable(why)) => of_file(t!(upload.unreadable, why = why)),
        Some(UploadRefusal::Cancelled) => vec![FieldError::new("form", t!(entry.cancelled))],
        Some(UploadRefusal::Fields(errors)) => errors.clone(),
    }
}

/// The form that asks for a file.
fn asking(view: &UploadView, path: &str) -> AnyView {
    let errors = errors(view.refused.as_ref());
    let mut file = frame(&errors, "file", t!(upload.file));
    file.hint = t!(upload.file_hint).to_owned();
    let (id, described, invalid) = (file.id(), file.described(), file.invalid());
    let chooser = view! {
        <input
            id=id
            name="file"
            type="file"
            accept=".csv,.txt,text/csv"
            aria-required="true"
            aria-invalid=invalid
            aria-describedby=described
        />
    };
    let columns = view.columns.iter().map(|name| view! { <li><code>{name.clone()}</code></li> }).collect_view();
    view! {
        {summary(errors.clone())}
        <details class="review">
            <summary>{t!(upload.columns)}</summary>
            <p>{t!(upload.columns_text)}</p>
            <ul>{columns}</ul>
        </details>
        <p><a href=format!("{path}/registrations.csv") download="">{t!(upload.template)}</a></p>
        <form class="form" method="post" action=path.to_owned() enctype="multipart/form-data" novalidate=true>
            {file.around(chooser.into_any())}
            {entering::fields(&errors, &view.entering, view.places)}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(upload.look)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// What would happen, and the button.
fn preview(view: &UploadView, plan: &UploadPlan, path: &str) -> AnyView {
    use UploadVerdict::{Done, Full, Gets, Known, Twice, Wrong};
    let adds = plan.adds();
    let slug = &view.event.0;
    let part = |id, heading: String, is_meant: fn(&UploadVerdict) -> bool| part(plan, slug, id, heading, is_meant);
    let count = |is_meant: fn(&UploadVerdict) -> bool| plan.count(is_meant);
    let wrong = count(|verdict| matches!(verdict, Wrong(_)));
    let there = count(|verdict| matches!(verdict, Known(_) | Done(_) | Twice(_)));
    let full = count(|verdict| matches!(verdict, Full));
    let places = count(|verdict| matches!(verdict, Gets(Placing::Place)));
    let beyond = count(|verdict| matches!(verdict, Gets(Placing::Beyond)));
    let list = count(|verdict| matches!(verdict, Gets(Placing::List)));
    let aside = (!plan.left_aside.is_empty())
        .then(|| view! { <p>{t!(upload.left_aside, columns = plan.left_aside.join(", "))}</p> });
    view! {
        {aside}
        {(wrong > 0).then(|| part("wrong", t!(upload.wrong, count = wrong), |verdict| matches!(verdict, Wrong(_))))}
        {(full > 0).then(|| part("full", t!(upload.full, count = full), |verdict| matches!(verdict, Full)))}
        {(places > 0).then(|| {
            part("places", t!(upload.places, count = places), |verdict| matches!(verdict, Gets(Placing::Place)))
        })}
        {(beyond > 0).then(|| {
            part("beyond", t!(upload.beyond, count = beyond), |verdict| matches!(verdict, Gets(Placing::Beyond)))
        })}
        {(list > 0).then(|| {
            part("list", t!(upload.list, count = list), |verdict| matches!(verdict, Gets(Placing::List)))
        })}
        {(there > 0).then(|| {
            part("there", t!(upload.there, count = there), |verdict| matches!(verdict, Known(_) | Done(_) | Twice(_)))
        })}
        {(adds > 0).then(|| confirm(view, plan, path, adds))}
        <p><a href=path.to_owned()>{t!(import.another)}</a></p>
    }
    .into_any()
}

fn confirm(view: &UploadView, plan: &UploadPlan, path: &str, adds: usize) -> AnyView {
    let hidden = [
        ("draft", plan.draft.clone()),
        ("name", plan.file_name.clone()),
        ("key", plan.key.to_string()),
        ("seen", plan.seen.clone()),
        ("proof", view.entering.proof.clone()),
        ("when_full", view.entering.when_full.clone()),
        ("reason", view.entering.reason.clone()),
    ];
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form class="form" method="post" action=path.to_owned() enctype="multipart/form-data">
            {hidden.collect_view()}
            <p>{t!(upload.letters, count = adds)}</p>
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(upload.act, count = adds)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// The lines of a kind.
fn part(
    plan: &UploadPlan,
    slug: &str,
    id: &'static str,
    heading: String,
    is_meant: fn(&UploadVerdict) -> bool,
) -> AnyView {
    let rows: Vec<&UploadRow> = plan.rows.iter().filter(|row| is_meant(&row.verdict)).collect();
    let more = rows.len().saturating_sub(MOST);
    let lines = rows.into_iter().take(MOST).map(|row| line(row, slug)).collect_view();
    view! {
        <section class="section" aria-labelledby=id>
            <h2 class="section__title" id=id>{heading}</h2>
            <ul>{lines}</ul>
            {(more > 0).then(|| view! { <p>{t!(desk.and_more, count = more)}</p> })}
        </section>
    }
    .into_any()
}

fn line(row: &UploadRow, slug: &str) -> AnyView {
    let who = t!(upload.line, number = row.line, name = &row.name, email = &row.email);
    let more = match &row.verdict {
        UploadVerdict::Known(id) | UploadVerdict::Done(id) => {
            view! { " " <a href=one_path(slug, id)>{t!(entry.see_known)}</a> }.into_any()
        }
        UploadVerdict::Twice(line) => view! { " " {t!(upload.twice, line = *line)} }.into_any(),
        UploadVerdict::Wrong(wrong) => {
            let items = wrong.iter().map(|(column, why)| {
                let words = if column.is_empty() { why.clone() } else { t!(upload.column, column = column, why = why) };
                view! { <li>{words}</li> }
            });
            view! { <ul>{items.collect_view()}</ul> }.into_any()
        }
        UploadVerdict::Gets(_) | UploadVerdict::Full => ().into_any(),
    };
    view! { <li>{who}{more}</li> }.into_any()
}
