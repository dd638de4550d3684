//! Gathers text pages from the published programme.

use domain::content::{Content, OrganisationKind};

use super::TextView;
use crate::error::PageError;
use crate::server::{html, state};
use crate::t;

pub(super) fn text_page(slug: &str) -> Result<TextView, PageError> {
    let published = state()?.published();
    let content = &published.content;
    let page = content.pages.iter().find(|page| page.slug.as_str() == slug).ok_or(PageError::NotFound)?;
    let organisations = if slug == "supporters" {
        vec![
            (t!(home.run_by).to_owned(), organisations(content, OrganisationKind::Partner)),
            (t!(home.supported_by).to_owned(), organisations(content, OrganisationKind::Supporter)),
        ]
    } else {
        Vec::new()
    };
    Ok(TextView {
        slug: slug.to_owned(),
        title: page.title.clone(),
        summary: page.summary.clone(),
        html: html(&page.text),
        organisations,
    })
}

/// Names and notes, alphabetical.
fn organisations(content: &Content, kind: OrganisationKind) -> Vec<(String, Option<String>)> {
    let of_kind = content.organisations.iter().filter(|organisation| organisation.kind == kind);
    let mut named: Vec<_> =
        of_kind.map(|organisation| (organisation.name.clone(), organisation.note.clone())).collect();
    if kind == OrganisationKind::Supporter {
        named.sort();
    }
    named
}
