//! The pseudo-locale `en-XA`: English with every letter accented, in brackets, somewhat longer. Whatever stands on a page
//! in plain letters then was never given to the translators.

/// A piece of a text.
pub(crate) enum Part<'a> {
    /// Words.
    Words(&'a str),
    /// A place, by its name.
    Place(&'a str),
}

/// The pieces of a text with places.
pub(crate) fn parts(text: &str) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((words, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or("a place is not closed")?;
        let is_name = !name.is_empty() && name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_');
        if !is_name {
            return Err(format!("`{name}` cannot be the name of a place"));
        }
        parts.extend([Part::Words(words), Part::Place(name)]);
        rest = after;
    }
    if rest.contains('}') {
        return Err("a place is not opened".to_owned());
    }
    parts.push(Part::Words(rest));
    Ok(parts)
}

/// A text as the pseudo-locale says it.
pub(crate) fn pseudo(text: &str) -> Result<String, String> {
    let mut pseudo = String::from("[");
    for part in parts(text)? {
        match part {
            Part::Words(words) => pseudo.extend(words.chars().map(accented)),
            Part::Place(name) => pseudo.extend(["{", name, "}"]),
        }
    }
    pseudo.push_str(" …]");
    Ok(pseudo)
}

fn accented(letter: char) -> char {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const ACCENTED: &str = "áƀçđéƒĝĥíĵķĺḿñöþǫŕśţúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĹḾÑÖÞǪŔŚŢÚṼŴẊÝŽ";
    let position = PLAIN.chars().position(|plain| plain == letter);
    position.and_then(|position| ACCENTED.chars().nth(position)).unwrap_or(letter)
}
