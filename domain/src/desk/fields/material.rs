//! A material's form.

use super::super::form::Form;
use super::{events, others};
use crate::content::{Material, MaterialKind};

pub(super) fn bind(material: &mut Material, form: &mut Form<'_>) {
    let content = form.around.content;
    form.line("title", &mut material.title);
    form.choice("kind", &mut material.kind, MaterialKind::ALL, |kind| kind.name());
    form.web_address("url", &mut material.url);
    form.paragraph("summary", &mut material.summary);
    form.one_of("event", &mut material.event, events(content));
    let sessions = content.sessions.iter().map(|session| (session.id, session.title.clone())).collect();
    form.one_of("session", &mut material.session, sessions);
    form.optional_line("publisher", &mut material.publisher);
    form.optional_date("published", &mut material.published);
    form.optional_number("length", &mut material.minutes, 1, 24 * 60);
    form.language("language", &mut material.language);
    form.people("authors", &mut material.authors);
    form.topics(&mut material.topics);
    let taken = others(&content.materials, |one| (one.id, &one.slug, &one.former_slugs, &one.title), material.id);
    form.slug(&mut material.slug, Some(&mut material.former_slugs), (material.id, &material.title), &taken);
}
