//! HTML written by strangers, reduced to what running text needs.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};
use domain::content::RichText;

/// Elements that running text needs; anything else is unwrapped, and scripts and styles vanish with what they hold.
const ELEMENTS: [&str; 12] = ["p", "br", "ul", "ol", "li", "a", "em", "strong", "code", "pre", "blockquote", "hr"];

/// Elements whose presence says that a text is meant as HTML; those that are dangerous among them, so that a text that
/// holds one never passes for Markdown.
const HTML_ELEMENTS: [&str; 36] = [
    "p",
    "br",
    "div",
    "span",
    "ul",
    "ol",
    "li",
    "a",
    "em",
    "strong",
    "i",
    "b",
    "u",
    "code",
    "pre",
    "blockquote",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "td",
    "img",
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "svg",
    "math",
    "form",
    "input",
];

/// Of those, the ones that part paragraphs by themselves.
const BLOCKS: [&str; 17] =
    ["p", "br", "div", "ul", "ol", "li", "pre", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "tr"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from(ELEMENTS))
        .clean_content_tags(HashSet::from(["script", "style", "template", "iframe", "object", "svg", "math"]))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener nofollow"));
    builder
});

/// The HTML with nothing left but paragraphs, line breaks, lists, quotations, code, emphasis and links to `http`,
/// `https` and `mailto` addresses. What nests deeper than any text does is shown as it is written instead.
pub fn sanitise_html(html: &str) -> String {
    if depth(html) > MAX_DEPTH {
        return html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    }
    CLEANER.clean(html).to_string()
}

/// Deepest nesting that is parsed: an HTML parser's time grows with the square of it.
const MAX_DEPTH: usize = 500;

/// At most how deep the elements of a text nest: tags that open, less tags that close.
fn depth(html: &str) -> usize {
    let mut open = 0_usize;
    let mut deepest = 0;
    for after in html.split('<').skip(1) {
        if after.starts_with('/') {
            open = open.saturating_sub(1);
        } else if after.starts_with(|first: char| first.is_ascii_alphabetic()) && !is_void(after) {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest
}

/// Whether a tag is of an element that holds nothing.
fn is_void(tag: &str) -> bool {
    let name = tag.split(|character: char| !character.is_ascii_alphanumeric()).next().unwrap_or_default();
    ["br", "hr", "img", "input"].iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// A text of unknown make: HTML if it holds HTML elements outside code spans, Markdown (of which plain text is a case)
/// otherwise. HTML comes out sanitised.
pub(crate) fn rich_text(written: &str) -> RichText {
    let written = written.trim();
    if written.is_empty() {
        return RichText::default();
    }
    let elements = elements(written);
    if elements.is_empty() {
        return RichText::markdown(written);
    }
    let html = if elements.iter().any(|element| BLOCKS.contains(element)) {
        sanitise_html(written)
    } else {
        // Inline elements in plain text: its blank lines are the only paragraphs it has.
        let paragraphs: Vec<_> = written.split("\n\n").map(|part| format!("<p>{part}</p>")).collect();
        sanitise_html(&paragraphs.join("\n"))
    };
    RichText::html(html.trim())
}

/// The HTML elements that a text names in tags, code spans left aside.
fn elements(text: &str) -> Vec<&'static str> {
    // A back-tick opens a code span only if another one closes it.
    let mut parts = text.split('`').collect::<Vec<_>>();
    if parts.len() % 2 == 0
        && let (Some(last), Some(before)) = (parts.pop(), parts.pop())
    {
        parts.extend([before, "", last]);
    }
    let outside_code = parts.into_iter().step_by(2);
    let mut found = Vec::new();
    for tag in outside_code.flat_map(|part| part.split('<').skip(1)) {
        let name: String =
            tag.trim_start_matches('/').chars().take(11).take_while(char::is_ascii_alphanumeric).collect();
        let after = tag.trim_start_matches('/').chars().nth(name.len());
        let ends = after.is_some_and(|next| next == '>' || next == '/' || next.is_whitespace());
        let known = HTML_ELEMENTS.iter().find(|known| known.eq_ignore_ascii_case(&name));
        if let Some(known) = known.filter(|known| ends && !found.contains(*known)) {
            found.push(known);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use domain::content::Format;

    use super::{rich_text, sanitise_html};

    #[test]
    fn what_could_act_is_removed_and_what_reads_stays() {
        for (written, clean) in [
            ("<p onclick=x()>a <b>b</b></p>", "<p>a b</p>"),
            ("<script>alert(1)</script><p>a</p>", "<p>a</p>"),
            ("<img src=x onerror=alert(1)>a", "a"),
            ("<a href='javascript:alert(1)'>a</a>", "<a rel=\"noopener nofollow\">a</a>"),
            ("<a href=\"/sign-out\">a</a>", "<a rel=\"noopener nofollow\">a</a>"),
            (
                "<a href='https://example.org/' target=_top style='x'>a</a>",
                "<a href=\"https://example.org/\" rel=\"noopener nofollow\">a</a>",
            ),
            ("<iframe src='https://example.org'></iframe><ul><li>a</ul>", "<ul><li>a</li></ul>"),
            ("<svg><p><style><!--</style><img src=x onerror=alert(1)>--></style>", "<p>--&gt;</p>"),
            ("a < b & c", "a &lt; b &amp; c"),
            ("<!-- x --><h1 id=a class=b>Title</h1>", "Title"),
        ] {
            assert_eq!(sanitise_html(written), clean, "{written}");
        }
    }

    #[test]
    fn html_is_told_from_markdown() {
        for html in ["<p>a</p>", "a<br>b", "a <a href=\"x\">b</a>", "x <SCRIPT>1</SCRIPT>", "a ` b <img src=x>"] {
            assert_eq!(rich_text(html).format, Format::Html, "{html}");
        }
        for markdown in
            ["a", "# a\n\n* b", "1 < 2 > 1", "<https://example.org/>", "Vec<T>", "the `<p>` element", "a <3 b", ""]
        {
            assert_eq!(rich_text(markdown).format, Format::Markdown, "{markdown}");
        }
    }

    #[test]
    fn paragraphs_of_plain_text_with_a_little_html_are_kept() {
        assert_eq!(rich_text("one <em>two</em>\n\nthree").source, "<p>one <em>two</em></p>\n<p>three</p>");
    }
}
