//! A row of the form: its fields by their names (`start-3`).

use domain::timed_text::CueRow;
use js_sys::Reflect;
use web_sys::Element;

use super::super::super::dom::within;
use super::{focus, get};

/// A row.
pub(super) struct Row(Element);

impl Row {
    pub(super) fn of(element: Element) -> Self {
        Self(element)
    }

    /// The row that something stands in.
    pub(super) fn around(part: &Element) -> Option<Self> {
        part.closest("[data-cue]").ok().flatten().map(Self)
    }

    pub(super) fn element(&self) -> &Element {
        &self.0
    }

    fn field(&self, name: &str) -> Option<Element> {
        within(&self.0, &format!("[name^=\"{name}-\"]")).into_iter().next()
    }

    fn value(&self, name: &str) -> String {
        self.field(name).and_then(|field| get(&field, "value")?.as_string()).unwrap_or_default()
    }

    /// What is typed in it.
    pub(super) fn typed(&self) -> CueRow {
        CueRow {
            start: self.value("start"),
            end: self.value("end"),
            speaker: self.value("speaker"),
            text: self.value("text"),
            identifier: String::new(),
            settings: self.value("settings"),
        }
    }

    pub(super) fn write(&self, name: &str, value: &str) {
        if let Some(field) = self.field(name) {
            drop(Reflect::set(&field, &"value".into(), &value.into()));
        }
    }

    /// Goes to its text.
    pub(super) fn focus(&self) {
        if let Some(field) = self.field("text") {
            focus(field);
        }
    }

    /// Where the caret stands within its text, in UTF-16 code units; not at its ends.
    pub(super) fn caret(&self) -> Option<u32> {
        let field = self.field("text")?;
        let place = get(&field, "selectionStart")?.as_f64()?;
        let length = u32::try_from(self.value("text").encode_utf16().count()).ok()?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a length; a float saturates")]
        Some(place as u32).filter(|place| (1..length).contains(place))
    }
}
