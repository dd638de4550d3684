//! A message as HTML that is read by everybody: the language is said, headings are headings, text is text, one column,
//! no table, no image, nothing fetched and nothing that reports back. Mail programs drop what they do not know, so every
//! style stands at its element; only the colours for dark mode are in a style sheet, which the others may drop.

use std::fmt::Write as _;

use html_escape::{encode_single_quoted_attribute, encode_text};

use super::{Block, Message};
use crate::td;

/// Colours for dark mode, where the mail program asks for them. Contrasts of all pairs here are above 7:1 (WCAG 2.2, 1.4.6).
const DARK: &str = "@media (prefers-color-scheme:dark){body,.page{background:#14181d!important;color:#f1f3f5!important}\
                    .thing{border-color:#8ab8ff!important}a{color:#a8cbff!important}\
                    .main{background:#a8cbff!important;color:#10151a!important}.foot{color:#c6ccd2!important}}";
const BODY: &str = "margin:0;padding:0;background:#ffffff;color:#1a1f24";
const PAGE: &str = "max-width:37.5em;margin:0 auto;padding:24px 16px;background:#ffffff;color:#1a1f24;\
                    font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Arial,sans-serif;overflow-wrap:anywhere";
const HEADLINE: &str = "margin:0 0 16px;font-size:24px;line-height:1.25";
const TEXT: &str = "margin:0 0 16px";
const THING: &str = "margin:0 0 16px;padding:4px 0 4px 16px;border-left:4px solid #0b4f9e";
const TITLE: &str = "margin:0;font-size:18px;line-height:1.35";
const WHEN: &str = "margin:0";
const LINK: &str = "color:#0b4f9e";
const MAIN: &str = "display:inline-block;padding:12px 20px;border-radius:6px;background:#0b4f9e;color:#ffffff;\
                    font-weight:bold;text-decoration:underline";
const FOOT: &str = "margin:32px 0 0;font-size:14px;color:#4a5158";

/// The HTML of a message: a whole document.
pub fn html(message: &Message) -> String {
    let language = message.locale.tag();
    let subject = encode_text(&message.subject);
    let mut body = format!("<h1 style='{HEADLINE}'>{}</h1>\n", encode_text(&message.headline));
    for block in &message.blocks {
        write_block(&mut body, message, block);
    }
    let footer = message.footer.iter().map(|line| encode_text(line)).collect::<Vec<_>>().join("<br>\n");
    format!(
        "<!DOCTYPE html>\n<html lang='{language}'>\n<head>\n<meta charset='utf-8'>\n\
         <meta name='viewport' content='width=device-width, initial-scale=1'>\n\
         <meta name='color-scheme' content='light dark'>\n<title>{subject}</title>\n<style>{DARK}</style>\n</head>\n\
         <body style='{BODY}'>\n<div class='page' lang='{language}' style='{PAGE}'>\n{body}\
         <p class='foot' style='{FOOT}'>{footer}</p>\n</div>\n</body>\n</html>\n"
    )
}

fn write_block(body: &mut String, message: &Message, block: &Block) {
    // Writing to a string does not fail.
    let _infallible = match block {
        Block::Text(text) => writeln!(body, "<p style='{TEXT}'>{}</p>", encode_text(text)),
        Block::Thing { title, when } => {
            let (title, when) = (encode_text(title), encode_text(when));
            let when = if when.is_empty() { String::new() } else { format!("<p style='{WHEN}'>{when}</p>\n") };
            writeln!(body, "<div class='thing' style='{THING}'>\n<h2 style='{TITLE}'>{title}</h2>\n{when}</div>")
        }
        Block::Link { label, address: None, .. } => {
            let not_kept = td!(message.locale, mail.link_not_kept);
            writeln!(body, "<p style='{TEXT}'>{} {}</p>", encode_text(label), encode_text(not_kept))
        }
        Block::Link { label, address: Some(address), is_main } => {
            let (address, label) = (encode_single_quoted_attribute(address), encode_text(label));
            if *is_main {
                writeln!(body, "<p style='{TEXT}'><a class='main' href='{address}' style='{MAIN}'>{label}</a></p>")
            } else {
                writeln!(body, "<p style='{TEXT}'><a href='{address}' style='{LINK}'>{label}</a></p>")
            }
        }
        Block::Prose { html, .. } => writeln!(body, "<div>\n{html}</div>"),
        Block::Verbatim(text) => {
            let lines = text.lines().map(encode_text).collect::<Vec<_>>().join("<br>\n");
            writeln!(body, "<p style='{TEXT}'>{lines}</p>")
        }
    };
}

#[cfg(test)]
mod tests {
    use super::super::{Block, Message};
    use super::html;
    use crate::language::Locale;

    #[test]
    fn what_was_typed_stays_text() {
        let attack = "</title><script>alert(1)</script>\"><img src=x onerror=alert(1)>&{{confirm_token}}";
        let link = |address| Block::Link { label: attack.to_owned(), address, is_main: true };
        let message = Message {
            locale: Locale::English,
            subject: attack.to_owned(),
            headline: attack.to_owned(),
            blocks: vec![
                Block::Text(attack.to_owned()),
                Block::Thing { title: attack.to_owned(), when: attack.to_owned() },
                link(Some(format!("https://x.example/'{attack}"))),
                link(None),
                Block::Verbatim(attack.to_owned()),
            ],
            footer: vec![attack.to_owned()],
            calendar: None,
            unsubscribe: None,
        };
        let html = html(&message);
        for mark in ["<script", "<img", "&{", "x.example/'", "x.example/\"'"] {
            assert!(!html.contains(mark), "{mark} in {html}");
        }
        assert_eq!(html.matches("</title>").count(), 1);
        assert_eq!(html.matches("&lt;script&gt;").count(), 10);
        assert_eq!(html.matches("{{confirm_token}}").count(), 10, "nothing is expanded");
    }
}
