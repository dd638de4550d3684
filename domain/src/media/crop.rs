//! Which square of a picture is shown.

/// A square of a picture, in hundredths, so that it is the same whatever the picture measures and lies within it always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Crop {
    /// How far it is from the left, of the room that it leaves.
    pub left: u8,
    /// How far it is from the top, of the room that it leaves.
    pub top: u8,
    /// Its side, of the picture's shorter one.
    pub side: u8,
}

impl Crop {
    /// The smallest side: of less nobody would know a face.
    pub const SIDE_MIN: u8 = 10;
    /// All hundredths.
    pub const WHOLE: u8 = 100;

    /// A square with these measures, if there is one.
    pub fn new(left: u8, top: u8, side: u8) -> Option<Self> {
        let is_within = left <= Self::WHOLE && top <= Self::WHOLE && (Self::SIDE_MIN..=Self::WHOLE).contains(&side);
        is_within.then_some(Self { left, top, side })
    }

    /// Its left and upper edge and its side in a picture of that size, all in the unit of the size.
    pub fn square(self, width: f64, height: f64) -> (f64, f64, f64) {
        let part = |hundredths: u8| f64::from(hundredths) / f64::from(Self::WHOLE);
        let side = width.min(height) * part(self.side);
        ((width - side) * part(self.left), (height - side) * part(self.top), side)
    }

    /// The square whose middle is nearest to a place in a picture of that size.
    #[must_use]
    pub fn around(self, (x, y): (f64, f64), width: f64, height: f64) -> Self {
        let (_, _, side) = self.square(width, height);
        Self { left: hundredths(x - side / 2.0, width - side), top: hundredths(y - side / 2.0, height - side), ..self }
    }
}

impl Default for Crop {
    /// The largest square of the middle, a little nearer to the top: where faces are.
    fn default() -> Self {
        Self { left: 50, top: 30, side: Self::WHOLE }
    }
}

fn hundredths(part: f64, whole: f64) -> u8 {
    if whole <= 0.0 {
        return Crop::WHOLE / 2;
    }
    let hundredths = (part / whole * f64::from(Crop::WHOLE)).round().clamp(0.0, f64::from(Crop::WHOLE));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before")]
    let hundredths = hundredths as u8;
    hundredths
}

#[cfg(test)]
mod tests {
    use proptest::prelude::proptest;
    use proptest::{prop_assert, prop_assert_eq};

    use super::Crop;

    proptest! {
        #[test]
        fn a_square_lies_within_its_picture_and_is_found_again_by_its_middle(
            left in 0_u8..=100, top in 0_u8..=100, side in 10_u8..=100, width in 1.0_f64..9_000.0, height in 1.0_f64..9_000.0,
        ) {
            let Some(crop) = Crop::new(left, top, side) else { return Err(proptest::test_runner::TestCaseError::fail("none")) };
            let (x, y, length) = crop.square(width, height);
            prop_assert!(x >= 0.0 && y >= 0.0 && length > 0.0);
            prop_assert!(x + length <= width + 0.001 && y + length <= height + 0.001);
            let again = crop.around((x + length / 2.0, y + length / 2.0), width, height);
            let (x_again, y_again, length_again) = again.square(width, height);
            prop_assert_eq!(length, length_again);
            prop_assert!((x - x_again).abs() <= width / 100.0 && (y - y_again).abs() <= height / 100.0);
        }
    }

    #[test]
    fn there_is_no_square_beyond_its_picture() {
        assert_eq!(Crop::new(101, 0, 50), None);
        assert_eq!(Crop::new(0, 101, 50), None);
        assert_eq!(Crop::new(0, 0, 9), None);
        assert_eq!(Crop::new(0, 0, 101), None);
        assert_eq!(Crop::new(0, 100, 10), Some(Crop { left: 0, top: 100, side: 10 }));
        assert!(Crop::new(Crop::default().left, Crop::default().top, Crop::default().side).is_some());
    }

    #[test]
    fn whoever_points_beside_a_picture_means_its_edge() {
        let crop = Crop::default();
        assert_eq!(Crop { side: 50, ..crop }.around((-5.0, 900.0), 300.0, 400.0), Crop { left: 0, top: 100, side: 50 });
        assert_eq!(crop.around((0.0, 0.0), 300.0, 300.0), Crop { left: 50, top: 50, side: 100 });
    }
}
