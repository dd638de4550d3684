//! Fields of one control.

use super::{Around, Form, Input, Trouble, Typed};
use crate::check::is_web_address;
use crate::content::{Id, MediaKey, RichText};
use crate::slug::Slug;
use crate::time::{Date, Instant, LocalTime, Zone, ZoneName};
use crate::validation::is_email;

/// The addresses of the other things of a kind.
pub(crate) struct Taken {
    /// Those they have, with their titles.
    pub(crate) present: Vec<(Slug, String)>,
    /// Those they had.
    pub(crate) former: Vec<Slug>,
}

fn one(text: impl Into<String>) -> Typed {
    Typed::One(text.into())
}

fn text(typed: &Typed, _: &Around<'_>) -> Result<String, Trouble> {
    Ok(typed.one().to_owned())
}

impl Form<'_> {
    pub(crate) fn line(&mut self, name: &'static str, value: &mut String) {
        let read = self.field((name, Input::Line, true), one(value.as_str()), text);
        set(value, read);
    }

    pub(crate) fn optional_line(&mut self, name: &'static str, value: &mut Option<String>) {
        let read = self.field((name, Input::Line, false), one(value.clone().unwrap_or_default()), text);
        set(value, read.map(some));
    }

    pub(crate) fn paragraph(&mut self, name: &'static str, value: &mut String) {
        let read = self.field((name, Input::Paragraph, false), one(value.as_str()), text);
        set(value, read);
    }

    pub(crate) fn lines(&mut self, name: &'static str, value: &mut Vec<String>) {
        let read = self.field((name, Input::Lines, false), one(value.join("\n")), |typed, _| {
            Ok(typed.one().lines().map(str::to_owned).collect())
        });
        set(value, read);
    }

    /// A text with marks; its format stays what it is.
    pub(crate) fn rich(&mut self, name: &'static str, value: &mut RichText) {
        let format = value.format;
        let read = self.field((name, Input::RichText(format), false), one(value.source.as_str()), |typed, _| {
            Ok(RichText { format, source: typed.one().to_owned() })
        });
        set(value, read);
    }

    pub(crate) fn optional_email(&mut self, name: &'static str, value: &mut Option<String>) {
        let read = self.field((name, Input::Email, false), one(value.clone().unwrap_or_default()), |typed, _| {
            let text = typed.one();
            if text.is_empty() || is_email(text) { Ok(some(text.to_owned())) } else { Err(Trouble::NotAnEmail) }
        });
        set(value, read);
    }

    pub(crate) fn optional_web_address(&mut self, name: &'static str, value: &mut Option<String>) {
        let has = one(value.clone().unwrap_or_default());
        let read = self.field((name, Input::WebAddress, false), has, |typed, _| match typed.one() {
            "" => Ok(None),
            text => web(text).map(Some),
        });
        set(value, read);
    }

    /// A file of the media store, by its key; whether there is one only the store knows.
    pub(crate) fn media(&mut self, name: &'static str, value: &mut Option<MediaKey>) {
        self.file(name, Input::Media, value);
    }

    /// The same of a picture; whether it is one only the store knows.
    pub(crate) fn picture(&mut self, name: &'static str, value: &mut Option<MediaKey>) {
        self.file(name, Input::Picture, value);
    }

    fn file(&mut self, name: &'static str, input: Input, value: &mut Option<MediaKey>) {
        let has = one(value.as_ref().map(ToString::to_string).unwrap_or_default());
        let read = self.field((name, input, false), has, |typed, _| match typed.one() {
            "" => Ok(None),
            text => text.parse().map(Some).map_err(|_| Trouble::NotAFile),
        });
        set(value, read);
    }

    /// One of an enumeration's values, which have stable names.
    pub(crate) fn choice<T: Copy + PartialEq>(
        &mut self,
        name: &'static str,
        value: &mut T,
        all: &[T],
        name_of: impl Fn(T) -> &'static str,
    ) {
        let names = all.iter().map(|one| name_of(*one)).collect();
        let read = self.field((name, Input::Choice(names), true), one(name_of(*value)), |typed, _| {
            all.iter().copied().find(|one| name_of(*one) == typed.one()).ok_or(Trouble::NotAChoice)
        });
        set(value, read);
    }

    /// A box to tick.
    pub(crate) fn flag(&mut self, name: &'static str, value: &mut bool) {
        let has = one(if *value { "yes" } else { "" });
        let read = self.field((name, Input::Flag, false), has, |typed, _| Ok(typed.one() == "yes"));
        set(value, read);
    }

    pub(crate) fn number(&mut self, name: &'static str, value: &mut u32, least: u32, most: u32) {
        let has = one(value.to_string());
        let read =
            self.field((name, Input::Number { least, most }, true), has, |typed, _| whole(typed.one(), least, most));
        set(value, read);
    }

    pub(crate) fn optional_number(&mut self, name: &'static str, value: &mut Option<u32>, least: u32, most: u32) {
        let has = one(value.map(|number| number.to_string()).unwrap_or_default());
        let input = Input::Number { least, most };
        let read = self.field((name, input, false), has, |typed, _| match typed.one() {
            "" => Ok(None),
            text => whole(text, least, most).map(Some),
        });
        set(value, read);
    }

    pub(crate) fn date(&mut self, name: &'static str, value: &mut Date) {
        let read = self.field((name, Input::Date, true), one(value.to_string()), |typed, _| day(typed.one()));
        set(value, read);
    }

    pub(crate) fn optional_date(&mut self, name: &'static str, value: &mut Option<Date>) {
        let has = one(value.map(|date| date.to_string()).unwrap_or_default());
        let read = self.field((name, Input::Date, false), has, |typed, _| match typed.one() {
            "" => Ok(None),
            text => day(text).map(Some),
        });
        set(value, read);
    }

    pub(crate) fn time(&mut self, name: &'static str, value: &mut LocalTime, required: bool) {
        let has = one(value.to_string());
        let read = self.field((name, Input::Time, required), has, |typed, _| match typed.one() {
            "" => Ok(LocalTime::MIDNIGHT),
            text => text.parse().map_err(|_| Trouble::NotATime),
        });
        set(value, read);
    }

    /// A moment by the clocks of a zone, as browsers write it: `2022-10-12T18:00`.
    pub(crate) fn optional_moment(&mut self, name: &'static str, value: &mut Option<Instant>, zone: &ZoneName) {
        let zone = Zone::named(zone.as_str()).unwrap_or_else(|_| Zone::utc());
        let written = |at: Instant| {
            let local = zone.read(at);
            format!("{}T{}", local.date, local.time)
        };
        let has = one(value.map(written).unwrap_or_default());
        // What is not touched stays to the second.
        let kept = value.map(|at| (written(at), at));
        let read = self.field((name, Input::Moment, false), has, |typed, _| match typed.one() {
            "" => Ok(None),
            text if kept.as_ref().is_some_and(|(written, _)| written == text) => Ok(kept.as_ref().map(|(_, at)| *at)),
            text => {
                let (date, time) = text.split_once(['T', ' ']).ok_or(Trouble::NotADate)?;
                let time = time.get(..5).unwrap_or(time).parse().map_err(|_| Trouble::NotATime)?;
                Ok(Some(zone.resolve(day(date)?, time).instant))
            }
        });
        set(value, read);
    }

    pub(crate) fn zone(&mut self, name: &'static str, value: &mut ZoneName) {
        let read = self.field((name, Input::Zone, true), one(value.as_str()), |typed, _| {
            Zone::named(typed.one()).map(|zone| zone.name().clone()).map_err(|_| Trouble::NoSuchZone)
        });
        set(value, read);
    }

    pub(crate) fn language(&mut self, name: &'static str, value: &mut String) {
        let read = self.field((name, Input::Language, true), one(value.as_str()), |typed, _| language(typed.one()));
        set(value, read);
    }

    pub(crate) fn optional_language(&mut self, name: &'static str, value: &mut Option<String>) {
        let has = one(value.clone().unwrap_or_default());
        let read = self.field((name, Input::Language, false), has, |typed, _| match typed.one() {
            "" => Ok(None),
            text => language(text).map(Some),
        });
        set(value, read);
    }

    /// One of some things, or none.
    pub(crate) fn one_of(&mut self, name: &'static str, value: &mut Option<Id>, things: Vec<(Id, String)>) {
        let has = one(value.map(|id| id.to_string()).unwrap_or_default());
        let ids: Vec<Id> = things.iter().map(|(id, _)| *id).collect();
        let read = self.field((name, Input::One(things), false), has, |typed, _| match typed.one() {
            "" => Ok(None),
            text => {
                let found = text.parse().ok().filter(|id| ids.contains(id));
                found.map(Some).ok_or(Trouble::NotAChoice)
            }
        });
        set(value, read);
    }

    /// Where a thing is found. Left empty it is made of the title. A former one is remembered, so that links to it go on,
    /// unless another thing is found by it since.
    pub(crate) fn slug(
        &mut self,
        value: &mut Slug,
        former: Option<&mut Vec<Slug>>,
        (id, title): (Id, &str),
        taken: &Taken,
    ) {
        let is_new = value.as_str() == id.to_string();
        let has = one(if is_new { "" } else { value.as_str() });
        let read = self.field(("slug", Input::Slug, false), has, |typed, _| match typed.one() {
            "" => Ok(Slug::unique(title, &mut taken.present.iter().map(|(slug, _)| slug.clone()).collect())),
            text => {
                let slug: Slug = text.parse().map_err(|_| Trouble::NotASlug)?;
                match taken.present.iter().find(|(other, _)| *other == slug) {
                    Some((_, title)) => Err(Trouble::Taken(title.clone())),
                    None => Ok(slug),
                }
            }
        });
        let Some(new) = read.filter(|new| new != value) else { return };
        if let Some(former) = former {
            former.retain(|old| *old != new);
            if !is_new && !taken.former.contains(value) {
                former.push(value.clone());
            }
        }
        *value = new;
    }

    /// Any topics, in the order of the programme.
    pub(crate) fn topics(&mut self, value: &mut Vec<Id>) {
        let has = Typed::Many(value.iter().map(ToString::to_string).collect());
        let before = value.clone();
        let read = self.field(("topics", Input::Topics, false), has, |typed, around| {
            let ticked: Vec<&String> = typed.many().iter().collect();
            let known = |id: Id| around.content.topics.iter().any(|topic| topic.id == id);
            let ids: Result<Vec<Id>, Trouble> = ticked
                .into_iter()
                .map(|text| text.parse().ok().filter(|id| known(*id)).ok_or(Trouble::NotAChoice))
                .collect();
            let ids = ids?;
            // Those it had keep their order; new ones follow in the order of the programme.
            let kept = before.iter().copied().filter(|id| ids.contains(id));
            let new = around.content.topics.iter().map(|topic| topic.id);
            let new = new.filter(|id| ids.contains(id) && !before.contains(id));
            Ok(kept.chain(new).collect())
        });
        set(value, read);
    }
}

pub(super) fn set<T>(value: &mut T, read: Option<T>) {
    if let Some(read) = read {
        *value = read;
    }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn web(text: &str) -> Result<String, Trouble> {
    if is_web_address(text) { Ok(text.to_owned()) } else { Err(Trouble::NotAWebAddress) }
}

fn whole(text: &str, least: u32, most: u32) -> Result<u32, Trouble> {
    let number = text.parse().ok().filter(|number| (least..=most).contains(number));
    number.ok_or(Trouble::NotWithin(least, most))
}

fn day(text: &str) -> Result<Date, Trouble> {
    text.parse().map_err(|_| Trouble::NotADate)
}

fn language(text: &str) -> Result<String, Trouble> {
    if is_language(text) { Ok(text.to_owned()) } else { Err(Trouble::NotALanguage) }
}

/// Whether a text is a tag of the form that RFC 5646, section 2.1, gives: parts of one to eight letters and digits, the
/// first of letters.
pub fn is_language(text: &str) -> bool {
    text.split('-').enumerate().all(|(index, part)| {
        let letters =
            if index == 0 { part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()) } else { true };
        letters && (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    })
}
