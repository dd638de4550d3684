//! Names of kinds, fields and values, and what is said of what has to be mended.

use domain::content::{Attendance, EventKind, MaterialKind, RoleKind, TopicFacet};
use domain::desk::{Kind, Trouble};

use crate::language::Label;
use crate::t;

/// The name of all things of a kind.
pub(crate) fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Programme => t!(desk_kind.programme),
        Kind::Event => t!(desk_kind.event),
        Kind::Session => t!(desk_kind.session),
        Kind::Person => t!(desk_kind.person),
        Kind::Topic => t!(desk_kind.topic),
        Kind::Material => t!(desk_kind.material),
        Kind::Organisation => t!(desk_kind.organisation),
        Kind::Page => t!(desk_kind.page),
        Kind::Track => t!(desk_kind.track),
        Kind::Room => t!(desk_kind.room),
    }
}

/// The name of one thing of a kind.
pub(super) fn one(kind: Kind) -> &'static str {
    match kind {
        Kind::Programme => t!(desk_kind.one_programme),
        Kind::Event => t!(desk_kind.one_event),
        Kind::Session => t!(desk_kind.one_session),
        Kind::Person => t!(desk_kind.one_person),
        Kind::Topic => t!(desk_kind.one_topic),
        Kind::Material => t!(desk_kind.one_material),
        Kind::Organisation => t!(desk_kind.one_organisation),
        Kind::Page => t!(desk_kind.one_page),
        Kind::Track => t!(desk_kind.one_track),
        Kind::Room => t!(desk_kind.one_room),
    }
}

/// The label of a field, or of a column of rows.
pub(super) fn field(name: &str) -> &'static str {
    match name {
        "title" => t!(desk_field.title),
        "name" => t!(desk_field.name),
        "subtitle" => t!(desk_field.subtitle),
        "tagline" => t!(desk_field.tagline),
        "summary" => t!(desk_field.summary),
        "contact" => t!(desk_field.contact),
        "sections" => t!(desk_field.sections),
        "text" => t!(desk_field.text),
        "items" => t!(desk_field.items),
        "kind" => t!(desk_field.kind),
        "session_kind" => t!(desk_field.session_kind),
        "status" => t!(desk_field.status),
        "precision" => t!(desk_field.precision),
        "date" => t!(desk_field.date),
        "time" => t!(desk_field.time),
        "minutes" => t!(desk_field.minutes),
        "planned" => t!(desk_field.planned),
        "last" => t!(desk_field.last),
        "day" => t!(desk_field.day),
        "zone" => t!(desk_field.zone),
        "announced_as" => t!(desk_field.announced_as),
        "language" => t!(desk_field.language),
        "own_language" => t!(desk_field.own_language),
        "attendance" => t!(desk_field.attendance),
        "venue" => t!(desk_field.venue),
        "join_url" => t!(desk_field.join_url),
        "description" => t!(desk_field.description),
        "abstract" => t!(desk_field.short_description),
        "objectives" => t!(desk_field.objectives),
        "roles" => t!(desk_field.roles),
        "person" => t!(desk_field.person),
        "role" => t!(desk_field.role),
        "authors" => t!(desk_field.authors),
        "topics" => t!(desk_field.topics),
        "registration" => t!(desk_field.registration),
        "opens" => t!(desk_field.opens),
        "closes" => t!(desk_field.closes),
        "capacity" => t!(desk_field.capacity),
        "questions" => t!(desk_field.questions),
        "label" => t!(desk_field.label),
        "required" => t!(desk_field.required),
        "hint" => t!(desk_field.hint),
        "options" => t!(desk_field.options),
        "least" => t!(desk_field.least),
        "most" => t!(desk_field.most),
        "after" => t!(desk_field.after),
        "after_is" => t!(desk_field.after_is),
        "accreditation" => t!(desk_field.accreditation),
        "accredited_by" => t!(desk_field.accredited_by),
        "credits" => t!(desk_field.credits),
        "planned_reports" => t!(desk_field.planned_reports),
        "slug" => t!(desk_field.slug),
        "track" => t!(desk_field.track),
        "room" => t!(desk_field.room),
        "url" => t!(desk_field.url),
        "media" => t!(desk_field.media),
        "portrait" => t!(desk_field.portrait),
        "portrait_description" => t!(desk_field.portrait_description),
        "body" => t!(desk_field.body),
        "visibility" => t!(desk_field.visibility),
        "prepared" => t!(desk_field.prepared),
        "reviewed" => t!(desk_field.reviewed),
        "expires" => t!(desk_field.expires),
        "event" => t!(desk_field.event),
        "session" => t!(desk_field.session),
        "publisher" => t!(desk_field.publisher),
        "published" => t!(desk_field.published),
        "length" => t!(desk_field.length),
        "completion" => t!(desk_field.completion),
        "sort_name" => t!(desk_field.sort_name),
        "affiliation" => t!(desk_field.affiliation),
        "biography" => t!(desk_field.biography),
        "disclosure" => t!(desk_field.disclosure),
        "statement" => t!(desk_field.statement),
        "facet" => t!(desk_field.facet),
        "note" => t!(desk_field.note),
        _ => "",
    }
}

/// What helps with a field; empty where its label says enough.
pub(super) fn hint(name: &str) -> &'static str {
    match name {
        "summary" => t!(desk_field.summary_hint),
        "session_kind" => t!(desk_field.session_kind_hint),
        "last" => t!(desk_field.last_hint),
        "day" => t!(desk_field.day_hint),
        "zone" => t!(desk_field.zone_hint),
        "announced_as" => t!(desk_field.announced_as_hint),
        "language" | "own_language" => t!(desk_field.language_hint),
        "opens" | "closes" => t!(desk.moment_hint),
        "capacity" => t!(desk_field.capacity_hint),
        "credits" => t!(desk_field.credits_hint),
        "media" => t!(desk_field.media_hint),
        "portrait" => t!(desk_field.portrait_hint),
        "portrait_description" => t!(desk_field.portrait_description_hint),
        "completion" => t!(desk_field.completion_hint),
        "visibility" => t!(desk_field.visibility_hint),
        "sort_name" => t!(desk_field.sort_name_hint),
        "slug" => t!(desk.slug_hint),
        "options" => t!(desk.options_hint),
        "after" => t!(desk.after_hint),
        "after_is" => t!(desk.after_is_hint),
        _ => "",
    }
}

/// The name of a value that is chosen in a field of a kind of thing.
pub(super) fn value(of: Kind, field: &str, value: &str) -> &'static str {
    match (field, value) {
        ("kind", value) if of == Kind::Event => EventKind::from_name(value).map_or("", Label::label),
        ("kind", value) if of == Kind::Material => MaterialKind::from_name(value).map_or("", Label::label),
        ("kind", "partner") => t!(desk_value.partner),
        ("kind", "supporter") => t!(desk_value.supporter),
        ("facet", value) => TopicFacet::from_name(value).map_or("", Label::label),
        ("attendance", value) => Attendance::from_name(value).map_or("", Label::label),
        ("roles.kind", value) => RoleKind::from_name(value).map_or("", Label::label),
        ("visibility", "public") => t!(desk_value.everybody),
        ("visibility", "registered") => t!(desk_value.registered),
        ("visibility", "staff") => t!(desk_value.staff),
        ("status", "scheduled") => t!(desk_value.scheduled),
        ("status", "postponed") => t!(desk_value.postponed),
        ("status", "cancelled") => t!(desk_value.cancelled),
        ("precision", "hours") => t!(desk_value.hours),
        ("precision", "days") => t!(desk_value.days),
        ("disclosure", "not_provided") => t!(desk_value.not_provided),
        ("disclosure", "none") => t!(desk_value.nothing_to_disclose),
        ("disclosure", "statement") => t!(desk_value.statement),
        ("accreditation", "none") => t!(desk_value.no_accreditation),
        ("accreditation", "applied") => t!(desk_value.applied),
        ("accreditation", "granted") => t!(desk_value.granted),
        ("questions.required", "yes") => t!(desk.yes),
        ("questions.required", "no") => t!(desk.no),
        ("questions.kind", "short-text") => t!(desk_value.short_text),
        ("questions.kind", "long-text") => t!(desk_value.long_text),
        ("questions.kind", "choice") => t!(desk_value.choice),
        ("questions.kind", "choices") => t!(desk_value.choices),
        ("questions.kind", "consent") => t!(desk_value.consent),
        ("questions.kind", "number") => t!(desk_value.number),
        ("questions.kind", "date") => t!(desk_value.date),
        _ => "",
    }
}

/// What is said of what has to be mended.
pub(super) fn trouble(trouble: &Trouble) -> String {
    match trouble {
        Trouble::Missing => t!(desk_trouble.missing).to_owned(),
        Trouble::TooLong(most) => t!(desk_trouble.too_long, most = *most),
        Trouble::TooMany(most) => t!(desk_trouble.too_many, most = *most),
        Trouble::NotADate => t!(desk_trouble.not_a_date).to_owned(),
        Trouble::NotATime => t!(desk_trouble.not_a_time).to_owned(),
        Trouble::NotOnce => t!(desk_trouble.not_once).to_owned(),
        Trouble::NotWithin(least, most) => t!(desk_trouble.not_within, least = *least, most = *most),
        Trouble::NotAWebAddress => t!(desk_trouble.not_a_web_address).to_owned(),
        Trouble::NotAFile => t!(desk_trouble.not_a_file).to_owned(),
        Trouble::NotAnEmail => t!(desk_trouble.not_an_email).to_owned(),
        Trouble::NotASlug => t!(desk_trouble.not_a_slug).to_owned(),
        Trouble::Taken(title) => t!(desk_trouble.taken, title = title),
        Trouble::NotAChoice => t!(desk_trouble.not_a_choice).to_owned(),
        Trouble::Nobody => t!(desk_trouble.nobody).to_owned(),
        Trouble::Several(slugs) => t!(desk_trouble.several, slugs = slugs),
        Trouble::NoSuchZone => t!(desk_trouble.no_such_zone).to_owned(),
        Trouble::NotALanguage => t!(desk_trouble.not_a_language).to_owned(),
        Trouble::Reversed => t!(desk_trouble.reversed).to_owned(),
        Trouble::Unaskable(reason) => t!(desk_trouble.unaskable, reason = reason),
    }
}

#[cfg(test)]
mod tests {
    use domain::content::{Content, Id};
    use domain::desk::{Around, Form, Input, Kind, Thing, Usual, bind};
    use domain::time::{Date, ZoneName};

    /// Every field of every form, with its columns.
    #[test]
    fn every_field_and_every_value_that_can_be_chosen_has_a_name() {
        let content = Content::default();
        let usual = Usual { today: Date::FIRST, zone: ZoneName::new("UTC"), language: "en".to_owned() };
        let event = match Thing::blank(Kind::Event, Id::from_u128(1), None, &usual) {
            Some(Thing::Event(event)) => *event,
            _ => panic!("an event can be made"),
        };
        for kind in Kind::ALL {
            let thing = Thing::blank(*kind, Id::from_u128(2), Some(&event), &usual);
            let mut thing = thing.unwrap_or_else(|| Thing::Programme(content.programme.clone()));
            let mut form = Form::shown(Around { content: &content });
            bind(&mut thing, &mut form);
            for field in form.finish().0 {
                assert!(!super::field(field.name).is_empty(), "{kind:?}.{}", field.name);
                let mut named = vec![(field.name.to_owned(), field.input.clone())];
                if let Input::Rows(columns) = &field.input {
                    named = columns
                        .iter()
                        .map(|column| (format!("{}.{}", field.name, column.name), column.input.clone()))
                        .collect();
                    for column in columns {
                        assert!(!super::field(column.name).is_empty(), "{}.{}", field.name, column.name);
                    }
                }
                for (name, input) in named {
                    let Input::Choice(values) = input else { continue };
                    for value in values {
                        assert!(!super::value(*kind, &name, value).is_empty(), "{kind:?}.{name}={value}");
                    }
                }
            }
        }
    }
}
