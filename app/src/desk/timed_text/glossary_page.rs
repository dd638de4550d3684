//! `/admin/glossary`: words as the programme writes them, which are put into captions by a button beside these.

use domain::timed_text::{GlossaryProblem, Unclear};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::super::frame;
use crate::registration::fields::frame as framed;
use crate::registration::form::summary;
use crate::server::gathered;
use crate::t;
use crate::ui::{TextArea, show};

/// Where it is written.
pub const GLOSSARY_PATH: &str = "/admin/glossary";

/// The glossary.
#[derive(Debug, Clone, Default)]
pub struct GlossaryView {
    /// As it was typed, or as it is kept.
    pub text: String,
    /// Number of the change that it was read from.
    pub base: i64,
    /// Why it was not saved.
    pub trouble: Option<Unclear>,
    /// What came of the last act.
    pub notice: Option<GlossaryNotice>,
}

/// What came of the last act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GlossaryNotice {
    /// It was saved.
    Saved,
    /// Somebody else saved it meanwhile; by whom, and what.
    Overtaken(String, String),
}

/// The glossary.
#[component]
pub fn GlossaryPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: GlossaryView) -> AnyView {
    let errors: Vec<FieldError> =
        view.trouble.map(|found| FieldError::new("text", unclear(found))).into_iter().collect();
    let notice = view.notice.map(|notice| match notice {
        GlossaryNotice::Saved => frame::done(t!(glossary.saved).to_owned(), None),
        GlossaryNotice::Overtaken(by, theirs) => view! {
            {frame::refused(t!(glossary.overtaken, who = by))}
            <pre class="glossary-theirs">{theirs}</pre>
        }
        .into_any(),
    });
    let mut field = framed(&errors, "text", t!(glossary.words));
    field.hint = t!(glossary.hint).to_owned();
    field.optional = true;
    let (id, described, invalid) = (field.id(), field.described(), field.invalid().is_some());
    let area = view! {
        <TextArea id=id name="text".to_owned() value=view.text required=false invalid=invalid described=described />
    };
    view! {
        {frame::head(t!(glossary.title).to_owned(), t!(timed_text.title), GLOSSARY_PATH.to_owned())}
        {notice}
        {summary(errors.clone())}
        <p class="lede">{t!(glossary.lede)}</p>
        <form class="form desk-form glossary-form" method="post" action=GLOSSARY_PATH novalidate=true>
            <input type="hidden" name="base" value=view.base.to_string() />
            {field.around(area.into_any())}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(desk.save)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn unclear(found: Unclear) -> String {
    let line = found.line;
    match found.why {
        GlossaryProblem::Empty => t!(glossary.empty, line = line),
        GlossaryProblem::TooLong => t!(glossary.too_long, line = line),
        GlossaryProblem::Twice => t!(glossary.twice, line = line),
        GlossaryProblem::TooMuch => t!(glossary.too_much).to_owned(),
    }
}
