//! What is looked for in texts: addresses, words that promise credit, names.

/// Whether a text is an http or https address with a host and nothing that could break out of an attribute or header.
pub fn is_web_address(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let forbidden = |character: char| {
        character.is_whitespace() || character.is_control() || matches!(character, '<' | '>' | '"' | '\\')
    };
    (scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http"))
        && !host.is_empty()
        && !host.starts_with([':', '.'])
        && !host.contains('@')
        && !text.contains(forbidden)
}

/// Words by which credit is promised; "creditable" or "accredited" are not among them.
const CREDIT_WORDS: &[&str] = &["cme", "credit", "credits", "eaccme"];

/// The first credit word in a text, as written there. A schedule made elsewhere speaks of credit cards and of giving
/// credit; there the bare singular promises nothing.
pub(super) fn credit_word(text: &str, imported: bool) -> Option<&str> {
    text.split(|character: char| !character.is_alphanumeric()).find(|word| {
        let word = word.to_lowercase();
        CREDIT_WORDS.contains(&word.as_str()) && !(imported && word == "credit")
    })
}

/// Whether the name stands in the text as whole words, whatever the letters' case.
pub(super) fn names(text: &str, name: &str) -> bool {
    is_among(&words(text), &words(name))
}

/// Whether the words of a name stand among those of a text, one after the other.
pub(super) fn is_among(text: &[String], name: &[String]) -> bool {
    !name.is_empty() && text.windows(name.len()).any(|window| window == name)
}

/// The words of a text, in small letters.
pub(super) fn words(text: &str) -> Vec<String> {
    let words = text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
