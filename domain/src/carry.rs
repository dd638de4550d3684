//! A session that is carried over the day grid, by keys or by a pointer: in steps of five minutes, and no further than the day.

/// Minutes of a step.
pub const STEP: u32 = 5;
/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// Where a session would be put down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carried {
    /// Beginning, in minutes since midnight by the clocks of the event.
    pub begins: u32,
    /// Length in minutes.
    pub minutes: u32,
    /// Column of the grid, from 0.
    pub column: usize,
}

/// A step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Push {
    /// Begins earlier.
    Earlier,
    /// Begins later.
    Later,
    /// Ends earlier.
    Shorter,
    /// Ends later.
    Longer,
    /// Into the room before.
    Before,
    /// Into the room after.
    After,
}

/// What a key does while a session is carried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Press {
    /// It is pushed.
    Push(Push),
    /// It is put down where it is.
    PutDown,
    /// It is put back where it was.
    PutBack,
}

impl Press {
    /// Of a key by its name (UI Events, `key` values), with the shift key held or not.
    pub fn of(key: &str, shift: bool) -> Option<Self> {
        Some(match (key, shift) {
            ("ArrowUp", false) => Self::Push(Push::Earlier),
            ("ArrowDown", false) => Self::Push(Push::Later),
            ("ArrowLeft", false) => Self::Push(Push::Before),
            ("ArrowRight", false) => Self::Push(Push::After),
            ("ArrowUp" | "ArrowLeft", true) => Self::Push(Push::Shorter),
            ("ArrowDown" | "ArrowRight", true) => Self::Push(Push::Longer),
            ("Enter", _) => Self::PutDown,
            ("Escape", _) => Self::PutBack,
            _ => return None,
        })
    }
}

impl Carried {
    /// After a step, on a grid with so many columns; the same where there is no further.
    #[must_use]
    pub fn pushed(self, push: Push, columns: usize) -> Self {
        let last = columns.saturating_sub(1);
        match push {
            Push::Earlier => self.later(-1.0),
            Push::Later => self.later(1.0),
            // A length below two steps has no shorter one.
            Push::Shorter if self.minutes > STEP => Self { minutes: self.minutes - STEP, ..self },
            Push::Shorter => self,
            Push::Longer => Self { minutes: (self.minutes + STEP).min(DAY), ..self },
            Push::Before => Self { column: self.column.saturating_sub(1), ..self },
            Push::After => Self { column: (self.column + 1).min(last), ..self },
        }
    }

    /// As many steps away as it takes to begin at about that minute, in that column: where a pointer is.
    #[must_use]
    pub fn near(self, minute: f64, column: usize) -> Self {
        Self { column, ..self.later((minute - f64::from(self.begins)) / f64::from(STEP)) }
    }

    /// So many steps later, as far as the day goes.
    fn later(self, steps: f64) -> Self {
        let (before, after) = (self.begins / STEP, (DAY - 1).saturating_sub(self.begins) / STEP);
        let steps = steps.round().clamp(-f64::from(before), f64::from(after));
        let begins = f64::from(self.begins) + steps * f64::from(STEP);
        // A whole number within the day.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped just before")]
        let begins = begins as u32;
        Self { begins, ..self }
    }
}

/// Minutes since midnight as a clock shows them: "09:05".
pub fn clock(minutes: u32) -> String {
    let within = minutes % DAY;
    format!("{:02}:{:02}", within / 60, within % 60)
}

/// Minutes since midnight of a wall time ("09:05").
pub fn minutes_of(clock: &str) -> Option<u32> {
    let mut parts = clock.split(':');
    let (hours, minutes): (u32, u32) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq, sample};

    use super::{Carried, DAY, Press, Push, clock, minutes_of};

    const PUSHES: [Push; 6] = [Push::Earlier, Push::Later, Push::Shorter, Push::Longer, Push::Before, Push::After];

    proptest! {
        #[test]
        fn however_it_is_pushed_it_stays_on_the_grid_and_keeps_a_length(
            pushes in proptest::collection::vec(sample::select(&PUSHES[..]), 0..400),
            begins in 0..DAY, minutes in 1..=DAY, columns in 1_usize..20, minute in any::<f64>(),
        ) {
            let mut carried = Carried { begins, minutes, column: columns - 1 };
            for push in pushes {
                carried = carried.pushed(push, columns);
                prop_assert!(carried.begins < DAY && (1..=DAY).contains(&carried.minutes) && carried.column < columns);
                prop_assert_eq!(minutes_of(&clock(carried.begins)), Some(carried.begins));
            }
            let put = carried.near(minute, 0);
            prop_assert!(put.begins < DAY && put.begins % 5 == carried.begins % 5);
            prop_assert_eq!(carried.near(f64::from(carried.begins), carried.column), carried);
        }
    }

    #[test]
    fn arrows_move_with_shift_they_change_the_length_and_other_keys_do_nothing() {
        assert_eq!(Press::of("ArrowDown", false), Some(Press::Push(Push::Later)));
        assert_eq!(Press::of("ArrowLeft", false), Some(Press::Push(Push::Before)));
        assert_eq!(Press::of("ArrowDown", true), Some(Press::Push(Push::Longer)));
        assert_eq!(
            (Press::of("Enter", false), Press::of("Escape", true)),
            (Some(Press::PutDown), Some(Press::PutBack))
        );
        assert_eq!((Press::of("Tab", false), Press::of("a", false)), (None, None));
    }

    #[test]
    fn steps_are_five_minutes_and_neighbouring_rooms() {
        let here = Carried { begins: 9 * 60, minutes: 30, column: 1 };
        let pushed = |push| here.pushed(push, 3);
        assert_eq!(clock(pushed(Push::Earlier).begins), "08:55");
        assert_eq!(clock(pushed(Push::Later).begins), "09:05");
        assert_eq!((pushed(Push::Shorter).minutes, pushed(Push::Longer).minutes), (25, 35));
        assert_eq!((pushed(Push::Before).column, pushed(Push::After).column), (0, 2));
        assert_eq!(pushed(Push::After).pushed(Push::After, 3).column, 2, "no further");
        assert_eq!(here.near(602.4, 0), Carried { begins: 600, column: 0, ..here });
        assert_eq!(Carried { begins: 542, ..here }.near(600.0, 1).begins, 602, "in steps from where it was");
        assert_eq!((minutes_of("24:00"), minutes_of("9"), minutes_of("23:59")), (None, None, Some(1_439)));
    }
}
