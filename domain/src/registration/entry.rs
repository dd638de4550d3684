//! Registrations that somebody who works here enters for others: by the one table of steps, as everybody's are. Nobody gives a
//! consent for somebody else, so consents are not asked.

use serde::{Deserialize, Serialize};

use super::waiting::Terms;
use super::{Applicant, Cause, REASON_MAX, RegistrationForm, reason};
use crate::content::{Question, QuestionKind, names};
use crate::time::Instant;
use crate::validation::FieldError;

/// The reason that is recorded where none was typed.
const BY_HAND: &str = "Entered by hand";

/// Whether the address of whoever is entered still has to be proven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// The person is written to and follows the link, as after a form of their own.
    Asked,
    /// It is taken as proven.
    Given,
}

names!(Proof { Asked => "ask", Given => "given" });

/// What is done where all places are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenFull {
    /// The person goes onto the waiting list.
    List,
    /// The person is given a place beyond the limit, for a stated reason.
    Place,
}

names!(WhenFull { List => "list", Place => "place" });

/// How people are entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entering {
    /// Whether the address still has to be proven.
    pub proof: Proof,
    /// What is done where all places are taken.
    pub when_full: WhenFull,
    /// What is recorded.
    pub reason: String,
}

/// What somebody who is entered gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Placing {
    /// A free place.
    Place,
    /// A place beyond the limit.
    Beyond,
    /// A place on the waiting list.
    List,
}

impl Placing {
    /// What somebody gets who comes now; `None` where there is neither a place nor a list.
    pub fn of(has_room: bool, list_is_open: bool, when_full: WhenFull) -> Option<Self> {
        match (has_room, when_full) {
            (true, _) => Some(Self::Place),
            (false, WhenFull::Place) => Some(Self::Beyond),
            (false, WhenFull::List) => list_is_open.then_some(Self::List),
        }
    }

    /// The steps by which somebody is entered, the first of which begins the registration.
    pub fn steps(self, proof: Proof) -> &'static [Cause] {
        use Cause::{EditorConfirms, EditorPromotes, JoinsList, Registers};
        match (self, proof) {
            (Self::Place, Proof::Asked) => &[Registers],
            (Self::Place, Proof::Given) => &[Registers, EditorConfirms],
            (Self::Beyond, Proof::Asked) => &[JoinsList, EditorPromotes],
            (Self::Beyond, Proof::Given) => &[JoinsList, EditorPromotes, EditorConfirms],
            (Self::List, Proof::Asked) => &[JoinsList],
            (Self::List, Proof::Given) => &[JoinsList, EditorConfirms],
        }
    }
}

/// What people get who are entered one after the other, as far as can be said before it is done.
#[derive(Debug, Clone, Copy)]
pub struct Turns {
    free: Option<u32>,
    somebody_waits: bool,
    list_is_open: bool,
    proof: Proof,
    when_full: WhenFull,
}

impl Turns {
    /// For an event on these terms at `now`, while `taken` places are held and `waiting` people wait.
    pub fn of(
        terms: &Terms,
        (taken, waiting): (u32, u32),
        (proof, when_full): (Proof, WhenFull),
        now: Instant,
    ) -> Self {
        let list_is_open = terms.list_is_open(now);
        Self { free: terms.free(taken), somebody_waits: waiting > 0, list_is_open, proof, when_full }
    }
}

impl Iterator for Turns {
    type Item = Option<Placing>;

    fn next(&mut self) -> Option<Self::Item> {
        let has_room = match self.free {
            None => true,
            Some(0) => false,
            // Near the start, when no more offers are made, a free place is for whoever comes first.
            Some(_) => !self.list_is_open || !self.somebody_waits,
        };
        let placing = Placing::of(has_room, self.list_is_open, self.when_full);
        match placing {
            Some(Placing::Place) => self.free = self.free.map(|free| free.saturating_sub(1)),
            Some(Placing::List) => self.somebody_waits |= self.proof == Proof::Given,
            Some(Placing::Beyond) | None => {}
        }
        Some(placing)
    }
}

impl Entering {
    /// How people are entered, as it was typed: two choices, and why.
    ///
    /// # Errors
    /// What is to be mended, in the order of the form.
    pub fn typed(proof: &str, when_full: &str, typed: &str) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let proof = Proof::from_name(proof);
        if proof.is_none() {
            errors.push(FieldError::new("proof", "Choose whether the address still has to be proven"));
        }
        let when_full = WhenFull::from_name(when_full);
        if when_full.is_none() {
            errors.push(FieldError::new("when_full", "Choose what is done where all places are taken"));
        }
        let may_be_empty = when_full != Some(WhenFull::Place);
        let reason = match reason(typed) {
            _ if typed.trim().is_empty() && may_be_empty => BY_HAND.to_owned(),
            Ok(reason) => reason,
            Err(_) if typed.trim().is_empty() => {
                errors.push(FieldError::new("reason", "Say why a place is given beyond the limit"));
                String::new()
            }
            Err(_) => {
                let message = format!("Give the reason on one line of at most {REASON_MAX} characters");
                errors.push(FieldError::new("reason", message));
                String::new()
            }
        };
        match (proof, when_full) {
            (Some(proof), Some(when_full)) if errors.is_empty() => Ok(Self { proof, when_full, reason }),
            _ => Err(errors),
        }
    }
}

/// The questions that can be answered for somebody else: no consents, and nothing that is asked only after one.
pub fn asked_of_others(questions: &[Question]) -> Vec<Question> {
    let mut asked: Vec<Question> = Vec::new();
    for question in questions {
        let earlier = |name| asked.iter().any(|earlier| earlier.name == name);
        let follows = question.only_if.as_ref().is_none_or(|condition| earlier(condition.question.clone()));
        if follows && question.kind != QuestionKind::Consent {
            asked.push(question.clone());
        }
    }
    asked
}

/// Whoever is entered, by the validator of the public form; without any consent.
///
/// # Errors
/// Every field to be mended, in the order of the form.
pub fn entrant(form: &RegistrationForm, questions: &[Question]) -> Result<Applicant, Vec<FieldError>> {
    let form = RegistrationForm { news_consent: String::new(), ..form.clone() };
    form.validate(&asked_of_others(questions))
}

#[cfg(test)]
mod tests {
    use super::{Entering, Placing, Proof, Turns, WhenFull, asked_of_others, entrant};
    use crate::content::Question;
    use crate::registration::waiting::Terms;
    use crate::registration::{Effect, RegistrationForm, RegistrationState, TRANSITIONS};
    use crate::time::Instant;

    /// The state after these steps, and how many places more are held.
    fn after(placing: Placing, proof: Proof) -> (RegistrationState, i32) {
        let (first, then) = placing.steps(proof).split_first().expect("a step");
        let begun =
            TRANSITIONS.iter().find(|step| step.from().is_none() && step.cause() == *first).expect("a beginning");
        let places = |effect| i32::from(effect == Effect::Takes) - i32::from(effect == Effect::GivesBack);
        then.iter().fold((begun.to().expect("a state"), places(begun.places())), |(state, held), cause| {
            let step = state.after(*cause).expect("an allowed step");
            (step.to().expect("a state"), held + places(step.places()))
        })
    }

    #[test]
    fn every_way_to_be_entered_is_one_of_the_table_of_steps() {
        use RegistrationState::{Confirmed, Joining, Pending, Waiting};
        for (placing, asked, given, held) in [
            (Placing::Place, Pending, Confirmed, 1),
            (Placing::Beyond, Pending, Confirmed, 1),
            (Placing::List, Joining, Waiting, 0),
        ] {
            assert_eq!(after(placing, Proof::Asked), (asked, held));
            assert_eq!(after(placing, Proof::Given), (given, held));
        }
        assert_eq!(Placing::of(true, false, WhenFull::List), Some(Placing::Place));
        assert_eq!(Placing::of(false, true, WhenFull::List), Some(Placing::List));
        assert_eq!(Placing::of(false, false, WhenFull::List), None);
        assert_eq!(Placing::of(false, true, WhenFull::Place), Some(Placing::Beyond));
    }

    #[test]
    fn free_places_are_given_first_and_the_list_follows() {
        let now = Instant::from_milliseconds(0);
        let terms =
            |start| Terms { capacity: Some(3), start: now.plus_minutes(start), takes_place: true, has_hours: true };
        let get = |terms: Terms, held, how| Turns::of(&terms, held, how, now).take(3).collect::<Vec<_>>();
        let (given, place, list) = (Proof::Given, Some(Placing::Place), Some(Placing::List));
        assert_eq!(get(terms(6_000), (1, 0), (given, WhenFull::List)), [place, place, list]);
        assert_eq!(get(terms(6_000), (1, 2), (given, WhenFull::List)), [list; 3], "those who wait come first");
        assert_eq!(
            get(terms(6_000), (2, 0), (given, WhenFull::Place)),
            [place, Some(Placing::Beyond), Some(Placing::Beyond)]
        );
        assert_eq!(get(terms(5), (2, 2), (given, WhenFull::List)), [place, None, None], "no list so near the start");
        assert_eq!(get(terms(5).without_limit(), (9, 0), (Proof::Asked, WhenFull::List)), [place; 3]);
    }

    #[test]
    fn a_place_beyond_the_limit_needs_a_reason_and_a_free_one_none() {
        let typed = |full: &str, reason: &str| Entering::typed("given", full, reason).map(|entering| entering.reason);
        assert_eq!(typed("list", " "), Ok("Entered by hand".to_owned()));
        assert_eq!(typed("place", " Speaker "), Ok("Speaker".to_owned()));
        assert_eq!(typed("place", "").map_err(|errors| errors[0].field.clone()), Err("reason".to_owned()));
        assert!(typed("list", "a\nb").is_err());
        let fields =
            Entering::typed("", "x", "").map_err(|errors| errors.into_iter().map(|error| error.field).collect());
        assert_eq!(fields, Err(vec!["proof".to_owned(), "when_full".to_owned()]));
    }

    #[test]
    fn no_consent_is_given_for_somebody_else() {
        let questions: Vec<Question> = serde_json::from_value(serde_json::json!([
            {"name": "code", "label": "I agree", "required": true, "kind": {"type": "consent"}},
            {"name": "since", "label": "Since", "required": true, "kind": {"type": "short_text"},
                "only_if": {"question": "code", "is": ["yes"]}},
            {"name": "diet", "label": "Diet", "required": false, "kind": {"type": "short_text"}},
        ]))
        .expect("questions");
        let asked: Vec<String> = asked_of_others(&questions).iter().map(|one| one.name.to_string()).collect();
        assert_eq!(asked, ["diet"]);
        let sent = [
            ("name", "Maria Rossi"),
            ("email", "maria@ospedale.it"),
            ("country", "IT"),
            ("profession", "nurse"),
            ("news_consent", "yes"),
            ("answer-code", "yes"),
            ("answer-diet", "Vegan"),
            ("idempotency_key", "0190b9a4-7c1e-7000-8000-000000000001"),
        ];
        let applicant = entrant(&RegistrationForm::of_fields(sent), &questions).expect("sound");
        assert!(!applicant.news_consent);
        assert_eq!(applicant.answers.iter().map(|answer| answer.question.as_str()).collect::<Vec<_>>(), ["diet"]);
    }
}
