use std::collections::BTreeSet;

use proptest::prelude::{any, prop, proptest};
use proptest::{prop_assert, prop_assert_eq};

use super::{
    CompletionRule, Played, Progress, Stretch, Watched, message, read_handed_over, read_message, read_remembered,
    remembered,
};
use crate::time::Instant;

fn watched(parts: &[(u32, u32)]) -> Watched {
    let mut watched = Watched::default();
    parts.iter().filter_map(|(from, to)| Played::new(*from, *to)).for_each(|part| watched.add(part));
    watched
}

fn at(position: u32, updated: i64) -> Progress {
    Progress { watched: Watched::default(), position, updated: Instant::from_milliseconds(updated), completed: None }
}

#[test]
fn a_jump_counts_for_what_could_be_played() {
    let told = |from, to, rate, took| {
        Stretch { from, to, rate, took }.counted(Some(100_000)).map(|part| (part.from(), part.to()))
    };
    assert_eq!(told(0, 15_000, 100, 15_000), Some((0, 15_000)));
    assert_eq!(told(0, 30_000, 200, 15_000), Some((0, 30_000)));
    assert_eq!(told(0, 90_000, 100, 2_000), Some((0, 3_000)));
    assert_eq!(told(0, 90_000, u32::MAX, 1_000), Some((0, 5_000)));
    assert_eq!(told(95_000, 120_000, 100, u32::MAX), Some((95_000, 100_000)));
    assert_eq!(told(20_000, 10_000, 100, 15_000), None);
    assert_eq!(told(120_000, 130_000, 100, 15_000), None);
}

#[test]
fn one_goes_on_neither_at_the_beginning_nor_near_the_end() {
    let resumes = |position, length| at(position, 0).resumes_at(length);
    assert_eq!(resumes(29_999, Some(600_000)), None);
    assert_eq!(resumes(30_000, Some(600_000)), Some(30_000));
    assert_eq!(resumes(569_999, Some(600_000)), Some(569_999));
    assert_eq!(resumes(570_001, Some(600_000)), None);
    assert_eq!(resumes(3_420_000, Some(3_600_000)), None);
    assert_eq!(resumes(90_000, None), Some(90_000));
}

#[test]
fn the_place_of_the_device_that_played_last_is_taken() {
    assert_eq!(at(5, 10).merged(&at(90, 9)).position, 5);
    assert_eq!(at(5, 10).merged(&at(90, 11)).position, 90);
}

#[test]
fn so_much_counts_as_seen() {
    let rule = |required, length| CompletionRule::new(required, length);
    assert_eq!([None, Some(1), Some(60), Some(100)].map(|asked| rule(asked, None).required()), [80, 10, 60, 95]);
    let seen = watched(&[(0, 7_999)]);
    assert!(!rule(None, Some(10_000)).is_met(&seen), "79.99 is not 80");
    assert!(rule(None, Some(10_000)).is_met(&watched(&[(0, 8_000)])));
    assert!(rule(Some(79), Some(10_000)).is_met(&seen));
    assert!(!rule(Some(10), None).is_met(&seen), "a length that is not known");
    assert!(!rule(Some(10), Some(0)).is_met(&seen));
    assert!(!rule(None, Some(10_000)).is_met(&watched(&[(0, 1_000), (9_000, 99_000)])), "skipping to the end");
    assert_eq!(rule(None, Some(10_000)).share(&seen), Some(79));
}

#[test]
fn what_was_seen_beyond_the_end_is_no_share_of_it() {
    assert_eq!(watched(&[(0, 500), (900, 2_000)]).hundredths(1_000), 60);
    assert_eq!(watched(&[(0, 500)]).hundredths(0), 0);
    assert!("5-5".parse::<Watched>().is_err());
    assert!("x".parse::<Watched>().is_err());
}

#[test]
fn of_very_many_parts_the_longest_are_kept() {
    let parts: Vec<(u32, u32)> = (0..1_500).map(|number| (number * 10_000, number * 10_000 + 1 + number)).collect();
    let all = Progress { watched: watched(&parts[..750]), ..at(0, 0) };
    let all = all.merged(&Progress { watched: watched(&parts[750..]), ..at(0, 0) });
    assert_eq!(all.watched, watched(&parts[500..]));
}

#[test]
fn a_message_that_is_none_changes_nothing() {
    for line in ["", "x", "5 1-2", "5 1-2@100", "5 a-b@100/5", "5 1-2@100/5 x", "-1"] {
        assert_eq!(read_message(line, None, Instant::from_milliseconds(0)), None, "{line}");
    }
}

#[test]
fn what_is_handed_over_is_not_from_the_future() {
    let lines = "00000000-0000-4000-8000-000000000001 99 5 0-5\nnonsense\n00000000-0000-4000-8000-000000000002 3 7\n";
    let handed = read_handed_over(lines, Instant::from_milliseconds(10));
    let told: Vec<_> = handed.iter().map(|(_, one)| (one.updated.milliseconds(), one.position)).collect();
    assert_eq!(told, [(10, 5), (3, 7)]);
}

proptest! {
    #[test]
    fn messages_and_memories_are_read_as_they_were_written(
        position: u32, parts in prop::collection::vec((0_u32..1_000_000, 1_u32..15_000), 0..9), updated in 0_i64..1 << 50,
    ) {
        let stretches: Vec<Stretch> =
            parts.iter().map(|(from, long)| Stretch { from: *from, to: from + long, rate: 100, took: *long }).collect();
        let now = Instant::from_milliseconds(updated);
        let mut watched = Watched::default();
        stretches.iter().filter_map(|one| Played::new(one.from, one.to)).for_each(|part| watched.add(part));
        let progress = Progress { watched, position, updated: now, completed: None };
        prop_assert_eq!(read_message(&message(position, &stretches), None, now), Some(progress.clone()));
        prop_assert_eq!(read_remembered(&remembered(&progress)), Some(progress));
    }

    #[test]
    fn no_text_stops_the_readers(text in ".*") {
        let now = Instant::from_milliseconds(0);
        drop((read_message(&text, None, now), read_remembered(&text), read_handed_over(&text, now)));
    }

    /// The model is a set of moments; order, overlap, seeks back and doubled messages do not matter to a set.
    #[test]
    fn the_union_is_that_of_sets(mut parts in prop::collection::vec((0_u32..120, 0_u32..120), 0..40), turn in any::<prop::sample::Index>()) {
        let model: BTreeSet<u32> = parts.iter().flat_map(|(from, to)| *from..*to).collect();
        let union = watched(&parts);
        let moments: BTreeSet<u32> = union.parts().iter().flat_map(|part| part.from()..part.to()).collect();
        prop_assert_eq!(usize::try_from(union.total()), Ok(model.len()));
        prop_assert_eq!(moments, model);
        prop_assert!(union.parts().windows(2).all(|pair| matches!(pair, [one, next] if one.to() < next.from())));
        // In any order, and told twice.
        let again = parts.clone();
        if !parts.is_empty() {
            parts.rotate_left(turn.index(again.len()));
        }
        parts.extend(again);
        prop_assert_eq!(watched(&parts), union);
    }

    #[test]
    fn merging_knows_no_order_and_loses_nothing(
        one in prop::collection::vec((0_u32..120, 0_u32..120), 0..9), two in prop::collection::vec((0_u32..120, 0_u32..120), 0..9),
        places in (any::<u32>(), 0_i64..3, any::<u32>(), 0_i64..3),
    ) {
        let one = Progress { watched: watched(&one), ..at(places.0, places.1) };
        let two = Progress { watched: watched(&two), ..at(places.2, places.3) };
        let both = one.clone().merged(&two);
        prop_assert_eq!(&two.clone().merged(&one), &both);
        prop_assert_eq!(&both.clone().merged(&one), &both);
        prop_assert!(both.watched.total() >= one.watched.total().max(two.watched.total()));
    }

    /// Whatever is watched, forgotten rules, devices and their order: what was seen once is seen from then on.
    #[test]
    fn a_completion_that_was_reached_is_never_lowered(
        steps in prop::collection::vec((0_u32..120, 1_u32..60, prop::option::of(0_u32..200), prop::option::of(0_u32..120), 0_i64..99), 1..20),
    ) {
        let mut known = at(0, 0);
        for (from, long, required, length, updated) in steps {
            let (before, rule) = (known.completed, CompletionRule::new(required, length));
            let told = Progress { watched: watched(&[(from, from + long)]), ..at(from, updated) };
            let reached = told.clone().merged(&known).judged(rule);
            known = known.merged(&told).judged(rule);
            prop_assert_eq!(&reached, &known, "in either order");
            prop_assert_eq!(known.completed.is_some(), before.is_some() || rule.is_met(&known.watched));
            prop_assert!(before.is_none() || known.completed == before);
            prop_assert_eq!(known.clone().judged(rule), known.clone());
        }
    }

    /// To ask for more never makes seen what was not, and to watch more never undoes it.
    #[test]
    fn the_rule_follows_what_is_watched_and_asked(parts in prop::collection::vec((0_u32..120, 0_u32..120), 0..9), more in (0_u32..120, 0_u32..120), asked in (0_u32..120, 0_u32..120), length in 0_u32..120) {
        let (less, most) = (asked.0.min(asked.1), asked.0.max(asked.1));
        let seen = watched(&parts);
        let (easy, hard) = (CompletionRule::new(Some(less), Some(length)), CompletionRule::new(Some(most), Some(length)));
        prop_assert!(!hard.is_met(&seen) || easy.is_met(&seen));
        let mut longer = seen.clone();
        longer.extend(&watched(&[more]));
        prop_assert!(!hard.is_met(&seen) || hard.is_met(&longer));
    }

    #[test]
    fn a_list_is_read_as_it_was_written(parts in prop::collection::vec((any::<u32>(), any::<u32>()), 0..9)) {
        let union = watched(&parts);
        prop_assert_eq!(union.to_string().parse(), Ok(union.clone()));
        prop_assert!(union.hundredths(1_000) <= 100);
    }

    #[test]
    fn no_message_counts_more_than_its_time(from: u32, to: u32, rate: u32, took: u32) {
        if let Some(part) = (Stretch { from, to, rate, took }).counted(None) {
            prop_assert!(u64::from(part.to() - part.from()) <= u64::from(took) * 4 + 1_000);
        }
    }
}
