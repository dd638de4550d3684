//! What a directory sorts a person by, when nobody said.

/// Words that belong to the family name when they stand before it.
const PARTICLES: &[&str] =
    &["al", "da", "de", "del", "della", "den", "der", "di", "dos", "du", "el", "la", "le", "ten", "ter", "van", "von"];

/// Family name first, as far as a name in Western order shows it: the last word and the particles before it.
pub fn sort_name(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some((last, before)) = words.split_last() else { return String::new() };
    let particles =
        before.iter().skip(1).rev().take_while(|word| PARTICLES.contains(&word.to_lowercase().as_str())).count();
    let (given, family) = before.split_at(before.len() - particles);
    if given.is_empty() {
        return (*last).to_owned();
    }
    let family: Vec<&str> = family.iter().chain([last]).copied().collect();
    format!("{}, {}", family.join(" "), given.join(" "))
}

#[cfg(test)]
mod tests {
    use super::sort_name;

    #[test]
    fn the_family_name_comes_first_with_its_particles() {
        for (name, sorted) in [
            ("Matti Aapro", "Aapro, Matti"),
            ("Sana Al Sukhun", "Al Sukhun, Sana"),
            ("Martijn G.H. van Oijen", "van Oijen, Martijn G.H."),
            ("Ludwig van der Berg", "van der Berg, Ludwig"),
            ("Al Smith", "Smith, Al"),
            ("tumbleweed", "tumbleweed"),
            ("", ""),
        ] {
            assert_eq!(sort_name(name), sorted);
        }
    }
}
