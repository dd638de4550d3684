//! The slides of a recording, or of a page that is for slides alone: the one that is shown, and all of them in order. Without a script
//! the server chooses the slide of the second that the address asks for; with one it changes as the recording goes on.

use domain::timed_text::{SlideTime, clock, page_at};
use leptos::prelude::*;
use store::Rendition;

use crate::t;

/// Slides as somebody may have them.
#[derive(Debug, Clone)]
pub(super) struct Deck {
    /// Their title, where they are shown beside something else.
    pub(super) title: Option<String>,
    /// Their page, as an address.
    pub(super) path: Option<String>,
    /// BCP 47.
    pub(super) language: String,
    /// Whether their addresses need a signature.
    pub(super) is_signed: bool,
    /// Pages in order.
    pub(super) pages: Vec<Rendition>,
    /// When they are shown; empty where nobody said it.
    pub(super) times: Vec<SlideTime>,
}

/// A slide ready to be shown.
struct Slide<'a> {
    page: u32,
    address: String,
    size: (u32, u32),
    words: &'a str,
}

impl Deck {
    fn slide<'a>(&self, rendition: &'a Rendition, address: &impl Fn(&Rendition) -> String) -> Option<Slide<'a>> {
        Some(Slide {
            page: rendition.page?,
            address: address(rendition),
            size: rendition.size.unwrap_or((16, 9)),
            words: &rendition.words,
        })
    }
}

impl Slide<'_> {
    /// "Slide 3: Early access"
    fn name(&self) -> String {
        let first = self.words.lines().next().unwrap_or_default();
        let name = t!(slides.slide, number = self.page);
        if first.is_empty() { name } else { format!("{name}: {first}") }
    }
}

/// The slide that is shown at that moment: the first one where nobody said which.
pub(super) fn current(deck: &Deck, at: u32, address: impl Fn(&Rendition) -> String) -> Option<AnyView> {
    let page = page_at(&deck.times, at).or_else(|| deck.times.first().map(|time| time.page));
    let rendition = deck.pages.iter().find(|rendition| rendition.page == page).or_else(|| deck.pages.first())?;
    let slide = deck.slide(rendition, &address)?;
    let (name, (width, height)) = (slide.name(), slide.size);
    Some(
        view! {
            <img
                class="player__slide"
                data-slide-shown=""
                src=slide.address
                width=width.to_string()
                height=height.to_string()
                alt=name
                decoding="async"
            />
        }
        .into_any(),
    )
}

/// All slides: those with a time in the order in which they are shown, each leading to its second on the page `path`; then those
/// without, each leading to its picture.
pub(super) fn list(deck: &Deck, path: &str, address: impl Fn(&Rendition) -> String) -> Option<AnyView> {
    if deck.pages.is_empty() {
        return None;
    }
    let page = |number: u32| deck.pages.iter().find(|rendition| rendition.page == Some(number));
    let ends = deck.times.iter().skip(1).map(|next| next.start).chain([u32::MAX]);
    let timed = deck.times.iter().zip(ends).filter_map(|(time, end)| Some((page(time.page)?, Some((time.start, end)))));
    let is_timed = |rendition: &&Rendition| deck.times.iter().any(|time| Some(time.page) == rendition.page);
    let others = deck.pages.iter().filter(|rendition| !is_timed(rendition)).map(|rendition| (rendition, None));
    let mut named = Vec::new();
    let rows = timed.chain(others).filter_map(|(rendition, span)| {
        let slide = deck.slide(rendition, &address)?;
        // One that is shown twice has its address where it stands first.
        let id = (!named.contains(&slide.page)).then(|| format!("slide-{}", slide.page));
        named.push(slide.page);
        Some(row(&slide, id, span, path))
    });
    let rows = rows.collect_view();
    let own = deck.title.clone().zip(deck.path.clone()).map(|(title, path)| {
        view! { <p class="field__hint">{t!(slides.from)} " " <a href=path>{title}</a></p> }
    });
    Some(
        view! {
            <section class="slides" aria-labelledby="slides">
                <h2 class="section__title" id="slides">{t!(slides.title)}</h2>
                {own}
                <ol class="slides__list" lang=deck.language.clone()>{rows}</ol>
            </section>
        }
        .into_any(),
    )
}

fn row(slide: &Slide<'_>, id: Option<String>, span: Option<(u32, u32)>, path: &str) -> AnyView {
    let (name, (width, height)) = (slide.name(), slide.size);
    let number = t!(slides.slide, number = slide.page);
    let href = match span {
        Some((start, _)) => format!("{path}?t={}#player", start / 1_000),
        None => slide.address.clone(),
    };
    let picture = view! {
        <img
            src=slide.address.clone()
            width=width.to_string()
            height=height.to_string()
            alt=""
            loading="lazy"
            decoding="async"
        />
    };
    let text = (!slide.words.is_empty()).then(|| {
        let lines = slide.words.lines().map(|line| view! { <p>{line.to_owned()}</p> }).collect_view();
        view! {
            <details class="slides__text">
                <summary>{t!(slides.text)} <span class="visually-hidden">{t!(slides.text_of, number = slide.page)}</span></summary>
                {lines}
            </details>
        }
    });
    view! {
        <li
            id=id
            data-from=span.map(|(start, _)| start.to_string())
            data-to=span.map(|(_, end)| end.to_string())
            data-slide=slide.address.clone()
            data-name=name
        >
            <a class="slides__link" href=href data-seek=span.map(|(start, _)| start.to_string())>
                {picture}
                <span>{number}</span>
                {span.map(|(start, _)| view! { <span class="player__clock">{clock(start)}</span> })}
            </a>
            {text}
        </li>
    }
    .into_any()
}
