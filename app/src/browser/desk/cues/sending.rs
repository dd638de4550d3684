//! The form is sent without leaving the page: the answer is the page as the server would show it, of which the part takes the place of
//! the one that is shown. Without an answer everything stays as it was typed.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Document, Element, HtmlFormElement};

use super::super::super::dom::{cast, document, one, set, window, within};
use super::super::super::network::page;
use super::super::super::registration_draft::typed;
use super::super::say;
use super::{Cues, Row, focus};

impl Cues {
    /// Sends the form with an act: `save`, `split-3`; nothing while it is on its way.
    pub(super) fn send(self: &Rc<Self>, act: String) {
        if self.is_sending.replace(true) {
            return;
        }
        let cues = Rc::clone(self);
        spawn_local(async move {
            if cues.exchange(&act).await.is_none() {
                say(&cues.root.get_attribute("data-offline").unwrap_or_default());
            }
            cues.is_sending.set(false);
        });
    }

    async fn exchange(self: &Rc<Self>, act: &str) -> Option<()> {
        let form: HtmlFormElement = cast(self.form()?)?;
        self.say_where(act);
        let address = form.get_attribute("action")?;
        let mut body = form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(typed(&form)?.iter().filter(|(name, _)| name != "act")).append_pair("act", act);
        let answer = page(&address, Some(&body.finish())).await?;
        let part = answer.document.query_selector("[data-cues-part]").ok()??;
        // Only what was saved leads to a page of its own; what was refused has a status that says so.
        let is_saved = answer.status == 200 && (act.is_empty() || act == "save" || act == "next");
        self.show(&answer.document, &part, is_saved)?;
        if is_saved {
            self.picture.keep();
            self.is_unsaved.set(false);
            let (since, _) = self.part();
            remember(&format!("{address}?from={since}"));
        } else {
            self.is_unsaved.set(true);
        }
        self.look();
        Some(())
    }

    /// Where a row is split: at the caret, and where the recording stands within it.
    fn say_where(&self, act: &str) {
        let row = act.strip_prefix("split-").and_then(|row| one(&format!("[data-cue=\"{row}\"]"))).map(Row::of);
        let write = |selector: &str, value: Option<u32>| {
            for field in within(&self.root, selector) {
                set(&field, "value", &value.map(|value| value.to_string()).unwrap_or_default());
            }
        };
        write("[data-cue-place]", row.as_ref().and_then(Row::caret));
        write("[data-cue-moment]", row.map(|_| self.now()));
    }

    fn show(&self, answer: &Document, part: &Element, is_saved: bool) -> Option<()> {
        let focused = document().active_element().map(|element| element.id()).filter(|id| !id.is_empty());
        let shown = document().import_node_with_deep(part, true).ok()?;
        within(&self.root, "[data-cues-part]").first()?.replace_with_with_node_1(&shown).ok()?;
        self.offer();
        let words = answer.query_selector("[data-cues-part] .notice p").ok().flatten();
        if let Some(words) = words.and_then(|words| words.text_content()) {
            say(&words);
        }
        let summary = within(&self.root, "[data-summary]:not([hidden])").into_iter().next();
        let wanted = within(&self.root, "[data-cues-part] [autofocus]").into_iter().next();
        let refused = within(&self.root, ".cues-theirs summary").into_iter().next();
        let before = || document().get_element_by_id(&focused?);
        let first = || within(&self.root, "[data-cue] textarea").into_iter().next();
        let next = summary.or(refused).or(wanted.filter(|_| !is_saved)).or_else(before);
        // The button beside the recording was not replaced and keeps the focus.
        let is_lost = document().active_element().is_none_or(|active| active.tag_name() == "BODY");
        if let Some(next) = next.or_else(|| first().filter(|_| is_lost)) {
            focus(next);
        }
        Some(())
    }
}

/// The address of what is shown, for whoever loads the page again.
fn remember(address: &str) {
    if let Ok(history) = window().history() {
        drop(history.replace_state_with_url(&JsValue::NULL, "", Some(address)));
    }
}
