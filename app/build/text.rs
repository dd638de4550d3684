//! The code for a file of texts: a module for each section, in it a function for each key.
//!
//! A text may have places, `{name}`; its function then takes a struct of the same name with a field for each, which
//! `td!` fills in. A table of texts by plural category (`one`, `other`) is chosen from by its place `{count}`.

use std::collections::BTreeSet;
use std::fmt::Write;

use toml::{Table, Value};

#[path = "pseudo.rs"]
mod pseudo;

/// A text of the interface.
struct Text {
    /// The text for each plural category, `other` last; only `other` where nothing is counted.
    forms: Vec<(String, String)>,
    /// Names of its places.
    places: BTreeSet<String>,
}

/// Rust code for the texts in a TOML file.
pub(crate) fn generate(source: &str) -> Result<String, String> {
    let sections: Table = source.parse().map_err(|error| format!("{error}"))?;
    let mut code = String::from("// Made from locales/en.toml by build.rs.\n");
    for (section, texts) in &sections {
        let texts = texts.as_table().ok_or_else(|| format!("`{section}` stands outside a section"))?;
        let _ = writeln!(code, "/// Texts of `{section}`.\npub mod {section} {{");
        for (key, value) in texts {
            let text = Text::read(value).map_err(|reason| format!("{section}.{key}: {reason}"))?;
            text.write(&mut code, key);
        }
        code.push_str("}\n");
    }
    Ok(code)
}

impl Text {
    fn read(value: &Value) -> Result<Self, String> {
        let mut forms: Vec<(String, String)> = match value {
            Value::String(text) => vec![("other".to_owned(), text.clone())],
            Value::Table(table) => {
                let form = |(category, text): (&String, &Value)| {
                    let text = text.as_str().ok_or_else(|| format!("`{category}` is not a text"))?;
                    Ok((category.clone(), text.to_owned()))
                };
                table.iter().map(form).collect::<Result<_, String>>()?
            }
            _ => return Err("neither a text nor a table of plural forms".to_owned()),
        };
        forms.sort_by_key(|(category, _)| category == "other");
        if let Some((category, _)) = forms.iter().find(|(category, _)| variant(category).is_none()) {
            return Err(format!("`{category}` is no plural category of CLDR"));
        }
        if forms.last().is_none_or(|(category, _)| category != "other") {
            return Err("the form `other` is missing".to_owned());
        }
        let mut places = BTreeSet::new();
        for (_, form) in &forms {
            for part in pseudo::parts(form)? {
                if let pseudo::Part::Place(name) = part {
                    places.insert(name.to_owned());
                }
            }
        }
        if value.is_table() && !places.contains("count") {
            return Err("nothing in it says `{count}`".to_owned());
        }
        Ok(Self { forms, places })
    }

    /// The function, and the struct of its places.
    fn write(&self, code: &mut String, key: &str) {
        let english = self.forms.last().map(|(_, text)| text.replace('\n', " ")).unwrap_or_default();
        if self.places.is_empty() {
            let _ = writeln!(
                code,
                "/// “{english}”\npub fn {key}(locale: super::Locale) -> &'static str {{\nmatch locale {{"
            );
            for (attribute, locale, form) in [("", "English", english.clone()), (SERVER, "Pseudo", self.pseudo(0))] {
                let _ = writeln!(code, "{attribute}super::Locale::{locale} => {form:?},");
            }
            code.push_str("}\n}\n");
            return;
        }
        let counts = self.forms.len() > 1;
        let bound = |place: &str| if counts && place == "count" { "super::Count" } else { "super::Display" };
        let generics = |bounded: bool| {
            let names = self.places.iter().enumerate().map(|(number, place)| match bounded {
                true => format!("P{number}: {}", bound(place)),
                false => format!("P{number}"),
            });
            names.collect::<Vec<String>>().join(", ")
        };
        let _ = writeln!(code, "/// Places of “{english}”\npub struct {key}<{}> {{", generics(true));
        for (number, place) in self.places.iter().enumerate() {
            let _ = writeln!(code, "/// `{place}`.\npub {place}: P{number},");
        }
        let places = self.places.iter().cloned().collect::<Vec<String>>().join(", ");
        let _ = writeln!(
            code,
            "}}\n/// “{english}”\npub fn {key}<{}>(locale: super::Locale, {key} {{ {places} }}: {key}<{}>) -> String {{",
            generics(true),
            generics(false)
        );
        code.push_str(if counts { "match (locale, locale.plural(count)) {\n" } else { "match locale {\n" });
        for (position, (category, form)) in self.forms.iter().enumerate() {
            let plural = match (counts, variant(category)) {
                (false, _) => None,
                (true, Some("Other") | None) => Some("_".to_owned()),
                (true, Some(variant)) => Some(format!("super::Plural::{variant}")),
            };
            for (attribute, locale, form) in [("", "English", form.clone()), (SERVER, "Pseudo", self.pseudo(position))]
            {
                let pattern = match &plural {
                    Some(plural) => format!("(super::Locale::{locale}, {plural})"),
                    None => format!("super::Locale::{locale}"),
                };
                let _ = writeln!(code, "{attribute}{pattern} => format!({form:?}),");
            }
        }
        code.push_str("}\n}\n");
    }

    fn pseudo(&self, position: usize) -> String {
        self.forms.get(position).and_then(|(_, form)| pseudo::pseudo(form).ok()).unwrap_or_default()
    }
}

/// The pseudo-locale is never needed in the browser's module.
const SERVER: &str = "#[cfg(feature = \"ssr\")] ";

/// Name of a plural category's variant.
fn variant(category: &str) -> Option<&'static str> {
    Some(match category {
        "zero" => "Zero",
        "one" => "One",
        "two" => "Two",
        "few" => "Few",
        "many" => "Many",
        "other" => "Other",
        _ => return None,
    })
}
