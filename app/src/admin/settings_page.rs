//! `/admin/settings`: what the site is called and where it is reached, and what administrators set for all of it.

use domain::settings::{Accent, Setting};
use domain::time::Local;
use domain::validation::FieldError;
use leptos::prelude::*;

use super::outbox_page::local;
use super::registrations::moment;
use crate::error::PageError;
use crate::registration::fields::{Text, text};
use crate::registration::form::summary;
use crate::server::{AppState, MailMode, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Changes that are shown.
const HISTORY: u32 = 20;

/// What came of the last act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsNotice {
    /// It was saved.
    Saved,
    /// Somebody else changed it meanwhile; nothing was done.
    Outdated,
    /// A test mail is on its way to oneself.
    Sent,
}

/// The settings.
#[derive(Debug, Clone)]
pub struct SettingsView {
    /// The programme's name.
    pub name: String,
    /// Where the site is reached.
    pub base_url: String,
    /// What becomes of mails.
    pub mail: MailMode,
    /// The sender's name as it stands in the form.
    pub sender_name: String,
    /// Number of its last change.
    pub base: i64,
    /// The site's own colour in the light and the dark theme, as it stands in the form.
    pub accent: (String, String),
    /// Number of its last change.
    pub accent_base: i64,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
    /// Changes, newest first: of what, the value from then on, who, when.
    pub history: Vec<(Setting, Option<String>, String, Local)>,
    /// What came of the last act.
    pub notice: Option<SettingsNotice>,
}

/// What was typed into one of the forms.
#[derive(Debug, Clone)]
pub enum SettingsTyped {
    /// The name of the sender.
    SenderName(String),
    /// The colour in the light and the dark theme.
    Accent(String, String),
}

/// The settings, with what was typed if a form is shown again.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_settings(
    state: &AppState,
    typed: Option<(SettingsTyped, Vec<FieldError>)>,
    notice: Option<SettingsNotice>,
) -> Result<SettingsView, PageError> {
    let mut history = Vec::new();
    for setting in Setting::ALL {
        let changes = state.store().setting_changes(*setting, HISTORY).await.map_err(|error| store_failed(&error))?;
        history.extend(changes.into_iter().map(|change| (*setting, change)));
    }
    let last = |wanted| {
        let last = history.iter().find(|(setting, _)| *setting == wanted);
        last.map_or((0, String::new()), |(_, last)| (last.number, last.value.clone().unwrap_or_default()))
    };
    let (base, mut sender_name) = last(Setting::SenderName);
    let (accent_base, accent) = last(Setting::Accent);
    let mut accent = Accent::of_written(&accent).map(|accent| accent.typed()).unwrap_or_default();
    let (typed, errors) = typed.map_or((None, Vec::new()), |(typed, errors)| (Some(typed), errors));
    match typed {
        Some(SettingsTyped::SenderName(typed)) => sender_name = typed,
        Some(SettingsTyped::Accent(light, dark)) => accent = (light, dark),
        None => {}
    }
    history.sort_by_key(|(_, change)| std::cmp::Reverse(change.number));
    let published = state.published();
    Ok(SettingsView {
        name: published.content.programme.name.clone(),
        base_url: state.settings().base_url.clone(),
        mail: state.settings().mail.clone(),
        sender_name,
        base,
        accent,
        accent_base,
        errors,
        history: history
            .into_iter()
            .map(|(setting, change)| (setting, change.value, change.by, local(state, change.at)))
            .collect(),
        notice,
    })
}

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: SettingsView) -> AnyView {
    let programme = format!("/admin/content/programme/{}", domain::content::Id::nil());
    let from = match &view.mail {
        MailMode::NotConfigured => t!(settings.no_mail).to_owned(),
        MailMode::HeldBack { from } => t!(settings.held_back, address = from),
        MailMode::Sent { from } => from.clone(),
    };
    let name = Text {
        name: "sender_name",
        label: t!(settings.sender_name),
        hint: t!(settings.sender_name_hint),
        kind: "text",
        autocomplete: "off",
        optional: true,
    };
    let field = text(&view.errors, name, view.sender_name.clone());
    let colour = accent(&view);
    view! {
        <PageHead title=t!(settings.title) path="/admin/settings" />
        <header class="page-head">
            <PageTitle>{t!(settings.title)}</PageTitle>
            <p class="lede">{t!(settings.lede)}</p>
        </header>
        {view.notice.map(notice)}
        {summary(view.errors.clone())}
        <dl class="facts">
            <div><dt>{t!(settings.name)}</dt><dd>{view.name}" "<a href=programme>{t!(settings.name_change)}</a></dd></div>
            <div><dt>{t!(settings.address)}</dt><dd>{view.base_url}" "{t!(settings.operator)}</dd></div>
            <div><dt>{t!(settings.sender)}</dt><dd>{from}" "{t!(settings.operator)}</dd></div>
        </dl>
        <form class="form" method="post" action="/admin/settings">
            <input type="hidden" name="base" value=view.base.to_string() />
            {field}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(settings.save)}</button>
            </div>
        </form>
        {colour}
        <section class="section" aria-labelledby="retention">
            <h2 class="section__title" id="retention">{t!(retention.title)}</h2>
            <p>{t!(retention.short)}</p>
            <p><a class="button button--secondary" href="/admin/settings/retention">{t!(retention.open)}</a></p>
        </section>
        <div class="form__actions form__actions--after">
            <form method="post" action="/admin/settings/test">
                <button class="button button--secondary" type="submit">{t!(settings.test)}</button>
            </form>
        </div>
        {history(view.history)}
    }
    .into_any()
}

/// The site's own colour.
fn accent(view: &SettingsView) -> AnyView {
    let field = |name, label, value: &String| {
        let hint = t!(settings.accent_hint);
        text(&view.errors, Text { name, label, hint, kind: "text", autocomplete: "off", optional: true }, value.clone())
    };
    let (light, dark) = &view.accent;
    view! {
        <section class="section" aria-labelledby="accent">
            <h2 class="section__title" id="accent">{t!(settings.accent)}</h2>
            <p>{t!(settings.accent_text)}</p>
            <form class="form" method="post" action="/admin/settings/accent">
                <input type="hidden" name="base" value=view.accent_base.to_string() />
                {field("accent_light", t!(settings.accent_light), light)}
                {field("accent_dark", t!(settings.accent_dark), dark)}
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(settings.accent_save)}</button>
                </div>
            </form>
        </section>
    }
    .into_any()
}

fn notice(notice: SettingsNotice) -> AnyView {
    let (class, icon, words) = match notice {
        SettingsNotice::Saved => ("notice notice--success", IconName::Check, t!(settings.saved)),
        SettingsNotice::Sent => ("notice notice--success", IconName::Check, t!(settings.sent)),
        SettingsNotice::Outdated => ("notice notice--warning", IconName::Warning, t!(settings.outdated)),
    };
    view! { <div class=class role="status"><Icon name=icon /><p>{words}</p></div> }.into_any()
}

fn history(history: Vec<(Setting, Option<String>, String, Local)>) -> Option<AnyView> {
    if history.is_empty() {
        return None;
    }
    let items = history.into_iter().map(|(setting, value, by, at)| {
        let moment = moment(&at);
        let words = match (setting, value) {
            (Setting::SenderName, Some(name)) => t!(settings.was_set, moment = moment, by = by, name = name),
            (Setting::SenderName, None) => t!(settings.was_reset, moment = moment, by = by),
            (Setting::Accent, Some(colours)) => t!(settings.accent_set, moment = moment, by = by, colours = colours),
            (Setting::Retention, _) => t!(retention.was_set, moment = moment, by = by),
            (Setting::Accent, None) => t!(settings.accent_reset, moment = moment, by = by),
            (Setting::Glossary, _) => t!(settings.glossary_set, moment = moment, by = by),
        };
        view! { <li>{words}</li> }
    });
    Some(
        view! {
            <section class="section" aria-labelledby="history">
                <h2 class="section__title" id="history">{t!(letter_words.history)}</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
