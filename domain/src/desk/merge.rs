//! Two editors at one thing: what each changed is kept, field by field; where both changed the same field, the second one is
//! asked.

use std::collections::BTreeMap;

use super::form::{Field, Typed, Values};

/// What a form showed, by field.
pub type Base = BTreeMap<String, Typed>;

/// What comes of what was typed and what others saved meanwhile.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Merged {
    /// What is to be saved: of every field what one of them changed.
    pub values: Values,
    /// Fields that both changed, each to something else; `values` has what was typed.
    pub conflicts: Vec<Conflict>,
    /// Fields that only others changed, and that are kept.
    pub kept: Vec<&'static str>,
}

/// A field that two editors changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// Name of the field.
    pub field: &'static str,
    /// What the other one made of it.
    pub theirs: Typed,
}

/// Merges what was typed into a form that showed `base` with what the thing has now.
pub fn merge(base: &Base, now: &[Field], typed: &Values) -> Merged {
    let mut merged = Merged::default();
    for field in now {
        let Some(mine) = typed.typed(field.name, &field.input) else { continue };
        let was = base.get(field.name).unwrap_or(&field.value);
        let theirs = &field.value;
        let chosen = if mine == *was { theirs } else { &mine };
        merged.values.set(field.name, &field.input, chosen);
        if was != theirs && mine == *was {
            merged.kept.push(field.name);
        } else if was != theirs && mine != *theirs {
            merged.conflicts.push(Conflict { field: field.name, theirs: theirs.clone() });
        }
    }
    merged
}

/// What a form shows, for the next [`merge`].
pub fn base(fields: &[Field]) -> Base {
    fields.iter().map(|field| (field.name.to_owned(), field.value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::{Base, Typed};

    #[test]
    fn what_a_form_showed_comes_back_from_a_browser_as_it_was() -> serde_json::Result<()> {
        let (text, row) = (|| "text".to_owned(), || vec!["a".to_owned(), String::new()]);
        let values = [
            Typed::One(String::new()),
            Typed::One(text()),
            Typed::Many(Vec::new()),
            Typed::Many(vec![text()]),
            Typed::Rows(Vec::new()),
            Typed::Rows(vec![Vec::new()]),
            Typed::Rows(vec![row(), row()]),
        ];
        let shown: Base = (0..).zip(values).map(|(number, value): (u32, _)| (number.to_string(), value)).collect();
        assert_eq!(serde_json::from_str::<Base>(&serde_json::to_string(&shown)?)?, shown);
        Ok(())
    }
}
