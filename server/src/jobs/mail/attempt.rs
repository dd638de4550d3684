//! One attempt to hand one mail over, and what is noted of it.

use std::time::Duration;

use app::mail::{message, withdrawn};
use app::notifications::letters_token;
use app::server::{AppState, random_token};
use domain::mail::{Failure, MAX_ATTEMPTS, after_failure};
use domain::settings::Setting;
use lettre::AsyncTransport;
use lettre::transport::smtp;
use store::{ClaimedMail, StoreError};

use super::envelope;
use super::options::Post;

/// Longest that handing over one mail may take; a lease is longer.
const LONGEST: Duration = Duration::from_secs(120);
/// What is kept of an answer, in bytes; RFC 5321 admits 512 in a line.
const ANSWER: usize = 500;

/// What is noted while the registration cannot be read.
const BUSY: &str = "the database was busy";

/// What an attempt tells about the way out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// The mail server answers, whatever it said about the mail.
    Open,
    /// It cannot be reached, or does not let us in: the other mails would fare no better.
    Closed,
}

enum Trouble {
    /// With this mail.
    Mail(Failure, String),
    /// With the mail server.
    Server(String),
}

/// Sends a claimed mail, or finds out that it is not to be sent, and notes what became of it.
///
/// # Errors
/// The store fails. The mail comes back when its lease ends.
pub(super) async fn attempt(state: &AppState, post: &Post, claimed: &ClaimedMail) -> Result<Way, StoreError> {
    let (store, mail) = (state.store(), &claimed.mail);
    match withdrawn(state, mail).await {
        Ok(None) => {}
        Ok(Some(why)) => return store.mail_dropped(claimed, why, state.now()).await.map(|()| Way::Open),
        // Said in the log already.
        Err(_) => return store.put_mail_back(claimed, BUSY, state.now().plus_minutes(1)).await.map(|()| Way::Open),
    }
    let opened = match mail.letter.lacks_links() {
        true => open(state, claimed.clone()).await?,
        false => Some(claimed.clone()),
    };
    // Somebody else has it by now, or what it is about is gone; then there is nothing to note.
    let Some(claimed) = &opened else { return Ok(Way::Open) };
    let mail = &claimed.mail;
    // Whoever had it before died with it, more than once.
    let sent = if mail.attempts > MAX_ATTEMPTS {
        Err(Trouble::Mail(Failure::Permanent, "the server stopped each time while it was being sent".to_owned()))
    } else {
        tokio::time::timeout(LONGEST, hand_over(state, post, claimed))
            .await
            .unwrap_or_else(|_| Err(Trouble::Mail(Failure::Temporary, "the mail server took too long".to_owned())))
    };
    match sent {
        Ok(()) => store.mail_sent(mail, state.now()).await.map(|()| Way::Open),
        Err(Trouble::Mail(failure, reason)) => {
            tracing::warn!(mail = %mail.id, attempts = mail.attempts, reason, "a mail was not accepted");
            let verdict = after_failure(mail.attempts, failure, mail.id.as_u128());
            store.mail_failed(claimed, &reason, verdict, state.now()).await.map(|()| Way::Open)
        }
        Err(Trouble::Server(reason)) => {
            tracing::warn!(reason, "the mail server cannot be used; trying again");
            store.put_mail_back(claimed, &reason, mail.due).await.map(|()| Way::Closed)
        }
    }
}

/// Makes the links of a letter that waited without any.
async fn open(state: &AppState, claimed: ClaimedMail) -> Result<Option<ClaimedMail>, StoreError> {
    let manage_token = random_token();
    let letters_token = letters_token(&manage_token);
    state.store().open_mail(claimed, manage_token, letters_token, state.now()).await
}

async fn hand_over(state: &AppState, post: &Post, claimed: &ClaimedMail) -> Result<(), Trouble> {
    let mail = &claimed.mail;
    let message = message(state, mail).await.map_err(|_| Trouble::Mail(Failure::Temporary, BUSY.to_owned()))?;
    let name = state.store().setting(Setting::SenderName).await;
    let name = name.map_err(|_| Trouble::Mail(Failure::Temporary, BUSY.to_owned()))?;
    let mut from = post.from.clone();
    from.name = name.or(from.name);
    let written = envelope::write(post, from, mail, &message, state.real_now())
        .map_err(|reason| Trouble::Mail(Failure::Permanent, reason))?;
    match post.transport.send(written).await {
        Ok(_) => Ok(()),
        Err(error) => Err(trouble(post, &error).await),
    }
}

/// Whose fault it is. A refusal by number is about the mail, unless it is about who we are; of everything else a second
/// connection tells.
async fn trouble(post: &Post, error: &smtp::Error) -> Trouble {
    let reason = in_a_line(&error.to_string());
    let number = error.status().map(u16::from);
    // Service not available; authentication wanted, too weak or refused (RFC 5321, section 4.2.3; RFC 4954, section 6).
    let is_about_us = matches!(number, Some(421 | 432 | 454 | 530 | 534 | 535 | 538));
    match number {
        Some(number) if !is_about_us => {
            let failure = if number >= 500 { Failure::Permanent } else { Failure::Temporary };
            Trouble::Mail(failure, reason)
        }
        _ => match post.transport.test_connection().await {
            Ok(true) if !is_about_us => Trouble::Mail(Failure::Temporary, reason),
            _ => Trouble::Server(reason),
        },
    }
}

/// On one line and no longer than is kept (ASVS 5.0, 16.4.1: an answer cannot write lines of its own into the log).
fn in_a_line(text: &str) -> String {
    let line: String = text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect();
    let end = (0..=ANSWER.min(line.len())).rev().find(|at| line.is_char_boundary(*at)).unwrap_or(0);
    line.get(..end).unwrap_or_default().to_owned()
}
