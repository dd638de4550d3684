//! The buttons that ask an authenticator (`data-passkey`: `sign-in` or `add`). Without this code they are hidden; it is
//! fetched where there is one and the browser knows passkeys. A field whose `autocomplete` has `webauthn` offers the
//! passkeys of the site by itself (conditional mediation).
//!
//! `data-options` is where the server says what to ask, `data-answer` where it wants the answer. Where a form stands beside
//! the button, the answer is sent with it: what comes then is a page.
//!
//! What the button may have to say stands in its place's attributes, `data-failed`, `data-unusable` and `data-known`; the
//! rest is said by the server.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::lazy;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, Element, HtmlFormElement, HtmlInputElement};

use super::dom::{all, cast, on, one, set_flag, set_hidden, set_text, window, within};
use super::network::post;
use super::passkey_json::{answer, options};

/// How often a page offers passkeys in the field.
const OFFERS: u8 = 3;

/// Fetches the code for the buttons, if there is one and it can be of use.
pub(super) fn start() {
    if one("[data-passkey]").is_some() && known().is_some() {
        spawn_local(async { passkey_buttons().await });
    }
}

/// The browser's own `PublicKeyCredential`, if it knows passkeys.
fn known() -> Option<JsValue> {
    Reflect::get(&window(), &"PublicKeyCredential".into()).ok().filter(JsValue::is_function)
}

/// Brings the buttons to life and shows them.
#[lazy]
fn passkey_buttons() {
    for place in all("[data-passkey]") {
        let Some(button) = within(&place, "button").into_iter().next() else { continue };
        let adds = place.get_attribute("data-passkey").as_deref() == Some("add");
        let desk = Rc::new(Desk { place, button, adds, is_busy: Cell::new(false), offer: RefCell::new(None) });
        let pressed = Rc::clone(&desk);
        on(&desk.button, "click", move |_| {
            let desk = Rc::clone(&pressed);
            spawn_local(async move { desk.press().await });
        });
        set_hidden(&desk.place, false);
        if !adds && one("[autocomplete~=webauthn]").is_some() {
            spawn_local(async move { desk.offer().await });
        }
    }
    for words in all("[data-without-passkeys]") {
        set_hidden(&words, true);
    }
    for part in all("[data-with-passkeys]") {
        set_hidden(&part, false);
    }
}

/// Why nothing came of it.
enum Trouble {
    /// The visitor closed the browser's window, or pressed the button instead.
    Cancelled,
    /// The name of the attribute that says it.
    Known(&'static str),
    /// As the server says it.
    Said(String),
}

/// A button and what stands around it.
struct Desk {
    place: Element,
    button: Element,
    adds: bool,
    is_busy: Cell<bool>,
    /// What is offered in the field: taken back once the button is pressed, since a page may ask one thing at a time.
    offer: RefCell<Option<AbortController>>,
}

impl Desk {
    async fn press(&self) {
        if self.is_busy.replace(true) {
            return;
        }
        set_flag(&self.button, "aria-busy", true);
        self.say("");
        if let Some(offer) = self.offer.take() {
            offer.abort();
        }
        if let Err(trouble) = self.perform(None).await {
            self.tell(trouble);
        }
        set_flag(&self.button, "aria-busy", false);
        self.is_busy.set(false);
    }

    /// Offers passkeys in the field for as long as nothing else is asked.
    async fn offer(&self) {
        if !can_offer().await {
            return;
        }
        // Whoever chose one in vain may choose again; whatever else ends the offer ends it for good. An authenticator that
        // answers by itself does not choose: it would be refused until its network may guess no more.
        for _ in 0..OFFERS {
            let Ok(controller) = AbortController::new() else { return };
            self.offer.replace(Some(controller.clone()));
            match self.perform(Some(&controller)).await {
                Err(trouble @ Trouble::Said(_)) if !self.is_busy.get() => self.tell(trouble),
                _ => return,
            }
        }
    }

    /// Asks the server for a question, the authenticator for its answer, and goes where the server leads.
    async fn perform(&self, offered: Option<&AbortController>) -> Result<(), Trouble> {
        let address = |name| self.place.get_attribute(name).unwrap_or_default();
        let question = match tell(&address("data-options"), "").await {
            // Nobody has asked for it yet, so nothing is said.
            Err(_) if offered.is_some() => return Err(Trouble::Cancelled),
            question => question?,
        };
        let question = options(&question).ok_or(Trouble::Known("data-failed"))?;
        if let Some(controller) = offered {
            drop(Reflect::set(&question, &"mediation".into(), &"conditional".into()));
            drop(Reflect::set(&question, &"signal".into(), &controller.signal()));
        }
        let container = window().navigator().credentials();
        let asked = if self.adds {
            container.create_with_options(question.unchecked_ref())
        } else {
            container.get_with_options(question.unchecked_ref())
        };
        let credential = JsFuture::from(asked.map_err(|error| why(&error))?).await.map_err(|error| why(&error))?;
        let answer = answer(&credential).ok_or(Trouble::Known("data-unusable"))?;
        if self.send(&answer).is_none() {
            let path = tell(&address("data-answer"), &answer).await?;
            drop(window().location().set_href(&path));
        }
        Ok(())
    }

    /// Sends an answer by the form beside the button, if there is one.
    fn send(&self, answer: &str) -> Option<()> {
        let form: HtmlFormElement = cast(within(&self.place, "form").into_iter().next()?)?;
        let field: HtmlInputElement = cast(within(&form, "[name=answer]").into_iter().next()?)?;
        field.set_value(answer);
        form.submit().ok()
    }

    fn tell(&self, trouble: Trouble) {
        match trouble {
            Trouble::Cancelled => {}
            Trouble::Known(attribute) => self.say(&self.place.get_attribute(attribute).unwrap_or_default()),
            Trouble::Said(sentence) => self.say(&sentence),
        }
    }

    fn say(&self, sentence: &str) {
        for words in within(&self.place, "[role=alert]") {
            set_text(&words, sentence);
        }
    }
}

/// Whether the browser can offer passkeys in a field.
async fn can_offer() -> bool {
    let Some(known) = known() else { return false };
    let asks = Reflect::get(&known, &"isConditionalMediationAvailable".into());
    let Some(asks) = asks.ok().and_then(|asks| asks.dyn_into::<Function>().ok()) else { return false };
    let Some(promise) = asks.call0(&known).ok().and_then(|promise| promise.dyn_into::<Promise>().ok()) else {
        return false;
    };
    JsFuture::from(promise).await.is_ok_and(|can| can.is_truthy())
}

/// Why an authenticator did not answer (Web Authentication, level 3, sections 5.1.3 and 5.1.4).
fn why(error: &JsValue) -> Trouble {
    let name = Reflect::get(error, &"name".into()).ok().and_then(|name| name.as_string()).unwrap_or_default();
    match name.as_str() {
        "NotAllowedError" | "AbortError" => Trouble::Cancelled,
        "InvalidStateError" => Trouble::Known("data-known"),
        _ => Trouble::Known("data-unusable"),
    }
}

/// Posts; the text of a good answer, or the server's sentence.
async fn tell(address: &str, body: &str) -> Result<String, Trouble> {
    match post(address, body).await {
        Some((200, text)) => Ok(text),
        Some((422 | 429, sentence)) => Err(Trouble::Said(sentence)),
        _ => Err(Trouble::Known("data-failed")),
    }
}
