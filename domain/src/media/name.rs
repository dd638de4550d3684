//! What an uploaded file is called: as its owner called it, and as it stands in its address.

use crate::slug::Slug;

/// Most characters of a name.
pub const NAME_MAX: usize = 120;

/// The name of a file as a browser tells it, without folders and characters that cannot be seen. Of one that is too long the
/// end stays, with which its type is told.
pub fn file_name(told: &str) -> String {
    let last = told.rsplit(['/', '\\']).next().unwrap_or_default();
    let seen: Vec<char> = last.chars().filter(|character| !is_unseen(*character)).collect();
    let skipped = seen.len().saturating_sub(NAME_MAX);
    seen.into_iter().skip(skipped).collect::<String>().trim().to_owned()
}

/// Control characters, and those that turn the direction of writing round, with which a name could show another ending.
fn is_unseen(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The name as it stands in an address and is kept by whoever downloads it: lower-case ASCII letters, digits and hyphens, and
/// the ending.
pub fn address_name(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{}.{}", Slug::of(stem), Slug::of(extension)),
        None => Slug::of(name).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::{NAME_MAX, address_name, file_name};

    #[test]
    fn a_name_has_no_folders_and_nothing_unseen() {
        assert_eq!(file_name("C:\\fakepath\\Talk 1.mp4"), "Talk 1.mp4");
        assert_eq!(file_name("../../etc/Talk.mp4"), "Talk.mp4");
        assert_eq!(file_name("a\r\nb\u{202e}4pm.exe"), "ab4pm.exe");
        assert_eq!(file_name("folder/"), "");
        let long = format!("{}.mp4", "ä".repeat(300));
        assert_eq!(file_name(&long).chars().count(), NAME_MAX);
        assert!(file_name(&long).ends_with(".mp4"));
    }

    #[test]
    fn an_address_has_only_what_needs_no_encoding() {
        assert_eq!(address_name("Dr. Müller – Teil 1.MP4"), "dr-muller-teil-1.mp4");
        assert_eq!(address_name("Ομιλία.pdf"), "untitled.pdf");
        assert_eq!(address_name("\"><script>.vtt"), "script.vtt");
        assert_eq!(address_name("plain"), "plain");
        for name in ["Dr. Müller – Teil 1.MP4", "a.b.c.webm", "Ομιλία.pdf"] {
            let once = address_name(name);
            assert_eq!(address_name(&once), once);
        }
    }
}
