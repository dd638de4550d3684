//! The languages that content is in, as the forms of the desk offer them.

use crate::desk::is_language;

/// Most languages that are offered.
pub const LANGUAGES_MAX: usize = 20;

/// Languages by their tags (BCP 47), the first of which new things have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Languages(Vec<String>);

impl Default for Languages {
    fn default() -> Self {
        Self(vec!["en".to_owned()])
    }
}

impl Languages {
    /// The tags that were typed, separated by commas or spaces, each once; `None` where none was, for those of the product. A
    /// language is written in small letters and a country in capital ones (RFC 5646, section 2.1.1).
    ///
    /// # Errors
    /// What is to be mended, in words.
    pub fn read(text: &str) -> Result<Option<Self>, &'static str> {
        let mut tags: Vec<String> = Vec::new();
        for tag in text.split([',', ' ', ';']).filter(|tag| !tag.is_empty()) {
            if !is_language(tag) {
                return Err("Enter tags like en or pt-BR, separated by commas");
            }
            let tag = written(tag);
            if !tags.contains(&tag) {
                tags.push(tag);
            }
        }
        if tags.len() > LANGUAGES_MAX {
            return Err("Enter at most 20 languages");
        }
        Ok((!tags.is_empty()).then_some(Self(tags)))
    }

    /// As they are kept and typed: "en, pt-BR".
    pub fn written(&self) -> String {
        self.0.join(", ")
    }

    /// The one that new things have.
    pub fn first(&self) -> &str {
        self.0.first().map_or("en", String::as_str)
    }

    /// All of them.
    pub fn tags(&self) -> &[String] {
        &self.0
    }
}

fn written(tag: &str) -> String {
    let parts = tag.split('-').enumerate().map(|(index, part)| match (index, part.len()) {
        (1.., 2) => part.to_ascii_uppercase(),
        (1.., 4) if part.bytes().all(|byte| byte.is_ascii_alphabetic()) => {
            let (first, rest) = part.split_at(1);
            format!("{}{}", first.to_ascii_uppercase(), rest.to_ascii_lowercase())
        }
        _ => part.to_ascii_lowercase(),
    });
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::prop_assert_eq;

    use super::Languages;

    #[test]
    fn tags_are_read_as_people_type_them() {
        let read = |text| Languages::read(text).map(|read| read.map(|read| read.written()));
        assert_eq!(read("EN, pt-br;zh-hant de,en"), Ok(Some("en, pt-BR, zh-Hant, de".to_owned())));
        assert_eq!(read(" ,"), Ok(None));
        for wrong in ["English language!", "e", "en_GB", "1a", "en-"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
        let many = (b'a'..=b'z').map(|letter| format!("{0}{0}", char::from(letter))).collect::<Vec<_>>().join(",");
        assert!(read(&many).is_err());
        assert_eq!(Languages::default().first(), "en");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "[a-zA-Z0-9, -]{0,40}") {
            if let Ok(Some(read)) = Languages::read(&text) {
                prop_assert_eq!(Languages::read(&read.written()), Ok(Some(read)));
            }
        }
    }
}
