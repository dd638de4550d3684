//! The questions of a registration form, a row for each.

use super::super::form::{Column, Form, Input, Row, Trouble};
use crate::check::question_problem;
use crate::content::{Choice, OnlyIf, Question, QuestionKind};
use crate::slug::Slug;

/// Stable names of [`QuestionKind`], in the order they are offered.
const KINDS: &[&str] = &["short-text", "long-text", "choice", "choices", "consent", "number", "date"];
const REQUIRED: &[&str] = &["no", "yes"];

pub(super) fn bind(value: &mut Vec<Question>, form: &mut Form<'_>) {
    let columns = vec![
        Column { name: "label", input: Input::Line },
        Column { name: "kind", input: Input::Choice(KINDS.to_vec()) },
        Column { name: "required", input: Input::Choice(REQUIRED.to_vec()) },
        Column { name: "hint", input: Input::Line },
        Column { name: "options", input: Input::Lines },
        Column { name: "least", input: Input::Line },
        Column { name: "most", input: Input::Line },
        Column { name: "after", input: Input::Line },
        Column { name: "after_is", input: Input::Line },
        Column { name: "name", input: Input::Slug },
    ];
    let has = value.iter().map(written).collect();
    let Some(mut questions) = form.rows(("questions", columns, false), has, |row, _| read(row)) else { return };
    // A name of its own for what was given none.
    for index in 0..questions.len() {
        let (before, rest) = questions.split_at_mut(index);
        let Some((question, has_name)) = rest.first_mut() else { continue };
        if !*has_name {
            let mut taken = before.iter().map(|(earlier, _)| earlier.name.clone()).collect();
            question.name = Slug::unique(&question.label, &mut taken);
        }
    }
    let questions: Vec<Question> = questions.into_iter().map(|(question, _)| question).collect();
    let problem = (0..questions.len()).find_map(|index| {
        let (earlier, rest) = questions.split_at(index);
        rest.first().and_then(|question| question_problem(question, earlier))
    });
    match problem {
        Some(problem) => form.refuse("questions", Trouble::Unaskable(problem)),
        None => *value = questions,
    }
}

fn written(question: &Question) -> Vec<String> {
    let limit = |limit: Option<String>| limit.unwrap_or_default();
    let (least, most) = match &question.kind {
        QuestionKind::Number { least, most } => {
            (limit(least.map(|least| least.to_string())), limit(most.map(|most| most.to_string())))
        }
        QuestionKind::Date { first, last } => {
            (limit(first.map(|first| first.to_string())), limit(last.map(|last| last.to_string())))
        }
        _ => (String::new(), String::new()),
    };
    let option = |choice: &Choice| {
        if Slug::of(&choice.label) == choice.value {
            choice.label.clone()
        } else {
            format!("{}: {}", choice.value, choice.label)
        }
    };
    let options: Vec<String> = question.kind.options().iter().map(option).collect();
    let (after, after_is) = question
        .only_if
        .as_ref()
        .map_or((String::new(), String::new()), |condition| (condition.question.to_string(), condition.is.join(", ")));
    vec![
        question.label.clone(),
        question.kind.name().to_owned(),
        if question.required { "yes" } else { "no" }.to_owned(),
        question.hint.clone().unwrap_or_default(),
        options.join("\n"),
        least,
        most,
        after,
        after_is,
        question.name.to_string(),
    ]
}

/// A question, and whether it was given a name.
fn read(row: &Row<'_>) -> Result<(Question, bool), (&'static str, Trouble)> {
    let label = row.cell("label").to_owned();
    if label.is_empty() {
        return Err(("label", Trouble::Missing));
    }
    let name = match row.cell("name") {
        "" => None,
        name => Some(name.parse().map_err(|_| ("name", Trouble::NotASlug))?),
    };
    let hint = row.cell("hint");
    let after = match row.cell("after") {
        "" => None,
        after => Some(after.parse().map_err(|_| ("after", Trouble::NotASlug))?),
    };
    let is = row.cell("after_is").split(',').map(str::trim).filter(|value| !value.is_empty());
    let is: Vec<String> = is.map(str::to_owned).collect();
    let has_name = name.is_some();
    let question = Question {
        name: name.unwrap_or_else(|| Slug::of(&label)),
        label,
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
        required: row.cell("required") == "yes",
        kind: kind(row)?,
        only_if: after.map(|question| OnlyIf { question, is }),
    };
    Ok((question, has_name))
}

fn kind(row: &Row<'_>) -> Result<QuestionKind, (&'static str, Trouble)> {
    Ok(match row.cell("kind") {
        "short-text" => QuestionKind::ShortText,
        "long-text" => QuestionKind::LongText,
        "choice" => QuestionKind::Choice { options: options(row)? },
        "choices" => QuestionKind::Choices { options: options(row)? },
        "consent" => QuestionKind::Consent,
        "number" => QuestionKind::Number {
            least: limit(row, "least", Trouble::NotWithin(0, u32::MAX))?,
            most: limit(row, "most", Trouble::NotWithin(0, u32::MAX))?,
        },
        "date" => QuestionKind::Date {
            first: limit(row, "least", Trouble::NotADate)?,
            last: limit(row, "most", Trouble::NotADate)?,
        },
        _ => return Err(("kind", Trouble::NotAChoice)),
    })
}

/// Each line is an answer as it is shown, with the value under which it is kept and a colon before it if that differs.
fn options(row: &Row<'_>) -> Result<Vec<Choice>, (&'static str, Trouble)> {
    let option = |line: &str| match line.split_once(": ") {
        Some((value, label)) if value.parse::<Slug>().is_ok() => {
            Choice { value: Slug::of(value), label: label.trim().to_owned() }
        }
        _ => Choice { value: Slug::of(line), label: line.to_owned() },
    };
    let options: Vec<Choice> = row.cell("options").lines().map(option).collect();
    if options.is_empty() { Err(("options", Trouble::Missing)) } else { Ok(options) }
}

fn limit<T: std::str::FromStr>(
    row: &Row<'_>,
    column: &'static str,
    trouble: Trouble,
) -> Result<Option<T>, (&'static str, Trouble)> {
    match row.cell(column) {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| (column, trouble)),
    }
}
