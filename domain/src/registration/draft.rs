//! A form with many questions, filled in one thing at a time: what was said so far, and what comes next.

use serde::{Deserialize, Serialize};

use super::answers::{self, TypedAnswers, answer, asked};
use super::form::RegistrationForm;
use crate::content::Question;
use crate::slug::Slug;
use crate::time::Instant;
use crate::validation::FieldError;

/// Most questions of an event that are asked on one page with the rest of the form.
pub const ONE_PAGE: usize = 6;
/// For how long a draft is kept after it was touched last.
const KEPT_MINUTES: i64 = 24 * 60;
/// For how long at most, however often it is touched.
const LONGEST_MINUTES: i64 = 7 * 24 * 60;

/// Whether these questions are asked one at a time.
pub fn is_stepwise(questions: &[Question]) -> bool {
    questions.len() > ONE_PAGE
}

/// One thing on a page of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// Who it is: the fields that every form has.
    Person,
    /// A question of the event.
    Question(Slug),
    /// Everything once more, before it is sent.
    Check,
}

/// What is kept of a form for the browser that fills it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// What was said so far.
    Draft(Box<Draft>),
    /// Nothing but that it was sent, so that pressing the button twice leads to the same page.
    Sent {
        /// Whether it was for a place on the waiting list.
        waiting: bool,
    },
}

/// What somebody has said so far. Only what is in order is taken into it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    form: RegistrationForm,
    begun: Instant,
    /// Steps that were gone through; optional questions may have no answer.
    passed: Vec<Step>,
}

impl Draft {
    /// An empty one. The key makes whatever becomes of it one registration.
    pub fn new(idempotency_key: String, now: Instant) -> Self {
        let form = RegistrationForm { idempotency_key, ..RegistrationForm::default() };
        Self { form, begun: now, passed: Vec::new() }
    }

    /// The form so far.
    pub fn form(&self) -> &RegistrationForm {
        &self.form
    }

    /// Until when a draft that is touched now is kept.
    pub fn expires(&self, now: Instant) -> Instant {
        now.plus_minutes(KEPT_MINUTES).min(self.begun.plus_minutes(LONGEST_MINUTES))
    }

    /// All steps, as far as what was said so far decides them.
    pub fn steps(&self, questions: &[Question]) -> Vec<Step> {
        let asked =
            asked(questions, &self.form.answers).into_iter().map(|(question, _)| Step::Question(question.name.clone()));
        std::iter::once(Step::Person).chain(asked).chain([Step::Check]).collect()
    }

    /// The first step that is to be gone through: everything before it is in order, also by the questions of today.
    pub fn next(&self, questions: &[Question]) -> Step {
        if !self.passed.contains(&Step::Person) || self.form.validate(&[]).is_err() {
            return Step::Person;
        }
        let open = asked(questions, &self.form.answers).into_iter().find_map(|(question, answer)| {
            let step = Step::Question(question.name.clone());
            (answer.is_err() || !self.passed.contains(&step)).then_some(step)
        });
        open.unwrap_or(Step::Check)
    }

    /// The step before one; `None` before the first, and for one that is not among them.
    pub fn before(&self, questions: &[Question], step: &Step) -> Option<Step> {
        let steps = self.steps(questions);
        let position = steps.iter().position(|other| other == step)?;
        steps.into_iter().nth(position.checked_sub(1)?)
    }

    /// Whether a step can be shown: nothing before it is left open.
    pub fn reaches(&self, questions: &[Question], step: &Step) -> bool {
        let (steps, next) = (self.steps(questions), self.next(questions));
        let position = |wanted: &Step| steps.iter().position(|other| other == wanted);
        position(step).is_some_and(|wanted| position(&next).is_some_and(|next| wanted <= next))
    }

    /// Takes who it is.
    ///
    /// # Errors
    /// Every field to be mended; then nothing is taken.
    pub fn take_person(&mut self, typed: &RegistrationForm) -> Result<(), Vec<FieldError>> {
        let form = RegistrationForm {
            idempotency_key: self.form.idempotency_key.clone(),
            answers: self.form.answers.clone(),
            ..typed.clone()
        };
        form.validate(&[])?;
        self.form = form;
        self.pass(Step::Person);
        Ok(())
    }

    /// Takes the answer to a question.
    ///
    /// # Errors
    /// What is to be mended in it; then nothing is taken.
    pub fn take_answer(&mut self, question: &Question, typed: &TypedAnswers) -> Result<(), Vec<FieldError>> {
        if let Err(message) = answer(question, typed.of(question)) {
            return Err(vec![FieldError::new(answers::field(question), message)]);
        }
        self.form.answers.replace(question, typed);
        self.pass(Step::Question(question.name.clone()));
        Ok(())
    }

    fn pass(&mut self, step: Step) {
        if !self.passed.contains(&step) {
            self.passed.push(step);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};
    use serde_json::{from_value, json};

    use super::{Draft, ONE_PAGE, Step, is_stepwise};
    use crate::content::Question;
    use crate::registration::{RegistrationForm, TypedAnswers};
    use crate::slug::Slug;
    use crate::time::Instant;

    const NOW: Instant = Instant::from_milliseconds(0);

    /// Eight questions with yes and no; every second is asked after a yes to the one before it only.
    fn questions() -> Vec<Question> {
        let options = json!([{ "value": "yes", "label": "Yes" }, { "value": "no", "label": "No" }]);
        let question = |number: usize| {
            let only_if = (number % 2 == 1).then(|| json!({ "question": format!("q{}", number - 1), "is": ["yes"] }));
            json!({ "name": format!("q{number}"), "label": "Q", "required": number < 6, "only_if": only_if,
                "kind": { "type": "choice", "options": options } })
        };
        from_value((0..8).map(question).collect()).expect("questions")
    }

    fn person(name: &str) -> RegistrationForm {
        RegistrationForm {
            name: name.to_owned(),
            email: "ada@example.org".to_owned(),
            country: "IT".to_owned(),
            profession: "nurse".to_owned(),
            ..RegistrationForm::default()
        }
    }

    fn draft() -> Draft {
        Draft::new("0190b9a4-7c1e-7000-8000-000000000001".to_owned(), NOW)
    }

    fn says(draft: &mut Draft, question: &Question, value: &str) -> bool {
        let mut typed = TypedAnswers::default();
        typed.add(&format!("answer-{}", question.name), value);
        draft.take_answer(question, &typed).is_ok()
    }

    fn step(name: &str) -> Step {
        Step::Question(Slug::of(name))
    }

    #[test]
    fn one_thing_comes_after_the_other_and_a_change_asks_only_what_is_new() {
        let questions = questions();
        assert!(is_stepwise(&questions) && !is_stepwise(&questions[..ONE_PAGE]));
        let mut draft = draft();
        assert_eq!((draft.next(&questions), draft.reaches(&questions, &step("q0"))), (Step::Person, false));
        assert!(draft.take_person(&person("")).is_err() && draft.form().email.is_empty(), "nothing is taken by halves");
        draft.take_person(&person("Ada")).expect("in order");
        for number in [0, 2, 4, 6] {
            assert_eq!(draft.next(&questions), step(&format!("q{number}")));
            assert!(!says(&mut draft, &questions[number], "perhaps"));
            assert!(says(&mut draft, &questions[number], if number == 6 { "" } else { "no" }));
        }
        assert_eq!(draft.next(&questions), Step::Check);
        assert_eq!(draft.before(&questions, &Step::Check), Some(step("q6")));
        assert_eq!(draft.before(&questions, &step("q2")), Some(step("q0")), "what is not asked is passed over");
        assert_eq!((draft.before(&questions, &Step::Person), draft.before(&questions, &step("q1"))), (None, None));

        // Changed on the way back from the check: one more question, then the check again.
        assert!(says(&mut draft, &questions[2], "yes"));
        assert_eq!(draft.next(&questions), step("q3"));
        assert!(draft.reaches(&questions, &step("q2")) && !draft.reaches(&questions, &Step::Check));
        assert!(says(&mut draft, &questions[3], "no"));
        assert_eq!(draft.next(&questions), Step::Check);

        // The organiser has made an optional question a required one meanwhile, and taken another out.
        let mut other = questions.clone();
        other[6].required = true;
        other.remove(0);
        assert_eq!(draft.next(&other), step("q6"));
    }

    #[test]
    fn a_draft_is_kept_for_a_day_and_never_for_more_than_a_week() {
        let draft = draft();
        assert_eq!(draft.expires(NOW), NOW.plus_minutes(24 * 60));
        assert_eq!(draft.expires(NOW.plus_minutes(6 * 24 * 60 + 60)), NOW.plus_minutes(7 * 24 * 60));
    }

    proptest! {
        #[test]
        fn what_reaches_the_check_is_in_order(steps in vec((0_usize..10, any::<bool>(), any::<bool>()), 0..24)) {
            let questions = questions();
            let mut draft = draft();
            for (number, sound, yes) in steps {
                let value = if yes { "yes" } else { "no" };
                match questions.get(number) {
                    Some(question) => drop(says(&mut draft, question, if sound { value } else { "" })),
                    None => drop(draft.take_person(&person(if sound { "Ada" } else { "" }))),
                }
                let next = draft.next(&questions);
                prop_assert!(draft.reaches(&questions, &next), "{:?} cannot be shown", next);
                prop_assert_eq!(next == Step::Check, draft.reaches(&questions, &Step::Check));
                if next == Step::Check {
                    prop_assert!(draft.form().validate(&questions).is_ok());
                }
                // Going back from anywhere ends at the beginning.
                let (mut at, mut pages) = (next, 0);
                while let Some(before) = draft.before(&questions, &at) {
                    at = before;
                    pages += 1;
                    prop_assert!(pages < 10);
                }
                prop_assert_eq!(at, Step::Person);
                let json = serde_json::to_string(&draft).expect("JSON");
                prop_assert_eq!(&serde_json::from_str::<Draft>(&json).expect("readable"), &draft);
            }
        }
    }
}
