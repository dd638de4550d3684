//! A page's title and metadata, and where the focus goes when a reader arrives.

use leptos::html::H1;
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
    // leptos_meta writes a title without escaping it; the browser sets it as text.
    let text = if cfg!(feature = "ssr") { escape(&full) } else { full };
    view! { <Title text=text /> }
}

#[cfg(feature = "ssr")]
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

/// After a navigation inside the app the head still describes the first page; these two are what browsers share and save.
#[cfg(not(feature = "ssr"))]
fn metadata(_title: &str, description: &str, address: &str) {
    let set = |selector: &str, attribute: &str, value: &str| {
        if let Ok(Some(element)) = document().query_selector(selector) {
            drop(element.set_attribute(attribute, value));
        }
    };
    set("link[rel=canonical]", "href", address);
    set("meta[name=description]", "content", description);
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Whether the reader has moved on from the first page; until then the focus is left where the browser put it.
#[derive(Clone, Copy)]
struct MovedOn(StoredValue<bool>);

/// Prepares the focus rule of [`PageTitle`].
pub(crate) fn provide_focus_rule() {
    provide_context(MovedOn(StoredValue::new(false)));
}

/// The page's one `h1`. After a navigation inside the app it takes the focus, so that screen readers say that the page
/// changed (WCAG 2.4.3).
#[component]
pub fn PageTitle(children: Children) -> impl IntoView {
    let heading = NodeRef::<H1>::new();
    if let Some(MovedOn(moved_on)) = use_context::<MovedOn>() {
        Effect::new(move |_| {
            if let Some(heading) = heading.get() {
                if moved_on.get_value() {
                    drop(heading.focus());
                }
                moved_on.set_value(true);
            }
        });
    }
    view! { <h1 tabindex="-1" node_ref=heading>{children()}</h1> }
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn a_title_cannot_end_the_title_element() {
        assert_eq!(escape("</title><script>&"), "&lt;/title&gt;&lt;script&gt;&amp;");
    }
}
