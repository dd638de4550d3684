//! The only place where a page takes HTML as it is.

use leptos::prelude::*;

/// Running text that the server has sanitised.
#[component]
pub fn Prose(
    /// Output of the server's sanitiser, never anything else.
    html: String,
) -> impl IntoView {
    (!html.is_empty()).then(|| view! { <div class="prose" inner_html=html></div> })
}

/// Structured data for search engines, escaped by the server so that it cannot end its element. Only the first view
/// carries it: readers who move on inside the app are people.
#[component]
pub fn JsonLd(
    /// JSON with `<`, `>` and `&` escaped.
    json: String,
) -> impl IntoView {
    view! { <script type="application/ld+json" inner_html=json></script> }
}
