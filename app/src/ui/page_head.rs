//! A page's title and metadata.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::site::use_site;

/// Title, description, canonical address and preview of a page.
#[component]
pub fn PageHead(
    /// Title without the programme's name; empty on the home page.
    #[prop(into)]
    title: String,
    /// A sentence for search engines and previews.
    #[prop(into, optional)]
    description: String,
    /// Path of the page's canonical address.
    #[prop(into)]
    path: String,
) -> impl IntoView {
    let site = use_site();
    let full = if title.is_empty() { site.name.clone() } else { format!("{title} · {}", site.name) };
    let description = if description.is_empty() { site.summary.clone() } else { description };
    let address = format!("{}{path}", site.base_url);
    metadata(&full, &description, &address);
    // leptos_meta writes a title without escaping it.
    view! { <Title text=escape(&full) /> }
}

fn metadata(title: &str, description: &str, address: &str) {
    use leptos_meta::{Link, Meta};
    let image = format!("{}/og-image.png", use_site().base_url);
    let (title, description, address) = (title.to_owned(), description.to_owned(), address.to_owned());
    // Rendering them registers them with the document's head; they leave nothing where they stand.
    let _ = view! {
        <Meta name="description" content=description.clone() />
        <Meta property="og:type" content="website" />
        <Meta property="og:title" content=title />
        <Meta property="og:description" content=description />
        <Meta property="og:url" content=address.clone() />
        <Meta property="og:image" content=image />
        <Meta name="twitter:card" content="summary_large_image" />
        <Link rel="canonical" href=address />
    }
    .to_html();
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The page's one `h1`; it can take the focus, so that links may lead to it.
#[component]
pub fn PageTitle(children: Children) -> impl IntoView {
    view! { <h1 tabindex="-1">{children()}</h1> }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_title_cannot_end_the_title_element() {
        assert_eq!(escape("</title><script>&"), "&lt;/title&gt;&lt;script&gt;&amp;");
    }
}
