use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, proptest};
use proptest::{prop_assert, prop_assert_eq, prop_oneof};
use serde_json::{Value, from_value, json};

use super::{Answers, LONG_MAX, SHORT_MAX, TypedAnswers, answer, asked, field, validate};
use crate::check::question_problem;
use crate::content::{OnlyIf, Question, QuestionKind};
use crate::slug::Slug;

fn question(kind: &Value) -> Question {
    from_value(json!({ "name": "q", "label": "Q", "required": true, "kind": kind })).expect("a question")
}

fn typed(pairs: &[(&str, &str)]) -> TypedAnswers {
    let mut typed = TypedAnswers::default();
    pairs.iter().for_each(|(name, value)| typed.add(name, value));
    typed
}

fn options(values: &[&str]) -> Value {
    let options: Vec<Value> = values.iter().map(|value| json!({ "value": value, "label": value })).collect();
    json!(options)
}

/// A meal for those who come, and what they do not eat for those who have a special one.
fn dinner() -> Vec<Question> {
    from_value(json!([
        { "name": "coming", "label": "Do you come to dinner?", "required": true,
          "kind": { "type": "choice", "options": options(&["yes", "no"]) } },
        { "name": "meals", "label": "Meals", "required": true, "only_if": { "question": "coming", "is": ["yes"] },
          "kind": { "type": "choices", "options": options(&["starter", "special", "dessert"]) } },
        { "name": "avoid", "label": "What do you not eat?", "required": true,
          "only_if": { "question": "meals", "is": ["special"] }, "kind": { "type": "long_text" } }
    ]))
    .expect("questions")
}

#[test]
fn each_kind_takes_its_answers_and_says_what_it_wants_of_others() {
    let long = "a".repeat(SHORT_MAX + 1);
    let longer = "a".repeat(LONG_MAX + 1);
    let number = json!({ "type": "number", "least": 0, "most": 9 });
    let date = json!({ "type": "date", "first": "2022-10-01", "last": "2022-10-31" });
    let choice = json!({ "type": "choice", "options": options(&["a", "b"]) });
    let choices = json!({ "type": "choices", "options": options(&["a", "b"]) });
    for (kind, good, bad) in [
        (json!({ "type": "short_text" }), vec![" Ü "], vec!["", "  ", "a\nb", "a\0b", long.as_str()]),
        (json!({ "type": "long_text" }), vec!["a\r\nb", long.as_str()], vec!["\n", "a\0b", longer.as_str()]),
        (choice, vec!["a", "b"], vec!["", "c", "A", "a,b"]),
        (choices, vec!["a"], vec!["", "c"]),
        (json!({ "type": "consent" }), vec!["yes"], vec!["", "no", "on"]),
        (number, vec!["0", " 09 "], vec!["", "-1", "10", "1.5", "1e0", "٣", "99999999999999999999"]),
        (date, vec!["2022-10-01", "2022-10-31"], vec!["", "2022-09-30", "2022-11-01", "2022-02-30", "12.10.2022"]),
    ] {
        let question = question(&kind);
        for value in good {
            assert!(answer(&question, &[value.to_owned()]).is_ok(), "{value:?} as {}", question.kind.name());
        }
        for value in bad {
            let message = answer(&question, &[value.to_owned()]).expect_err(value);
            assert!(message.contains("“Q”"), "{message}");
        }
        let twice = answer(&question, &["a".to_owned(), "b".to_owned()]);
        assert_eq!(
            twice.is_ok(),
            matches!(question.kind, QuestionKind::Choices { .. }),
            "several where one is asked for"
        );
        let optional = Question { required: false, ..question };
        assert_eq!(answer(&optional, &[" ".to_owned()]), Ok(Vec::new()));
    }
}

#[test]
fn answers_are_kept_in_one_form() {
    let kept = |kind: Value, values: &[&str]| {
        answer(&question(&kind), &values.iter().map(|value| (*value).to_owned()).collect::<Vec<_>>()).expect("sound")
    };
    assert_eq!(kept(json!({ "type": "number" }), &[" 007"]), ["7"]);
    assert_eq!(kept(json!({ "type": "long_text" }), &[" a\r\nb\rc "]), ["a\nb\nc"]);
    assert_eq!(kept(json!({ "type": "choices", "options": options(&["a", "b"]) }), &["b", "a", "b"]), ["a", "b"]);
}

#[test]
fn what_is_not_asked_needs_no_answer_and_keeps_none() {
    let questions = dinner();
    let only = |pairs: &[(&str, &str)]| validate(&questions, &typed(pairs)).map(|answers| answers.0.len());
    assert_eq!(only(&[("answer-coming", "no"), ("answer-meals", "special"), ("answer-avoid", "Nuts")]), Ok(1));
    assert_eq!(only(&[("answer-coming", "yes"), ("answer-meals", "starter"), ("answer-avoid", "Nuts")]), Ok(2));
    assert_eq!(only(&[("answer-coming", "yes"), ("answer-meals", "special"), ("answer-avoid", "Nuts")]), Ok(3));
    // An answer that does not count makes nothing be asked.
    assert_eq!(
        only(&[("answer-coming", "perhaps"), ("answer-meals", "special")]).map_err(|errors| errors.len()),
        Err(1)
    );
    let errors = only(&[("answer-coming", "yes"), ("answer-meals", "special")]).expect_err("something is missing");
    assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["answer-avoid"]);
}

fn kind() -> impl Strategy<Value = QuestionKind> {
    let option = |value: &str| crate::content::Choice { value: Slug::of(value), label: value.to_owned() };
    let options = vec![option("a"), option("b"), option("c")];
    prop_oneof![
        Just(QuestionKind::ShortText),
        Just(QuestionKind::LongText),
        Just(QuestionKind::Choice { options: options.clone() }),
        Just(QuestionKind::Choices { options }),
        Just(QuestionKind::Consent),
        Just(QuestionKind::Number { least: Some(-3), most: None }),
        Just(QuestionKind::Date { first: None, last: None }),
    ]
}

fn value() -> impl Strategy<Value = String> {
    prop_oneof!["[abc]", Just("yes".to_owned()), "-?[0-9]{1,2}", Just("2022-10-12".to_owned()), any::<String>()]
}

/// Forms as an editor may write them: each question may depend on any other, also on one that is not there.
fn questions() -> impl Strategy<Value = Vec<Question>> {
    let one = (kind(), any::<bool>(), of((0_usize..8, vec(value(), 1..3))));
    vec(one, 0..8).prop_map(|parts| {
        let name = |position: usize| Slug::of(&format!("q{position}"));
        let mut questions = Vec::new();
        for (position, (kind, required, only_if)) in parts.into_iter().enumerate() {
            let only_if = only_if.map(|(on, is)| OnlyIf { question: name(on), is });
            questions.push(Question {
                name: name(position),
                label: format!("Q{position}"),
                hint: None,
                required,
                kind,
                only_if,
            });
        }
        questions
    })
}

fn filled() -> impl Strategy<Value = TypedAnswers> {
    vec((0_usize..10, value()), 0..16).prop_map(|values| {
        let mut typed = TypedAnswers::default();
        values.iter().for_each(|(position, value)| typed.add(&format!("answer-q{position}"), value));
        typed
    })
}

proptest! {
    #[test]
    fn whatever_is_sent_only_sound_answers_to_asked_questions_are_kept(questions in questions(), typed in filled()) {
        let shown = asked(&questions, &typed);
        match validate(&questions, &typed) {
            Ok(answers) => {
                for kept in answers.iter() {
                    let (question, _) = shown.iter().find(|(question, _)| question.name == kept.question).expect("asked");
                    prop_assert_eq!(answer(question, &kept.values), Ok(kept.values.clone()));
                }
                for (question, _) in shown.iter().filter(|(question, _)| question.required) {
                    prop_assert!(answers.iter().any(|kept| kept.question == question.name));
                }
                // What is kept, shown again and sent again unchanged, is the same.
                prop_assert_eq!(validate(&questions, &answers.typed()), Ok(answers.clone()));
                let json = serde_json::to_string(&answers).expect("JSON");
                prop_assert_eq!(serde_json::from_str::<Answers>(&json).expect("readable"), answers);
            }
            Err(errors) => {
                prop_assert!(!errors.is_empty());
                for error in errors {
                    prop_assert!(shown.iter().any(|(question, answer)| field(question) == error.field && answer.is_err()));
                }
            }
        }
    }

    #[test]
    fn what_a_hidden_question_was_told_changes_nothing(
        questions in questions(),
        typed in filled(),
        junk in vec(value(), 0..3),
    ) {
        let shown = asked(&questions, &typed);
        let mut other = typed.clone();
        for hidden in questions.iter().filter(|one| !shown.iter().any(|(question, _)| question.name == one.name)) {
            let mut values = TypedAnswers::default();
            junk.iter().for_each(|value| values.add(&field(hidden), value));
            other.replace(hidden, &values);
        }
        prop_assert_eq!(validate(&questions, &other), validate(&questions, &typed));
    }

    #[test]
    fn a_condition_that_passed_the_check_can_be_met(questions in questions()) {
        let mut sound: Vec<Question> = Vec::new();
        for question in questions {
            if question_problem(&question, &sound).is_none() {
                sound.push(question);
            }
        }
        for question in sound.iter().filter(|question| question.only_if.is_some()) {
            // Every earlier question on its way is answered as the next one needs it.
            let mut typed = TypedAnswers::default();
            let mut next = question;
            while let Some(condition) = &next.only_if {
                next = sound.iter().find(|other| other.name == condition.question).expect("asked before");
                if typed.of(next).is_empty() {
                    typed.add(&field(next), &condition.is[0]);
                } else if !typed.of(next).contains(&condition.is[0]) {
                    // Two questions on the way want different answers of the same third one: nobody can give both.
                    return Ok(());
                }
            }
            prop_assert!(asked(&sound, &typed).iter().any(|(shown, _)| shown.name == question.name));
        }
    }
}
