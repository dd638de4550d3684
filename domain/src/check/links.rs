//! Links and images in editors' Markdown.

use std::collections::HashSet;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::content::{Content, Format, RichText};
use crate::slug::Slug;
use crate::time::Date;

/// What stands in a text and can be wrong.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// Addresses within the site, each once.
    pub(super) links: Vec<String>,
    /// Images that have no text.
    pub(super) bare_images: usize,
}

/// The marks of a text. What came as HTML was made elsewhere, and its images were taken out when it was read.
pub(super) fn marks(text: &RichText) -> Marks {
    let mut marks = Marks::default();
    if text.format != Format::Markdown {
        return marks;
    }
    // As when it is rendered.
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut image: Option<String> = None;
    for event in Parser::new_ext(&text.source, options) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_ours = dest_url.starts_with('/') && !dest_url.starts_with("//");
                if is_ours && !marks.links.iter().any(|known| **known == *dest_url) {
                    marks.links.push(dest_url.into_string());
                }
            }
            Event::Start(Tag::Image { .. }) => image = Some(String::new()),
            Event::Text(words) | Event::Code(words) => {
                if let Some(image) = &mut image {
                    image.push_str(&words);
                }
            }
            Event::End(TagEnd::Image) => {
                let is_bare = image.take().is_some_and(|words| words.trim().is_empty());
                marks.bare_images += usize::from(is_bare);
            }
            _ => {}
        }
    }
    marks
}

/// First parts of addresses that lead somewhere whatever is edited.
const FIXED: &[&str] = &[
    "programme",
    "people",
    "library",
    "agenda",
    "register",
    "registration",
    "search",
    "me",
    "sign-in",
    "changes",
    "changes.xml",
    "calendar",
    "verify",
    "admin",
];

/// Every address of the site that depends on what is edited.
pub(super) struct Addresses<'a> {
    events: HashSet<&'a str>,
    sessions: HashSet<&'a str>,
    people: HashSet<&'a str>,
    topics: HashSet<&'a str>,
    materials: HashSet<&'a str>,
    pages: HashSet<&'a str>,
}

impl<'a> Addresses<'a> {
    pub(super) fn of(content: &'a Content) -> Self {
        /// A former address leads on to the present one.
        fn all<'s>(slugs: impl Iterator<Item = (&'s Slug, &'s Vec<Slug>)>) -> HashSet<&'s str> {
            slugs.flat_map(|(slug, former)| std::iter::once(slug).chain(former)).map(Slug::as_str).collect()
        }
        Self {
            events: all(content.events.iter().map(|one| (&one.slug, &one.former_slugs))),
            sessions: all(content.sessions.iter().map(|one| (&one.slug, &one.former_slugs))),
            people: all(content.people.iter().map(|one| (&one.slug, &one.former_slugs))),
            topics: all(content.topics.iter().map(|one| (&one.slug, &one.former_slugs))),
            materials: all(content.materials.iter().map(|one| (&one.slug, &one.former_slugs))),
            pages: content.pages.iter().map(|page| page.slug.as_str()).collect(),
        }
    }

    /// Whether an address within the site leads somewhere; what it asks for behind `?` or `#` is not looked at.
    pub(super) fn leads(&self, address: &str) -> bool {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        match parts.as_slice() {
            [] => true,
            ["events", slug] => self.events.contains(slug),
            ["sessions", slug] => self.sessions.contains(slug),
            ["people", slug] => self.people.contains(slug),
            ["topics", slug] => self.topics.contains(slug),
            ["library", slug] => self.materials.contains(slug),
            ["register", slug] => *slug == "done" || self.events.contains(slug),
            ["programme", day] => day.parse::<Date>().is_ok(),
            [page] if self.pages.contains(page) => true,
            [first, ..] => FIXED.contains(first),
        }
    }
}
