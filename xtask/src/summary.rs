//! Reads the closing lines of the test runners, so that they can stand together at the end.

use std::fmt;
use std::iter::Sum;

/// How many tests ended how.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    passed: u64,
    failed: u64,
    skipped: u64,
}

/// Whose closing lines to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runner {
    Nextest,
    Cargo,
    Playwright,
}

/// What one runner said at its end.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) name: &'static str,
    pub(crate) succeeded: bool,
    closing_lines: Vec<String>,
    counts: Counts,
}

impl Report {
    /// Reads all that a runner printed.
    pub(crate) fn read(name: &'static str, runner: Runner, succeeded: bool, lines: &[String]) -> Self {
        let lines = lines.iter().map(|line| without_colour(line)).collect::<Vec<_>>();
        let closing_lines = match runner {
            Runner::Nextest => lines
                .iter()
                .rev()
                .find(|line| line.trim_start().starts_with("Summary ["))
                .cloned()
                .into_iter()
                .collect(),
            Runner::Cargo => lines.into_iter().filter(|line| line.starts_with("test result: ")).collect::<Vec<_>>(),
            Runner::Playwright => playwright_closing(&lines),
        };
        let counts = closing_lines.iter().map(|line| count(line)).sum();
        Self { name, succeeded, closing_lines, counts }
    }

    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Whether it ended without saying how many tests there were: then the sum is not the whole truth.
    pub(crate) fn stopped_early(&self) -> bool {
        self.closing_lines.is_empty()
    }
}

/// Playwright ends with a line per outcome, with the names of the failed tests between them.
fn playwright_closing(lines: &[String]) -> Vec<String> {
    let outcomes = ["passed", "failed", "flaky", "skipped", "interrupted", "did not run"];
    let mut closing: Vec<String> = Vec::new();
    for outcome in outcomes {
        let is_outcome = |line: &&String| {
            let mut parts = line.trim().splitn(2, ' ');
            let number = parts.next().is_some_and(|word| word.parse::<u64>().is_ok());
            // "12 passed (30.1s)" and nothing longer: a test's own title may begin like this.
            number && parts.next().is_some_and(|rest| rest == outcome || rest.starts_with(&format!("{outcome} (")))
        };
        closing.extend(lines.iter().rev().find(is_outcome).cloned());
    }
    closing
}

/// Adds up "12 passed", "1 failed" and the like in one line.
fn count(line: &str) -> Counts {
    let words =
        line.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let mut counts = Counts::default();
    for pair in words.windows(2) {
        let [number, outcome] = pair else { continue };
        let Ok(number) = number.parse::<u64>() else { continue };
        match *outcome {
            // A flaky test has passed when it was run again.
            "passed" | "flaky" => counts.passed += number,
            "failed" | "interrupted" | "exec" | "timed" => counts.failed += number,
            "skipped" | "ignored" | "did" => counts.skipped += number,
            _ => {}
        }
    }
    counts
}

fn without_colour(line: &str) -> String {
    let mut plain = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\u{1b}' {
            // An escape sequence ends with its first letter.
            letters.by_ref().find(char::is_ascii_alphabetic);
        } else {
            plain.push(letter);
        }
    }
    plain
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(counts: I) -> Self {
        counts.fold(Self::default(), |sum, counts| Self {
            passed: sum.passed + counts.passed,
            failed: sum.failed + counts.failed,
            skipped: sum.skipped + counts.skipped,
        })
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)?;
        if self.skipped > 0 {
            write!(formatter, ", {} skipped", self.skipped)?;
        }
        Ok(())
    }
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = if self.succeeded { "ok" } else { "FAILED" };
        writeln!(formatter, "{}: {outcome}", self.name)?;
        if self.stopped_early() {
            writeln!(formatter, "    (no summary: the runner stopped before its end)")?;
        }
        for line in &self.closing_lines {
            writeln!(formatter, "    {}", line.trim())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(runner: Runner, output: &str) -> Report {
        Report::read("Tests", runner, true, &output.lines().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn nextest_is_read() {
        let output = "        PASS [   0.005s] domain a\n------------\n     \u{1b}[32;1mSummary\u{1b}[0m [   0.010s] 12 tests run: 10 passed (1 slow), 2 failed, 3 skipped\n";
        assert_eq!(report(Runner::Nextest, output).counts(), Counts { passed: 10, failed: 2, skipped: 3 });
    }

    #[test]
    fn every_crate_of_cargo_test_is_added() {
        let output = "running 3 tests\ntest result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
                      test result: FAILED. 4 passed; 1 failed; 2 ignored; 0 measured; 7 filtered out; finished in 0.01s\n";
        assert_eq!(report(Runner::Cargo, output).counts(), Counts { passed: 7, failed: 1, skipped: 2 });
    }

    #[test]
    fn playwright_is_read_and_a_title_is_not_mistaken() {
        let output = "  ✓  1 home.spec.ts › 3 passed sessions are listed (1s)\n  3 passed sessions are listed\n\n  1 failed\n    [chromium] › home.spec.ts:3:1 › title\n  1 flaky\n    [chromium] › b.spec.ts\n  2 skipped\n  4 did not run\n  40 passed (1.2m)\n";
        let report = report(Runner::Playwright, output);
        assert_eq!(report.counts(), Counts { passed: 41, failed: 1, skipped: 6 });
        assert_eq!(report.closing_lines.len(), 5);
    }

    #[test]
    fn nothing_is_invented_when_a_runner_stops_early() {
        let report = report(Runner::Nextest, "error: could not compile `store`\n");
        assert_eq!(report.counts(), Counts::default());
        assert!(report.stopped_early() && report.to_string().contains("no summary"));
    }

    #[test]
    fn the_last_line_is_plain() {
        assert_eq!(Counts { passed: 7, failed: 1, skipped: 0 }.to_string(), "7 passed, 1 failed");
        assert_eq!(Counts { passed: 7, failed: 0, skipped: 2 }.to_string(), "7 passed, 0 failed, 2 skipped");
    }
}
