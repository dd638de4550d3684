//! Recomputes the contrast of every pair of colours the stylesheets put together, in both themes, from the tokens
//! themselves. The thresholds are WCAG 2.2's: 1.4.3 for text, 1.4.11 for what a control needs to be seen.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};

/// Text of ordinary size (WCAG 1.4.3, level AA).
const TEXT: f64 = 4.5;
/// Edges of controls, focus rings, icons (WCAG 1.4.11).
const NON_TEXT: f64 = 3.0;
/// What pages, cards and wells are painted with; most text may stand on any of them.
const SURFACES: [&str; 3] = ["bg", "surface", "sunken"];

const TOKENS: &str = include_str!("../../style/tokens.css");

#[test]
fn words_on_every_surface_are_legible_in_both_themes() -> Result<()> {
    let text =
        ["ink", "muted", "subtle", "link", "visited", "brand", "brand-hover", "live", "success", "warning", "info"];
    every(&text, &SURFACES, TEXT)
}

#[test]
fn words_on_tints_are_legible_in_both_themes() -> Result<()> {
    every(&["brand", "ink", "muted", "link"], &["brand-tint"], TEXT)?;
    for tone in ["live", "success", "warning", "info"] {
        every(&[tone, "ink", "link"], &[&format!("{tone}-tint")], TEXT)?;
    }
    every(&["on-brand"], &["brand", "brand-hover"], TEXT)?;
    every(&["on-live"], &["live"], TEXT)
}

#[test]
fn edges_focus_rings_and_accents_can_be_seen_in_both_themes() -> Result<()> {
    let mut marks = vec!["control".to_owned(), "brand".to_owned()];
    marks.extend(tokens()?.into_keys().filter(|name| name.starts_with("accent-")));
    ensure!(marks.len() == 10, "eight accents are decided, so ten marks, not {}", marks.len());
    let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
    every(&marks, &SURFACES, NON_TEXT)?;
    // The line between the chosen view, which is tinted, and the next.
    every(&["control"], &["brand-tint"], NON_TEXT)
}

/// A colour written elsewhere would escape the table above, and a file that is not imported would do nothing.
#[test]
fn every_stylesheet_is_imported_and_takes_its_colours_from_the_tokens() -> Result<()> {
    let main = include_str!("../../style/main.css");
    let desk = include_str!("../../server/src/assets.rs");
    let mut sheets = 0;
    for entry in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../style"))? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).context("a stylesheet's name is plain")?;
        if name == "main.css" {
            continue;
        }
        sheets += 1;
        let is_public = main.contains(&format!("@import url(\"{name}\") layer("));
        let is_of_desk = desk.contains(&format!("/style/{name}\")"));
        ensure!(is_public != is_of_desk, "{name} has to be imported by main.css or be one of the desk's styles");
        // Paper has no themes: print sets black on white itself.
        if name == "tokens.css" || name == "print.css" {
            continue;
        }
        for (number, line) in (1..).zip(std::fs::read_to_string(&path)?.lines()) {
            let value = line.split_once(": ").map_or("", |(_, value)| value);
            let literal = value.starts_with('#') || value.contains(" #") || value.contains("rgb(");
            ensure!(!literal, "{name}:{number} writes a colour of its own: {line}");
        }
    }
    ensure!(sheets > 10, "only {sheets} stylesheets were found");
    Ok(())
}

#[test]
fn the_formula_gives_the_known_ratios() -> Result<()> {
    let black_on_white = ratio(Colour::parse("#000000")?, Colour::parse("#ffffff")?);
    ensure!((black_on_white - 21.0).abs() < 0.001, "black on white is 21, not {black_on_white}");
    // #767676 is the lightest grey that still passes on white; the next one does not.
    ensure!(ratio(Colour::parse("#767676")?, Colour::parse("#ffffff")?) >= TEXT);
    ensure!(ratio(Colour::parse("#777777")?, Colour::parse("#ffffff")?) < TEXT);
    Ok(())
}

/// Asserts that each foreground on each background reaches `least`, in both themes, and names all that do not.
fn every(foregrounds: &[&str], backgrounds: &[&str], least: f64) -> Result<()> {
    let tokens = tokens()?;
    let find = |name: &str| tokens.get(name).copied().with_context(|| format!("no colour --{name} in tokens.css"));
    let mut failures = Vec::new();
    for foreground in foregrounds {
        for background in backgrounds {
            let (front, back) = (find(foreground)?, find(background)?);
            for (theme, found) in [("light", ratio(front.light, back.light)), ("dark", ratio(front.dark, back.dark))] {
                if found < least {
                    failures.push(format!("{foreground} on {background}, {theme}: {found:.2} < {least}"));
                }
            }
        }
    }
    if failures.is_empty() { Ok(()) } else { bail!("too little contrast:\n{}", failures.join("\n")) }
}

/// One token in its two themes.
#[derive(Clone, Copy)]
struct Pair {
    light: Colour,
    dark: Colour,
}

/// Every `--name: light-dark(#light, #dark);` of the stylesheet, by name.
fn tokens() -> Result<BTreeMap<String, Pair>> {
    let mut found = BTreeMap::new();
    for line in TOKENS.lines() {
        let Some((name, value)) = line.trim().strip_prefix("--").and_then(|rest| rest.split_once(": light-dark(#"))
        else {
            continue;
        };
        let (light, dark) = value
            .strip_suffix(");")
            .and_then(|colours| colours.split_once(", "))
            .with_context(|| format!("--{name} is not light-dark(#rrggbb, #rrggbb)"))?;
        let pair = Pair { light: Colour::parse(&format!("#{light}"))?, dark: Colour::parse(dark)? };
        ensure!(found.insert(name.to_owned(), pair).is_none(), "--{name} is set twice");
    }
    Ok(found)
}

/// An sRGB colour, each channel from 0 to 1.
#[derive(Clone, Copy)]
struct Colour {
    red: f64,
    green: f64,
    blue: f64,
}

impl Colour {
    fn parse(text: &str) -> Result<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let digits = digits.with_context(|| format!("{text} is not #rrggbb"))?;
        let [_, red, green, blue] = u32::from_str_radix(digits, 16)?.to_be_bytes().map(|byte| f64::from(byte) / 255.0);
        Ok(Self { red, green, blue })
    }

    /// Relative luminance as WCAG defines it.
    fn luminance(self) -> f64 {
        let linear = |channel: f64| {
            if channel <= 0.04045 { channel / 12.92 } else { ((channel + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(self.red) + 0.7152 * linear(self.green) + 0.0722 * linear(self.blue)
    }
}

/// The contrast ratio of two colours, from 1 to 21.
fn ratio(one: Colour, other: Colour) -> f64 {
    let (one, other) = (one.luminance(), other.luminance());
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
