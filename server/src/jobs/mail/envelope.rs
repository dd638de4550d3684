//! A message as it travels: headers and parts (RFC 5322, RFC 2045 to 2049).

use std::time::{Duration, SystemTime};

use app::mail::{Message, html, plain};
use domain::time::Instant;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, SinglePart};
use store::OutboxMail;

use super::options::Post;

/// Writes a mail for the post, from that sender. `real_now` becomes its `Date`.
///
/// # Errors
/// Why it cannot be written: the receiver's address is none.
pub(super) fn write(
    post: &Post,
    from: Mailbox,
    mail: &OutboxMail,
    message: &Message,
    real_now: Instant,
) -> Result<lettre::Message, String> {
    let to = mail.to.parse().map_err(|error| format!("the receiver's address cannot be written to: {error}"))?;
    let since_epoch = Duration::from_millis(u64::try_from(real_now.milliseconds()).unwrap_or_default());
    let mut builder = lettre::Message::builder()
        .from(from)
        .to(Mailbox::new(None, to))
        .subject(&message.subject)
        .date(SystemTime::UNIX_EPOCH + since_epoch)
        .message_id(Some(message_id(post, mail)));
    if let Some(reply_to) = &post.reply_to {
        builder = builder.reply_to(reply_to.clone());
    }
    for (name, value) in [
        // Written by a machine: no automatic answers, please (RFC 3834, section 5; Exchange asks for its own).
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Auto-Response-Suppress", "All".to_owned()),
        ("Content-Language", message.locale.tag().to_owned()),
        // By kind, so that complaints about one kind can be told from others.
        ("Feedback-ID", format!("{}:continuum", mail.kind)),
    ] {
        builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    if let Some(address) = &message.unsubscribe {
        for (name, value) in [
            ("List-Unsubscribe", format!("<{address}>")),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()),
        ] {
            // As it is, on one line: mail providers read it by machine (RFC 8058, section 3.1).
            let name = HeaderName::new_from_ascii_str(name);
            builder = builder.raw_header(HeaderValue::dangerous_new_pre_encoded(name, value.clone(), value));
        }
    }
    builder.multipart(body(message)?).map_err(|error| error.to_string())
}

/// Made from the row's identity: a mail that is sent again, because the server died before it could be marked, has the same
/// one, and mail programs show it once (RFC 5322, section 3.6.4).
fn message_id(post: &Post, mail: &OutboxMail) -> String {
    format!("<{}@{}>", mail.id, post.from.email.domain())
}

/// Plain text, HTML, and for calendars the entry: within the alternatives, where mail programs look for it, and as a file,
/// which people open.
fn body(message: &Message) -> Result<MultiPart, String> {
    let alternatives = MultiPart::alternative()
        .singlepart(SinglePart::plain(plain(message)))
        .singlepart(SinglePart::html(html(message)));
    let Some(calendar) = &message.calendar else { return Ok(alternatives) };
    let media_type = |text: &str| ContentType::parse(text).map_err(|error| error.to_string());
    let entry = SinglePart::builder().header(media_type(&calendar.media_type())?).body(calendar.body.clone());
    let file = Attachment::new("invite.ics".to_owned())
        .body(calendar.body.clone(), media_type("application/ics; name=\"invite.ics\"")?);
    Ok(MultiPart::mixed().multipart(alternatives.singlepart(entry)).singlepart(file))
}
