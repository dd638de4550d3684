//! Pages that editors write.

use serde::{Deserialize, Serialize};

use super::{Id, RichText};
use crate::slug::Slug;

/// A page of running text at a fixed address: `about`, `privacy`, `accessibility`, `supporters`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Stable identity.
    pub id: Id,
    /// Address.
    pub slug: Slug,
    /// Heading and title.
    pub title: String,
    /// A sentence for search engines, plain text.
    #[serde(default)]
    pub summary: String,
    /// The text.
    pub text: RichText,
}
