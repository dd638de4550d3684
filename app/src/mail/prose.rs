//! What a member of staff writes to people: Markdown with placeholders, of which HTML and plain text are made in one pass, so
//! that they never differ. Values are put into what was parsed, never into what is still to be parsed: a name is only a name,
//! whatever stands in it.

use domain::mail::{Piece, Placeholder, pieces};
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream};

use crate::server::html_of;

/// A text in both forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Prose {
    /// HTML, sanitised.
    pub(super) html: String,
    /// Plain text.
    pub(super) plain: String,
}

/// What stands in a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    /// Words.
    Words(String),
    /// A page to open.
    Link {
        /// What is done there.
        label: String,
        /// Its address, or words instead of one that is not kept.
        address: Result<String, String>,
    },
}

/// Whether an address in a link has a placeholder in it that is not the whole of it. What one knows of a person does not go
/// to another site with the link.
pub(crate) fn has_gap_in_address(source: &str) -> bool {
    Parser::new_ext(source, Options::empty()).any(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => dest_url.contains("{{") && link_of(&dest_url).is_none(),
        _ => false,
    })
}

/// Writes a text down; links without a host lead to the site.
pub(super) fn prose(source: &str, base: &str, value: impl Fn(Placeholder) -> Value) -> Prose {
    let mut plain = Plain::default();
    let mut events = Vec::new();
    for event in TextMergeStream::new(Parser::new_ext(source, Options::empty())) {
        match event {
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => {
                for piece in pieces(&words) {
                    fill(piece, &value, &mut events);
                }
            }
            Event::Code(words) => {
                let words: String = pieces(&words).into_iter().map(|piece| in_words(piece, &value)).collect();
                events.push(Event::Code(words.into()));
            }
            Event::Start(Tag::HtmlBlock) => events.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => events.push(Event::End(TagEnd::Paragraph)),
            // Nothing is fetched by a letter; what the picture shows stays.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Start(Tag::Link { dest_url, .. }) => events.push(open_link(address(&dest_url, base, &value))),
            event => events.push(event),
        }
    }
    events.iter().for_each(|event| plain.add(event));
    Prose { html: html_of(events.into_iter()), plain: plain.text.trim_end().to_owned() }
}

/// The placeholder that is the whole of an address.
fn link_of(address: &str) -> Option<Placeholder> {
    match pieces(address).as_slice() {
        [Piece::Value(placeholder)] => Some(*placeholder),
        _ => None,
    }
}

fn address(written: &str, base: &str, value: &impl Fn(Placeholder) -> Value) -> String {
    match link_of(written).map(value) {
        Some(Value::Link { address, .. }) => address.unwrap_or_default(),
        Some(Value::Words(_)) => String::new(),
        None if written.starts_with('/') && !written.starts_with("//") => format!("{base}{written}"),
        None => written.to_owned(),
    }
}

fn open_link(address: String) -> Event<'static> {
    Event::Start(Tag::Link {
        link_type: LinkType::Inline,
        dest_url: address.into(),
        title: CowStr::Borrowed(""),
        id: CowStr::Borrowed(""),
    })
}

fn fill(piece: Piece<'_>, value: &impl Fn(Placeholder) -> Value, events: &mut Vec<Event<'_>>) {
    let text = |words: String| Event::Text(words.into());
    match piece {
        Piece::Text(words) => events.push(text(words.to_owned())),
        Piece::Value(placeholder) => match value(placeholder) {
            Value::Words(words) => events.push(text(words)),
            Value::Link { label, address: Ok(address) } => {
                events.extend([open_link(address), text(label), Event::End(TagEnd::Link)]);
            }
            Value::Link { label, address: Err(instead) } => events.push(text(format!("{label} {instead}"))),
        },
    }
}

fn in_words(piece: Piece<'_>, value: &impl Fn(Placeholder) -> Value) -> String {
    match piece {
        Piece::Text(words) => words.to_owned(),
        Piece::Value(placeholder) => match value(placeholder) {
            Value::Words(words) => words,
            Value::Link { address, .. } => address.unwrap_or_else(|instead| instead),
        },
    }
}

/// Writes plain text.
#[derive(Default)]
struct Plain {
    text: String,
    /// The number of the next entry of each list that is open; `None` where they are not counted.
    lists: Vec<Option<u64>>,
    /// Where the links that are open lead, and where their words begin.
    links: Vec<(String, usize)>,
    /// Whether an entry has just begun.
    begins: bool,
}

impl Plain {
    fn add(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::CodeBlock(_)) => self.part(),
            Event::Start(Tag::List(first)) => self.lists.push(*first),
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
            }
            Event::Start(Tag::Item) => self.entry(),
            Event::Start(Tag::Link { dest_url, .. }) => self.links.push((dest_url.to_string(), self.text.len())),
            Event::End(TagEnd::Link) => self.end_link(),
            Event::Text(words) | Event::Code(words) => {
                self.text += words;
                self.begins = false;
            }
            Event::SoftBreak => self.text.push(' '),
            Event::HardBreak => self.text.push('\n'),
            Event::Rule => {
                self.part();
                self.text += "---";
            }
            _ => {}
        }
    }

    /// A blank line before it, but not between an entry's mark and its words.
    fn part(&mut self) {
        if !self.begins && !self.text.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text += "\n\n";
        }
        self.begins = false;
    }

    fn entry(&mut self) {
        let is_first = self.lists.len() == 1 && !self.text.trim_end().rsplit('\n').next().is_some_and(is_entry);
        if !self.text.is_empty() {
            self.text.truncate(self.text.trim_end().len());
            self.text += if is_first { "\n\n" } else { "\n" };
        }
        self.text += &"  ".repeat(self.lists.len().saturating_sub(1));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                self.text += &format!("{number}. ");
                *number += 1;
            }
            _ => self.text += "- ",
        }
        self.begins = true;
    }

    /// The address behind the words, unless they are the address.
    fn end_link(&mut self) {
        let Some((address, start)) = self.links.pop() else { return };
        let leads = ["http://", "https://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
        let words = self.text.get(start..).unwrap_or_default();
        if leads && words != address && Some(words) != address.strip_prefix("mailto:") {
            self.text += &format!(": {address}");
        }
    }
}

/// Whether a line is an entry of a list.
fn is_entry(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("- ") || line.split_once(". ").is_some_and(|(number, _)| number.parse::<u64>().is_ok())
}

#[cfg(test)]
mod tests {
    use domain::mail::Placeholder;

    use super::{Value, has_gap_in_address, prose};

    const BASE: &str = "https://site.example";

    fn with_name(name: &str) -> impl Fn(Placeholder) -> Value {
        move |placeholder| match placeholder {
            Placeholder::Name => Value::Words(name.to_owned()),
            Placeholder::Manage => Value::Link { label: "See it".to_owned(), address: Ok(format!("{BASE}/r/1")) },
            _ => Value::Words("Care & more".to_owned()),
        }
    }

    #[test]
    fn both_forms_say_the_same() {
        let source = "Dear {{name}},\n\nplease **read**:\n\n- [the page](/about)\n- one\n  two\n\n1. first\n\n<b>{{event}}</b>\n\n{{manage}}";
        let written = prose(source, BASE, with_name("Ada"));
        let plain = "Dear Ada,\n\nplease read:\n\n- the page: https://site.example/about\n- one two\n\n1. first\n\n\
                     <b>Care & more</b>\n\nSee it: https://site.example/r/1";
        assert!(written.html.contains("<strong>read</strong>") && written.html.contains("&lt;b&gt;Care &amp; more"));
        assert!(written.html.contains("href=\"https://site.example/about\"") && written.html.contains(">See it</a>"));
        assert_eq!(written.plain.replace("- one two\n1. first", "- one two\n\n1. first"), plain);
    }

    #[test]
    fn a_name_is_only_a_name() {
        for name in [
            "{{manage}}",
            "<script>alert(1)</script>",
            "[x](javascript:alert(1))",
            "**bold** `code`",
            "\"><img src=x onerror=alert(1)>",
            "# heading\n\n- entry",
            "&lt;b&gt;",
        ] {
            for source in
                ["{{name}}", "# {{name}}", "- *{{name}}*", "`{{name}}`", "<i title=\"{{name}}\">", "[{{name}}](/a)"]
            {
                let written = prose(source, BASE, with_name(name));
                for mark in ["<script", "<img", "javascript:alert(1)\"", "<b>", "/r/1"] {
                    assert!(!written.html.contains(mark), "{source} with {name} gave {}", written.html);
                }
                let text = html_escape::decode_html_entities(&written.html).replace('\n', " ");
                assert!(text.contains(&name.replace('\n', " ")), "{source} with {name} gave {}", written.html);
                assert!(written.plain.contains(name), "{}", written.plain);
            }
        }
    }

    #[test]
    fn what_a_link_or_a_picture_could_do_to_the_reader_is_left_out() {
        let source = "[x](javascript:alert(1)) ![secret](https://evil.example/p.png) <img src=x onerror=alert(1)>";
        let html = prose(source, BASE, with_name("Ada")).html;
        assert!(!html.contains("<img") && !html.contains("javascript:") && !html.contains("evil.example"), "{html}");
        assert!(html.contains("secret"));
        assert!(has_gap_in_address("[x](https://evil.example/?n={{name}})") && !has_gap_in_address("[x]({{manage}})"));
        let own = prose("[here]({{manage}})", BASE, with_name("Ada"));
        assert!(
            own.html.contains("href=\"https://site.example/r/1\"") && own.plain == "here: https://site.example/r/1"
        );
    }
}
