//! JSON for authenticators and back (Web Authentication, level 3, sections 5.1.8 to 5.1.10): bytes are base64url in JSON.
//!
//! Newer browsers have functions for this. Older ones do not, nor do the objects that some password managers answer with; so
//! this way is gone everywhere, and tried by every test.

use js_sys::{Array, ArrayBuffer, Function, JSON, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use super::dom::window;

/// What the browser is asked, of the JSON that the server wrote.
pub(super) fn options(json: &str) -> Option<Object> {
    let asked = JSON::parse(json).ok()?;
    decode(&asked, "challenge")?;
    if let Some(user) = part(&asked, "user") {
        decode(&user, "id")?;
    }
    for list in ["allowCredentials", "excludeCredentials"] {
        for credential in part(&asked, list).iter().flat_map(|list| Array::from(list).to_vec()) {
            decode(&credential, "id")?;
        }
    }
    let options = Object::new();
    put(&options, "publicKey", &asked)?;
    Some(options)
}

/// What the server is answered: the JSON of a credential.
pub(super) fn answer(credential: &JsValue) -> Option<String> {
    let told = part(credential, "response")?;
    let response = Object::new();
    for name in ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"] {
        if let Some(bytes) = part(&told, name).and_then(|bytes| bytes.dyn_into::<ArrayBuffer>().ok()) {
            put(&response, name, &encode(&Uint8Array::new(&bytes).to_vec())?.into())?;
        }
    }
    if part(&told, "attestationObject").is_some() {
        let transports = part(&told, "getTransports").and_then(|ways| ways.dyn_into::<Function>().ok());
        let transports = transports.and_then(|ways| ways.call0(&told).ok());
        put(&response, "transports", &transports.unwrap_or_else(|| Array::new().into()))?;
    }
    let id = part(credential, "id")?;
    let answer = Object::new();
    put(&answer, "id", &id)?;
    put(&answer, "rawId", &id)?;
    put(&answer, "type", &"public-key".into())?;
    put(&answer, "response", &response)?;
    // Nothing was asked whose result would stand here.
    put(&answer, "clientExtensionResults", &Object::new())?;
    JSON::stringify(&answer).ok()?.as_string()
}

/// A property that is there.
fn part(object: &JsValue, name: &str) -> Option<JsValue> {
    let part = Reflect::get(object, &name.into()).ok()?;
    (!part.is_undefined() && !part.is_null()).then_some(part)
}

fn put(object: &JsValue, name: &str, value: &JsValue) -> Option<()> {
    Reflect::set(object, &name.into(), value).ok().filter(|is_set| *is_set).map(|_| ())
}

/// Puts bytes where their text is.
fn decode(object: &JsValue, name: &str) -> Option<()> {
    let text = part(object, name)?.as_string()?.replace('-', "+").replace('_', "/");
    // Each character stands for a byte.
    let decoded = window().atob(&text).ok()?;
    let bytes: Vec<u8> = decoded.chars().map(u8::try_from).collect::<Result<_, _>>().ok()?;
    put(object, name, &Uint8Array::from(bytes.as_slice()))
}

fn encode(bytes: &[u8]) -> Option<String> {
    let letters: String = bytes.iter().copied().map(char::from).collect();
    let text = window().btoa(&letters).ok()?;
    Some(text.replace('+', "-").replace('/', "_").trim_end_matches('=').to_owned())
}
