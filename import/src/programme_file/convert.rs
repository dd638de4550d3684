//! From the file's shape to the domain's content, checking every reference on the way.

use std::collections::HashMap;
use std::ops::Range;

use domain::check::is_web_address;
use domain::content::{
    Content, Disclosure, Id, Material, Organisation, Page, Person, Programme, RichText, Role, Section, Topic,
    TopicFacet,
};
use domain::progress::CompletionRule;
use domain::slug::Slug;
use domain::time::Date;
use toml::Spanned;

use super::schema::{
    Civil, MaterialPart, OrganisationPart, PagePart, PersonPart, ProgrammeFile, RolePart, SectionPart, TopicPart,
};
use crate::error::{ImportError, Position};
use crate::identity;
use crate::report::Report;
use domain::names::sort_name;

/// Everything in the file as content.
pub(super) fn content(source: &str, file: ProgrammeFile, report: &mut Report) -> Result<Content, ImportError> {
    let mut converter = Converter { source, report, content: Content::default(), slugs: HashMap::new() };
    converter.programme(&file);
    converter.sections(file.sections)?;
    for (facet, topics) in [
        (TopicFacet::Stage, file.topics.stage),
        (TopicFacet::Modality, file.topics.modality),
        (TopicFacet::Barrier, file.topics.barrier),
        (TopicFacet::Outcome, file.topics.outcome),
    ] {
        topics.into_iter().try_for_each(|topic| converter.topic(facet, topic))?;
    }
    file.people.into_iter().try_for_each(|person| converter.person(person))?;
    file.events.into_iter().try_for_each(|event| converter.event(event))?;
    file.sessions.into_iter().try_for_each(|session| converter.session(session))?;
    file.materials.into_iter().try_for_each(|material| converter.material(material))?;
    file.organisations.into_iter().try_for_each(|organisation| converter.organisation(organisation))?;
    file.pages.into_iter().try_for_each(|page| converter.page(page))?;
    Ok(converter.content)
}

/// The content so far, and what is needed to name a place in the file.
pub(super) struct Converter<'a> {
    pub(super) source: &'a str,
    pub(super) report: &'a mut Report,
    pub(super) content: Content,
    /// Slugs by kind of thing, with the offset at which each was first used.
    slugs: HashMap<(&'static str, Slug), usize>,
}

impl Converter<'_> {
    pub(super) fn fail(&self, span: Range<usize>, message: impl Into<String>) -> ImportError {
        ImportError::at(self.source.as_bytes(), span.start, message)
    }

    fn programme(&mut self, file: &ProgrammeFile) {
        let part = &file.programme;
        self.content.programme = Programme {
            name: part.name.clone(),
            tagline: part.tagline.clone(),
            summary: text(&part.summary),
            sections: Vec::new(),
            contact: part.contact.clone(),
        };
    }

    fn sections(&mut self, parts: Vec<SectionPart>) -> Result<(), ImportError> {
        for part in parts {
            let slug = self.take_slug("section", part.slug)?;
            self.content.programme.sections.push(Section {
                slug: slug.into(),
                title: part.title,
                text: markdown(&part.text),
                items: part.items,
            });
        }
        Ok(())
    }

    fn topic(&mut self, facet: TopicFacet, part: TopicPart) -> Result<(), ImportError> {
        let former_slugs = self.former_slugs("topic", part.former_slugs)?;
        let slug = self.take_slug("topic", part.slug)?;
        let id = identity::of_slug("topic", former_slugs.first().unwrap_or(&slug));
        self.content.topics.push(Topic { id, slug, facet, name: part.name, former_slugs });
        Ok(())
    }

    fn person(&mut self, part: PersonPart) -> Result<(), ImportError> {
        let former_slugs = self.former_slugs("person", part.former_slugs)?;
        let span = part.name.span();
        let name = part.name.into_inner();
        let slug = part.slug.unwrap_or_else(|| Spanned::new(span, Slug::of(&name)));
        let slug = self.take_slug("person", slug)?;
        self.content.people.push(Person {
            id: identity::of_slug("person", former_slugs.first().unwrap_or(&slug)),
            slug,
            sort_name: part.sort_name.unwrap_or_else(|| sort_name(&name)),
            name,
            affiliation: part.affiliation,
            biography: markdown(&part.biography),
            portrait: None,
            disclosure: match part.disclosure {
                None => Disclosure::NotProvided,
                Some(word) if word == "none" => Disclosure::None,
                Some(statement) => Disclosure::Statement(statement),
            },
            former_slugs,
        });
        Ok(())
    }

    fn material(&mut self, part: MaterialPart) -> Result<(), ImportError> {
        let former_slugs = self.former_slugs("material", part.former_slugs)?;
        let slug = self.take_slug("material", part.slug)?;
        let event = part.event.as_ref().map(|reference| self.event_of(reference)).transpose()?;
        let session = part.session.as_ref().map(|reference| self.session_of(reference)).transpose()?;
        let published = part.published.as_ref().map(|date| self.date(date)).transpose()?;
        let authors = part.authors.iter().map(|author| self.person_of(author)).collect::<Result<_, _>>()?;
        let topics = self.topics_of(&part.topics)?;
        self.content.materials.push(Material {
            id: identity::of_slug("material", former_slugs.first().unwrap_or(&slug)),
            slug,
            kind: part.kind,
            title: part.title,
            summary: text(&part.summary),
            event,
            session,
            url: part.url.map(|url| self.web_address(url)).transpose()?,
            media: None,
            body: markdown(&part.text),
            visibility: part.visibility,
            prepared: part.prepared.as_ref().map(|date| self.date(date)).transpose()?,
            reviewed: part.reviewed.as_ref().map(|date| self.date(date)).transpose()?,
            expires: part.expires.as_ref().map(|date| self.date(date)).transpose()?,
            publisher: part.publisher,
            published,
            minutes: part.minutes,
            completion: part.completion.map(|share| share.clamp(CompletionRule::LEAST, CompletionRule::MOST)),
            language: part.language,
            authors,
            topics,
            former_slugs,
        });
        Ok(())
    }

    fn organisation(&mut self, part: OrganisationPart) -> Result<(), ImportError> {
        let slug = self.take_slug("organisation", part.slug)?;
        self.content.organisations.push(Organisation {
            id: identity::of_slug("organisation", &slug),
            slug,
            kind: part.kind,
            name: part.name,
            note: part.note,
        });
        Ok(())
    }

    fn page(&mut self, part: PagePart) -> Result<(), ImportError> {
        let slug = self.take_slug("page", part.slug)?;
        self.content.pages.push(Page {
            id: identity::of_slug("page", &slug),
            slug,
            title: part.title,
            summary: text(&part.summary),
            text: markdown(&part.text),
        });
        Ok(())
    }

    /// The slug, if no other thing of that kind has it or had it.
    pub(super) fn take_slug(&mut self, kind: &'static str, slug: Spanned<Slug>) -> Result<Slug, ImportError> {
        let span = slug.span();
        let slug = slug.into_inner();
        if let Some(first) = self.slugs.insert((kind, slug.clone()), span.start) {
            let line = Position::at(self.source.as_bytes(), first).line;
            return Err(self.fail(span, format!("the {kind} slug “{slug}” is already used on line {line}")));
        }
        Ok(slug)
    }

    pub(super) fn former_slugs(
        &mut self,
        kind: &'static str,
        slugs: Vec<Spanned<Slug>>,
    ) -> Result<Vec<Slug>, ImportError> {
        slugs.into_iter().map(|slug| self.take_slug(kind, slug)).collect()
    }

    pub(super) fn roles(&self, parts: &[RolePart]) -> Result<Vec<Role>, ImportError> {
        parts
            .iter()
            .map(|part| Ok(Role { person: self.person_of(&part.person)?, kind: part.role }))
            .collect::<Result<_, _>>()
    }

    pub(super) fn person_of(&self, reference: &Spanned<String>) -> Result<Id, ImportError> {
        let wanted = reference.get_ref();
        let found = self.content.people.iter().find(|person| person.slug.as_str() == wanted || person.name == *wanted);
        found.map(|person| person.id).ok_or_else(|| self.unknown(reference, "person", "[[people]]"))
    }

    pub(super) fn topics_of(&self, references: &[Spanned<String>]) -> Result<Vec<Id>, ImportError> {
        let one = |reference: &Spanned<String>| {
            let found = self.content.topics.iter().find(|topic| topic.slug.as_str() == reference.get_ref());
            found.map(|topic| topic.id).ok_or_else(|| self.unknown(reference, "topic", "[topics]"))
        };
        references.iter().map(one).collect()
    }

    pub(super) fn event_of(&self, reference: &Spanned<String>) -> Result<Id, ImportError> {
        let found = self.content.events.iter().find(|event| event.slug.as_str() == reference.get_ref());
        found.map(|event| event.id).ok_or_else(|| self.unknown(reference, "event", "[[events]]"))
    }

    fn session_of(&self, reference: &Spanned<String>) -> Result<Id, ImportError> {
        let found = self.content.sessions.iter().find(|session| session.slug.as_str() == reference.get_ref());
        found.map(|session| session.id).ok_or_else(|| self.unknown(reference, "session", "[[sessions]]"))
    }

    fn unknown(&self, reference: &Spanned<String>, kind: &str, place: &str) -> ImportError {
        self.fail(reference.span(), format!("there is no {kind} “{}” under {place}", reference.get_ref()))
    }

    pub(super) fn web_address(&self, url: Spanned<String>) -> Result<String, ImportError> {
        if is_web_address(url.get_ref()) {
            return Ok(url.into_inner());
        }
        Err(self
            .fail(url.span(), format!("“{}” is not an address that begins with https:// or http://", url.get_ref())))
    }

    pub(super) fn date(&self, value: &Spanned<Civil>) -> Result<Date, ImportError> {
        let written = value.get_ref();
        written.0.parse().map_err(|problem| self.fail(value.span(), format!("there is no date “{written}”; {problem}")))
    }
}

/// A text written over several lines, as one paragraph of plain text.
fn text(written: &str) -> String {
    written.split_whitespace().collect::<Vec<_>>().join(" ")
}

pub(super) fn markdown(written: &str) -> RichText {
    RichText::markdown(written.trim())
}
