//! An event's own questions in the browser: each is shown as soon as it is asked, by the same rule as on the server.

use domain::content::Question;
use domain::registration::TypedAnswers;
use domain::registration::answers::asked;
use web_sys::{Element, HtmlFormElement};

use super::dom::{set_hidden, within};

/// The questions of a form, in its order: of several events those that a chosen one asks.
pub(super) fn read(form: &HtmlFormElement) -> Vec<Question> {
    let fields = within(form, "[data-question]");
    fields.iter().filter(|field| is_of_chosen(form, field)).filter_map(question).collect()
}

/// Whether an event is chosen that asks it; where there is only one, it is.
fn is_of_chosen(form: &HtmlFormElement, field: &Element) -> bool {
    let Some(of) = field.closest("[data-of]").ok().flatten().and_then(|around| around.get_attribute("data-of")) else {
        return true;
    };
    let chosen = |slug: &str| {
        form.query_selector(&format!("[name=events][value='{slug}']:checked")).is_ok_and(|found| found.is_some())
    };
    of.split(' ').any(chosen)
}

/// Shows the questions that are asked after what was typed, and hides the others with their conditions: those are for
/// browsers without scripts.
pub(super) fn show(form: &HtmlFormElement, questions: &[Question], typed: &TypedAnswers) {
    let asked = asked(questions, typed);
    for field in within(form, "[data-question]") {
        let is_asked = question(&field).is_none_or(|own| asked.iter().any(|(question, _)| question.name == own.name));
        set_hidden(&field, !is_asked);
    }
    for condition in within(form, ".field__condition") {
        set_hidden(&condition, true);
    }
}

fn question(field: &Element) -> Option<Question> {
    let label = field.query_selector("[data-label]").ok().flatten().and_then(|label| label.text_content());
    crate::asked::read(&field.get_attribute("data-question")?, &label.unwrap_or_default())
}
