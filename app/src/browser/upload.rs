//! Sending a long file in pieces (`data-upload`: where uploads are begun), by tus 1.0. What broke off goes on where the
//! server says it stands: by itself when the connection is back, and after the page was closed when the same file is chosen
//! again. Without this code the form sends the file in one piece; it is fetched where there is such a form.
//!
//! What is said stands in the form's attributes: `data-sending` with `{percent}`, `data-waiting`, and `data-refused`.

use gloo_timers::future::TimeoutFuture;
use js_sys::{Object, Reflect};
use leptos::prelude::lazy;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, File, HtmlFormElement, HtmlInputElement, RequestInit, Response};

use super::dom::{cast, on, one, set, set_hidden, set_text, window, within};

/// Bytes of one request.
const PIECE: f64 = 8.0 * 1024.0 * 1024.0;
/// Longest pause between two attempts, in milliseconds.
const LONGEST_PAUSE: u32 = 30_000;
/// Before a file's mark, the key in the local storage under which its upload's address is kept.
const PREFIX: &str = "continuum.upload.";

/// Fetches the code, if there is such a form.
pub(super) fn start() {
    if one("[data-upload]").is_some() {
        spawn_local(async { upload_form().await });
    }
}

#[lazy]
fn upload_form() {
    let Some(form) = one("[data-upload]").and_then(cast::<HtmlFormElement>) else { return };
    let sending = form.clone();
    on(&form, "submit", move |event| {
        let Some(file) = chosen(&sending) else { return };
        event.prevent_default();
        let form = sending.clone();
        spawn_local(async move { send(&form, &file).await });
    });
}

fn chosen(form: &Element) -> Option<File> {
    let input: HtmlInputElement = within(form, "input[type=file]").into_iter().next().and_then(cast)?;
    input.files()?.get(0)
}

/// Why nothing more is sent.
enum Ended {
    /// The server does not take it.
    Refused,
    /// The upload is not there any more.
    Gone,
    /// There was no answer; it is tried again.
    Silent,
}

async fn send(form: &HtmlFormElement, file: &File) {
    let buttons = within(form, "button");
    buttons.iter().for_each(|button| set(button, "disabled", ""));
    let key = format!("{PREFIX}{}", mark(file));
    let mut pause = 1_000;
    loop {
        match go_on(form, file, &key).await {
            Ok(()) => {
                forget(&key);
                // Not loaded again: it may be the answer to a form.
                drop(window().location().set_href(&window().location().pathname().unwrap_or_default()));
                return;
            }
            Err(Ended::Gone) => forget(&key),
            Err(Ended::Silent) => {
                say(form, "data-waiting", None);
                TimeoutFuture::new(pause).await;
                pause = (pause * 2).min(LONGEST_PAUSE);
            }
            Err(Ended::Refused) => {
                say(form, "data-refused", None);
                buttons.iter().for_each(|button| drop(button.remove_attribute("disabled")));
                return;
            }
        }
    }
}

/// Sends what is missing, from where the server says.
async fn go_on(form: &HtmlFormElement, file: &File, key: &str) -> Result<(), Ended> {
    let address = match kept(key) {
        Some(address) => address,
        None => begin(form, file, key).await?,
    };
    let mut offset = number(&request("HEAD", &address, &[], None).await?, "upload-offset")?;
    while offset < file.size() {
        say(form, "data-sending", Some(offset / file.size() * 100.0));
        let end = (offset + PIECE).min(file.size());
        let piece = file.slice_with_f64_and_f64(offset, end).map_err(|_| Ended::Silent)?;
        let headers =
            [("upload-offset", offset.to_string()), ("content-type", "application/offset+octet-stream".to_owned())];
        offset = number(&request("PATCH", &address, &headers, Some(&piece)).await?, "upload-offset")?;
    }
    say(form, "data-sending", Some(100.0));
    Ok(())
}

async fn begin(form: &HtmlFormElement, file: &File, key: &str) -> Result<String, Ended> {
    let to = form.get_attribute("data-upload").unwrap_or_default();
    // Base64 of the name's UTF-8; `btoa` takes a character for each byte.
    let bytes: String = file.name().bytes().map(char::from).collect();
    let name = window().btoa(&bytes).unwrap_or_default();
    let headers = [("upload-length", file.size().to_string()), ("upload-metadata", format!("filename {name}"))];
    let answer = request("POST", &to, &headers, None).await?;
    let address = header(&answer, "location").ok_or(Ended::Silent)?;
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.set_item(key, &address));
    }
    Ok(address)
}

async fn request(
    method: &str,
    address: &str,
    headers: &[(&str, String)],
    body: Option<&JsValue>,
) -> Result<Response, Ended> {
    let all = Object::new();
    let version = [("tus-resumable", "1.0.0".to_owned())];
    for (name, value) in version.iter().chain(headers) {
        drop(Reflect::set(&all, &(*name).into(), &value.into()));
    }
    let options = RequestInit::new();
    options.set_method(method);
    options.set_headers(&all);
    if let Some(body) = body {
        options.set_body(body);
    }
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, &options)).await;
    let answer: Response = answer.ok().and_then(|answer| answer.dyn_into().ok()).ok_or(Ended::Silent)?;
    match answer.status() {
        200..300 => Ok(answer),
        404 | 410 => Err(Ended::Gone),
        // Somebody else sent a piece, or the server is busy: ask again where it stands.
        409 | 423 | 429 | 500.. => Err(Ended::Silent),
        _ => Err(Ended::Refused),
    }
}

fn header(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).ok()?
}

fn number(answer: &Response, name: &str) -> Result<f64, Ended> {
    header(answer, name).and_then(|text| text.parse().ok()).ok_or(Ended::Silent)
}

/// By what the same file is known again.
fn mark(file: &File) -> String {
    format!("{} {} {}", file.name(), file.size(), file.last_modified())
}

fn say(form: &Element, attribute: &str, percent: Option<f64>) {
    let Some(place) = within(form, "[data-upload-said]").into_iter().next() else { return };
    let percent = percent.map(|percent| format!("{percent:.0}")).unwrap_or_default();
    set_hidden(&place, false);
    set_text(&place, &form.get_attribute(attribute).unwrap_or_default().replace("{percent}", &percent));
}

fn kept(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn forget(key: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        drop(storage.remove_item(key));
    }
}
