//! A message as plain text. Addresses stand in lines of their own and are never broken.

use super::{Block, Message};
use crate::td;

/// The plain text of a message, with `\n` at the end of each line.
pub fn plain(message: &Message) -> String {
    let mut paragraphs: Vec<String> = message.blocks.iter().map(|block| paragraph(message, block)).collect();
    // A line with two hyphens and a space begins a signature (RFC 3676, section 4.3).
    paragraphs.push(format!("-- \n{}", message.footer.join("\n")));
    paragraphs.join("\n\n") + "\n"
}

fn paragraph(message: &Message, block: &Block) -> String {
    match block {
        Block::Text(text) | Block::Verbatim(text) | Block::Prose { plain: text, .. } => text.clone(),
        Block::Thing { title, when } if when.is_empty() => format!("  {title}"),
        Block::Thing { title, when } => format!("  {title}\n  {when}"),
        Block::Link { label, address, .. } => {
            let address = address.as_deref().unwrap_or_else(|| td!(message.locale, mail.link_not_kept));
            format!("{label}:\n{address}")
        }
    }
}
