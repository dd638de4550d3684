//! One form for several events: each keeps a registration of its own, with its own place or place in the queue.

use uuid::Uuid;

use super::draft::ONE_PAGE;
use super::form::{Applicant, RegistrationForm};
use crate::content::{Event, Id, Question};
use crate::validation::FieldError;

/// Name of the form field with the events that are wanted, by their slugs.
pub const EVENTS_FIELD: &str = "events";

/// Which events one form can be for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Series<'e> {
    /// Those that one page can ask for everything, in the order given.
    pub together: Vec<&'e Event>,
    /// Those with too many questions of their own, or with others under the same name.
    pub apart: Vec<&'e Event>,
    /// What the former ask, each once.
    pub questions: Vec<Question>,
}

impl<'e> Series<'e> {
    /// Puts events together as long as what they ask fits one page. A question that two of them ask in the same words is
    /// asked once.
    pub fn of(events: impl IntoIterator<Item = &'e Event>) -> Self {
        let mut series = Self::default();
        for event in events {
            let known = |question: &&Question| series.questions.iter().find(|other| other.name == question.name);
            let own = &event.registration.questions;
            let new: Vec<Question> = own.iter().filter(|question| known(question).is_none()).cloned().collect();
            let agrees = own.iter().all(|question| known(&question).is_none_or(|other| other == question));
            if agrees && series.questions.len() + new.len() <= ONE_PAGE {
                series.questions.extend(new);
                series.together.push(event);
            } else {
                series.apart.push(event);
            }
        }
        series
    }
}

/// An applicant for each of the chosen events, if everything is in order: each with the answers to that event's questions,
/// and with a key of its own that the form's key leads to, so that a form sent twice counts once for each.
///
/// # Errors
/// Every field to be mended, once, in the order of the form.
pub fn applicants(form: &RegistrationForm, chosen: &[&Event]) -> Result<Vec<(Id, Applicant)>, Vec<FieldError>> {
    let (mut applicants, mut errors) = (Vec::with_capacity(chosen.len()), Vec::new());
    if chosen.is_empty() {
        errors.push(FieldError::new(EVENTS_FIELD, "Choose at least one event"));
        errors.extend(form.validate(&[]).err().unwrap_or_default());
    }
    for event in chosen {
        match form.validate(&event.registration.questions) {
            Ok(applicant) => {
                let idempotency_key = Uuid::new_v5(&applicant.idempotency_key, event.id.as_bytes());
                applicants.push((event.id, Applicant { idempotency_key, ..applicant }));
            }
            Err(more) => more.into_iter().for_each(|error| {
                if !errors.contains(&error) {
                    errors.push(error);
                }
            }),
        }
    }
    if errors.is_empty() { Ok(applicants) } else { Err(errors) }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};
    use serde_json::{Value, from_value, json};

    use super::{Series, applicants};
    use crate::check::question_problem;
    use crate::content::Event;
    use crate::registration::{ONE_PAGE, RegistrationForm};

    fn event(number: u128, questions: &Value) -> Event {
        from_value(json!({
            "id": format!("00000000-0000-4000-8000-{number:012}"), "slug": format!("webinar-{number}"), "kind": "webinar",
            "title": "W", "language": "en", "zone": "Europe/Rome", "attendance": "online",
            "when": { "precision": "days", "first": "2024-01-02", "last": "2024-01-02", "start": 0, "end": 86_400_000 },
            "registration": { "offered": true, "questions": questions }
        }))
        .expect("an event")
    }

    fn question(name: &str, label: &str) -> Value {
        json!({ "name": name, "label": label, "required": true, "kind": { "type": "short_text" } })
    }

    fn form() -> RegistrationForm {
        let person = [("name", "Ada"), ("email", "a@b.org"), ("country", "IT"), ("profession", "nurse")];
        let key = ("idempotency_key", "0190b9a4-7c1e-7000-8000-000000000001");
        RegistrationForm::of_fields(person.into_iter().chain([key, ("answer-diet", "None"), ("answer-badge", "Ada")]))
    }

    #[test]
    fn what_is_asked_alike_is_asked_once_and_what_contradicts_is_asked_apart() {
        let events = [
            event(1, &json!([question("diet", "Diet?")])),
            event(2, &json!([question("diet", "Diet?"), question("badge", "Badge?")])),
            event(3, &json!([question("diet", "What may you not eat?")])),
            event(4, &json!([])),
            event(5, &json!((0..5).map(|number| question(&format!("q{number}"), "Q")).collect::<Vec<_>>())),
        ];
        let series = Series::of(&events);
        let slugs = |events: &[&Event]| events.iter().map(|event| event.slug.to_string()).collect::<Vec<_>>();
        assert_eq!(slugs(&series.together), ["webinar-1", "webinar-2", "webinar-4"]);
        assert_eq!(slugs(&series.apart), ["webinar-3", "webinar-5"]);
        assert_eq!(
            series.questions.iter().map(|question| question.name.as_str()).collect::<Vec<_>>(),
            ["diet", "badge"]
        );

        // Each is told the answers to its own questions only, under a key of its own, the same each time.
        let both = applicants(&form(), &series.together).expect("in order");
        assert_eq!(both.iter().map(|(_, applicant)| applicant.answers.iter().count()).collect::<Vec<_>>(), [1, 2, 0]);
        assert_ne!(both[0].1.idempotency_key, both[1].1.idempotency_key);
        assert_eq!(applicants(&form(), &series.together), Ok(both));
        // What only an event asks that is not chosen needs no answer.
        let without = RegistrationForm { answers: Default::default(), ..form() };
        assert!(applicants(&without, &[&events[3]]).is_ok());
        let errors = applicants(&without, &series.together).expect_err("two answers are missing");
        assert_eq!(
            errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(),
            ["answer-diet", "answer-badge"]
        );
        let nothing = applicants(&RegistrationForm { name: String::new(), ..form() }, &[]).expect_err("nothing chosen");
        assert_eq!(nothing.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["events", "name"]);
    }

    proptest! {
        #[test]
        fn everything_that_is_asked_together_can_be_asked(forms in vec(vec((0_u8..5, any::<bool>(), 0_u8..5), 0..5), 0..6)) {
            let events: Vec<Event> = (0_u128..).zip(forms).map(|(number, parts)| {
                let mut questions = Vec::new();
                for (name, other, on) in parts {
                    let mut asked = question(&format!("q{name}"), if other { "A" } else { "B" });
                    if on < name {
                        asked["only_if"] = json!({ "question": format!("q{on}"), "is": ["yes"] });
                    }
                    let asked = from_value(asked).expect("a question");
                    if question_problem(&asked, &questions).is_none() {
                        questions.push(asked);
                    }
                }
                event(number, &json!(questions))
            }).collect();
            let series = Series::of(&events);
            prop_assert_eq!(series.together.len() + series.apart.len(), events.len());
            prop_assert!(series.questions.len() <= ONE_PAGE);
            for (position, asked) in series.questions.iter().enumerate() {
                prop_assert_eq!(question_problem(asked, &series.questions[..position]), None);
            }
            for event in &series.together {
                prop_assert!(event.registration.questions.iter().all(|own| series.questions.contains(own)));
            }
        }
    }
}
