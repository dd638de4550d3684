//! How mails leave: what the operator says about it, checked at the start.

use std::time::Duration;

use anyhow::{Context, bail};
use app::server::MailMode;
use axum::http::Uri;
use clap::Args;
use lettre::message::Mailbox;
use lettre::transport::smtp::PoolConfig;
use lettre::{AsyncSmtpTransport, Tokio1Executor};

/// Letters handed over at the same time, and so connections to the mail server.
pub(super) const HANDS: u32 = 4;
/// How long the mail server may take for one answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// Arguments about mail.
#[derive(Debug, Clone, Default, Args)]
pub(crate) struct MailOptions {
    /// The mail server that passes mails on: smtps://name:password@host (TLS from the start, port 465),
    /// smtp://name:password@host?tls=required (STARTTLS, port 587), or smtp://localhost (without TLS, port 25). Characters
    /// of name and password that a URL does not admit are percent-encoded. Left out, no mail is sent and the administrator
    /// reads the outbox. Better set in the environment, since every user of the machine sees a command line.
    #[arg(long, env = "CONTINUUM_SMTP_URL", hide_env_values = true, requires = "mail_from", value_name = "URL")]
    smtp_url: Option<String>,
    /// The address that mails come from, as in "Telemedicine webinars <webinars@example.org>".
    #[arg(long, env = "CONTINUUM_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<Mailbox>,
    /// The address that answers go to, if it is another one.
    #[arg(long, env = "CONTINUUM_MAIL_REPLY_TO", value_name = "ADDRESS")]
    mail_reply_to: Option<Mailbox>,
    /// Send mail in a rehearsal (--now) too. Without it a rehearsal never does, so that nobody real is written to by mistake.
    #[arg(long)]
    rehearsal_sends_mail: bool,
}

/// The way out for mails.
#[derive(Debug, Clone)]
pub(crate) struct Post {
    pub(super) transport: AsyncSmtpTransport<Tokio1Executor>,
    pub(super) from: Mailbox,
    pub(super) reply_to: Option<Mailbox>,
}

impl MailOptions {
    /// Those of a test.
    #[cfg(test)]
    pub(crate) fn to(smtp_url: &str) -> Self {
        let mail_from = "Webinars at Köln <webinars@site.test>".parse().ok();
        Self { smtp_url: Some(smtp_url.to_owned()), mail_from, ..Self::default() }
    }

    /// What becomes of mails, and the way out where they are sent.
    pub(crate) fn open(&self, is_rehearsal: bool) -> anyhow::Result<(MailMode, Option<Post>)> {
        let (Some(url), Some(from)) = (&self.smtp_url, &self.mail_from) else {
            return Ok((MailMode::NotConfigured, None));
        };
        let transport = transport(url)?;
        let address = from.email.to_string();
        if is_rehearsal && !self.rehearsal_sends_mail {
            return Ok((MailMode::HeldBack { from: address }, None));
        }
        let post = Post { transport, from: from.clone(), reply_to: self.mail_reply_to.clone() };
        Ok((MailMode::Sent { from: address }, Some(post)))
    }
}

/// Opens no connection yet. No error repeats the address, since a password may stand in it.
fn transport(url: &str) -> anyhow::Result<AsyncSmtpTransport<Tokio1Executor>> {
    if shows_a_password(url) {
        bail!(
            "--smtp-url: name and password would travel in clear text; write smtps://… or add ?tls=required (without TLS only \
             localhost is given a password)"
        );
    }
    let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
        .ok()
        .context("--smtp-url is not understood; write it like smtps://name:password@mail.example.org")?;
    let pool = PoolConfig::new().max_size(HANDS).idle_timeout(Duration::from_secs(20));
    Ok(builder.timeout(Some(PATIENCE)).pool_config(pool).build())
}

/// Whether a password would be sent to another machine without TLS, or with TLS only if nobody in between objects (ASVS 5.0,
/// 12.3.1).
fn shows_a_password(url: &str) -> bool {
    let Ok(uri) = url.parse::<Uri>() else { return false };
    let is_encrypted = uri.scheme_str() == Some("smtps")
        || uri.query().is_some_and(|query| query.split('&').any(|pair| pair == "tls=required"));
    let has_password = uri.authority().is_some_and(|authority| authority.as_str().contains('@'));
    let is_here = matches!(uri.host(), Some("localhost" | "127.0.0.1" | "[::1]"));
    has_password && !is_encrypted && !is_here
}

#[cfg(test)]
mod tests {
    use app::server::MailMode;

    use super::{MailOptions, shows_a_password, transport};

    fn options(url: Option<&str>, rehearsal_sends_mail: bool) -> MailOptions {
        MailOptions {
            smtp_url: url.map(str::to_owned),
            mail_from: "Webinars <webinars@x.example>".parse().ok(),
            mail_reply_to: None,
            rehearsal_sends_mail,
        }
    }

    #[test]
    fn a_password_never_travels_in_clear_text() {
        for open in
            ["smtp://a:b@mail.example", "smtp://a:b@mail.example:25", "smtp://a:b@mail.example?tls=opportunistic"]
        {
            assert!(shows_a_password(open), "{open}");
        }
        for closed in [
            "smtps://a:b@mail.example",
            "smtp://a:b@mail.example?tls=required",
            "smtp://a:b@localhost:1025",
            "smtp://mail.example",
        ] {
            assert!(!shows_a_password(closed), "{closed}");
        }
    }

    #[tokio::test]
    async fn an_address_that_is_none_is_refused_without_repeating_it() {
        assert!(transport("smtps://name:p%40ss@mail.example").is_ok());
        for wrong in
            ["mail.example", "http://a:secret@mail.example", "smtp://a:secret@mail.example", "smtp://x?tls=maybe", ""]
        {
            let refusal = transport(wrong).map_err(|error| format!("{error:#}"));
            assert!(refusal.is_err_and(|text| text.contains("--smtp-url") && !text.contains("secret")), "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_rehearsal_sends_only_when_told_to() {
        let from = || "webinars@x.example".to_owned();
        let mode =
            |url, told, rehearsal| options(url, told).open(rehearsal).map(|(mode, post)| (mode, post.is_some())).ok();
        let url = Some("smtp://localhost:1025");
        assert_eq!(mode(None, false, false), Some((MailMode::NotConfigured, false)));
        assert_eq!(mode(url, false, false), Some((MailMode::Sent { from: from() }, true)));
        assert_eq!(mode(url, false, true), Some((MailMode::HeldBack { from: from() }, false)));
        assert_eq!(mode(url, true, true), Some((MailMode::Sent { from: from() }, true)));
    }
}
