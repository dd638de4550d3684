//! Organisations behind the programme.

use serde::{Deserialize, Serialize};

use super::Id;
use crate::slug::Slug;

/// A partner or a supporter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Stable identity.
    pub id: Id,
    /// Fragment on the supporters' page.
    pub slug: Slug,
    /// What it is to the programme.
    pub kind: OrganisationKind,
    /// Shown name.
    pub name: String,
    /// What it does here, plain text ("independent educational grant").
    #[serde(default)]
    pub note: Option<String>,
}

/// What an organisation is to the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OrganisationKind {
    /// Runs the programme, alone or with others.
    Partner,
    /// Gives independent support; shown alphabetically, same size, never beside scientific text.
    Supporter,
}

names!(OrganisationKind { Partner => "partner", Supporter => "supporter" });
