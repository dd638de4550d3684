//! `/admin/trial/<event>`: the registration form as it stands in the working copy, to be tried by whoever builds it. It is checked as
//! when a visitor sends it, and nothing of it is kept.

use domain::content::{Content, Event, Id, Question};
use domain::registration::{Applicant, RegistrationForm, is_stepwise};
use domain::validation::FieldError;
use leptos::prelude::*;

use super::frame;
use crate::error::PageError;
use crate::registration::form::{register_form, summary};
use crate::registration::in_words;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, show};

/// A form that is tried.
#[derive(Debug, Clone)]
pub struct TrialView {
    event: Id,
    title: String,
    questions: Vec<Question>,
    form: RegistrationForm,
    outcome: Outcome,
}

#[derive(Debug, Clone)]
enum Outcome {
    /// It was not sent yet.
    Asked,
    /// Something is to be mended in it.
    Wrong(Vec<FieldError>),
    /// It would be taken.
    Taken(Box<Applicant>),
}

/// Where the form of an event is tried.
pub fn trial_path(event: Id) -> String {
    format!("/admin/trial/{event}")
}

impl TrialView {
    /// The form of an event of the working copy, nothing typed yet.
    ///
    /// # Errors
    /// [`PageError::NotFound`] without such an event.
    pub fn of(content: &Content, event: Id) -> Result<Self, PageError> {
        let event: &Event = content.event_by_id(event).ok_or(PageError::NotFound)?;
        let questions = event.registration.questions.clone();
        // A visitor's form has one of its own, so that it counts once.
        let idempotency_key = uuid::Uuid::nil().to_string();
        let form = RegistrationForm { idempotency_key, ..RegistrationForm::default() };
        Ok(Self { event: event.id, title: event.title.clone(), questions, form, outcome: Outcome::Asked })
    }

    /// What would come of it if somebody sent this.
    #[must_use]
    pub fn tried(self, typed: RegistrationForm) -> Self {
        let form = RegistrationForm { idempotency_key: self.form.idempotency_key, ..typed };
        let outcome = match form.validate(&self.questions) {
            Ok(applicant) => Outcome::Taken(Box::new(applicant)),
            Err(errors) => Outcome::Wrong(errors),
        };
        Self { event: self.event, title: self.title, questions: self.questions, form, outcome }
    }

    /// Whether there is something to mend.
    pub fn is_wrong(&self) -> bool {
        matches!(self.outcome, Outcome::Wrong(_))
    }
}

/// The page on which a registration form is tried.
#[component]
pub fn TrialPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: TrialView) -> AnyView {
    let path = trial_path(view.event);
    let back = format!("/admin/content/events/{}", view.event);
    let body = match view.outcome {
        Outcome::Asked => form(path.clone(), view.form, &view.questions, Vec::new()),
        Outcome::Wrong(errors) => form(path.clone(), view.form, &view.questions, errors),
        Outcome::Taken(applicant) => taken(path.clone(), &view.questions, &applicant),
    };
    view! {
        {frame::head(t!(trial.title, event = &view.title), t!(trial.eyebrow), path)}
        <p class="desk-links"><a href=back>{t!(trial.back)}</a></p>
        {body}
    }
    .into_any()
}

fn form(path: String, form: RegistrationForm, questions: &[Question], errors: Vec<FieldError>) -> AnyView {
    let fields = register_form(path, form, questions, &errors, (t!(trial.act), t!(trial.busy)));
    view! {
        {summary(errors)}
        <div class="notice notice--info">
            <Icon name=IconName::Info />
            <div>
                <p>{t!(trial.lede)}</p>
                {is_stepwise(questions).then(|| view! { <p>{t!(trial.stepwise)}</p> })}
            </div>
        </div>
        {fields}
    }
    .into_any()
}

/// What would be kept of it.
fn taken(path: String, questions: &[Question], applicant: &Applicant) -> AnyView {
    let answers = in_words(questions, &applicant.answers);
    let facts = if answers.is_empty() {
        view! { <p>{t!(registration_page.no_answers)}</p> }.into_any()
    } else {
        let items = answers.into_iter().map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
        view! { <dl class="facts answers">{items.collect_view()}</dl> }.into_any()
    };
    view! {
        {frame::done(t!(trial.taken).to_owned(), None)}
        <section class="section" aria-labelledby="answers">
            <h2 class="section__title" id="answers">{t!(registration_page.answers)}</h2>
            {facts}
        </section>
        <p class="form__actions form__actions--after">
            <a class="button button--secondary" href=path>{t!(trial.again)}</a>
        </p>
    }
    .into_any()
}
