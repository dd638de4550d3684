//! Which column of a list is what, by its heading.

use std::collections::BTreeMap;

use domain::content::Question;
use domain::fold;
use domain::registration::answers::field;

/// What a column holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// Full name.
    Name,
    /// E-mail address.
    Email,
    /// Country of work, by code or name.
    Country,
    /// Professional role, by its stable name.
    Profession,
    /// Institution.
    Organisation,
    /// Tags, with commas between them.
    Tags,
    /// The answer to a question, by the name of its form field.
    Answer(String),
    /// Nothing that is taken.
    Aside,
}

/// Headings under which each is found, folded; the first is that of a file to be filled in, and of one that was exported.
const HEADINGS: &[(Column, &[&str])] = &[
    (Column::Name, &["name", "full name"]),
    (Column::Email, &["email", "e-mail", "email address", "e-mail address", "mail"]),
    (Column::Country, &["country", "country of work"]),
    (Column::Profession, &["profession", "role", "professional role"]),
    (Column::Organisation, &["organisation", "organization", "institution", "affiliation"]),
    (Column::Tags, &["tags", "tag"]),
];
/// What nobody registers without.
const NEEDED: &[Column] = &[Column::Name, Column::Email, Column::Country, Column::Profession];

/// The columns of a file.
pub(super) struct Columns {
    /// Each, in the order of the file.
    pub(super) taken: Vec<Column>,
    /// Headings of those that are left aside.
    pub(super) left_aside: Vec<String>,
    /// Headings of the others, by the field of the form.
    pub(super) headings: BTreeMap<String, String>,
}

impl Columns {
    /// The columns under these headings.
    pub(super) fn of(head: &[String], questions: &[Question]) -> Result<Self, String> {
        let mut columns = Self { taken: Vec::new(), left_aside: Vec::new(), headings: BTreeMap::new() };
        for heading in head.iter().map(String::as_str) {
            let column = column(heading, questions);
            if column == Column::Aside {
                columns.left_aside.extend((!heading.is_empty()).then(|| heading.to_owned()));
            } else if columns.headings.insert(column.field().to_owned(), heading.to_owned()).is_some() {
                return Err(format!("two columns are called “{heading}”; leave one of them out"));
            }
            columns.taken.push(column);
        }
        let missing = NEEDED
            .iter()
            .filter(|needed| !columns.taken.contains(needed))
            .map(|needed| format!("“{}”", needed.field()));
        let missing: Vec<String> = missing.collect();
        if missing.is_empty() {
            Ok(columns)
        } else {
            Err(format!("the first line has no column called {}; each needs its heading there", missing.join(", ")))
        }
    }
}

fn column(heading: &str, questions: &[Question]) -> Column {
    let heading = fold(heading.trim());
    let known = HEADINGS.iter().find(|(_, names)| names.contains(&heading.as_str()));
    let of_question = || {
        let is_meant = |question: &&Question| fold(&field(question)) == heading || fold(&question.label) == heading;
        questions.iter().find(is_meant).map(|question| Column::Answer(field(question)))
    };
    known.map(|(column, _)| column.clone()).or_else(of_question).unwrap_or(Column::Aside)
}

impl Column {
    /// The field of the form; it is also the first of its headings.
    fn field(&self) -> &str {
        match self {
            Self::Answer(field) => field,
            column => {
                let names = HEADINGS.iter().find(|(known, _)| known == column).map_or(&[][..], |(_, names)| names);
                names.first().copied().unwrap_or_default()
            }
        }
    }
}

/// The headings of a file to be filled in.
pub(super) fn template(questions: &[Question]) -> Vec<String> {
    let own = questions.iter().map(field);
    HEADINGS.iter().map(|(column, _)| column.field().to_owned()).chain(own).collect()
}
