//! Content lines of a calendar file (RFC 5545, section 3.1): folded, escaped, ended by CRLF.
//!
//! The library for calendar files folds by characters where octets count, leaves `NAME` unescaped and gives every
//! component a `DTSTAMP` and a random `UID`, also those that must not have one; so these few lines are ours.

/// Octets in a line at most, without its end.
const LINE_MAX: usize = 75;

/// A file being written.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// Opens a component.
    pub(super) fn begin(&mut self, component: &str) {
        self.value("BEGIN", component);
    }

    /// Closes it.
    pub(super) fn end(&mut self, component: &str) {
        self.value("END", component);
    }

    /// A property whose value is a TEXT (section 3.3.11). `name` may carry parameters.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for character in tidied(value) {
            match character {
                '\\' | ';' | ',' => line.extend(['\\', character]),
                '\n' => line.push_str("\\n"),
                other => line.push(other),
            }
        }
        self.fold(&line);
    }

    /// A property whose value is anything else: a time, a number, an address.
    pub(super) fn value(&mut self, name: &str, value: &str) {
        let mut line = format!("{name}:");
        for character in value.chars().filter(|character| !character.is_control() && !is_separator(*character)) {
            match character {
                ' ' => line.push_str("%20"),
                other => line.push(other),
            }
        }
        self.fold(&line);
    }

    fn fold(&mut self, line: &str) {
        let mut octets = 0;
        for character in line.chars() {
            octets += character.len_utf8();
            if octets > LINE_MAX {
                self.0.push_str("\r\n ");
                octets = 1 + character.len_utf8();
            }
            self.0.push(character);
        }
        self.0.push_str("\r\n");
    }

    /// The file.
    pub(super) fn finish(self) -> String {
        self.0
    }
}

/// A text without what no line may hold: control characters other than line breaks, of which there is one kind left.
fn tidied(text: &str) -> impl Iterator<Item = char> {
    let mut after_return = false;
    text.chars().filter_map(move |character| {
        let completes = after_return && character == '\n';
        after_return = character == '\r';
        match character {
            '\n' if completes => None,
            '\r' | '\n' => Some('\n'),
            '\t' => Some('\t'),
            other if is_separator(other) => Some('\n'),
            other => (!other.is_control()).then_some(other),
        }
    })
}

/// Line breaks that only some parsers take for one.
fn is_separator(character: char) -> bool {
    matches!(character, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{b}' | '\u{c}')
}

/// A parameter's value in quotes (section 3.2), with what may not stand in them encoded (RFC 6868).
pub(super) fn quoted(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len() + 2);
    quoted.push('"');
    for character in tidied(value) {
        match character {
            '^' => quoted.push_str("^^"),
            '"' => quoted.push_str("^'"),
            '\n' => quoted.push_str("^n"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// An offset from UTC (section 3.3.14): `+0200`, with seconds only where there are some.
pub(super) fn offset(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let rest = seconds.unsigned_abs();
    let seconds = if rest.is_multiple_of(60) { String::new() } else { format!("{:02}", rest % 60) };
    format!("{sign}{:02}{:02}{seconds}", rest / 3_600, rest / 60 % 60)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lines, offset, quoted};

    fn written(value: &str) -> String {
        let mut lines = Lines::default();
        lines.text("SUMMARY", value);
        lines.finish()
    }

    /// Undone by the book: unfold, then unescape.
    fn read(file: &str) -> String {
        let unfolded = file.replace("\r\n ", "");
        let value = unfolded.strip_prefix("SUMMARY:").unwrap().strip_suffix("\r\n").unwrap();
        let mut characters = value.chars();
        let mut text = String::new();
        while let Some(character) = characters.next() {
            text.push(match character {
                '\\' => match characters.next().unwrap() {
                    'n' => '\n',
                    other => other,
                },
                other => other,
            });
        }
        text
    }

    #[test]
    fn no_line_is_too_long_and_no_character_is_cut() {
        for before in 0..80 {
            let text = format!("{}🩺é, Ärzte; \\ 肿瘤 {}", "a".repeat(before), "🩺".repeat(40));
            let file = written(&text);
            assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
            assert_eq!(read(&file), text);
        }
        assert_eq!(written(&"x".repeat(67)), format!("SUMMARY:{}\r\n", "x".repeat(67)), "75 octets are not too many");
    }

    #[test]
    fn nobody_can_end_a_line() {
        let attack = "a\r\nATTACH:x\rb\nc\u{2028}d\u{0}\u{7f}\u{85}e";
        assert_eq!(written(attack), "SUMMARY:a\\nATTACH:x\\nb\\nc\\nd\\ne\r\n");
        let mut lines = Lines::default();
        lines.value("URL", "https://x.example/a b\r\nATTACH:x");
        assert_eq!(lines.finish(), "URL:https://x.example/a%20bATTACH:x\r\n");
        assert_eq!(quoted("a\"b\nc^"), "\"a^'b^nc^^\"");
    }

    #[test]
    fn offsets_have_seconds_only_where_there_are_some() {
        assert_eq!([7_200, 0, -12_600, 2_996].map(offset), ["+0200", "+0000", "-0330", "+004956"]);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(text in "(\\PC|[\n\t\\\\,;]){0,300}") {
            let file = written(&text);
            prop_assert!(file.split("\r\n").all(|line| line.len() <= 75));
            prop_assert_eq!(read(&file), text.replace(['\u{2028}', '\u{2029}'], "\n"));
        }
    }
}
