//! Text on its way to a page: Markdown and HTML through one sanitiser.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use domain::content::{Format, RichText};

/// Only what running text needs (OWASP ASVS 5.0, 1.3.1 and 1.3.5); links lead to http, https and mail only and tell
/// nobody where the reader came from.
static SANITISER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut builder = ammonia::Builder::empty();
    let tags = [
        "p",
        "br",
        "ul",
        "ol",
        "li",
        "em",
        "strong",
        "b",
        "i",
        "code",
        "pre",
        "blockquote",
        "a",
        "h2",
        "h3",
        "h4",
        "hr",
        "sub",
        "sup",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "dl",
        "dt",
        "dd",
    ];
    builder
        .tags(HashSet::from(tags))
        .tag_attributes(HashMap::from([("a", HashSet::from(["href"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .url_relative(ammonia::UrlRelative::PassThrough)
        .link_rel(Some("noopener noreferrer nofollow"));
    builder
});

/// HTML that is safe to put into a page.
pub fn html(text: &RichText) -> String {
    if text.is_empty() {
        return String::new();
    }
    match text.format {
        Format::Html => SANITISER.clean(&text.source).to_string(),
        Format::Markdown => {
            let options = pulldown_cmark::Options::ENABLE_TABLES | pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
            let mut rendered = String::with_capacity(text.source.len() * 2);
            pulldown_cmark::html::push_html(&mut rendered, pulldown_cmark::Parser::new_ext(&text.source, options));
            SANITISER.clean(&rendered).to_string()
        }
    }
}

/// HTML that is safe to put into a page, of Markdown that was read already.
pub(crate) fn html_of<'a>(events: impl Iterator<Item = pulldown_cmark::Event<'a>>) -> String {
    let mut rendered = String::new();
    pulldown_cmark::html::push_html(&mut rendered, events);
    SANITISER.clean(&rendered).to_string()
}

#[cfg(test)]
mod tests {
    use domain::content::RichText;

    use super::html;

    #[test]
    fn nothing_that_runs_survives() {
        for attack in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href=\"javascript:alert(1)\">x</a>",
            "<svg onload=alert(1)>",
            "<iframe src=\"https://example.org\"></iframe>",
            "<p style=\"background:url(https://example.org/x)\">x</p>",
            "[x](javascript:alert(1))",
            "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
        ] {
            for text in [RichText::html(attack), RichText::markdown(attack)] {
                let safe = html(&text).to_lowercase();
                for mark in ["<script", "onerror=", "onload=", "href=\"javascript", "<svg", "<iframe", "style=", "<img"]
                {
                    assert!(!safe.contains(mark), "{attack} gave {safe}");
                }
            }
        }
    }

    #[test]
    fn markdown_becomes_html() {
        assert_eq!(html(&RichText::markdown("*care*")), "<p><em>care</em></p>\n");
    }
}
