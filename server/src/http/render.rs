//! Runs the application for a page or a server function.

use std::any::Any;

use app::desk::{Editing, Working, preview_state, wants_preview};
use app::error::{PageError, Refused};
use app::server::{AppState, Gathered};
use app::staff::{reviewer_of, staff_session_of, staff_token};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use bytes::Bytes;
use domain::staff::{Role, Stage};
use http_body_util::BodyExt;
use leptos::context::provide_context;
use leptos::nonce::Nonce;

use super::headers::page_policy;
use super::inline_scripts;
use app::language::{Locale, locale_of};
use app::td;

/// A page, rendered whole, with the policy that lets exactly its own scripts run.
pub(super) async fn page(State(state): State<AppState>, request: Request) -> Response {
    let Some(editing) = editing(&state, request.headers()).await else {
        return page_with(state, request, || ()).await;
    };
    let previews = wants_preview(request.headers());
    let shown = if previews { preview_state(&state, editing.can_edit).await } else { Ok(state.clone()) };
    let mut page = match shown {
        Ok(shown) => page_with(shown, request, move || provide_context(Editing { previews, ..editing })).await,
        Err(error) => refused(state, request, error).await,
    };
    page.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    page
}

/// A public page that needs more than what is published: `gather` looks it up, in what this visitor is shown.
pub(super) async fn public_page_of<T, Gathering>(
    state: AppState,
    request: Request,
    gather: impl FnOnce(AppState, HeaderMap) -> Gathering,
) -> Response
where
    T: Clone + Send + Sync + 'static,
    Gathering: Future<Output = Result<T, PageError>> + Send,
{
    let headers = request.headers().clone();
    let Some(editing) = editing(&state, &headers).await else {
        let data = gather(state.clone(), headers).await;
        return page_of(state, request, data).await;
    };
    let previews = wants_preview(&headers);
    let shown = if previews { preview_state(&state, editing.can_edit).await } else { Ok(state.clone()) };
    let mut page = match shown {
        Ok(shown) => {
            let data = gather(shown.clone(), headers).await;
            let more = move || {
                provide_context(Editing { previews, ..editing });
                provide_context(Gathered(data.clone()));
            };
            page_with(shown, request, more).await
        }
        Err(error) => refused(state, request, error).await,
    };
    page.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    page
}

/// Whether whoever asks may edit what a public page shows; visitors cost no question to the store.
pub(super) async fn is_editor(state: &AppState, headers: &HeaderMap) -> bool {
    editing(state, headers).await.is_some_and(|editing| editing.can_edit)
}

/// What whoever asks may do with what a public page shows, if they may look at the working copy.
async fn editing(state: &AppState, headers: &HeaderMap) -> Option<Editing> {
    let member = reviewer_of(state, headers).await.ok()??;
    Some(Editing { previews: false, can_edit: member.role.covers(Role::Editor), ends: member.ends })
}

/// A page with something more in its context: what its route gathered for it.
pub(super) async fn page_with(
    state: AppState,
    request: Request,
    more: impl Fn() + Clone + Send + Sync + 'static,
) -> Response {
    let base = context(&state, locale_of(request.headers(), state.settings()));
    let working = working(&state, request.uri().path(), request.headers()).await;
    let context = move || {
        base();
        if let Some(working) = working {
            provide_context(working);
        }
        more();
    };
    let shell = move || app::root::shell(&state);
    let rendered = leptos_axum::render_app_async_with_context(context, shell)(request).await;
    finish(rendered).await
}

/// Who works on a page under `/admin`: those pages lead to the others that they may go to.
async fn working(state: &AppState, path: &str, headers: &HeaderMap) -> Option<Working> {
    if !path.starts_with("/admin") || staff_token(headers, state.settings()).is_none() {
        return None;
    }
    let session = staff_session_of(state, headers).await.ok()?;
    (session.stage == Stage::Whole).then_some(Working { role: session.member.role, ends: session.member.ends })
}

/// A page whose data its route has gathered.
pub(super) async fn page_of<T: Clone + Send + Sync + 'static>(
    state: AppState,
    request: Request,
    data: Result<T, PageError>,
) -> Response {
    page_with(state, request, move || provide_context(Gathered(data.clone()))).await
}

/// The page that says why this visitor may not go on.
pub(super) async fn refused(state: AppState, request: Request, error: PageError) -> Response {
    page_with(state, request, move || provide_context(Refused(error.clone()))).await
}

/// What every page and server function finds in its context: the one place that provides it.
fn context(state: &AppState, locale: Locale) -> impl Fn() + Clone + Send + Sync + 'static + use<> {
    let state = state.clone();
    move || {
        provide_context(state.clone());
        provide_context(locale);
        // Pages are kept and served again, so they carry hashes and no nonce.
        provide_context(Nonce::from_value(""));
    }
}

/// How every page ends.
const END: &str = "</html>";

/// Collects the page, drops the empty nonces and states the policy.
async fn finish(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let Ok(collected) = body.collect().await else { return unavailable() };
    let html = String::from_utf8_lossy(&collected.to_bytes()).replace(" nonce=\"\"", "");
    // Leptos writes scripts for hydration after the document; nothing here is hydrated.
    let html = html.rfind(END).and_then(|end| html.get(..end + END.len())).unwrap_or(&html).to_owned();
    if let Ok(policy) = HeaderValue::from_str(&page_policy(&inline_scripts::hashes(&html))) {
        parts.headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(Bytes::from(html)))
}

/// The answer to a panic: it says nothing of what happened, which stands in the log under the reference.
#[expect(clippy::needless_pass_by_value, reason = "the signature is the layer's")]
pub(super) fn panicked(reason: Box<dyn Any + Send + 'static>) -> Response {
    let words = reason.downcast_ref::<String>().map(String::as_str).or_else(|| reason.downcast_ref::<&str>().copied());
    tracing::error!(reason = words.unwrap_or("unknown"), "a request panicked");
    unavailable()
}

/// The answer when nothing else can be said.
fn unavailable() -> Response {
    // Nothing of the request is at hand here, not even its language.
    let locale = Locale::default();
    let heading = td!(locale, failure.unavailable);
    let text = td!(locale, failure.unavailable_text);
    plain(StatusCode::INTERNAL_SERVER_ERROR, td!(locale, failure.unavailable_title), heading, text)
}

/// A page that needs nothing: no database, no script. All its texts are our own.
pub(super) fn plain(status: StatusCode, title: &str, heading: &str, text: &str) -> Response {
    let locale = Locale::default();
    let page = format!(
        "<!DOCTYPE html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"></head><body><main>\
         <h1>{heading}</h1><p>{text}</p><p><a href=\"/\">{}</a></p></main></body></html>",
        locale.tag(),
        td!(locale, navigation.home),
    );
    (status, Html(page)).into_response()
}
