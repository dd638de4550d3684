//! Lists of people to be registered: comma- or semicolon-separated values with a line of headings (RFC 4180), as spreadsheets
//! write them. Each line becomes a registration form as it would be typed; whether it is sound, the form's own validator says.

mod columns;

use std::collections::BTreeMap;

use domain::content::{Id, Question, QuestionKind};
use domain::fold;
use domain::registration::{COUNTRIES, Profession, RegistrationForm};
use uuid::Uuid;

use crate::error::ImportError;
use crate::sheet::{Sheet, SheetRow};
use columns::{Column, Columns};

/// Most people in a list.
pub const PEOPLE_MAX: usize = 5_000;

/// A list that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct People {
    /// The people, in the order of the file.
    pub rows: Vec<PersonRow>,
    /// Headings of columns that are not taken.
    pub left_aside: Vec<String>,
    /// Headings of those that are, by the field of the form.
    headings: BTreeMap<String, String>,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonRow {
    /// Where it begins in the file, from 1.
    pub line: u64,
    /// As it would be typed.
    pub form: RegistrationForm,
    /// Tags, with commas between them.
    pub tags: String,
    /// How many cells it has and how many the first line has, where that differs.
    pub cells: Option<(usize, usize)>,
}

impl People {
    /// The heading under which a field of the form stands in this file, or in one to be filled in where it does not.
    pub fn heading(&self, field: &str) -> String {
        self.headings.get(field).cloned().unwrap_or_else(|| field.to_owned())
    }
}

/// The first line of a file to be filled in.
pub fn template(questions: &[Question]) -> Vec<String> {
    columns::template(questions)
}

/// Reads a list for an event that asks these questions. Each line is a form of its own, by a key that follows from that of the
/// upload, so that the same upload sent again registers nobody twice.
///
/// # Errors
/// [`ImportError`], one for the whole file: it is not UTF-8, has no heading for something that has to be said, or too many
/// lines.
pub fn read_people(bytes: &[u8], questions: &[Question], upload: Id) -> Result<People, ImportError> {
    let sheet = Sheet::read(bytes, PEOPLE_MAX, "people")?;
    let columns = Columns::of(&sheet.headings, questions).map_err(|message| ImportError::at(bytes, 0, message))?;
    let rows = sheet.rows.iter().map(|line| {
        let mut row = row(line, &columns, questions);
        row.form.idempotency_key = Uuid::new_v5(&upload, row.line.to_string().as_bytes()).to_string();
        row
    });
    Ok(People { rows: rows.collect(), left_aside: columns.left_aside.clone(), headings: columns.headings.clone() })
}

fn row(row: &SheetRow, columns: &Columns, questions: &[Question]) -> PersonRow {
    let (mut form, mut tags) = (RegistrationForm::default(), String::new());
    for (column, cell) in columns.taken.iter().zip(&row.cells) {
        let value = cell.trim();
        match column {
            Column::Name => value.clone_into(&mut form.name),
            Column::Email => value.clone_into(&mut form.email),
            Column::Country => form.country = country(value),
            Column::Profession => form.profession = profession(value),
            Column::Organisation => value.clone_into(&mut form.organisation),
            Column::Tags => value.clone_into(&mut tags),
            Column::Answer(field) => answer(&mut form, field, questions, value),
            Column::Aside => {}
        }
    }
    let width = columns.taken.len();
    let extra = row.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
    let count = row.cells.len();
    PersonRow { line: row.line, form, tags, cells: (count < width || extra).then_some((count, width)) }
}

/// The code of a country that was written as one, or by its name.
fn country(value: &str) -> String {
    let (code, name) = (value.to_uppercase(), fold(value));
    let found = COUNTRIES.iter().find(|(known, named)| *known == code || fold(named) == name);
    found.map_or_else(|| value.to_owned(), |(code, _)| (*code).to_owned())
}

/// The stable name of a professional role, whatever its letters' case.
fn profession(value: &str) -> String {
    let plain = fold(value).split_whitespace().collect::<Vec<_>>().join("-");
    Profession::from_name(&plain).map_or_else(|| value.to_owned(), |role| role.name().to_owned())
}

/// Adds an answer: what is chosen by its value or in the words of the form, several with semicolons between them.
fn answer(form: &mut RegistrationForm, field: &str, questions: &[Question], value: &str) {
    let question = questions.iter().find(|question| domain::registration::answers::field(question) == field);
    let Some(question) = question.filter(|_| !value.is_empty()) else { return };
    let chosen = |words: &str| {
        let is_meant = |label: &str, value: &str| fold(label) == fold(words) || value == words;
        let found = question.kind.options().iter().find(|option| is_meant(&option.label, option.value.as_str()));
        found.map_or_else(|| words.to_owned(), |option| option.value.to_string())
    };
    match question.kind {
        QuestionKind::Choices { .. } => {
            let several = value.split(';').map(str::trim).filter(|one| !one.is_empty());
            several.for_each(|one| form.answers.add(field, &chosen(one)));
        }
        QuestionKind::Choice { .. } => form.answers.add(field, &chosen(value)),
        _ => form.answers.add(field, value),
    }
}
