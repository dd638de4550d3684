//! The site's own colour, in its two themes. Whatever would not be legible is refused with the ratio that was measured (WCAG 2.2,
//! 1.4.3 for words, 1.4.11 for what a control needs to be seen); the shades around it are made here.

use crate::validation::FieldError;

/// Least contrast of words (WCAG 1.4.3, level AA).
const WORDS: f64 = 4.5;
/// Least contrast of edges and focus rings (WCAG 1.4.11).
const EDGES: f64 = 3.0;
/// How much of the colour is in the tint behind words.
const TINT: f64 = 0.1;
/// How far the shade under a pointer is from the colour.
const HOVER: f64 = 0.2;

/// A theme's colours with which the site's own has to do, as in `style/tokens.css`; a test compares.
struct Theme {
    name: &'static str,
    field: &'static str,
    /// What pages, cards and wells are painted with.
    surfaces: [Colour; 3],
    /// Words that stand on the tint.
    words: [Colour; 3],
    /// Edges of controls.
    control: Colour,
    /// What stands on the colour: the first that is legible.
    on: [Colour; 2],
    /// Towards what the shade under a pointer goes.
    towards: Colour,
}

const WHITE: Colour = Colour([0xff, 0xff, 0xff]);
const BLACK: Colour = Colour([0, 0, 0]);
const LIGHT: Theme = Theme {
    name: "light",
    field: "accent_light",
    surfaces: [Colour([0xfb, 0xfc, 0xfd]), WHITE, Colour([0xf1, 0xf4, 0xf7])],
    words: [Colour([0x14, 0x20, 0x2b]), Colour([0x4a, 0x59, 0x66]), Colour([0x0a, 0x5a, 0x8a])],
    control: Colour([0x6f, 0x7e, 0x8c]),
    on: [WHITE, BLACK],
    towards: BLACK,
};
const DARK: Theme = Theme {
    name: "dark",
    field: "accent_dark",
    surfaces: [Colour([0x0e, 0x15, 0x1b]), Colour([0x15, 0x1e, 0x26]), Colour([0x0a, 0x10, 0x16])],
    words: [Colour([0xe8, 0xee, 0xf3]), Colour([0xb0, 0xbd, 0xc8]), Colour([0x86, 0xc5, 0xf2])],
    control: Colour([0x82, 0x91, 0xa0]),
    on: [BLACK, WHITE],
    towards: WHITE,
};

/// A colour: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Colour([u8; 3]);

impl Colour {
    fn read(text: &str) -> Option<Self> {
        let digits = text.trim().trim_start_matches('#');
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        Some(Self([red, green, blue]))
    }

    fn written(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }

    /// With so much of another in it, from 0 to 1.
    fn mixed(self, other: Self, part: f64) -> Self {
        let mut mixed = self.0;
        for (channel, other) in mixed.iter_mut().zip(other.0) {
            let value = f64::from(*channel) * (1.0 - part) + f64::from(other) * part;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
            let value = value.round() as u8;
            *channel = value;
        }
        Self(mixed)
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|channel| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        });
        0.2126f64.mul_add(red, 0.7152f64.mul_add(green, 0.0722 * blue))
    }

    /// The contrast of two colours, from 1 to 21 (WCAG 2.2).
    fn ratio(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }
}

/// The colour of one theme with what is made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shades {
    brand: Colour,
    hover: Colour,
    on: Colour,
    tint: Colour,
}

impl Theme {
    fn shades(&self, brand: Colour) -> Shades {
        let [_, surface, _] = self.surfaces;
        let hover = brand.mixed(self.towards, HOVER);
        let least = |on: Colour| on.ratio(brand).min(on.ratio(hover));
        let [first, second] = self.on;
        let on = if least(first) >= WORDS { first } else { second };
        Shades { brand, hover, on, tint: surface.mixed(brand, TINT) }
    }

    /// What is not legible: how much it reaches, how much it needs, and where.
    fn fault(&self, shades: &Shades) -> Option<(f64, f64, &'static str)> {
        let Shades { brand, hover, on, tint } = *shades;
        let surfaces = self.surfaces.iter().flat_map(|surface| [(brand, *surface), (hover, *surface)]);
        let words = surfaces.map(|(front, back)| (front.ratio(back), WORDS, "on the background"));
        let buttons = [brand, hover].map(|back| (on.ratio(back), WORDS, "under the words of buttons"));
        let tinted = self.words.iter().copied().chain([brand]);
        let tinted = tinted.map(|front| (front.ratio(tint), WORDS, "behind words"));
        let edge = (self.control.ratio(tint), EDGES, "behind edges");
        let all = words.chain(buttons).chain(tinted).chain([edge]);
        all.filter(|(found, least, _)| found < least).min_by(|one, two| (one.0 / one.1).total_cmp(&(two.0 / two.1)))
    }
}

/// The site's own colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    light: Shades,
    dark: Shades,
}

impl Accent {
    /// The colour of both themes as it was typed, `#rrggbb`; `None` where both are left out, for the product's own.
    ///
    /// # Errors
    /// What is to be mended, by the fields `accent_light` and `accent_dark`.
    pub fn read(light: &str, dark: &str) -> Result<Option<Self>, Vec<FieldError>> {
        if light.trim().is_empty() && dark.trim().is_empty() {
            return Ok(None);
        }
        let one = |theme: &Theme, text: &str| {
            let colour = Colour::read(text)
                .ok_or_else(|| FieldError::new(theme.field, "Enter a colour like #0b5f78, or leave both out"))?;
            let shades = theme.shades(colour);
            match theme.fault(&shades) {
                None => Ok(shades),
                Some((found, least, place)) => {
                    // Rounded down, so that what is refused never reads as if it were enough.
                    let found = (found * 100.0).floor() / 100.0;
                    let why = format!(
                        "In the {} theme its contrast {place} is {found:.2} to 1, and {least} to 1 is needed. Try another",
                        theme.name
                    );
                    Err(FieldError::new(theme.field, why))
                }
            }
        };
        match (one(&LIGHT, light), one(&DARK, dark)) {
            (Ok(light), Ok(dark)) => Ok(Some(Self { light, dark })),
            (light, dark) => Err(light.err().into_iter().chain(dark.err()).collect()),
        }
    }

    /// The colour of both themes, as it is kept: `#rrggbb,#rrggbb`.
    pub fn written(&self) -> String {
        format!("{},{}", self.light.brand.written(), self.dark.brand.written())
    }

    /// The colour of what is kept; `None` for what cannot be one, or would not be legible.
    pub fn of_written(text: &str) -> Option<Self> {
        let (light, dark) = text.split_once(',')?;
        Self::read(light, dark).ok().flatten()
    }

    /// The light and the dark colour, as they are typed.
    pub fn typed(&self) -> (String, String) {
        (self.light.brand.written(), self.dark.brand.written())
    }

    /// A style rule that sets the tokens of `style/tokens.css` anew, in their layer, so that paper stays as it is.
    pub fn style(&self) -> String {
        let token = |name: &str, of: fn(&Shades) -> Colour| {
            format!("--{name}:light-dark({},{});", of(&self.light).written(), of(&self.dark).written())
        };
        format!(
            "@layer tokens{{:root{{{}{}{}{}}}}}\n",
            token("brand", |shades| shades.brand),
            token("brand-hover", |shades| shades.hover),
            token("on-brand", |shades| shades.on),
            token("brand-tint", |shades| shades.tint),
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::array::uniform3;
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::{Accent, BLACK, Colour, DARK, LIGHT, Theme, WHITE, WORDS};

    proptest! {
        #[test]
        fn whatever_is_taken_is_legible_in_both_themes(light in uniform3(0_u8..0xa0), dark in uniform3(0x60_u8..)) {
            let (light, dark) = (Colour(light).written(), Colour(dark).written());
            match Accent::read(&light, &dark) {
                Ok(accent) => {
                    prop_assert!(accent.is_some());
                    if let Some(accent) = accent {
                        for (theme, shades) in [(&LIGHT, accent.light), (&DARK, accent.dark)] {
                            for surface in theme.surfaces {
                                prop_assert!(shades.brand.ratio(surface) >= WORDS && shades.hover.ratio(surface) >= WORDS);
                            }
                            prop_assert!(shades.on.ratio(shades.brand) >= WORDS && shades.on.ratio(shades.hover) >= WORDS);
                            prop_assert!(theme.words.iter().all(|words| words.ratio(shades.tint) >= WORDS));
                        }
                        prop_assert_eq!(Accent::of_written(&accent.written()), Some(accent));
                        prop_assert!(accent.style().bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n')));
                    }
                }
                Err(errors) => prop_assert!(!errors.is_empty() && errors.len() <= 2),
            }
        }
    }

    #[test]
    fn the_formula_gives_the_known_ratios_and_the_products_own_colour_would_do() {
        assert!((WHITE.ratio(BLACK) - 21.0).abs() < 1e-9);
        let grey = |text| Colour::read(text).map(|grey| WHITE.ratio(grey));
        assert!(
            grey("#767676").is_some_and(|found| found >= WORDS) && grey("#777777").is_some_and(|found| found < WORDS)
        );
        assert!(Accent::read("#0b5f78", "#6cc4dc").is_ok_and(|accent| accent.is_some()));
        assert_eq!(Accent::read(" ", ""), Ok(None));
    }

    #[test]
    fn what_cannot_be_read_is_refused_with_the_ratio() {
        let errors = Accent::read("#ffcc00", "#222222").unwrap_err();
        let [light, dark] = errors.as_slice() else { panic!("{errors:?}") };
        assert!(light.field == "accent_light" && light.message.contains(" to 1, and 4.5 to 1 is needed"), "{light:?}");
        assert!(dark.field == "accent_dark" && dark.message.contains("In the dark theme"), "{dark:?}");
        for wrong in ["red", "#12345", "#12345g", "expression(1)", "#fff;}body{", ""] {
            let errors = Accent::read(wrong, "#6cc4dc").unwrap_err();
            assert_eq!((errors.len(), errors[0].field.as_str()), (1, "accent_light"), "{wrong}");
        }
    }

    #[test]
    fn the_themes_are_those_of_the_stylesheet() {
        let tokens = include_str!("../../../style/tokens.css");
        let of = |name: &str, theme: &Theme| {
            let (_, rest) = tokens.split_once(&format!("--{name}: light-dark(")).expect("a token");
            let (light, rest) = rest.split_once(", ").expect("two colours");
            let dark = rest.split(')').next().expect("an end");
            Colour::read(if theme.name == "light" { light } else { dark }).expect("a colour")
        };
        for theme in [&LIGHT, &DARK] {
            assert_eq!(theme.surfaces, ["bg", "surface", "sunken"].map(|name| of(name, theme)));
            assert_eq!(theme.words, ["ink", "muted", "link"].map(|name| of(name, theme)));
            assert_eq!(theme.control, of("control", theme));
        }
    }
}
