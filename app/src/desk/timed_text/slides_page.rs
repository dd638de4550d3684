//! `/admin/timed-text/<key>/slides`: when each slide is shown in a recording. The moment where the recording stands is taken by a button,
//! with a script (`app::browser::slides_desk`).

use domain::content::MediaKey;
use domain::media::WorkState;
use domain::timed_text::TrackStatus;
use domain::validation::FieldError;
use leptos::prelude::*;
use store::{Media, Rendition};

use super::super::frame;
use super::edit_page::screen;
use super::list_page::{choice, status_words};
use super::{slides_path, tracks_path};
use crate::registration::fields::frame as framed;
use crate::registration::form::summary;
use crate::server::{gathered, state};
use crate::t;
use crate::ui::show;

/// The page.
#[derive(Debug, Clone)]
pub struct SlidesView {
    /// The recording's file.
    pub media: Media,
    /// Slides that may belong to it: their files and titles.
    pub decks: Vec<(MediaKey, String)>,
    /// Those whose times these are.
    pub deck: Option<MediaKey>,
    /// How far the pictures of their pages are.
    pub standing: Option<WorkState>,
    /// Their pages.
    pub pages: Vec<Rendition>,
    /// What is typed for each page.
    pub typed: Vec<(u32, String)>,
    /// Of what is kept; 0 if nothing is.
    pub version: i64,
    /// How far it is.
    pub status: TrackStatus,
    /// What is to be mended, by page.
    pub trouble: Vec<(u32, SlidesTrouble)>,
    /// Who has saved it meanwhile.
    pub overtaken_by: Option<String>,
    /// Whether it was saved just now.
    pub is_saved: bool,
}

/// What is wrong with the times of a slide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SlidesTrouble {
    /// This is no time.
    NotATime(String),
    /// That slide begins at the same moment.
    SameMoment(u32),
}

/// When each slide is shown.
#[component]
pub fn SlidesPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: SlidesView) -> AnyView {
    let (key, path) = (view.media.key.clone(), slides_path(&view.media.key));
    let errors: Vec<FieldError> = view.trouble.iter().map(|(page, trouble)| error(*page, trouble)).collect();
    let said = if view.is_saved {
        Some(frame::done(t!(timed_text.saved).to_owned(), None))
    } else {
        view.overtaken_by.as_ref().map(|by| frame::refused(t!(timed_text.overtaken, who = by)))
    };
    let body = match (&view.deck, view.pages.is_empty()) {
        (None, _) if view.decks.is_empty() => notice(t!(slides.no_deck)),
        (None, _) => notice(t!(slides.choose)),
        (Some(_), true) => notice(match view.standing {
            Some(WorkState::Queued | WorkState::Running(_)) => t!(slides.awaited),
            _ => t!(slides.no_pages),
        }),
        (Some(_), false) => form(&view, &errors, &path),
    };
    let removal = (view.version > 0).then(|| {
        let address = format!("{path}/{}/remove", domain::timed_text::SLIDES_LANGUAGE);
        view! {
            <form class="form" method="post" action=address>
                <button class="button button--quiet" type="submit">{t!(slides.remove)}</button>
            </form>
        }
    });
    view! {
        {frame::head(t!(slides.desk_title).to_owned(), t!(timed_text.title), path.clone())}
        <p><a href=tracks_path(&key)>{t!(timed_text.all_of_file, name = &view.media.name)}</a></p>
        {said}
        {summary(errors.clone())}
        {chooser(&view, &path)}
        {body}
        {removal}
    }
    .into_any()
}

fn notice(words: &'static str) -> AnyView {
    view! { <div class="empty"><p>{words}</p></div> }.into_any()
}

/// Which slides are meant, where there are several.
fn chooser(view: &SlidesView, path: &str) -> Option<AnyView> {
    if view.decks.len() < 2 {
        return None;
    }
    let frame = framed(&[], "deck", t!(slides.deck));
    let (id, described) = (frame.id(), frame.described());
    let options = view.decks.iter().map(|(key, title)| {
        let is_chosen = view.deck.as_ref() == Some(key);
        view! { <option value=key.to_string() selected=is_chosen>{title.clone()}</option> }
    });
    let options = options.collect_view();
    let control = view! { <select id=id name="deck" aria-describedby=described>{options}</select> };
    Some(
        view! {
            <form class="form" method="get" action=path.to_owned()>
                {frame.around(control.into_any())}
                <div class="form__actions">
                    <button class="button button--secondary" type="submit">{t!(slides.show)}</button>
                </div>
            </form>
        }
        .into_any(),
    )
}

fn form(view: &SlidesView, errors: &[FieldError], path: &str) -> AnyView {
    let rows = view.pages.iter().filter_map(|rendition| {
        let page = rendition.page?;
        let typed = view.typed.iter().find(|(typed, _)| *typed == page).map(|(_, text)| text.clone());
        Some(row(errors, rendition, page, typed.unwrap_or_default()))
    });
    let rows = rows.collect_view();
    let statuses = TrackStatus::ALL.iter().map(|status| (status.name(), status_words(*status)));
    view! {
        <div class="captions-desk" data-slides-desk="">
            {screen(&view.media)}
            <form class="form" method="post" action=path.to_owned() novalidate=true>
                <input type="hidden" name="version" value=view.version.to_string() />
                <input type="hidden" name="deck" value=view.deck.as_ref().map(ToString::to_string) />
                <p class="field__hint">{t!(slides.hint)}</p>
                <ol class="slides-desk">{rows}</ol>
                {choice(errors, "status", t!(timed_text.status), view.status.name(), statuses)}
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(timed_text.save)}</button>
                </div>
            </form>
        </div>
    }
    .into_any()
}

fn row(errors: &[FieldError], rendition: &Rendition, page: u32, typed: String) -> AnyView {
    let address = state().map(|state| state.media_address(&rendition.key, &rendition.name, true)).unwrap_or_default();
    let (width, height) = rendition.size.unwrap_or((16, 9));
    let name = field(page);
    let label = t!(slides.shown_at, number = page);
    let mut frame = framed(errors, &name, &label);
    frame.hint = rendition.words.lines().next().unwrap_or_default().to_owned();
    frame.optional = true;
    let (id, described, invalid) = (frame.id(), frame.described(), frame.invalid());
    let control = view! {
        <input id=id.clone() name=name type="text" value=typed autocomplete="off" aria-invalid=invalid aria-describedby=described />
    };
    let about = t!(slides.now_for, number = page);
    view! {
        <li>
            <img src=address width=width.to_string() height=height.to_string() alt=t!(slides.slide, number = page) loading="lazy" />
            <div>
                {frame.around(control.into_any())}
                <button class="button button--secondary button--small" type="button" data-now=id hidden>
                    {t!(slides.now)} <span class="visually-hidden">{about}</span>
                </button>
            </div>
        </li>
    }
    .into_any()
}

/// The name of the field for a page's times.
pub fn field(page: u32) -> String {
    format!("page-{page}")
}

fn error(page: u32, trouble: &SlidesTrouble) -> FieldError {
    let words = match trouble {
        SlidesTrouble::NotATime(typed) => t!(slides.not_a_time, typed = typed),
        SlidesTrouble::SameMoment(other) => t!(slides.same_moment, number = other),
    };
    FieldError::new(field(page), words)
}
