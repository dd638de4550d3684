//! The letters of registration, plain text.
//!
//! Nothing that the applicant typed stands in them except the address they go to: whoever registers a stranger's address
//! must not be able to write to that stranger.

use domain::content::{Content, Event};
use store::MailDraft;

use crate::server::{AppState, event_time};

/// What both letters of a registration say.
pub(super) struct Letter {
    title: String,
    when: String,
    programme: String,
    confirm: String,
    manage: String,
}

impl Letter {
    pub(super) fn new(
        state: &AppState,
        content: &Content,
        event: &Event,
        confirm_token: &str,
        manage_token: &str,
    ) -> Self {
        let base = &state.settings().base_url;
        let time = event_time(state, event, None);
        let hours = if time.hours.is_empty() { String::new() } else { format!(", {} {}", time.hours, time.zone) };
        Self {
            title: one_line(&event.title),
            when: format!("{}{hours}", time.date),
            programme: one_line(&content.programme.name),
            confirm: format!("{base}/registration/confirm/{confirm_token}"),
            manage: format!("{base}/registration/{manage_token}"),
        }
    }

    /// To someone who was given a place.
    pub(super) fn to_confirm(&self, to: &str) -> MailDraft {
        let Self { title, when, programme, confirm, manage } = self;
        MailDraft {
            to: to.to_owned(),
            subject: format!("Confirm your registration: {title}"),
            text: format!(
                "Hello,\n\n\
                 a place is held for you at\n\n  {title}\n  {when}\n\n\
                 Please open this page and confirm that the address is yours:\n\n{confirm}\n\n\
                 Here you see your registration, add it to your calendar, or give your place back:\n\n{manage}\n\n\
                 Did you not ask for this? Then somebody typed your address by mistake. Open the second link to give \
                 the place back, or do nothing.\n\n\
                 {programme}\n"
            ),
        }
    }

    /// To someone who was registered already and asked again.
    pub(super) fn to_remind(&self, to: &str) -> MailDraft {
        let Self { title, when, programme, confirm, manage } = self;
        MailDraft {
            to: to.to_owned(),
            subject: format!("You were already registered: {title}"),
            text: format!(
                "Hello,\n\n\
                 somebody, probably you, has just asked for a place at\n\n  {title}\n  {when}\n\n\
                 You were already registered with this address, so nothing has changed: one place is held for you.\n\n\
                 If you have not confirmed your address yet, please do so here:\n\n{confirm}\n\n\
                 Here you see your registration, add it to your calendar, or give your place back:\n\n{manage}\n\n\
                 {programme}\n"
            ),
        }
    }
}

/// Without line breaks and other control characters, which could split a header (ASVS 5.0, 1.3.11).
fn one_line(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { ' ' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::one_line;

    #[test]
    fn a_title_cannot_add_a_header() {
        assert_eq!(one_line("Care\r\nBcc: x@example.org"), "Care  Bcc: x@example.org");
    }
}
