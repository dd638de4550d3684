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

/// What a list can be filtered by, for the browser: a line of facet, slug and name for each value.
#[component]
pub fn ValueTable(
    /// All values, in the order in which rows refer to them.
    values: Vec<domain::filter::Value>,
) -> impl IntoView {
    let clean = |text: &str| text.replace(['\t', '\n', '\r'], " ").replace('<', "‹");
    let lines = values.iter().map(|value| format!("{}\t{}\t{}", value.facet.name(), value.slug, clean(&value.name)));
    let table = lines.collect::<Vec<String>>().join("\n");
    view! { <script type="text/plain" id="values" inner_html=table></script> }
}

/// Structured data for search engines, escaped so that it cannot end its element.
#[component]
pub fn JsonLd(
    /// JSON with `<`, `>` and `&` escaped.
    json: String,
) -> impl IntoView {
    view! { <script type="application/ld+json" inner_html=json></script> }
}
