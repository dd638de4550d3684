//! XML into a small tree, within bounds: no entity is expanded beyond XML's own five and numbers, nothing nests deeper
//! or grows larger than a schedule needs, and every element knows its line.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::error::{ImportError, Position};

/// Deepest nesting; a schedule needs seven levels, HTML written into it unescaped a few more.
const MAX_DEPTH: usize = 40;
/// Most elements and attributes together; a thousand sessions need forty thousand.
const MAX_NODES: usize = 1_000_000;
/// Most attributes of one element.
const MAX_ATTRIBUTES: usize = 64;

/// An element and everything in it.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Name without its prefix.
    pub(super) name: String,
    /// Line of the start tag, from 1.
    pub(super) line: u32,
    attributes: Vec<(String, String)>,
    nodes: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// An element with nothing in it, as another format than XML has it on that line.
    pub(super) fn new(name: &str, line: u32) -> Self {
        Self { name: name.to_owned(), line, ..Self::default() }
    }

    /// Puts an element behind what is in it.
    pub(super) fn push(&mut self, child: Self) {
        self.nodes.push(Node::Element(child));
    }

    /// The same with an element that has a text only.
    pub(super) fn push_text_child(&mut self, name: &str, text: &str) {
        let mut child = Self::new(name, self.line);
        child.push_text(text);
        self.push(child);
    }

    /// Adds an attribute.
    pub(super) fn push_attribute(&mut self, name: &str, value: &str) {
        let value = value.chars().filter(|character| is_text(*character)).collect();
        self.attributes.push((name.to_owned(), value));
    }

    /// The attribute's value, trimmed, if it is there and not empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Child elements.
    pub(super) fn children(&self) -> impl Iterator<Item = &Self> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Child elements of that name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children().filter(move |child| child.name == name)
    }

    /// The first child element of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Self> {
        self.children().find(|child| child.name == name)
    }

    /// All text inside, trimmed; characters that no text should hold are gone.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.gather(&mut text);
        text.trim().to_owned()
    }

    /// The text of the first child element of that name, if there is any; white space joined to single blanks.
    pub(super) fn line_of(&self, name: &str) -> Option<String> {
        let text = self.child(name)?.text().split_whitespace().collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then_some(text)
    }

    fn gather(&self, text: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(part) => text.extend(part.chars().filter(|character| is_text(*character))),
                Node::Element(element) => element.gather(text),
            }
        }
    }

    /// Adds text behind what is in it.
    pub(super) fn push_text(&mut self, text: &str) {
        if let Some(Node::Text(last)) = self.nodes.last_mut() {
            last.push_str(text);
        } else {
            self.nodes.push(Node::Text(text.to_owned()));
        }
    }
}

/// Control characters have no place in a text; databases refuse the first of them.
fn is_text(character: char) -> bool {
    matches!(character, '\n' | '\t') || !character.is_control()
}

/// The root element of a document.
///
/// # Errors
/// Anything that is not well-formed, declares entities or another encoding, or exceeds the bounds, with its line.
pub(super) fn parse(text: &str) -> Result<Element, ImportError> {
    let mut builder = Builder { text, open: Vec::new(), root: None, nodes: 0, counted_to: 0, line: 1 };
    let mut reader = Reader::from_str(text);
    loop {
        let offset = to_offset(reader.buffer_position());
        let event = reader.read_event().map_err(|error| {
            let offset = to_offset(reader.error_position());
            builder.fail(offset, format!("the XML is damaged ({error}); is the file complete?"))
        })?;
        match event {
            Event::Start(tag) => builder.start(&tag, offset)?,
            Event::Empty(tag) => {
                builder.start(&tag, offset)?;
                builder.end();
            }
            Event::End(_) => builder.end(),
            Event::Text(part) => builder.text(&part.xml10_content(), offset)?,
            Event::CData(part) => builder.text(&part.xml10_content(), offset)?,
            Event::GeneralRef(reference) => {
                let character = builder.resolve(&reference, offset)?;
                builder.text(character.encode_utf8(&mut [0; 4]), offset)?;
            }
            Event::Decl(declaration) => {
                if let Some(Ok(encoding)) = declaration.encoding() {
                    builder.encoding(&encoding, offset)?;
                }
            }
            Event::DocType(declaration) if declaration.contains('[') || declaration.contains("<!") => {
                let message =
                    "the file declares entities or types of its own (DOCTYPE), which is not read; remove that";
                return Err(builder.fail(offset, message));
            }
            Event::DocType(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return builder.finish(),
        }
    }
}

/// Offsets are below the size limit, so this never saturates.
fn to_offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

struct Builder<'a> {
    text: &'a str,
    /// Elements whose end tag has not come yet, outermost first.
    open: Vec<Element>,
    root: Option<Element>,
    nodes: usize,
    /// Lines are counted as the reader goes on: `line` is the line of this offset.
    counted_to: usize,
    line: u32,
}

impl Builder<'_> {
    fn fail(&self, offset: usize, message: impl Into<String>) -> ImportError {
        ImportError::at(self.text.as_bytes(), offset, message)
    }

    fn line_at(&mut self, offset: usize) -> u32 {
        let passed = self.text.as_bytes().get(self.counted_to..offset).unwrap_or_default();
        let newlines = passed.iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(newlines).unwrap_or(u32::MAX));
        self.counted_to = offset.max(self.counted_to);
        self.line
    }

    fn start(&mut self, tag: &BytesStart<'_>, offset: usize) -> Result<(), ImportError> {
        if self.root.is_some() {
            return Err(self.fail(offset, "there is a second document after the end of the first"));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(self.fail(offset, format!("elements are nested more than {MAX_DEPTH} deep")));
        }
        let mut element =
            Element { name: tag.local_name().as_ref().to_owned(), line: self.line_at(offset), ..Element::default() };
        for attribute in tag.attributes().with_checks(false) {
            let attribute =
                attribute.map_err(|error| self.fail(offset, format!("an attribute is damaged: {error}")))?;
            let value = unescape(&attribute.value)
                .map_err(|error| self.fail(offset, format!("an attribute is damaged: {error}")))?;
            let value = value.chars().filter(|character| is_text(*character)).collect();
            element.attributes.push((attribute.key.local_name().as_ref().to_owned(), value));
            if element.attributes.len() > MAX_ATTRIBUTES {
                return Err(self.fail(offset, format!("an element has more than {MAX_ATTRIBUTES} attributes")));
            }
        }
        self.nodes += 1 + element.attributes.len();
        if self.nodes > MAX_NODES {
            return Err(self.fail(offset, format!("the file holds more than {MAX_NODES} elements and attributes")));
        }
        self.open.push(element);
        Ok(())
    }

    /// The reader has already made sure that the end tag fits the start tag.
    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.nodes.push(Node::Element(element)),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str, offset: usize) -> Result<(), ImportError> {
        match self.open.last_mut() {
            Some(element) => element.push_text(text),
            None if text.trim().is_empty() => {}
            None => return Err(self.fail(offset, "there is text outside the document")),
        }
        Ok(())
    }

    fn resolve(&self, reference: &BytesRef<'_>, offset: usize) -> Result<char, ImportError> {
        match reference.resolve_char_ref() {
            Ok(Some(character)) => return Ok(character),
            Ok(None) => {}
            Err(error) => return Err(self.fail(offset, format!("a character reference is damaged: {error}"))),
        }
        match &**reference {
            "lt" => Ok('<'),
            "gt" => Ok('>'),
            "amp" => Ok('&'),
            "quot" => Ok('"'),
            "apos" => Ok('\''),
            name => {
                let name = crate::report::shorten(name);
                Err(self.fail(offset, format!("“&{name};” is not one of XML's own entities and is not expanded")))
            }
        }
    }

    fn encoding(&self, declared: &str, offset: usize) -> Result<(), ImportError> {
        if ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|name| name.eq_ignore_ascii_case(declared)) {
            return Ok(());
        }
        let position = Position::at(self.text.as_bytes(), offset);
        Err(ImportError::Encoding { position, declared: Some(crate::report::shorten(declared)) })
    }

    fn finish(self) -> Result<Element, ImportError> {
        if let Some(open) = self.open.last() {
            let message = format!(
                "the file ends inside the element <{}> that begins on line {}; it is cut off",
                open.name, open.line
            );
            return Err(self.fail(self.text.len(), message));
        }
        self.root.ok_or(ImportError::Empty)
    }
}
