//! A field of several lines: the only place where a page writes one.

use leptos::prelude::*;

/// A field of several lines with what was typed so far.
#[component]
pub fn TextArea(
    /// Identity of the element.
    id: String,
    /// Name of the form field.
    name: String,
    /// What was typed.
    value: String,
    /// Whether something has to be typed.
    required: bool,
    /// Whether what was typed has to be mended.
    invalid: bool,
    /// Identities of what describes it.
    described: Option<String>,
    /// How many lines are seen.
    #[prop(default = 5)]
    rows: u8,
    /// Its name, where what stands above it is not enough to tell it from others.
    #[prop(optional)]
    label: Option<String>,
    /// In which language it is, if not in that of the page (WCAG 2.2, 3.1.2).
    #[prop(optional)]
    language: Option<String>,
    /// Whether one begins to type in it.
    #[prop(optional)]
    focused: bool,
) -> impl IntoView {
    view! {
        <textarea
            id=id
            name=name
            rows=rows.to_string()
            lang=language
            autofocus=focused
            aria-label=label
            aria-required=required.then_some("true")
            aria-invalid=invalid.then_some("true")
            aria-describedby=described
        >
            {content(&value)}
        </textarea>
    }
}

/// Leptos writes what stands in this element as it is, so it is escaped here. A browser leaves out a line break right
/// after the start tag (HTML standard, section 13.1.2.5), so there is one of ours, and none of the text's is lost.
fn content(text: &str) -> String {
    format!("\n{}", text.replace('&', "&amp;").replace('<', "&lt;"))
}

#[cfg(test)]
mod tests {
    use super::content;

    #[test]
    fn what_was_typed_cannot_end_the_field() {
        assert_eq!(content("</textarea><b>&lt;"), "\n&lt;/textarea>&lt;b>&amp;lt;");
        assert_eq!(content("\na"), "\n\na");
    }
}
