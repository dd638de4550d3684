//! A form by one description: each field is named once, and by that it is shown, read and checked.
//!
//! A thing is *bound* to a form ([`super::bind`]): without values the form takes down what the thing has, with values it
//! checks them and gives the thing what holds. So no field can be shown and forgotten when it is saved.

mod people;
mod simple;
mod values;

use crate::content::{Content, Format, Id};

pub use people::person_named;
pub(super) use simple::Taken;
pub use simple::is_language;
pub use values::{Typed, Values};

/// Most characters of one line.
pub const LINE_MAX: usize = 300;
/// Most characters of a paragraph of plain text.
pub const PARAGRAPH_MAX: usize = 4_000;
/// Most characters of a text with marks.
pub const TEXT_MAX: usize = 60_000;
/// Most lines of a list, and rows.
pub const ROWS_MAX: usize = 60;

/// What stands around the thing that is edited.
#[derive(Debug, Clone, Copy)]
pub struct Around<'a> {
    /// The working copy: what can be referred to, and which addresses are taken.
    pub content: &'a Content,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name among the fields of its kind of thing.
    pub name: &'static str,
    /// What can be typed.
    pub input: Input,
    /// Whether it must not be left empty.
    pub required: bool,
    /// What it shows.
    pub value: Typed,
}

/// What can be typed into a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// One line.
    Line,
    /// An e-mail address.
    Email,
    /// An http or https address.
    WebAddress,
    /// The last part of a page's address.
    Slug,
    /// A file of the media store, by its key.
    Media,
    /// A picture of the media store, by its key.
    Picture,
    /// Several lines of plain text.
    Paragraph,
    /// Text with marks, in that format.
    RichText(Format),
    /// A list, an entry on each line.
    Lines,
    /// One of these, by their stable names.
    Choice(Vec<&'static str>),
    /// One of these things, or none if it may be left empty.
    One(Vec<(Id, String)>),
    /// Any topics, by their identities.
    Topics,
    /// A person, by name.
    Person,
    /// A whole number within these limits.
    Number {
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// A day.
    Date,
    /// A wall time.
    Time,
    /// A day and a wall time in the event's zone.
    Moment,
    /// A box to tick.
    Flag,
    /// A time zone, by its IANA name.
    Zone,
    /// A language, by its BCP 47 tag.
    Language,
    /// Rows with these columns.
    Rows(Vec<Column>),
}

/// A column of rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name within the field.
    pub name: &'static str,
    /// What can be typed.
    pub input: Input,
}

/// What is to be mended, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the field.
    pub field: &'static str,
    /// Which row and which column, where it has some.
    pub cell: Option<(usize, &'static str)>,
    /// Why.
    pub trouble: Trouble,
}

/// Why what was typed will not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nothing was typed.
    Missing,
    /// More than so many characters.
    TooLong(usize),
    /// More than so many lines or rows.
    TooMany(usize),
    /// No such day, or not written as one.
    NotADate,
    /// No such wall time, or not written as one.
    NotATime,
    /// That wall time does not occur exactly once on that day in that zone: clocks are changed.
    NotOnce,
    /// Not a whole number between these.
    NotWithin(u32, u32),
    /// Not an http or https address.
    NotAWebAddress,
    /// Not the key of a file.
    NotAFile,
    /// Not an e-mail address.
    NotAnEmail,
    /// Not the last part of an address.
    NotASlug,
    /// Another thing has that address, by its title.
    Taken(String),
    /// None of what can be chosen.
    NotAChoice,
    /// Nobody has that name.
    Nobody,
    /// Several people have that name; these are their addresses.
    Several(String),
    /// The database of time zones does not have it.
    NoSuchZone,
    /// Not a language tag.
    NotALanguage,
    /// The end is not after the beginning.
    Reversed,
    /// A question that cannot be asked, with the reason.
    Unaskable(String),
}

/// A form that takes down, or reads and checks.
pub struct Form<'a> {
    /// What stands around.
    pub around: Around<'a>,
    values: Option<&'a Values>,
    fields: Vec<Field>,
    wrong: Vec<Wrong>,
}

impl<'a> Form<'a> {
    /// A form that takes down what a thing has.
    pub fn shown(around: Around<'a>) -> Self {
        Self { around, values: None, fields: Vec::new(), wrong: Vec::new() }
    }

    /// A form that gives a thing what was typed.
    pub fn typed(around: Around<'a>, values: &'a Values) -> Self {
        Self { around, values: Some(values), fields: Vec::new(), wrong: Vec::new() }
    }

    /// The fields in the order of the page, and what is to be mended.
    pub fn finish(self) -> (Vec<Field>, Vec<Wrong>) {
        (self.fields, self.wrong)
    }

    /// Says that a field has to be mended for a reason that shows only beside others.
    pub(super) fn refuse(&mut self, field: &'static str, trouble: Trouble) {
        if !self.wrong.iter().any(|wrong| wrong.field == field) {
            self.wrong.push(Wrong { field, cell: None, trouble });
        }
    }

    /// Says that a cell of a row has to be mended for a reason that shows only beside other rows.
    pub(super) fn refuse_cell(&mut self, field: &'static str, cell: (usize, &'static str), trouble: Trouble) {
        self.wrong.push(Wrong { field, cell: Some(cell), trouble });
    }

    /// A field: what the thing has, and how to read what was typed. The answer is there only if something sound was.
    pub(super) fn field<T>(
        &mut self,
        (name, input, required): (&'static str, Input, bool),
        has: Typed,
        read: impl FnOnce(&Typed, &Around<'a>) -> Result<T, Trouble>,
    ) -> Option<T> {
        let has = has.normal(&input);
        let typed = self.values.and_then(|values| values.typed(name, &input));
        // What was not touched stays as it is, blank for blank, even if nobody could type it now.
        let is_touched = |typed: &Typed| *typed != has || matches!(input, Input::Slug);
        let read = typed.as_ref().map(|typed| match typed {
            typed if typed.is_empty() && required => Some(Err(Trouble::Missing)),
            typed if is_touched(typed) => Some(within(&input, typed).map_or_else(|| read(typed, &self.around), Err)),
            _ => None,
        });
        self.fields.push(Field { name, input, required, value: typed.unwrap_or(has) });
        match read.flatten()? {
            Ok(value) => Some(value),
            Err(trouble) => {
                self.wrong.push(Wrong { field: name, cell: None, trouble });
                None
            }
        }
    }

    /// Rows: those the thing has, and how to read one. The answer is there only if all of them are sound.
    pub(super) fn rows<T>(
        &mut self,
        (name, columns, required): (&'static str, Vec<Column>, bool),
        has: Vec<Vec<String>>,
        read: impl Fn(&Row<'_>, &Around<'a>) -> Result<T, (&'static str, Trouble)>,
    ) -> Option<Vec<T>> {
        let before = self.wrong.len();
        let typed = self.field((name, Input::Rows(columns.clone()), required), Typed::Rows(has), |typed, _| {
            Ok(typed.rows().to_vec())
        })?;
        let mut sound = Vec::new();
        for (index, cells) in typed.iter().enumerate() {
            let too_long = cells.iter().zip(&columns).find_map(|(cell, column)| {
                within(&column.input, &Typed::One(cell.clone())).map(|trouble| (column.name, trouble))
            });
            let row = Row { cells, columns: &columns };
            match too_long.map_or_else(|| read(&row, &self.around), Err) {
                Ok(value) => sound.push(value),
                Err((column, trouble)) => {
                    self.wrong.push(Wrong { field: name, cell: Some((index, column)), trouble });
                }
            }
        }
        (self.wrong.len() == before).then_some(sound)
    }
}

/// A row as it was typed.
pub(crate) struct Row<'a> {
    cells: &'a [String],
    columns: &'a [Column],
}

impl Row<'_> {
    /// The cell of a column.
    pub(crate) fn cell(&self, name: &str) -> &str {
        let index = self.columns.iter().position(|column| column.name == name);
        index.and_then(|index| self.cells.get(index)).map_or("", String::as_str)
    }
}

/// What is too long or too much.
fn within(input: &Input, typed: &Typed) -> Option<Trouble> {
    let most = match input {
        Input::Paragraph => PARAGRAPH_MAX,
        Input::RichText(_) => TEXT_MAX,
        Input::Lines => LINE_MAX * ROWS_MAX,
        _ => LINE_MAX,
    };
    match typed {
        Typed::One(text) if matches!(input, Input::Lines) && text.lines().count() > ROWS_MAX => {
            Some(Trouble::TooMany(ROWS_MAX))
        }
        Typed::One(text) => (text.chars().count() > most).then_some(Trouble::TooLong(most)),
        Typed::Many(_) => None,
        Typed::Rows(rows) => (rows.len() > ROWS_MAX).then_some(Trouble::TooMany(ROWS_MAX)),
    }
}
