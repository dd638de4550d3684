//! Finds the inline scripts of a page that we made ourselves, so that the policy can name them by hash.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// SHA-256 in base64 of each inline script that would run, in order (CSP level 3, section 2.3.1).
///
/// Text that a visitor or editor wrote never opens a script element: it is escaped in element content, and where it
/// stands inside a script (serialised data) every `<` is escaped. So each `<script` is one of ours.
pub(super) fn hashes(html: &str) -> Vec<String> {
    let mut hashes = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<script") {
        let after = rest.get(start..).unwrap_or_default();
        let Some(tag_end) = after.find('>') else { break };
        let (tag, content) = after.split_at(tag_end + 1);
        let Some(end) = content.find("</script") else { break };
        let runs = !tag.contains(" src=") && !tag.contains("application/ld+json") && !tag.contains("text/plain");
        if runs {
            let hash = STANDARD.encode(Sha256::digest(content.get(..end).unwrap_or_default()));
            if !hashes.contains(&hash) {
                hashes.push(hash);
            }
        }
        rest = content.get(end..).unwrap_or_default();
    }
    hashes
}

#[cfg(test)]
mod tests {
    use super::hashes;

    #[test]
    fn only_what_runs_is_named_and_each_script_once() {
        let page = "<script>a()</script><script type=\"application/ld+json\">{}</script>\
                    <script src=\"/x.js\"></script><script type=\"module\">a()</script><script>b()</script>";
        let found = hashes(page);
        assert_eq!(found.len(), 2);
        // The known digest of "a()" in base64.
        assert_eq!(found[0], base64_of("a()"));
    }

    fn base64_of(text: &str) -> String {
        use base64::Engine;
        use sha2::Digest;
        base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(text))
    }
}
