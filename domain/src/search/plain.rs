//! Texts without their marks, in passages that can be read at a glance.

use html_escape::decode_html_entities;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::content::{Format, RichText};

/// Characters of a passage, about; sixty words or so.
const PASSAGE: usize = 420;
/// Elements within a line of text; every other one parts words.
const INLINE: [&str; 13] = ["a", "abbr", "b", "code", "em", "i", "mark", "s", "small", "span", "strong", "sub", "sup"];

/// The passages of a text.
pub(super) fn passages(text: &RichText) -> Vec<String> {
    let blocks = match text.format {
        Format::Markdown => of_markdown(&text.source),
        Format::Html => of_html(&text.source),
    };
    together(blocks)
}

/// Paragraphs, headings and entries of lists put together to passages; what is too long is parted between words.
pub(super) fn together(blocks: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut passages: Vec<String> = Vec::new();
    let mut present = String::new();
    for word in blocks.into_iter().flat_map(|block| {
        let words: Vec<String> = block.split_whitespace().map(str::to_owned).collect();
        let last = words.len().saturating_sub(1);
        // A block ends with a line break.
        words.into_iter().enumerate().map(move |(at, word)| if at == last { format!("{word}\n") } else { word })
    }) {
        let is_full = present.len() + word.len() > PASSAGE && !present.is_empty();
        let ends_well = present.len() > PASSAGE / 2 && present.ends_with(['\n', '.', '?', '!', ';']);
        if is_full || (ends_well && present.len() > PASSAGE * 3 / 4) {
            passages.push(std::mem::take(&mut present));
        }
        if !present.is_empty() && !present.ends_with('\n') {
            present.push(' ');
        }
        present.push_str(&word);
    }
    passages.push(present);
    passages.into_iter().map(|passage| passage.trim_end().to_owned()).filter(|passage| !passage.is_empty()).collect()
}

fn of_markdown(source: &str) -> Vec<String> {
    // As when it is rendered.
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let mut blocks = vec![String::new()];
    let mut html = String::new();
    for event in Parser::new_ext(source, options) {
        if !matches!(event, Event::Html(_)) && !html.is_empty() {
            blocks.extend(of_html(&std::mem::take(&mut html)));
            blocks.push(String::new());
        }
        match event {
            Event::Text(words) | Event::Code(words) => add(&mut blocks, &words),
            Event::SoftBreak | Event::HardBreak => add(&mut blocks, " "),
            Event::Html(part) => html.push_str(&part),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item | Tag::TableCell | Tag::CodeBlock(_))
            | Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell | TagEnd::CodeBlock,
            ) => {
                blocks.push(String::new());
            }
            _ => {}
        }
    }
    blocks.extend(of_html(&html));
    blocks
}

fn of_html(source: &str) -> Vec<String> {
    let mut blocks = vec![String::new()];
    let mut rest = source;
    let mut silent: Option<String> = None;
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let Some(end) = tag.find('>') else { break };
        if silent.is_none() {
            add(&mut blocks, &decode_html_entities(text));
        }
        let inner = tag.get(1..end).unwrap_or_default();
        let name = inner.trim_start_matches('/').split(|next: char| !next.is_alphanumeric()).next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        match &silent {
            Some(begun) if inner.starts_with('/') && *begun == name => silent = None,
            None if ["script", "style"].contains(&name.as_str()) => silent = Some(name),
            None if name == "br" => add(&mut blocks, " "),
            None if !INLINE.contains(&name.as_str()) => blocks.push(String::new()),
            _ => {}
        }
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    if silent.is_none() {
        add(&mut blocks, &decode_html_entities(rest));
    }
    blocks
}

fn add(blocks: &mut [String], text: &str) {
    if let Some(last) = blocks.last_mut() {
        last.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::passages;
    use crate::content::RichText;

    #[test]
    fn marks_are_left_out_and_words_kept_apart() {
        let markdown = "# Aims\n\n*Over*come the\nbarriers, see [the page](/about).\n\n- one\n- two &amp; `three`\n\n<div>four<br>five</div>";
        let html = "<h2>Aims</h2><p><em>Over</em>come the barriers, see <a href='/about'>the page</a>.</p>\
                    <ul><li>one</li><li>two &amp; three</li></ul><style>a{}</style>four<br/>five";
        for text in [RichText::markdown(markdown), RichText::html(html)] {
            let found = passages(&text).join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(found, "Aims Overcome the barriers, see the page. one two & three four five");
        }
        assert_eq!(passages(&RichText::html("a < b &lt;i&gt;")), ["a < b <i>"]);
        assert!(passages(&RichText::markdown(" \n")).is_empty());
    }

    #[test]
    fn a_long_text_is_parted_between_words_and_nothing_is_lost() {
        let text = "Care at home is planned with the patient. ".repeat(60);
        let found = passages(&RichText::markdown(text.as_str()));
        assert!(found.len() > 4 && found.iter().all(|passage| passage.len() <= 430), "{found:?}");
        assert_eq!(found.join(" "), text.trim_end());
        assert!(found.first().is_some_and(|first| first.ends_with('.')));
    }
}
