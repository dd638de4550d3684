//! `/admin/settings`: what the site is called and where it is reached, and what administrators set for all of it.

use domain::settings::{Accent, Arrival, Asked, Setting, arrival};
use domain::time::{Local, Zone};
use domain::validation::FieldError;
use http::HeaderMap;
use leptos::prelude::*;

use super::dns_page::{self, DnsAsked, sender_domain};
use super::outbox_page::local;
use super::registrations::moment;
use crate::error::PageError;
use crate::language::Locale;
use crate::registration::fields::{Text, frame, text};
use crate::registration::form::summary;
use crate::server::{AppState, MailMode, gathered, store_failed};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Changes that are shown.
const HISTORY: u32 = 20;
/// Most characters of a host that somebody asked for, as it is shown.
const HOST: usize = 100;

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

/// What stands in a form, and the number of the last change.
#[derive(Debug, Clone, Default)]
pub struct Held<T> {
    /// What stands there.
    pub value: T,
    /// Number of the last change; 0 before the first.
    pub base: i64,
}

/// The settings.
#[derive(Debug, Clone)]
pub struct SettingsView {
    /// The programme's name.
    pub name: String,
    /// Where the site is reached.
    pub base_url: String,
    /// How this page was asked for, beside that.
    pub arrival: Arrival,
    /// What becomes of mails.
    pub mail: MailMode,
    /// The sender's name.
    pub sender_name: Held<String>,
    /// The site's own colour in the light and the dark theme.
    pub accent: Held<(String, String)>,
    /// The zone that was set.
    pub zone: Held<String>,
    /// The zone that holds.
    pub zone_now: String,
    /// The languages that were set.
    pub languages: Held<String>,
    /// What is asked for about the DNS.
    pub dns: DnsAsked,
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
    /// The zone.
    Zone(String),
    /// The languages.
    Languages(String),
}

/// The settings, with what was typed if a form is shown again. The head of the request tells how the site was reached.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_settings(
    state: &AppState,
    headers: &HeaderMap,
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
        last.map_or(Held::default(), |(_, last)| Held {
            value: last.value.clone().unwrap_or_default(),
            base: last.number,
        })
    };
    let (mut sender_name, mut zone, mut languages) =
        (last(Setting::SenderName), last(Setting::Zone), last(Setting::Languages));
    let Held { value: accent, base } = last(Setting::Accent);
    let value = Accent::of_written(&accent).map(|accent| accent.typed()).unwrap_or_default();
    let mut accent = Held { value, base };
    let (typed, errors) = typed.map_or((None, Vec::new()), |(typed, errors)| (Some(typed), errors));
    match typed {
        Some(SettingsTyped::SenderName(typed)) => sender_name.value = typed,
        Some(SettingsTyped::Accent(light, dark)) => accent.value = (light, dark),
        Some(SettingsTyped::Zone(typed)) => zone.value = typed,
        Some(SettingsTyped::Languages(typed)) => languages.value = typed,
        None => {}
    }
    history.sort_by_key(|(_, change)| std::cmp::Reverse(change.number));
    let published = state.published();
    Ok(SettingsView {
        name: published.content.programme.name.clone(),
        base_url: state.settings().base_url.clone(),
        arrival: arrived(&state.settings().base_url, headers),
        mail: state.settings().mail.clone(),
        sender_name,
        accent,
        zone,
        zone_now: state.site_zone().name().to_string(),
        languages,
        dns: DnsAsked { sender: sender_domain(state), ..DnsAsked::default() },
        errors,
        history: history
            .into_iter()
            .map(|(setting, change)| (setting, change.value, change.by, local(state, change.at)))
            .collect(),
        notice,
    })
}

fn arrived(base_url: &str, headers: &HeaderMap) -> Arrival {
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let asked = Asked {
        host: said("host"),
        forwarded_host: said("x-forwarded-host"),
        forwarded_scheme: said("x-forwarded-proto"),
    };
    arrival(base_url, asked)
}

/// The settings.
#[component]
pub fn SettingsPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: SettingsView) -> AnyView {
    view! {
        <PageHead title=t!(settings.title) path="/admin/settings" />
        <header class="page-head">
            <PageTitle>{t!(settings.title)}</PageTitle>
            <p class="lede">{t!(settings.lede)}</p>
        </header>
        {view.notice.map(notice)}
        {summary(view.errors.clone())}
        {site(&view)}
        {zone(&view)}
        {languages(&view)}
        {mail(&view)}
        {accent(&view)}
        {section("retention", t!(retention.title), view! {
            <p>{t!(retention.short)}</p>
            <p><a class="button button--secondary" href="/admin/settings/retention">{t!(retention.open)}</a></p>
        }.into_any())}
        {history(view.history)}
    }
    .into_any()
}

fn section(id: &'static str, title: &'static str, inside: AnyView) -> AnyView {
    view! {
        <section class="section" aria-labelledby=id>
            <h2 class="section__title" id=id>{title}</h2>
            {inside}
        </section>
    }
    .into_any()
}

/// What the site is called and where it is reached: neither is set here, and the page says where.
fn site(view: &SettingsView) -> AnyView {
    let programme = format!("/admin/content/programme/{}", domain::content::Id::nil());
    let inside = view! {
        <dl class="facts">
            <div>
                <dt>{t!(settings.name)}</dt>
                <dd>{view.name.clone()}" "<a href=programme>{t!(settings.name_change)}</a></dd>
            </div>
            <div><dt>{t!(settings.address)}</dt><dd>{view.base_url.clone()}" "{t!(settings.operator)}</dd></div>
        </dl>
        {arrival_words(&view.arrival)}
        <p>{t!(settings.address_why)}</p>
    };
    section("site", t!(settings.site), inside.into_any())
}

fn arrival_words(arrival: &Arrival) -> AnyView {
    let short = |text: &str| text.chars().take(HOST).collect::<String>();
    let warning = match arrival {
        Arrival::Same => return view! { <p>{t!(settings.arrived)}</p> }.into_any(),
        Arrival::Unknown => t!(settings.arrived_unknown).to_owned(),
        Arrival::Elsewhere(host) => t!(settings.arrived_elsewhere, host = short(host)),
        Arrival::Rewritten(host) => t!(settings.arrived_rewritten, host = short(host)),
        Arrival::OtherScheme(scheme) => t!(settings.arrived_otherwise, scheme = short(scheme)),
    };
    view! { <div class="notice notice--warning"><Icon name=IconName::Warning /><p>{warning}</p></div> }.into_any()
}

/// The zone by which those who work here read the time.
fn zone(view: &SettingsView) -> AnyView {
    let mut frame = frame(&view.errors, "zone", t!(settings.zone_field));
    frame.hint = t!(settings.zone_hint).to_owned();
    frame.optional = true;
    let control = view! {
        <input
            id=frame.id()
            name="zone"
            type="text"
            list="zones"
            value=view.zone.value.clone()
            autocomplete="off"
            aria-invalid=frame.invalid()
            aria-describedby=frame.described()
        />
    };
    let field = frame.around(control.into_any());
    let zones = Zone::names().into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    let inside = view! {
        <p>{t!(settings.zone_text, zone = &view.zone_now)}</p>
        <form class="form" method="post" action="/admin/settings/zone" novalidate=true>
            <input type="hidden" name="base" value=view.zone.base.to_string() />
            {field}
            <datalist id="zones">{zones}</datalist>
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(settings.zone_save)}</button>
            </div>
        </form>
    };
    section("zone", t!(settings.zone), inside.into_any())
}

/// Of the interface there is what was built in; of the content what forms offer is set here.
fn languages(view: &SettingsView) -> AnyView {
    let name = Text {
        name: "languages",
        label: t!(settings.languages_field),
        hint: t!(settings.languages_hint),
        kind: "text",
        autocomplete: "off",
        optional: true,
    };
    let field = text(&view.errors, name, view.languages.value.clone());
    let name = |locale: &Locale| match locale {
        Locale::English | Locale::Pseudo => t!(settings.english),
    };
    let spoken = Locale::SHIPPED.iter().map(name).collect::<Vec<_>>().join(", ");
    let inside = view! {
        <p>{t!(settings.interface, languages = spoken)}</p>
        <p>{t!(settings.languages_text)}</p>
        <form class="form" method="post" action="/admin/settings/languages" novalidate=true>
            <input type="hidden" name="base" value=view.languages.base.to_string() />
            {field}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(settings.languages_save)}</button>
            </div>
        </form>
    };
    section("languages", t!(settings.languages), inside.into_any())
}

/// What mails come from, and whether they arrive.
fn mail(view: &SettingsView) -> AnyView {
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
    let field = text(&view.errors, name, view.sender_name.value.clone());
    let inside = view! {
        <dl class="facts">
            <div><dt>{t!(settings.sender)}</dt><dd>{from}" "{t!(settings.operator)}</dd></div>
        </dl>
        <form class="form" method="post" action="/admin/settings">
            <input type="hidden" name="base" value=view.sender_name.base.to_string() />
            {field}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(settings.save)}</button>
            </div>
        </form>
        <h3 class="settings-part">{t!(settings.test_title)}</h3>
        <p>{t!(settings.test_text)}</p>
        <form method="post" action="/admin/settings/test">
            <button class="button button--secondary" type="submit">{t!(settings.test)}</button>
        </form>
        <h3 class="settings-part">{t!(dns.title)}</h3>
        <p>{t!(dns.text)}</p>
        {dns_page::form(&view.dns, &[])}
    };
    section("mail", t!(settings.mail), inside.into_any())
}

/// The site's own colour.
fn accent(view: &SettingsView) -> AnyView {
    let field = |name, label, value: &String| {
        let hint = t!(settings.accent_hint);
        text(&view.errors, Text { name, label, hint, kind: "text", autocomplete: "off", optional: true }, value.clone())
    };
    let (light, dark) = &view.accent.value;
    let inside = view! {
        <p>{t!(settings.accent_text)}</p>
        <form class="form" method="post" action="/admin/settings/accent">
            <input type="hidden" name="base" value=view.accent.base.to_string() />
            {field("accent_light", t!(settings.accent_light), light)}
            {field("accent_dark", t!(settings.accent_dark), dark)}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(settings.accent_save)}</button>
            </div>
        </form>
    };
    section("accent", t!(settings.accent), inside.into_any())
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
            (Setting::Zone, Some(zone)) => t!(settings.zone_set, moment = moment, by = by, zone = zone),
            (Setting::Zone, None) => t!(settings.zone_reset, moment = moment, by = by),
            (Setting::Languages, Some(tags)) => t!(settings.languages_set, moment = moment, by = by, tags = tags),
            (Setting::Languages, None) => t!(settings.languages_reset, moment = moment, by = by),
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
