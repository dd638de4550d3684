//! The registration form and its one validator.

use serde::{Deserialize, Serialize};

use super::answers::{self, Answers, TypedAnswers};
use super::country_name;
use crate::content::{Question, names};
use crate::validation::{FieldError, is_email};

/// The form as typed; every field is text, so that nothing typed is ever lost.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RegistrationForm {
    /// Full name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Country of work, ISO 3166-1 alpha-2.
    pub country: String,
    /// Professional role, one of [`PROFESSIONS`].
    pub profession: String,
    /// Institution; optional.
    pub organisation: String,
    /// Consent to be told of later events; "yes" when ticked.
    pub news_consent: String,
    /// Makes a repeated submission of the same form one registration; a UUID issued with the form.
    pub idempotency_key: String,
    /// Answers to the event's own questions.
    pub answers: TypedAnswers,
}

/// A form that was found sound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applicant {
    /// Full name, trimmed.
    pub name: String,
    /// Address as typed, trimmed; compared in lower case.
    pub email: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// Professional role.
    pub profession: Profession,
    /// Institution.
    pub organisation: Option<String>,
    /// Whether the person wants to be told of later events.
    pub news_consent: bool,
    /// UUID issued with the form.
    pub idempotency_key: uuid::Uuid,
    /// Answers to the event's own questions.
    #[serde(default)]
    pub answers: Answers,
}

/// Professional role of an attendee.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profession {
    /// Oncologist.
    Oncologist,
    /// Physician of another discipline.
    Physician,
    /// Nurse.
    Nurse,
    /// Another health profession.
    AlliedHealth,
    /// Patient organisation.
    PatientOrganisation,
    /// Researcher.
    Researcher,
    /// Policy, regulation, public health.
    Policy,
    /// Industry and technology.
    Industry,
    /// Student or trainee.
    Student,
    /// None of these.
    Other,
}

names!(Profession {
    Oncologist => "oncologist",
    Physician => "physician",
    Nurse => "nurse",
    AlliedHealth => "allied-health",
    PatientOrganisation => "patient-organisation",
    Researcher => "researcher",
    Policy => "policy",
    Industry => "industry",
    Student => "student",
    Other => "other",
});

/// All professions, in the order they are offered.
pub const PROFESSIONS: &[Profession] = Profession::ALL;

/// Longest name and institution, in characters.
const TEXT_MAX: usize = 120;

impl RegistrationForm {
    /// The form of a body's fields. What is missing is empty, what is not ours is left aside, and of a field that came
    /// twice the first counts.
    pub fn of_fields<'f>(fields: impl IntoIterator<Item = (&'f str, &'f str)>) -> Self {
        let (mut form, mut seen) = (Self::default(), Vec::new());
        for (name, value) in fields {
            let place = match name {
                "name" => &mut form.name,
                "email" => &mut form.email,
                "country" => &mut form.country,
                "profession" => &mut form.profession,
                "organisation" => &mut form.organisation,
                "news_consent" => &mut form.news_consent,
                "idempotency_key" => &mut form.idempotency_key,
                _ => {
                    form.answers.add(name, value);
                    continue;
                }
            };
            if !seen.contains(&name) {
                seen.push(name);
                value.clone_into(place);
            }
        }
        form
    }

    /// The applicant for an event that asks these questions, if everything is in order.
    ///
    /// # Errors
    /// Every field to be mended, in the order of the form.
    pub fn validate(&self, questions: &[Question]) -> Result<Applicant, Vec<FieldError>> {
        let mut errors = Vec::new();
        let name = self.name.trim();
        if name.is_empty() {
            errors.push(FieldError::new("name", "Enter your full name"));
        } else if !is_one_line(name) {
            errors
                .push(FieldError::new("name", format!("Enter your name on one line of at most {TEXT_MAX} characters")));
        }
        let email = self.email.trim();
        if email.is_empty() {
            errors.push(FieldError::new("email", "Enter your e-mail address"));
        } else if !is_email(email) {
            errors.push(FieldError::of_email());
        }
        if country_name(&self.country).is_none() {
            errors.push(FieldError::new("country", "Choose the country you work in"));
        }
        let profession = Profession::from_name(&self.profession);
        if profession.is_none() {
            errors.push(FieldError::new("profession", "Choose your professional role"));
        }
        let organisation = self.organisation.trim();
        if !organisation.is_empty() && !is_one_line(organisation) {
            let message = format!("Enter your institution on one line of at most {TEXT_MAX} characters");
            errors.push(FieldError::new("organisation", message));
        }
        let answers = answers::validate(questions, &self.answers).unwrap_or_else(|more| {
            errors.extend(more);
            Answers::default()
        });
        let key = self.idempotency_key.parse::<uuid::Uuid>();
        if key.is_err() {
            errors.push(FieldError::new("form", "This form is out of date; reload the page and send it again"));
        }
        match (profession, key) {
            (Some(profession), Ok(idempotency_key)) if errors.is_empty() => Ok(Applicant {
                name: name.to_owned(),
                email: email.to_owned(),
                country: self.country.clone(),
                profession,
                organisation: (!organisation.is_empty()).then(|| organisation.to_owned()),
                news_consent: self.news_consent == "yes",
                idempotency_key,
                answers,
            }),
            _ => Err(errors),
        }
    }
}

/// No control characters (they could split a mail header or a calendar line) and not too long.
fn is_one_line(text: &str) -> bool {
    text.chars().count() <= TEXT_MAX && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, proptest};
    use proptest::{prop_assert, prop_assert_eq};

    use super::{Profession, RegistrationForm, TypedAnswers};

    fn complete() -> RegistrationForm {
        RegistrationForm {
            name: " Maria Rossi ".to_owned(),
            email: "maria@ospedale.it".to_owned(),
            country: "IT".to_owned(),
            profession: "oncologist".to_owned(),
            organisation: String::new(),
            news_consent: String::new(),
            idempotency_key: "0190b9a4-7c1e-7000-8000-000000000001".to_owned(),
            answers: TypedAnswers::default(),
        }
    }

    #[test]
    fn a_complete_form_gives_an_applicant_without_any_consent_they_did_not_give() {
        let applicant = complete().validate(&[]).expect("valid");
        assert_eq!(applicant.name, "Maria Rossi");
        assert_eq!(applicant.profession, Profession::Oncologist);
        assert_eq!(applicant.organisation, None);
        assert!(!applicant.news_consent);
    }

    #[test]
    fn an_empty_form_names_every_required_field_in_order() {
        let form = RegistrationForm { idempotency_key: complete().idempotency_key, ..RegistrationForm::default() };
        let fields: Vec<String> = form.validate(&[]).expect_err("empty").into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["name", "email", "country", "profession"]);
    }

    #[test]
    fn a_form_is_read_from_whatever_was_sent() {
        let sent =
            [("name", "Ada"), ("email", "a@b.org"), ("name", "Bert"), ("answer-diet", "a"), ("answer-diet", "b")];
        let form = RegistrationForm::of_fields(sent.into_iter().chain([("state", "confirmed"), ("diet", "c")]));
        assert_eq!((form.name.as_str(), form.email.as_str()), ("Ada", "a@b.org"), "the first counts");
        let mut answers = TypedAnswers::default();
        answers.add("answer-diet", "a");
        answers.add("answer-diet", "b");
        assert_eq!(
            form,
            RegistrationForm { name: "Ada".into(), email: "a@b.org".into(), answers, ..Default::default() }
        );
    }

    proptest! {
        #[test]
        fn no_line_break_survives_validation(name in any::<String>(), organisation in any::<String>()) {
            let form = RegistrationForm { name, organisation, ..complete() };
            if let Ok(applicant) = form.validate(&[]) {
                prop_assert!(!applicant.name.contains(['\r', '\n', '\0']));
                prop_assert!(!applicant.organisation.clone().unwrap_or_default().contains(['\r', '\n', '\0']));
                prop_assert_eq!(applicant.name.trim(), applicant.name.as_str());
            }
        }
    }
}
