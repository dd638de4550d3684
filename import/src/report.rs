//! What an import did, for the person who started it.

use std::fmt;

/// Examples shown for each kind of repair or omission; the rest is only counted.
pub const MAX_EXAMPLES: usize = 20;

/// What was taken, repaired and left out; its `Display` is readable text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// What was read ("programme file", "schedule of FOSDEM 2021").
    pub subject: String,
    /// Name of the file, when the caller gave one.
    pub file_name: Option<String>,
    /// Counted things that were taken, in reading order.
    pub taken: Vec<Taken>,
    /// What was put right, by kind.
    pub repaired: Vec<Group>,
    /// What was not taken, by kind.
    pub left_out: Vec<Group>,
    /// What an editor should know or decide.
    pub notes: Vec<Group>,
}

/// A number of things of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// How many.
    pub number: usize,
    /// Of what, in the plural ("sessions").
    pub of: &'static str,
}

/// Findings of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// What happened, and why.
    pub what: String,
    /// How often.
    pub count: usize,
    /// The first of them, at most [`MAX_EXAMPLES`].
    pub examples: Vec<Example>,
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// Line of the file, when it has one.
    pub line: Option<u32>,
    /// The thing concerned.
    pub text: String,
}

impl Report {
    /// How many things of that sort were taken.
    pub fn number_of(&self, sort: &str) -> usize {
        self.taken.iter().find(|taken| taken.of == sort).map_or(0, |taken| taken.number)
    }

    pub(crate) fn took(&mut self, number: usize, of: &'static str) {
        self.taken.push(Taken { number, of });
    }

    pub(crate) fn repair(&mut self, what: &str, line: Option<u32>, text: &str) {
        add(&mut self.repaired, what, line, text);
    }

    pub(crate) fn leave_out(&mut self, what: &str, line: Option<u32>, text: &str) {
        add(&mut self.left_out, what, line, text);
    }

    pub(crate) fn note(&mut self, what: &str, line: Option<u32>, text: &str) {
        add(&mut self.notes, what, line, text);
    }
}

fn add(groups: &mut Vec<Group>, what: &str, line: Option<u32>, text: &str) {
    let example = (line.is_some() || !text.is_empty()).then(|| Example { line, text: shorten(text) });
    match groups.iter_mut().find(|group| group.what == what) {
        Some(group) => {
            group.count += 1;
            if group.examples.len() < MAX_EXAMPLES {
                group.examples.extend(example);
            }
        }
        None => groups.push(Group { what: what.to_owned(), count: 1, examples: example.into_iter().collect() }),
    }
}

/// One line of at most 100 characters: a report must stay readable whatever a file contains.
pub(crate) fn shorten(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let visible = words.chars().filter(|character| !character.is_control());
    let mut line: String = visible.clone().take(100).collect();
    if visible.count() > 100 {
        line.push('…');
    }
    line
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Read the {}", self.subject)?;
        if let Some(name) = &self.file_name {
            write!(formatter, " from {name}")?;
        }
        writeln!(formatter, ".")?;
        let taken: Vec<_> = self.taken.iter().map(|taken| format!("{} {}", taken.number, taken.of)).collect();
        writeln!(formatter, "Took: {}.", if taken.is_empty() { "nothing".to_owned() } else { taken.join(", ") })?;
        section(formatter, "Repaired", &self.repaired)?;
        section(formatter, "Left out", &self.left_out)?;
        section(formatter, "To know", &self.notes)
    }
}

fn section(formatter: &mut fmt::Formatter<'_>, heading: &str, groups: &[Group]) -> fmt::Result {
    if groups.is_empty() {
        return Ok(());
    }
    writeln!(formatter, "{heading}:")?;
    for group in groups {
        writeln!(formatter, "  {} × {}", group.count, group.what)?;
        for example in &group.examples {
            match example.line {
                Some(line) if example.text.is_empty() => writeln!(formatter, "      line {line}")?,
                Some(line) => writeln!(formatter, "      line {line}: {}", example.text)?,
                None => writeln!(formatter, "      {}", example.text)?,
            }
        }
        let more = group.count.saturating_sub(group.examples.len());
        if more > 0 && !group.examples.is_empty() {
            writeln!(formatter, "      … and {more} more")?;
        }
    }
    Ok(())
}
