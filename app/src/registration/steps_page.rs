//! Pages of a form with many questions: `/register/<event>/question/<name>` for each, and `/register/<event>/check` with
//! all answers, each with a link to change it. The first page is `register_page`'s.

use domain::content::{Event, Question};
use domain::registration::answers::{asked, field};
use domain::registration::{RegistrationForm, Step, country_name};
use leptos::prelude::*;

use super::answers::value_in_words;
use super::fields::trap;
use super::form::{suggestion, summary, use_of_data};
use super::frame::id;
use super::questions;
use super::register_page::find;
use super::steps::{self, StepForm, path};
use crate::error::PageError;
use crate::language::Label;
use crate::server::{gathered, slug, state};
use crate::t;
use crate::ui::{PageHead, PageTitle, show};

/// The page of a question.
#[component]
pub fn QuestionPage() -> impl IntoView {
    show(page(), |(event, form)| match &form.step {
        Step::Question(name) => match steps::find(&event.registration.questions, name.as_str()) {
            Some(asked) => question(&event, asked, &form),
            None => show(Err::<(), _>(PageError::NotFound), |()| ().into_any()),
        },
        Step::Person | Step::Check => check(&event, &form),
    })
}

/// The page with all answers.
#[component]
pub fn CheckPage() -> impl IntoView {
    show(page(), |(event, form)| check(&event, &form))
}

fn page() -> Result<(Event, StepForm), PageError> {
    let form: StepForm = gathered()?;
    let published = state()?.published();
    let event = find(&published.content, &slug(), |slug| format!("/register/{slug}"))?;
    Ok((event.clone(), form))
}

fn question(event: &Event, question: &Question, form: &StepForm) -> AnyView {
    let action = path(event, &form.step);
    view! {
        {head(event, form, &question.label)}
        <form class="form" method="post" action=action novalidate=true>
            {questions::single(question, &form.typed, &form.errors)}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(steps.go_on)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// Title, errors, the way back and how far it is.
fn head(event: &Event, form: &StepForm, about: &str) -> AnyView {
    let all = &event.registration.questions;
    let failed = if form.errors.is_empty() { "" } else { t!(form.error_prefix) };
    let title = format!("{failed}{}", t!(steps.title_of, about = about, event = &event.title));
    let back = form.draft.before(all, &form.step).map(|step| path(event, &step));
    let steps = form.draft.steps(all);
    let at = steps.iter().position(|step| *step == form.step).unwrap_or_default();
    let (path, event) = (path(event, &Step::Person), event.title.clone());
    view! {
        <PageHead title=title path=path />
        {summary(form.errors.clone())}
        {back.map(|back| view! { <p><a class="button button--quiet" href=back>{t!(steps.back)}</a></p> })}
        <header class="page-head">
            <p class="eyebrow">{t!(registration.title)}</p>
            <PageTitle>{event}</PageTitle>
            {progress(at + 1, steps.len())}
        </header>
    }
    .into_any()
}

/// "Step 2 of 9".
pub(super) fn progress(at: usize, of: usize) -> AnyView {
    view! { <p class="subtitle">{t!(steps.progress, at = at, of = of)}</p> }.into_any()
}

fn check(event: &Event, form: &StepForm) -> AnyView {
    let (said, base) = (form.draft.form(), path(event, &Step::Person));
    let action = path(event, &Step::Check);
    let discard = format!("{base}/discard");
    let person = person(said).into_iter().map(|(name, label, answer)| {
        let change = format!("{base}#{}", id(name));
        row(label.to_owned(), answer, change)
    });
    let own = asked(&event.registration.questions, &said.answers).into_iter().map(|(question, answer)| {
        let values = answer.unwrap_or_default();
        let words = values.iter().map(|value| value_in_words(question, value)).collect::<Vec<_>>().join(", ");
        let change = format!("{}#{}", path(event, &Step::Question(question.name.clone())), id(&field(question)));
        row(question.label.clone(), words, change)
    });
    let rows = person.chain(own).collect_view();
    view! {
        {head(event, form, t!(steps.check))}
        <section class="section" aria-labelledby="check">
            <h2 class="section__title" id="check">{t!(steps.check)}</h2>
            <dl class="facts answers">{rows}</dl>
            {suggestion(&said.email)}
        </section>
        <form class="form" method="post" action=action>
            {use_of_data()}
            {trap()}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(register.act)}</button>
            </div>
        </form>
        <form class="form__actions form__actions--after" method="post" action=discard>
            <button class="button button--quiet" type="submit">{t!(steps.discard)}</button>
        </form>
    }
    .into_any()
}

/// An answer and the way to change it.
fn row(label: String, answer: String, change: String) -> AnyView {
    let answer = if answer.is_empty() { t!(steps.no_answer).to_owned() } else { answer };
    view! {
        <div>
            <dt>{label.clone()}</dt>
            <dd>
                <span class="answers__words">{answer}</span> " "
                <a href=change>{t!(steps.change)} <span class="visually-hidden">{t!(steps.change_what, what = label)}</span></a>
            </dd>
        </div>
    }
    .into_any()
}

/// Who it is, in words: field, label, answer.
fn person(form: &RegistrationForm) -> Vec<(&'static str, &'static str, String)> {
    let country = country_name(&form.country).unwrap_or_default().to_owned();
    let profession = domain::registration::Profession::from_name(&form.profession);
    let news = if form.news_consent == "yes" { t!(form.news_yes) } else { t!(form.news_no) };
    vec![
        ("name", t!(form.name), form.name.clone()),
        ("email", t!(form.email), form.email.clone()),
        ("country", t!(form.country), country),
        ("profession", t!(form.profession), profession.map(|role| role.label().to_owned()).unwrap_or_default()),
        ("organisation", t!(form.organisation), form.organisation.clone()),
        ("news_consent", t!(form.news_title), news.to_owned()),
    ]
}
