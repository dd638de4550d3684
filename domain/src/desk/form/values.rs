//! What was typed into a form, and what a form shows: the same texts, so that they can be compared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Column, Field, Input};

/// The value of a field as its control shows it. Written with its sort: no boxes ticked and no rows look alike otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Typed {
    /// Of one control.
    One(String),
    /// Of boxes of which any can be ticked.
    Many(Vec<String>),
    /// Of rows of several controls each.
    Rows(Vec<Vec<String>>),
}

impl Typed {
    /// The text of one control; empty where there are several.
    pub fn one(&self) -> &str {
        match self {
            Self::One(text) => text,
            Self::Many(_) | Self::Rows(_) => "",
        }
    }

    /// What is ticked.
    pub fn many(&self) -> &[String] {
        match self {
            Self::Many(values) => values,
            Self::One(_) | Self::Rows(_) => &[],
        }
    }

    /// The rows.
    pub fn rows(&self) -> &[Vec<String>] {
        match self {
            Self::Rows(rows) => rows,
            Self::One(_) | Self::Many(_) => &[],
        }
    }

    /// As it comes back from a browser that shows it.
    pub(super) fn normal(self, input: &Input) -> Self {
        match (self, input) {
            (Self::One(text), _) => Self::One(trimmed(input, &clean(&text))),
            (Self::Rows(rows), Input::Rows(columns)) => {
                let row = |row: Vec<String>| -> Vec<String> {
                    row.iter().zip(columns).map(|(cell, column)| trimmed(&column.input, &clean(cell))).collect()
                };
                Self::Rows(rows.into_iter().map(row).collect())
            }
            (other, _) => other,
        }
    }

    /// Whether nothing was typed, ticked or listed.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::One(text) => text.is_empty(),
            Self::Many(values) => values.is_empty(),
            Self::Rows(rows) => rows.is_empty(),
        }
    }
}

/// What a browser sent, by name of the control. A field that is not in it stays as it is. What can be sent empty (boxes,
/// rows) sends its own name without a value beside it, so that "none" and "not asked" are two things.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, Vec<String>>);

impl Values {
    /// Adds a control's value, in the order of the page.
    pub fn add(&mut self, name: &str, value: &str) {
        self.0.entry(name.to_owned()).or_default().push(clean(value));
    }

    /// The last value of that name; empty without one.
    pub fn one(&self, name: &str) -> &str {
        self.0.get(name).and_then(|values| values.last()).map_or("", String::as_str)
    }

    /// What was typed into a field; `None` if the browser was not asked for it.
    pub fn typed(&self, name: &str, input: &Input) -> Option<Typed> {
        let values = self.0.get(name);
        Some(match input {
            Input::Topics => Typed::Many(values?.iter().filter(|value| !value.is_empty()).cloned().collect()),
            Input::Rows(columns) => {
                values?;
                Typed::Rows(self.rows(name, columns))
            }
            // A box that is not ticked sends the empty value beside it alone.
            _ => Typed::One(trimmed(input, values?.last()?)),
        })
    }

    /// Puts a value in the place of what was typed.
    pub fn set(&mut self, name: &str, input: &Input, typed: &Typed) {
        match (input, typed) {
            (Input::Rows(columns), Typed::Rows(rows)) => {
                self.0.insert(name.to_owned(), vec![String::new()]);
                for (index, column) in columns.iter().enumerate() {
                    let cells = rows.iter().map(|row| row.get(index).cloned().unwrap_or_default());
                    self.0.insert(format!("{name}.{}", column.name), cells.collect());
                }
            }
            (_, Typed::Many(values)) => {
                let values = [String::new()].into_iter().chain(values.iter().cloned());
                self.0.insert(name.to_owned(), values.collect());
            }
            (_, typed) => {
                self.0.insert(name.to_owned(), vec![typed.one().to_owned()]);
            }
        }
    }

    /// Takes a row from its place to another one of its field; nothing where either is none.
    pub fn move_row(&mut self, name: &str, columns: &[Column], from: usize, to: usize) {
        for column in columns {
            if let Some(cells) = self.0.get_mut(&format!("{name}.{}", column.name))
                && from < cells.len()
                && to < cells.len()
            {
                let cell = cells.remove(from);
                cells.insert(to, cell);
            }
        }
    }

    /// What was typed into a form's fields, with what they show where they were not asked for.
    pub fn of_fields(fields: &[Field]) -> Self {
        let mut values = Self::default();
        for field in fields {
            values.set(field.name, &field.input, &field.value);
        }
        values
    }

    /// The rows, those left empty left out.
    fn rows(&self, name: &str, columns: &[Column]) -> Vec<Vec<String>> {
        let cells: Vec<(&Column, Option<&Vec<String>>)> =
            columns.iter().map(|column| (column, self.0.get(&format!("{name}.{}", column.name)))).collect();
        let count = cells.iter().filter_map(|(_, cells)| cells.map(Vec::len)).max().unwrap_or(0);
        let row = |index: usize| -> Vec<String> {
            let cell = |(column, cells): &(&Column, Option<&Vec<String>>)| {
                let text = cells.and_then(|cells| cells.get(index)).map_or("", String::as_str);
                trimmed(&column.input, text)
            };
            cells.iter().map(cell).collect()
        };
        (0..count).map(row).filter(|row| !is_blank(row, columns)).collect()
    }
}

/// Whether nobody filled the row in. What is chosen counts for nothing: something is always chosen.
fn is_blank(row: &[String], columns: &[Column]) -> bool {
    row.iter().zip(columns).all(|(cell, column)| cell.is_empty() || matches!(column.input, Input::Choice(_)))
}

/// Without what no text is made of: ends of lines as other systems write them, and control characters (PostgreSQL refuses
/// NUL in a text).
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|character| !character.is_control() || matches!(character, '\n' | '\t')).collect()
}

fn trimmed(input: &Input, text: &str) -> String {
    match input {
        Input::Paragraph | Input::RichText(_) => text.trim_matches('\n').trim_end().to_owned(),
        Input::Lines => {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            lines.collect::<Vec<_>>().join("\n")
        }
        // One line, however it was pasted.
        _ => text.split(['\n', '\t']).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" "),
    }
}
