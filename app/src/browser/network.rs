//! Telling the server something from a script, and asking it for a page.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, DomParser, RequestInit, Response, SupportedType};

use super::dom::window;

/// Posts a text to an address of the site; the answer's status and text, or `None` if there was none.
pub(super) async fn post(address: &str, body: &str) -> Option<(u16, String)> {
    let options = RequestInit::new();
    options.set_method("POST");
    options.set_body(&JsValue::from_str(body));
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &options)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    let text = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    Some((answer.status(), text))
}

/// A page as the server would send it to be shown.
pub(super) struct Page {
    /// Status of the answer.
    pub(super) status: u16,
    pub(super) document: Document,
}

/// Asks for a page, or sends a form (a body as browsers write it) and gives the page it leads to; `None` without an answer.
pub(super) async fn page(address: &str, form: Option<&str>) -> Option<Page> {
    let options = RequestInit::new();
    if let Some(form) = form {
        options.set_method("POST");
        options.set_body(&JsValue::from_str(form));
        let headers = web_sys::Headers::new().ok()?;
        headers.set("content-type", "application/x-www-form-urlencoded").ok()?;
        options.set_headers(&headers);
    }
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &options)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    let html = JsFuture::from(answer.text().ok()?).await.ok()?.as_string()?;
    Some(Page { status: answer.status(), document: parsed(&html)? })
}

/// A document of a text of HTML; no script in it runs.
pub(super) fn parsed(html: &str) -> Option<Document> {
    DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()
}
