//! Registrations as they leave in a file: the same columns in every format, under names that stay.

use std::collections::BTreeMap;

use domain::content::Question;
use domain::registration::listing::reference;
use domain::registration::{Answers, country_name};
use domain::time::Instant;
use leptos::prelude::*;
use serde_json::json;
use store::Registration;

use super::gather::RegistrationsView;
use super::query_text;
use crate::t;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// Comma-separated values (RFC 4180), UTF-8 with a mark by which spreadsheets know it.
    Csv,
    /// A workbook (ISO/IEC 29500).
    Xlsx,
    /// An array of objects (RFC 8259).
    Json,
}

impl ExportFormat {
    /// By the end of a file's name.
    pub fn of_extension(extension: &str) -> Option<Self> {
        match extension {
            "csv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "json" => Some(Self::Json),
            _ => None,
        }
    }
}

const COLUMNS: [&str; 16] = [
    "reference",
    "name",
    "email",
    "organisation",
    "country",
    "country_name",
    "profession",
    "state",
    "registered",
    "confirmed",
    "cancelled",
    "on_waiting_list_since",
    "offer_until",
    "news_consent",
    "tags",
    "id",
];

/// Names of the columns; those of the event's own questions come last, as the fields of its form are called.
pub fn export_columns(questions: &[Question]) -> Vec<String> {
    let own = questions.iter().map(|question| format!("answer-{}", question.name));
    COLUMNS.iter().map(|name| (*name).to_owned()).chain(own).collect()
}

/// A registration as a row; times by UTC (RFC 3339), answers in the words of the form.
pub fn export_row(questions: &[Question], found: &Registration) -> Vec<String> {
    let time = |instant: Option<Instant>| instant.map(Instant::to_rfc3339).unwrap_or_default();
    let tags: Vec<&str> = found.tags.iter().map(|tag| tag.as_str()).collect();
    let mut row = vec![
        reference(found.id),
        found.name.clone(),
        found.email.clone(),
        found.organisation.clone().unwrap_or_default(),
        found.country.clone(),
        country_name(&found.country).unwrap_or_default().to_owned(),
        found.profession.name().to_owned(),
        found.state.name().to_owned(),
        found.created.to_rfc3339(),
        time(found.confirmed),
        time(found.cancelled),
        time(found.entered),
        time(found.offer_until),
        if found.news_consent { "yes" } else { "no" }.to_owned(),
        tags.join(", "),
        found.id.to_string(),
    ];
    row.extend(questions.iter().map(|question| answered(question, &found.answers).join("; ")));
    row
}

/// A registration as a JSON object; answers by the names of their questions.
pub fn export_object(questions: &[Question], found: &Registration) -> String {
    let time = |instant: Option<Instant>| instant.map(Instant::to_rfc3339);
    let answers = questions.iter().map(|question| (question.name.as_str(), answered(question, &found.answers)));
    let answers: BTreeMap<&str, Vec<String>> = answers.filter(|(_, values)| !values.is_empty()).collect();
    json!({
        "id": found.id,
        "reference": reference(found.id),
        "name": found.name,
        "email": found.email,
        "organisation": found.organisation,
        "country": found.country,
        "profession": found.profession.name(),
        "state": found.state.name(),
        "registered": found.created.to_rfc3339(),
        "confirmed": time(found.confirmed),
        "cancelled": time(found.cancelled),
        "on_waiting_list_since": time(found.entered),
        "offer_until": time(found.offer_until),
        "news_consent": found.news_consent,
        "tags": found.tags,
        "answers": answers,
    })
    .to_string()
}

/// What was answered to a question: what was chosen in the words of the form, anything else as it is kept.
fn answered(question: &Question, answers: &Answers) -> Vec<String> {
    let answer = answers.iter().find(|answer| answer.question == question.name);
    let words = |value: &String| {
        let chosen = question.kind.options().iter().find(|option| option.value.as_str() == value);
        chosen.map_or_else(|| value.clone(), |option| option.label.clone())
    };
    answer.into_iter().flat_map(|answer| answer.values.iter().map(words)).collect()
}

/// Links to the files of what is listed.
pub(super) fn links(view: &RegistrationsView) -> AnyView {
    let query = query_text(&view.asked.query);
    let link = |extension: &str, words: &'static str| {
        let mark = if query.is_empty() { "" } else { "?" };
        let href = format!("/admin/registrations/{}/export/registrations.{extension}{mark}{query}", view.event.0);
        view! { <a class="button button--secondary" href=href download="">{words}</a> }
    };
    view! {
        <section class="section" aria-labelledby="export">
            <h2 class="section__title" id="export">{t!(registration_list.export)}</h2>
            <p>{t!(registration_list.export_text, count = view.matching)}</p>
            <p class="form__actions form__actions--after">
                {link("csv", t!(registration_list.csv))}
                {link("xlsx", t!(registration_list.xlsx))}
                {link("json", t!(registration_list.json))}
            </p>
        </section>
    }
    .into_any()
}
