//! What somebody looks like, or their initials.

use leptos::prelude::*;

use super::initials;
use crate::view::PortraitView;

/// How large a portrait is, and whether it says something that does not stand beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortraitSize {
    /// In a list, beside the name: there it is decoration (WCAG 2.2, 1.1.1).
    Small,
    /// On the person's own page.
    Large,
}

/// A portrait; without one the initials of the name.
#[component]
pub fn Portrait(name: String, portrait: Option<PortraitView>, size: PortraitSize) -> impl IntoView {
    let is_large = size == PortraitSize::Large;
    let Some(portrait) = portrait else {
        let class = if is_large { "person-row__initials person-row__initials--large" } else { "person-row__initials" };
        return view! { <span class=class aria-hidden="true">{initials(&name)}</span> }.into_any();
    };
    let (class, sizes, pixels) =
        if is_large { ("portrait portrait--large", "7rem", "112") } else { ("portrait", "2.75rem", "44") };
    let description = if is_large { portrait.description } else { String::new() };
    let loading = (!is_large).then_some("lazy");
    let source = |kind: &'static str, set: &String| {
        let set = set.clone();
        (!set.is_empty()).then(|| view! { <source type=kind srcset=set sizes=sizes /> })
    };
    view! {
        <picture class=class>
            {source("image/avif", &portrait.avif)}
            {source("image/webp", &portrait.webp)}
            <img src=portrait.address alt=description width=pixels height=pixels loading=loading decoding="async" />
        </picture>
    }
    .into_any()
}
