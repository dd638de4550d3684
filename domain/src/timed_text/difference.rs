//! Where two texts differ.

/// The lines in which a text differs from what it was, before and after: those that both begin with are left out, and those that
/// both end with.
pub fn difference<'a>(before: &'a str, after: &'a str) -> (Vec<&'a str>, Vec<&'a str>) {
    let [before, after] = [before, after].map(|text| text.lines().collect::<Vec<_>>());
    let begin = before.iter().zip(&after).take_while(|(one, other)| one == other).count();
    let [before, after] = [before, after].map(|lines| lines.into_iter().skip(begin).collect::<Vec<_>>());
    let end = before.iter().rev().zip(after.iter().rev()).take_while(|(one, other)| one == other).count();
    let [before, after] = [before, after].map(|mut lines| {
        lines.truncate(lines.len() - end);
        lines
    });
    (before, after)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    use super::difference;

    #[test]
    fn what_both_begin_and_end_with_is_left_out() {
        assert_eq!(difference("a\nb\nc\nd", "a\nx\ny\nd"), (vec!["b", "c"], vec!["x", "y"]));
        assert_eq!(difference("a\nb", "a\nb\nc"), (vec![], vec!["c"]));
        assert_eq!(difference("a\na\na", "a\na"), (vec!["a"], vec![]));
        assert_eq!(difference("same", "same"), (vec![], vec![]));
    }

    proptest! {
        #[test]
        fn what_differs_is_put_into_what_is_alike(begin in "[ab\n]{0,9}", one in "[abc\n]{0,9}", other in "[abc\n]{0,9}", end in "[ab\n]{0,9}") {
            let (before, after) = (format!("{begin}\n{one}\n{end}"), format!("{begin}\n{other}\n{end}"));
            let (gone, come) = difference(&before, &after);
            let [before_lines, after_lines] = [&before, &after].map(|text| text.lines().count());
            prop_assert_eq!(before_lines - gone.len(), after_lines - come.len());
            prop_assert!((gone.is_empty() && come.is_empty()) == (before.lines().eq(after.lines())));
        }
    }
}
