//! The programme as a whole.

use serde::{Deserialize, Serialize};

use super::RichText;

/// The project itself: its aims, its approach and how to reach the people behind it.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Programme {
    /// Full name, as shown in the header and in page titles.
    pub name: String,
    /// One line under the name.
    pub tagline: String,
    /// A paragraph for the home page and for search engines; plain text.
    pub summary: String,
    /// Parts of the home page in the editor's order.
    pub sections: Vec<Section>,
    /// Address for questions and accessibility feedback, if the organiser gives one.
    pub contact: Option<String>,
}

/// A titled part of the home page, either running text or a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Fragment identifier of the heading.
    pub slug: String,
    /// Heading.
    pub title: String,
    /// Running text; may be empty when the section is a list.
    #[serde(default)]
    pub text: RichText,
    /// Entries of a list, plain text; may be empty.
    #[serde(default)]
    pub items: Vec<String>,
}
