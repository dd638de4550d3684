//! A material's form.

use super::super::form::Form;
use super::{events, others};
use crate::content::{Material, MaterialKind, Visibility};
use crate::progress::CompletionRule;

pub(super) fn bind(material: &mut Material, form: &mut Form<'_>) {
    let content = form.around.content;
    form.line("title", &mut material.title);
    form.choice("kind", &mut material.kind, MaterialKind::ALL, |kind| kind.name());
    form.paragraph("summary", &mut material.summary);
    form.optional_web_address("url", &mut material.url);
    form.media("media", &mut material.media);
    form.rich("body", &mut material.body);
    form.choice("visibility", &mut material.visibility, Visibility::ALL, |visibility| visibility.name());
    form.one_of("event", &mut material.event, events(content));
    let sessions = content.sessions.iter().map(|session| (session.id, session.title.clone())).collect();
    form.one_of("session", &mut material.session, sessions);
    form.optional_line("publisher", &mut material.publisher);
    form.optional_date("published", &mut material.published);
    form.optional_date("prepared", &mut material.prepared);
    form.optional_date("reviewed", &mut material.reviewed);
    form.optional_date("expires", &mut material.expires);
    form.optional_number("length", &mut material.minutes, 1, 24 * 60);
    form.optional_number("completion", &mut material.completion, CompletionRule::LEAST, CompletionRule::MOST);
    form.language("language", &mut material.language);
    form.people("authors", &mut material.authors);
    form.topics(&mut material.topics);
    let taken = others(&content.materials, |one| (one.id, &one.slug, &one.former_slugs, &one.title), material.id);
    form.slug(&mut material.slug, Some(&mut material.former_slugs), (material.id, &material.title), &taken);
}
