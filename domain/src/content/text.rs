//! Text with marks, kept as its source; it reaches a page only through the sanitiser.

use serde::{Deserialize, Serialize};

/// How the source of a text is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// CommonMark, as editors write it.
    #[default]
    Markdown,
    /// HTML, as some schedule files carry it; sanitised when imported and again when shown.
    Html,
}

/// A text and how it is written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RichText {
    /// How `source` is written.
    #[serde(default)]
    pub format: Format,
    /// The text as entered.
    pub source: String,
}

impl RichText {
    /// A text in CommonMark.
    pub fn markdown(source: impl Into<String>) -> Self {
        Self { format: Format::Markdown, source: source.into() }
    }

    /// A text in HTML.
    pub fn html(source: impl Into<String>) -> Self {
        Self { format: Format::Html, source: source.into() }
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.source.trim().is_empty()
    }
}
