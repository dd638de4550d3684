//! `/admin/settings/dns`: what the DNS says about the sender's domain, in plain words, with what to do about it.

use std::net::IpAddr;

use domain::mail::dns::{
    Dkim, Dmarc, DmarcPolicy, Ending, Fault, MailDns, MailServers, SiteHost, Spf, Standing, ZoneRecord, key_name,
};
use domain::validation::FieldError;
use leptos::prelude::*;

use crate::registration::fields::{Text, text};
use crate::registration::form::summary;
use crate::server::{AppState, gathered};
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};

/// Where it is asked for.
pub const DNS_PATH: &str = "/admin/settings/dns";

/// The page.
#[derive(Debug, Clone, Default)]
pub struct DnsView {
    /// What stands in the form.
    pub asked: DnsAsked,
    /// What is to be mended.
    pub errors: Vec<FieldError>,
    /// What was found, if anything was looked for.
    pub found: Option<MailDns>,
}

/// What stands in the form.
#[derive(Debug, Clone, Default)]
pub struct DnsAsked {
    /// Domain of the sender that the operator named, which is not asked for.
    pub sender: Option<String>,
    /// The domain that was typed where there is no sender.
    pub domain: String,
    /// The selector of the key.
    pub selector: String,
}

/// The domain of the sender's address, if one is set.
pub fn sender_domain(state: &AppState) -> Option<String> {
    let (_, domain) = state.settings().mail.from()?.rsplit_once('@')?;
    Some(domain.to_lowercase())
}

/// The page.
#[component]
pub fn DnsPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: DnsView) -> AnyView {
    let found = view.found.as_ref().map(findings);
    view! {
        <PageHead title=t!(dns.title) path=DNS_PATH />
        <header class="page-head">
            <p class="eyebrow"><a href="/admin/settings">{t!(settings.title)}</a></p>
            <PageTitle>{t!(dns.title)}</PageTitle>
            <p class="lede">{t!(dns.lede)}</p>
        </header>
        {summary(view.errors.clone())}
        {form(&view.asked, &view.errors)}
        {found}
    }
    .into_any()
}

/// The form, which stands in the settings too.
pub(super) fn form(asked: &DnsAsked, errors: &[FieldError]) -> AnyView {
    let field = |name, label, hint, optional, value: &String| {
        text(errors, Text { name, label, hint, kind: "text", autocomplete: "off", optional }, value.clone())
    };
    let domain = match &asked.sender {
        Some(domain) => view! { <p>{t!(dns.of_sender, domain = domain)}</p> }.into_any(),
        None => field("domain", t!(dns.domain), t!(dns.domain_hint), false, &asked.domain),
    };
    let selector = field("selector", t!(dns.selector), t!(dns.selector_hint), true, &asked.selector);
    view! {
        <form class="form" method="post" action=DNS_PATH novalidate=true>
            {domain}
            {selector}
            <div class="form__actions">
                <button class="button button--secondary" type="submit">{t!(dns.check)}</button>
            </div>
        </form>
    }
    .into_any()
}

/// One thing that was looked for.
struct Finding {
    id: &'static str,
    title: &'static str,
    standing: Standing,
    /// What it means and what to do, a paragraph each.
    words: Vec<String>,
    /// What stands there.
    there: Vec<String>,
    /// What to set.
    record: Option<ZoneRecord>,
}

fn findings(found: &MailDns) -> AnyView {
    let all = [mail_servers(found), spf(found), dkim(found), dmarc(found), site(found)];
    let items = all.into_iter().map(finding).collect_view();
    view! {
        <section class="section" aria-labelledby="found">
            <h2 class="section__title" id="found">{t!(dns.found, domain = &found.domain)}</h2>
            <ol class="dns-findings">{items}</ol>
        </section>
    }
    .into_any()
}

fn finding(finding: Finding) -> AnyView {
    let (class, icon, standing) = match finding.standing {
        Standing::Holds => ("notice notice--success", IconName::Check, t!(dns.holds)),
        Standing::Advice => ("notice", IconName::Info, t!(dns.advice)),
        Standing::Missing => ("notice notice--warning", IconName::Warning, t!(dns.missing)),
        Standing::Wrong => ("notice notice--error", IconName::Warning, t!(dns.wrong)),
        Standing::Unknown => ("notice", IconName::Info, t!(dns.unknown)),
    };
    let words = finding.words.into_iter().map(|words| view! { <p>{words}</p> }).collect_view();
    let has_text = !finding.there.is_empty();
    let there = finding.there.into_iter().map(|text| view! { <p><code class="dns-text">{text}</code></p> });
    let there = there.collect_view();
    view! {
        <li class=class data-dns=finding.id>
            <Icon name=icon />
            <div class="dns-finding">
                <h3 class="card__title">{finding.title}": "{standing}</h3>
                {words}
                {has_text.then(|| view! { <dl class="facts"><div><dt>{t!(dns.there)}</dt><dd>{there}</dd></div></dl> })}
                {finding.record.map(record)}
            </div>
        </li>
    }
    .into_any()
}

/// A record that can be copied part by part, as the forms of DNS providers ask for it.
fn record(record: ZoneRecord) -> AnyView {
    let parts = [(t!(dns.name), record.name), (t!(dns.kind), record.kind.to_owned()), (t!(dns.value), record.value)];
    let parts = parts.map(|(label, value)| {
        view! { <div><dt>{label}</dt><dd><code class="dns-text">{value}</code></dd></div> }
    });
    view! {
        <p>{t!(dns.set)}</p>
        <dl class="facts">{parts.into_iter().collect_view()}</dl>
    }
    .into_any()
}

/// Why nothing is known.
fn fault(fault: Fault) -> String {
    match fault {
        Fault::NoSuchName => t!(dns.no_such_name),
        Fault::TimedOut => t!(dns.timed_out),
        Fault::ServerFailed => t!(dns.server_failed),
        Fault::Refused => t!(dns.refused),
        Fault::Unreachable => t!(dns.unreachable),
    }
    .to_owned()
}

fn mail_servers(found: &MailDns) -> Finding {
    let (servers, domain) = (&found.mail_servers, &found.domain);
    let words = match servers {
        MailServers::Named(names) => t!(dns.mx_named, servers = names.join(", ")),
        MailServers::AddressAlone => t!(dns.mx_address, domain = domain),
        MailServers::TakesNone => t!(dns.mx_none).to_owned(),
        MailServers::Missing => t!(dns.mx_missing).to_owned(),
        MailServers::NoSuchDomain => t!(dns.no_domain, domain = domain),
        MailServers::Unknown(why) => fault(*why),
    };
    Finding {
        id: "mx",
        title: t!(dns.mx_title),
        standing: servers.standing(),
        words: vec![words],
        there: Vec::new(),
        record: servers.record(domain),
    }
}

fn spf(found: &MailDns) -> Finding {
    let (spf, domain) = (&found.spf, &found.domain);
    let words = match spf {
        Spf::Holds { ending: Ending::Fail, .. } => t!(dns.spf_holds).to_owned(),
        Spf::Holds { .. } => t!(dns.spf_holds_softly).to_owned(),
        Spf::Lenient { ending: Ending::Pass, .. } => t!(dns.spf_everybody).to_owned(),
        Spf::Lenient { .. } => t!(dns.spf_lenient).to_owned(),
        Spf::TooManyLookups(_) => t!(dns.spf_many).to_owned(),
        Spf::LeadsNowhere { to, .. } => t!(dns.spf_nowhere, name = to),
        Spf::Unclear { term, .. } => t!(dns.spf_unclear, term = term),
        Spf::Several(texts) => t!(dns.spf_several, number = texts.len()),
        Spf::Missing => t!(dns.spf_missing).to_owned(),
        Spf::NoSuchDomain => t!(dns.no_domain, domain = domain),
        Spf::Unknown(why) => fault(*why),
    };
    Finding {
        id: "spf",
        title: t!(dns.spf_title),
        standing: spf.standing(),
        words: vec![words],
        there: spf.texts().to_vec(),
        record: spf.record(domain),
    }
}

fn dkim(found: &MailDns) -> Finding {
    let blank = |standing, words: String| Finding {
        id: "dkim",
        title: t!(dns.dkim_title),
        standing,
        words: vec![words],
        there: Vec::new(),
        record: None,
    };
    let Some((selector, dkim)) = &found.dkim else {
        return blank(Standing::Unknown, t!(dns.dkim_unasked).to_owned());
    };
    let name = key_name(&found.domain, selector);
    let words = match dkim {
        Dkim::Holds { is_tried_out: true, .. } => t!(dns.dkim_tried_out).to_owned(),
        Dkim::Holds { is_long: false, .. } => t!(dns.dkim_short).to_owned(),
        Dkim::Holds { .. } => t!(dns.dkim_holds, name = name),
        Dkim::Revoked => t!(dns.dkim_revoked).to_owned(),
        Dkim::TooShort => t!(dns.dkim_too_short).to_owned(),
        Dkim::Several => t!(dns.dkim_several, name = name),
        Dkim::Unclear => t!(dns.dkim_unclear, name = name),
        Dkim::Missing => t!(dns.dkim_missing, name = name),
        Dkim::Unknown(why) => fault(*why),
    };
    let record = dkim.record(&found.domain, selector, t!(dns.dkim_key));
    Finding { record, ..blank(dkim.standing(), words) }
}

fn dmarc(found: &MailDns) -> Finding {
    let (dmarc, domain) = (&found.dmarc, &found.domain);
    let words = match dmarc {
        Dmarc::Holds { at, policy, is_reported, is_whole } => {
            let policy = match policy {
                DmarcPolicy::None => t!(dns.dmarc_none),
                DmarcPolicy::Quarantine => t!(dns.dmarc_quarantine),
                DmarcPolicy::Reject => t!(dns.dmarc_reject),
            };
            let above = (*at != format!("_dmarc.{domain}")).then(|| t!(dns.dmarc_above, name = at));
            let partly = (!is_whole).then(|| t!(dns.dmarc_partly).to_owned());
            let silent = (!is_reported).then(|| t!(dns.dmarc_silent).to_owned());
            [Some(policy.to_owned()), above, partly, silent].into_iter().flatten().collect()
        }
        Dmarc::Several(at) => vec![t!(dns.dmarc_several, name = at)],
        Dmarc::Unclear(at) => vec![t!(dns.dmarc_unclear, name = at)],
        Dmarc::Missing => vec![t!(dns.dmarc_missing).to_owned()],
        Dmarc::Unknown(why) => vec![fault(*why)],
    };
    Finding {
        id: "dmarc",
        title: t!(dns.dmarc_title),
        standing: dmarc.standing(),
        words,
        there: Vec::new(),
        record: dmarc.record(domain),
    }
}

fn site(found: &MailDns) -> Finding {
    let words = match &found.site {
        SiteHost::Found(host, addresses) => {
            let addresses = addresses.iter().map(IpAddr::to_string).collect::<Vec<_>>().join(", ");
            t!(dns.site_found, host = host, addresses = addresses)
        }
        SiteHost::Missing(host) => t!(dns.site_missing, host = host),
        SiteHost::NoSuchName(host) => t!(dns.site_no_name, host = host),
        SiteHost::NotNamed => t!(dns.site_not_named).to_owned(),
        SiteHost::Unknown(_, why) => fault(*why),
    };
    Finding {
        id: "site",
        title: t!(dns.site_title),
        standing: found.site.standing(),
        words: vec![words],
        there: Vec::new(),
        record: None,
    }
}
