//! A letter that somebody who looks after registrations wrote to chosen people, for one of them.

use domain::content::{Event, Id};
use domain::mail::{Aim, GroupWords, Placeholder, Purpose, filled};
use domain::validation::FieldError;
use store::Registration;

use super::letters::{footer_of_registrant, when};
use super::prose::{Prose, Value, has_gap_in_address, prose};
use super::{Block, Message, html, one_line, title};
use crate::error::PageError;
use crate::language::Locale;
use crate::notifications::{choices_path, letters_token, stop_path};
use crate::server::{AppState, store_failed};
use crate::td;

/// Largest HTML of a letter, in bytes: mail programs cut off what is longer than about 100 KB, and the other half of the letter
/// is its plain text.
const LARGEST: usize = 48 * 1024;

/// The letter as it is sent; its words by its identity.
pub(super) async fn message(
    state: &AppState,
    letter: Id,
    manage_token: &str,
    about: (Option<&Event>, Option<&Registration>),
) -> Result<Message, PageError> {
    let found = state.store().group_letter(letter).await.map_err(|error| store_failed(&error))?;
    let words = found.map(|found| found.words);
    let words = words.unwrap_or(GroupWords { aim: Aim::Event, subject: String::new(), text: String::new() });
    Ok(group_message(state, &words, manage_token, about))
}

/// The letter for one person. Without a token its links are told of, and lead nowhere.
pub fn group_message(
    state: &AppState,
    words: &GroupWords,
    manage_token: &str,
    (event, registration): (Option<&Event>, Option<&Registration>),
) -> Message {
    let locale = Locale::English;
    let base = &state.settings().base_url;
    let to = |path: String| (!manage_token.is_empty()).then(|| format!("{base}{path}"));
    let manage = to(format!("/registration/{manage_token}"));
    let manage_label = td!(locale, mail.see_or_cancel).to_owned();
    let value = |placeholder| match placeholder {
        Placeholder::Name => registration.map(|found| one_line(&found.name)).unwrap_or_default(),
        Placeholder::Event => event.map_or_else(|| td!(locale, mail.gone).to_owned(), title),
        Placeholder::When => event.map(|event| when(state, event)).unwrap_or_default(),
        // Not possible there.
        _ => String::new(),
    };
    let Prose { html, plain } = prose(&words.text, base, |placeholder| match placeholder {
        Placeholder::Manage => {
            let address = manage.clone().ok_or_else(|| td!(locale, mail.link_not_kept).to_owned());
            Value::Link { label: manage_label.clone(), address }
        }
        other => Value::Words(value(other)),
    });
    let subject = one_line(&filled(&words.subject, value));
    let link = |label: &str, address| Block::Link { label: label.to_owned(), address, is_main: false };
    let mut blocks = vec![Block::Prose { html, plain }];
    if !words.text.contains(&Placeholder::Manage.written()) {
        blocks.push(link(&manage_label, manage.clone()));
    }
    if words.aim == Aim::News {
        let letters = letters_token(manage_token);
        blocks.push(link(td!(locale, mail.news_stop), to(stop_path(&letters, Purpose::News))));
        blocks.push(link(td!(locale, mail.choose), to(choices_path(&letters))));
    }
    let footer = footer_of_registrant(state, locale);
    Message { locale, headline: subject.clone(), subject, blocks, footer, calendar: None, unsubscribe: None }
}

/// What is to be mended in words that are otherwise sound, before anybody can be written to with them.
pub fn group_faults(state: &AppState, locale: Locale, words: &GroupWords, event: Option<&Event>) -> Vec<FieldError> {
    if has_gap_in_address(&words.text) {
        let why = td!(locale, group_letter.gap_in_address, placeholder = Placeholder::Manage.written());
        return vec![FieldError::new("text", why)];
    }
    let written = html(&group_message(state, words, "", (event, None)));
    let is_too_long = written.len() > LARGEST;
    is_too_long.then(|| FieldError::new("text", td!(locale, group_letter.too_long))).into_iter().collect()
}
