//! Gaps in the words of a letter, which are filled for each receiver. They are a closed set, looked for once and in what a
//! member of staff wrote alone: a value is never looked through again, so a person called `{{manage}}` stays that.

use crate::content::names;

/// What stands in a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Placeholder {
    /// The receiver's name.
    Name,
    /// The event's title.
    Event,
    /// When the event is, by its own clocks.
    When,
    /// The link to see and cancel the registration.
    Manage,
    /// The programme's name.
    Programme,
    /// The event with when it is.
    Details,
    /// The link by which the address is proven.
    Confirm,
    /// The link to the public page that it is about.
    Page,
    /// The link by which no more such letters come.
    Stop,
    /// The link to choose what one is written about.
    Choose,
    /// The code to sign in with, and where it is typed.
    Code,
    /// Until when an offer holds.
    Until,
    /// Where the event is.
    Venue,
    /// When the event was to be before.
    Before,
    /// Whether a place, or the one in the queue, is kept.
    Standing,
    /// The events at which a place is held.
    Held,
    /// The events whose waiting list it is about.
    Waiting,
    /// The link that is what the letter is for.
    Link,
    /// What was done.
    Notice,
    /// On which device.
    Device,
    /// What to do if one did not ask for the letter.
    Safety,
}

names!(Placeholder {
    Name => "name",
    Event => "event",
    When => "when",
    Manage => "manage",
    Programme => "programme",
    Details => "details",
    Confirm => "confirm",
    Page => "page",
    Stop => "stop",
    Choose => "choose",
    Code => "code",
    Until => "until",
    Venue => "venue",
    Before => "before",
    Standing => "standing",
    Held => "held",
    Waiting => "waiting",
    Link => "link",
    Notice => "notice",
    Device => "device",
    Safety => "safety",
});

impl Placeholder {
    /// Whether it is a part of a letter that the product makes, in a paragraph of its own; the others stand among words.
    pub fn is_part(self) -> bool {
        !matches!(self, Self::Name | Self::Event | Self::When | Self::Programme)
    }

    /// As it is written.
    pub fn written(self) -> String {
        format!("{{{{{}}}}}", self.name())
    }
}

/// A part of what was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words.
    Text(&'a str),
    /// A gap.
    Value(Placeholder),
}

/// What is wrong with the gaps of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlaceholderFault {
    /// Nothing is called that.
    Unknown(String),
    /// It has no value in this place.
    NotHere(Placeholder),
    /// It begins with two braces and does not end.
    Unclosed,
}

impl PlaceholderFault {
    /// What to do about it, in a sentence; `allowed` are those that may stand there.
    pub fn advice(&self, allowed: &[Placeholder]) -> String {
        let wrong = match self {
            Self::Unknown(name) => format!("There is no placeholder {{{{{name}}}}}"),
            Self::NotHere(placeholder) => format!("The placeholder {} cannot stand here", placeholder.written()),
            Self::Unclosed => "A placeholder begins with {{ and has to end with }}".to_owned(),
        };
        let allowed: Vec<String> = allowed.iter().map(|placeholder| placeholder.written()).collect();
        format!("{wrong}. Possible here: {}", allowed.join(", "))
    }
}

/// The parts of a text, in order; whatever is no placeholder is text.
pub fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut parts, mut start, mut from) = (Vec::new(), 0, 0);
    while let Some((open, placeholder, end)) = next(text, from) {
        let Some(placeholder) = placeholder else {
            from = open + 2;
            continue;
        };
        parts.extend(text.get(start..open).filter(|words| !words.is_empty()).map(Piece::Text));
        parts.push(Piece::Value(placeholder));
        (start, from) = (end, end);
    }
    parts.extend(text.get(start..).filter(|words| !words.is_empty()).map(Piece::Text));
    parts
}

/// The next two braces from a place on, the placeholder that they begin, and where it ends.
fn next(text: &str, from: usize) -> Option<(usize, Option<Placeholder>, usize)> {
    let open = from + text.get(from..)?.find("{{")?;
    let inside = text.get(open + 2..)?;
    let Some(close) = inside.find("}}") else { return Some((open, None, text.len())) };
    let placeholder = inside.get(..close).map(str::trim).and_then(Placeholder::from_name);
    Some((open, placeholder, open + close + 4))
}

/// Whether every gap of a text is one of those that may stand there.
///
/// # Errors
/// The first that is not.
pub fn check_placeholders(text: &str, allowed: &[Placeholder]) -> Result<(), PlaceholderFault> {
    let mut from = 0;
    while let Some((open, placeholder, end)) = next(text, from) {
        match placeholder {
            Some(placeholder) if allowed.contains(&placeholder) => {}
            Some(placeholder) => return Err(PlaceholderFault::NotHere(placeholder)),
            None => {
                let inside = text.get(open + 2..).and_then(|rest| rest.split_once("}}"));
                let name = inside.map(|(name, _)| name.trim().chars().take(40).collect());
                return Err(name.map_or(PlaceholderFault::Unclosed, PlaceholderFault::Unknown));
            }
        }
        from = end;
    }
    Ok(())
}

/// A text with its gaps filled, each once.
pub fn filled(text: &str, value: impl Fn(Placeholder) -> String) -> String {
    let part = |piece| match piece {
        Piece::Text(words) => words.to_owned(),
        Piece::Value(placeholder) => value(placeholder),
    };
    pieces(text).into_iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
    use proptest::{collection, prop_assert, prop_assert_eq, sample};

    use super::{Piece, Placeholder, PlaceholderFault, check_placeholders, filled, pieces};

    #[derive(Debug, Clone)]
    enum Part {
        Text(String),
        Value(Placeholder),
    }

    fn parts() -> impl Strategy<Value = Vec<Part>> {
        // Words without two braces side by side, however the parts are put together.
        let text = prop_oneof!["[a-z<&\"' é\n]{0,9}", Just("{ }".to_owned()), Just("x} {y".to_owned())];
        let part = prop_oneof![text.prop_map(Part::Text), sample::select(Placeholder::ALL).prop_map(Part::Value)];
        collection::vec(part, 0..12)
    }

    proptest! {
        #[test]
        fn every_gap_is_filled_once_and_no_value_is_looked_through(parts in parts(), value in ".{0,12}") {
            let values = |placeholder: Placeholder| format!("{value}{{{{manage}}}}{}", placeholder.name());
            let (mut written, mut expected) = (String::new(), String::new());
            for part in &parts {
                match part {
                    Part::Text(text) => {
                        written += text;
                        expected += text;
                    }
                    Part::Value(placeholder) => {
                        written += &placeholder.written();
                        expected += &values(*placeholder);
                    }
                }
            }
            prop_assert_eq!(filled(&written, values), expected);
            prop_assert_eq!(check_placeholders(&written, Placeholder::ALL), Ok(()));
            let gaps = parts.iter().filter(|part| matches!(part, Part::Value(_))).count();
            let found = pieces(&written).iter().filter(|piece| matches!(piece, Piece::Value(_))).count();
            prop_assert_eq!(gaps, found);
        }

        #[test]
        fn nothing_is_lost_of_any_text(text in any::<String>(), braces in "[{}nam e]{0,24}") {
            for text in [text, braces] {
                let together: String = pieces(&text).iter().map(|piece| match piece {
                    Piece::Text(words) => (*words).to_owned(),
                    Piece::Value(placeholder) => placeholder.written(),
                }).collect();
                // But for blanks within the braces.
                let bare = |text: &str| text.replace(' ', "");
                prop_assert_eq!(bare(&together), bare(&text));
                let is_sound = check_placeholders(&text, Placeholder::ALL).is_ok();
                let has_more = pieces(&text).iter().any(|piece| matches!(piece, Piece::Text(words) if words.contains("{{")));
                prop_assert!(!(is_sound && has_more));
            }
        }
    }

    #[test]
    fn what_is_no_placeholder_is_named() {
        let allowed = [Placeholder::Name, Placeholder::Event];
        let fault = |text: &str| check_placeholders(text, &allowed).unwrap_err();
        assert_eq!(fault("a {{reset_link}} b"), PlaceholderFault::Unknown("reset_link".to_owned()));
        assert_eq!(fault("{{ manage }}"), PlaceholderFault::NotHere(Placeholder::Manage));
        assert_eq!(fault("{{name}} {{na"), PlaceholderFault::Unclosed);
        assert_eq!(fault("{{event.__init__}}"), PlaceholderFault::Unknown("event.__init__".to_owned()));
        let advice = fault("{{manage}}").advice(&allowed);
        assert_eq!(advice, "The placeholder {{manage}} cannot stand here. Possible here: {{name}}, {{event}}");
    }
}
