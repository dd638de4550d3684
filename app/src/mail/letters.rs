//! The words of each letter. They are made when a mail is shown or sent, so they say what is true then.
//!
//! Nothing that a person typed stands in them except the address they go to: whoever registers a stranger's address must
//! not be able to write to that stranger.

use domain::calendar::Thing;
use domain::content::{Attendance, Event, EventStatus, Id};
use domain::mail::{AccountChange, Lead, Letter, LetterWords, News, Paragraph, Placeholder, Purpose, Told, filled};
use domain::staff::Notice;
use domain::time::{Instant, Zone};
use store::Registration;

use super::{Block, Message, one_line, title};
use crate::language::{DateWords, Label, Locale};
use crate::notifications::{choices_path, event_path, letters_token, stop_path};
use crate::server::{AppState, event_time, span_time};
use crate::td;
use crate::view::TimeLabel;

/// What a letter about that event and that registration says, in its own words or in those that somebody gave it; the calendar
/// part is for others to add.
pub(super) fn message(
    state: &AppState,
    letter: &Letter,
    event: Option<&Event>,
    registration: Option<&Registration>,
    words: Option<&LetterWords>,
) -> Message {
    let mut desk = Desk::new(state, event, registration);
    let headline = desk.write(letter);
    let footer = footer(state, desk.locale, letter);
    let message = |subject, headline, blocks| {
        let locale = Locale::English;
        Message { locale, subject, headline, blocks, footer, calendar: None, unsubscribe: None }
    };
    if let Some(words) = words {
        let subject = one_line(&filled(&words.subject, |gap| desk.value(gap)));
        return message(subject.clone(), subject, desk.worded(words));
    }
    let subject = desk.subject(letter, &headline);
    message(subject, headline, desk.blocks.into_iter().map(|(_, block)| block).collect())
}

/// The words that a letter has until somebody changes them.
pub(super) fn original(state: &AppState, letter: &Letter) -> LetterWords {
    let mut desk = Desk { is_pattern: true, ..Desk::new(state, None, None) };
    let headline = desk.write(letter);
    let subject = desk.subject(letter, &headline);
    let paragraphs = desk.blocks.into_iter().map(|(part, block)| match (part, block) {
        (Some(part), _) => part.written(),
        (None, Block::Text(words)) => words,
        // Whatever is no text is made by the product.
        (None, _) => String::new(),
    });
    LetterWords { subject, text: paragraphs.collect::<Vec<_>>().join("\n\n") }
}

fn footer(state: &AppState, locale: Locale, letter: &Letter) -> Vec<String> {
    let published = state.published();
    let name = one_line(&published.content.programme.name);
    let why = match letter {
        Letter::SignIn { .. } => td!(locale, mail.sent_to_sign_in, programme = name),
        Letter::SecurityNotice { .. } | Letter::PasswordReset { .. } => {
            td!(locale, mail.sent_to_staff, programme = name)
        }
        Letter::AccountNotice { .. } => td!(locale, mail.sent_to_account, programme = name),
        Letter::Invitation { .. } => td!(locale, mail.sent_to_invited, programme = name),
        Letter::NewAddress { .. } => td!(locale, mail.sent_to_new_address, programme = name),
        _ => return footer_of_registrant(state, locale),
    };
    signed(state, locale, why)
}

/// Who sends a letter to somebody who registered, and why.
pub(super) fn footer_of_registrant(state: &AppState, locale: Locale) -> Vec<String> {
    let published = state.published();
    signed(state, locale, td!(locale, mail.sent_by, programme = one_line(&published.content.programme.name)))
}

fn signed(state: &AppState, locale: Locale, why: String) -> Vec<String> {
    let published = state.published();
    let programme = &published.content.programme;
    let mut lines = vec![why];
    lines.extend(programme.contact.as_ref().map(|contact| td!(locale, mail.questions, contact = one_line(contact))));
    lines.push(state.settings().base_url.clone());
    lines
}

/// Where a letter is written.
struct Desk<'a> {
    state: &'a AppState,
    locale: Locale,
    event: Option<&'a Event>,
    registration: Option<&'a Registration>,
    /// What was written, each with the part of the letter that it belongs to if it is not words of its own.
    blocks: Vec<(Option<Placeholder>, Block)>,
    /// The part that is being written.
    part: Option<Placeholder>,
    /// Whether gaps stay gaps.
    is_pattern: bool,
}

impl<'a> Desk<'a> {
    fn new(state: &'a AppState, event: Option<&'a Event>, registration: Option<&'a Registration>) -> Self {
        let (blocks, part, is_pattern) = (Vec::new(), None, false);
        Self { state, locale: Locale::English, event, registration, blocks, part, is_pattern }
    }

    fn subject(&self, letter: &Letter, headline: &str) -> String {
        match letter {
            Letter::ConfirmSeries { .. }
            | Letter::Written { .. }
            | Letter::SignIn { .. }
            | Letter::SecurityNotice { .. }
            | Letter::AccountNotice { .. }
            | Letter::Invitation { .. }
            | Letter::PasswordReset { .. }
            | Letter::NewAddress { .. } => headline.to_owned(),
            _ => td!(self.locale, mail.subject, headline = headline, title = self.title()),
        }
    }

    /// What stands in a gap among words.
    fn value(&self, gap: Placeholder) -> String {
        match gap {
            Placeholder::Name => self.registration.map(|found| one_line(&found.name)).unwrap_or_default(),
            Placeholder::Event => self.title(),
            Placeholder::When => self.event.map(|event| when(self.state, event)).unwrap_or_default(),
            Placeholder::Programme => self.programme(),
            _ => String::new(),
        }
    }

    /// The body in words that somebody gave the letter, with the parts that were written here.
    fn worded(&self, words: &LetterWords) -> Vec<Block> {
        let mut blocks = Vec::new();
        for paragraph in words.paragraphs() {
            match paragraph {
                Paragraph::Words(words) => blocks.push(Block::Verbatim(filled(words, |gap| self.value(gap)))),
                Paragraph::Part(part) => {
                    let own = self.blocks.iter().filter(|(of, _)| *of == Some(part));
                    blocks.extend(own.map(|(_, block)| block.clone()));
                }
            }
        }
        blocks
    }

    /// A part that the product makes, wherever others put it.
    fn part(&mut self, part: Placeholder, write: impl FnOnce(&mut Self)) {
        if self.is_pattern {
            self.blocks.push((Some(part), Block::Text(String::new())));
            return;
        }
        let around = self.part.replace(part);
        write(self);
        self.part = around;
    }

    fn push(&mut self, block: Block) {
        self.blocks.push((self.part, block));
    }

    fn programme(&self) -> String {
        if self.is_pattern {
            return Placeholder::Programme.written();
        }
        one_line(&self.state.published().content.programme.name)
    }

    /// Writes the body; the headline.
    fn write(&mut self, letter: &Letter) -> String {
        let locale = self.locale;
        let headline = match letter {
            // Their words are looked up, see `group`.
            Letter::Group { .. } | Letter::Trial { .. } => return String::new(),
            Letter::Written { subject, text } => {
                let text = if text.is_empty() { td!(locale, mail.words_not_kept) } else { text };
                self.push(Block::Verbatim(text.to_owned()));
                return one_line(subject);
            }
            Letter::SignIn { link_token, code } => return self.sign_in(link_token, code),
            Letter::Invitation { link_token } => return self.invitation(link_token),
            Letter::PasswordReset { link_token } => return self.password_reset(link_token),
            Letter::NewAddress { link_token } => return self.new_address(link_token),
            Letter::SecurityNotice { notice, device } => return self.security_notice(*notice, device),
            Letter::AccountNotice { change } => return self.account_notice(*change),
            Letter::ConfirmRegistration { confirm_token, manage_token, .. } => {
                self.opening(td!(locale, mail.confirm_for));
                self.text(td!(locale, mail.confirm_please));
                self.confirm(confirm_token);
                self.manage(manage_token);
                self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.not_you)));
                td!(locale, mail.confirm)
            }
            Letter::ConfirmWaiting { confirm_token, manage_token, .. } => {
                self.opening(td!(locale, mail.confirm_waiting_for));
                self.text(td!(locale, mail.confirm_waiting_please));
                self.confirm(confirm_token);
                self.part(Placeholder::Manage, |desk| desk.page(td!(locale, mail.see_or_leave), manage_token, false));
                self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.not_you)));
                td!(locale, mail.confirm_waiting)
            }
            Letter::ConfirmSeries { held, waiting, series_token } => {
                self.text(td!(locale, mail.hello));
                self.part(Placeholder::Held, |desk| desk.things(td!(locale, mail.series_held_for), held));
                self.part(Placeholder::Waiting, |desk| desk.things(td!(locale, mail.series_waiting_for), waiting));
                self.text(td!(locale, mail.series_please));
                let label = td!(locale, mail.confirm_act).to_owned();
                self.part(Placeholder::Confirm, |desk| {
                    desk.link(label, format!("/registration/series/{series_token}"), series_token, true);
                });
                self.text(td!(locale, mail.series_after));
                self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.not_you)));
                td!(locale, mail.series)
            }
            Letter::AlreadyRegistered { confirm_token, manage_token, .. } => {
                self.opening(td!(locale, mail.already_for));
                self.text(td!(locale, mail.already_unchanged));
                self.confirm(confirm_token);
                self.manage(manage_token);
                td!(locale, mail.already)
            }
            Letter::Confirmed { manage_token, .. } => {
                self.opening(td!(locale, mail.confirmed_for));
                self.manage(manage_token);
                td!(locale, mail.confirmed)
            }
            Letter::Waiting { manage_token, .. } => {
                self.opening(td!(locale, mail.waiting_for));
                self.text(td!(locale, mail.waiting_order));
                self.part(Placeholder::Manage, |desk| desk.page(td!(locale, mail.see_or_leave), manage_token, false));
                td!(locale, mail.waiting)
            }
            Letter::Offered { manage_token, until, .. } => {
                self.opening(td!(locale, mail.offered_for));
                self.part(Placeholder::Until, |desk| {
                    let moment = desk.moment(*until);
                    desk.text(&td!(locale, mail.offered_until, moment = moment));
                });
                self.part(Placeholder::Manage, |desk| desk.page(td!(locale, mail.offered_act), manage_token, true));
                td!(locale, mail.offered)
            }
            Letter::OfferExpired { manage_token, .. } => {
                self.opening(td!(locale, mail.offer_expired_for));
                self.text(td!(locale, mail.offer_expired_rejoin));
                self.part(Placeholder::Manage, |desk| {
                    desk.page(td!(locale, mail.offer_expired_act), manage_token, true);
                });
                td!(locale, mail.offer_expired)
            }
            Letter::Reminder { lead, manage_token, .. } => self.reminder(*lead, manage_token),
            Letter::News { news, before, manage_token, .. } => self.news(*news, before, manage_token),
            Letter::Cancelled { by_organiser: true, .. } => {
                self.opening(td!(locale, mail.cancelled_by_organiser_for));
                self.text(td!(locale, mail.cancelled_mistake));
                td!(locale, mail.cancelled_by_organiser)
            }
            Letter::Cancelled { by_organiser: false, .. } => {
                self.opening(td!(locale, mail.cancelled_for));
                td!(locale, mail.cancelled)
            }
        };
        headline.to_owned()
    }

    /// It says no "tomorrow" and no "at six": mail may be on its way for an hour, and is read when it is read.
    fn reminder(&mut self, lead: Lead, manage_token: &str) -> &'static str {
        let locale = self.locale;
        let (headline, sentence) = match lead {
            Lead::Day => (td!(locale, mail.reminder), td!(locale, mail.reminder_for)),
            Lead::Hour => (td!(locale, mail.reminder_soon), td!(locale, mail.reminder_soon_for)),
        };
        self.opening(sentence);
        let event = self.event;
        self.part(Placeholder::Venue, |desk| {
            let venue = event.filter(|event| event.attendance != Attendance::Online);
            if let Some(venue) = venue.and_then(|event| event.venue.as_ref()) {
                desk.text(&td!(locale, mail.reminder_venue, venue = one_line(venue)));
            }
        });
        self.event_page(td!(locale, mail.reminder_page));
        self.manage(manage_token);
        let stop = event_path(&letters_token(manage_token));
        self.part(Placeholder::Stop, |desk| {
            desk.link(td!(locale, mail.reminder_stop).to_owned(), stop, manage_token, false);
        });
        self.choose(manage_token);
        headline
    }

    /// What was announced before stands there too, so that whoever reads only this letter knows what has changed.
    fn news(&mut self, news: News, before: &Told, manage_token: &str) -> &'static str {
        let locale = self.locale;
        let was = when_told(self.state, before);
        let headline = match news {
            News::Moved if before.status == EventStatus::Scheduled => {
                self.opening(td!(locale, mail.moved_for));
                self.part(Placeholder::Before, |desk| desk.text(&td!(locale, mail.moved_before, moment = was)));
                td!(locale, mail.moved)
            }
            News::Moved => {
                self.opening(td!(locale, mail.takes_place_for));
                td!(locale, mail.takes_place)
            }
            News::Cancelled => {
                self.announced(td!(locale, mail.event_cancelled_for), was);
                self.text(td!(locale, mail.event_cancelled_nothing_to_do));
                td!(locale, mail.event_cancelled)
            }
            News::Postponed => {
                self.announced(td!(locale, mail.event_postponed_for), was);
                self.text(td!(locale, mail.event_postponed_later));
                td!(locale, mail.event_postponed)
            }
            News::Recording => {
                self.opening(td!(locale, mail.recording_for));
                td!(locale, mail.recording)
            }
        };
        let takes_part = self.registration.is_some_and(|registration| registration.state.takes_part());
        if matches!(news, News::Moved | News::Postponed) {
            let words = if takes_part { td!(locale, mail.place_kept) } else { td!(locale, mail.queue_kept) };
            self.part(Placeholder::Standing, |desk| desk.text(words));
        }
        self.event_page(if news == News::Recording {
            td!(locale, mail.recording_page)
        } else {
            td!(locale, mail.event_page)
        });
        let label = if takes_part { td!(locale, mail.see_or_cancel) } else { td!(locale, mail.see_or_leave) };
        if matches!(news, News::Moved | News::Postponed) {
            self.part(Placeholder::Manage, |desk| desk.page(label, manage_token, false));
        }
        if news == News::Recording {
            let stop = stop_path(&letters_token(manage_token), Purpose::Recordings);
            self.part(Placeholder::Stop, |desk| {
                desk.link(td!(locale, mail.recording_stop).to_owned(), stop, manage_token, false);
            });
            self.choose(manage_token);
        }
        headline
    }

    fn sign_in(&mut self, link_token: &str, code: &str) -> String {
        let locale = self.locale;
        self.text(td!(locale, mail.hello));
        self.text(td!(locale, mail.sign_in_here));
        self.part(Placeholder::Link, |desk| {
            desk.link(
                td!(locale, mail.sign_in_act).to_owned(),
                format!("/sign-in/link/{link_token}"),
                link_token,
                true,
            );
        });
        self.part(Placeholder::Code, |desk| {
            let base = &desk.state.settings().base_url;
            if !code.is_empty() {
                let elsewhere = td!(locale, mail.sign_in_elsewhere, address = format!("{base}/sign-in/sent"));
                desk.text(&elsewhere);
                desk.push(Block::Verbatim(code.to_owned()));
            }
        });
        self.part(Placeholder::Safety, |desk| {
            desk.text(td!(locale, mail.sign_in_secret));
            desk.text(td!(locale, mail.sign_in_not_you));
        });
        td!(locale, mail.sign_in, programme = self.programme())
    }

    fn invitation(&mut self, link_token: &str) -> String {
        let locale = self.locale;
        self.text(td!(locale, mail.hello));
        self.text(td!(locale, mail.invitation_what));
        let label = td!(locale, mail.invitation_act).to_owned();
        self.part(Placeholder::Link, |desk| {
            desk.link(label, format!("/admin/invitation/{link_token}"), link_token, true);
        });
        self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.invitation_unexpected)));
        td!(locale, mail.invitation, programme = self.programme())
    }

    fn password_reset(&mut self, link_token: &str) -> String {
        let locale = self.locale;
        self.text(td!(locale, mail.hello));
        self.text(td!(locale, mail.password_what));
        let label = td!(locale, mail.password_act).to_owned();
        self.part(Placeholder::Link, |desk| {
            desk.link(label, format!("/admin/password/{link_token}"), link_token, true);
        });
        self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.password_unexpected)));
        td!(locale, mail.password, programme = self.programme())
    }

    fn new_address(&mut self, link_token: &str) -> String {
        let locale = self.locale;
        self.text(td!(locale, mail.hello));
        self.text(td!(locale, mail.new_address_what));
        let label = td!(locale, mail.new_address_act).to_owned();
        self.part(Placeholder::Link, |desk| desk.link(label, format!("/admin/address/{link_token}"), link_token, true));
        self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.new_address_unexpected)));
        td!(locale, mail.new_address, programme = self.programme())
    }

    /// What was done in somebody's name, and what to do if it was not them.
    fn security_notice(&mut self, notice: Notice, device: &str) -> String {
        let locale = self.locale;
        self.text(td!(locale, mail.hello));
        self.part(Placeholder::Notice, |desk| desk.text(notice.label_in(locale)));
        self.part(Placeholder::Device, |desk| {
            if !device.is_empty() {
                desk.text(&td!(locale, mail.security_device, device = device));
            }
        });
        self.text(td!(locale, mail.security_you));
        self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.security_not_you)));
        td!(locale, mail.security, programme = self.programme())
    }

    fn account_notice(&mut self, change: AccountChange) -> String {
        let locale = self.locale;
        let programme = self.programme();
        let base = &self.state.settings().base_url;
        let (headline, what) = match change {
            AccountChange::PasskeyAdded => {
                (td!(locale, mail.passkey_added, programme = programme), td!(locale, mail.passkey_added_text))
            }
            AccountChange::PasskeyRemoved => {
                (td!(locale, mail.passkey_removed, programme = programme), td!(locale, mail.passkey_removed_text))
            }
        };
        self.text(td!(locale, mail.hello));
        self.part(Placeholder::Notice, |desk| desk.text(what));
        self.text(td!(locale, mail.passkey_you));
        self.part(Placeholder::Safety, |desk| desk.text(td!(locale, mail.passkey_not_you)));
        let address = Some(format!("{base}/me/passkeys"));
        let label = td!(locale, mail.passkey_act).to_owned();
        self.part(Placeholder::Page, |desk| desk.push(Block::Link { label, address, is_main: true }));
        headline
    }

    /// The greeting, a sentence that ends with a colon, and the event that completes it.
    fn opening(&mut self, sentence: &str) {
        self.text(td!(self.locale, mail.hello));
        self.text(sentence);
        let when = self.event.map(|event| when(self.state, event)).unwrap_or_default();
        let title = self.title();
        self.part(Placeholder::Details, |desk| desk.push(Block::Thing { title, when }));
    }

    /// As [`opening`](Self::opening), with when the event was announced for.
    fn announced(&mut self, sentence: &str, when: String) {
        self.text(td!(self.locale, mail.hello));
        self.text(sentence);
        let title = self.title();
        self.part(Placeholder::Details, |desk| desk.push(Block::Thing { title, when }));
    }

    /// A sentence that ends with a colon, and the events that complete it; nothing where there are none.
    fn things(&mut self, sentence: &str, events: &[Id]) {
        if events.is_empty() {
            return;
        }
        self.text(sentence);
        let published = self.state.published();
        for event in events.iter().map(|event| published.content.event_by_id(*event)) {
            let when = event.map(|event| when(self.state, event)).unwrap_or_default();
            let title = event.map_or_else(|| td!(self.locale, mail.gone).to_owned(), title);
            self.push(Block::Thing { title, when });
        }
    }

    fn text(&mut self, text: &str) {
        self.push(Block::Text(text.to_owned()));
    }

    fn confirm(&mut self, token: &str) {
        let label = td!(self.locale, mail.confirm_act).to_owned();
        let path = format!("/registration/confirm/{token}");
        self.part(Placeholder::Confirm, |desk| desk.link(label, path, token, true));
    }

    fn manage(&mut self, token: &str) {
        let label = td!(self.locale, mail.see_or_cancel);
        self.part(Placeholder::Manage, |desk| desk.page(label, token, false));
    }

    /// The registration's own page.
    fn page(&mut self, label: &str, token: &str, is_main: bool) {
        self.link(label.to_owned(), format!("/registration/{token}"), token, is_main);
    }

    /// The page on which one says what one wants to be written about.
    fn choose(&mut self, manage_token: &str) {
        let path = choices_path(&letters_token(manage_token));
        let label = td!(self.locale, mail.choose).to_owned();
        self.part(Placeholder::Choose, |desk| desk.link(label, path, manage_token, false));
    }

    /// The event's public page.
    fn event_page(&mut self, label: &str) {
        let event = self.event;
        self.part(Placeholder::Page, |desk| {
            if let Some(event) = event {
                let address = Some(format!("{}/events/{}", desk.state.settings().base_url, event.slug));
                desk.push(Block::Link { label: label.to_owned(), address, is_main: true });
            }
        });
    }

    fn link(&mut self, label: String, path: String, token: &str, is_main: bool) {
        let base = &self.state.settings().base_url;
        let address = (!token.is_empty()).then(|| format!("{base}{path}"));
        self.push(Block::Link { label, address, is_main });
    }

    fn title(&self) -> String {
        if self.is_pattern {
            return Placeholder::Event.written();
        }
        let of_what_is_gone = || {
            let published = self.state.published();
            let revision = published.calendar.of(Thing::Event(self.registration?.event))?;
            Some(one_line(&revision.entry.title))
        };
        let known = self.event.map(title).or_else(of_what_is_gone);
        known.unwrap_or_else(|| td!(self.locale, mail.gone).to_owned())
    }

    /// An instant by the clocks of the event's place.
    fn moment(&self, instant: Instant) -> String {
        let zone = self.event.and_then(|event| self.state.zone(&event.zone)).unwrap_or_else(Zone::utc);
        let local = zone.read(instant);
        td!(self.locale, date.moment, date = local.date.long(), time = local.time, zone = local.abbreviation)
    }
}

pub(super) fn when(state: &AppState, event: &Event) -> String {
    in_words(event_time(state, event, None))
}

/// When somebody was told that an event is.
fn when_told(state: &AppState, told: &Told) -> String {
    let zone = state.zone(&told.zone).unwrap_or_else(Zone::utc);
    in_words(span_time(told.span, &zone))
}

fn in_words(time: TimeLabel) -> String {
    let hours = if time.hours.is_empty() { String::new() } else { format!(", {} {}", time.hours, time.zone) };
    format!("{}{hours}", time.date)
}
