//! `/admin/media/<file>/crop`: which square of a picture is shown. Three sliders say it, so that it is done by keyboard and without
//! a script; a script shows the square on the picture while they are moved, and takes a pointer there.

use domain::media::{Crop, MediaState, WorkState};
use leptos::prelude::*;
use store::{Media, Work};

use super::frame;
use crate::error::PageError;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// A picture and its square.
#[derive(Debug, Clone)]
pub struct CropView {
    /// Its key.
    pub key: String,
    /// As its owner called it.
    pub name: String,
    /// Where it is as it was uploaded.
    pub address: String,
    /// The square that is shown.
    pub crop: Crop,
    /// Address of the largest square that was made of it.
    pub made: Option<String>,
    /// What is made of it, and how far that is.
    pub work: Option<Work>,
    /// Whether this server has the programs for that.
    pub has_programs: bool,
    /// What came of the last act.
    pub notice: Option<CropNotice>,
}

/// What came of the last act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CropNotice {
    /// The square was chosen.
    Saved,
    /// What was sent is no square.
    NoSquare,
}

/// Where the square of a picture is chosen.
pub fn crop_path(key: &str) -> String {
    format!("/admin/media/{key}/crop")
}

/// The page of a picture that is ready.
///
/// # Errors
/// [`PageError::NotFound`] if there is no such picture, [`PageError::Unavailable`] if the store fails.
pub async fn gather_crop(
    state: &AppState,
    key: &str,
    has_programs: bool,
    notice: Option<CropNotice>,
) -> Result<CropView, PageError> {
    let media: Media = state
        .store()
        .media(key)
        .await
        .map_err(|error| store_failed(&error))?
        .filter(|media| media.state == MediaState::Ready && media.origin.is_none() && media.file_type.is_picture())
        .ok_or(PageError::NotFound)?;
    let mut work =
        state.store().work_of(std::slice::from_ref(&media.key)).await.map_err(|error| store_failed(&error))?;
    let summaries = state.summaries();
    let square = summaries.get(&media.key).and_then(|summary| summary.squares.last());
    Ok(CropView {
        address: state.media_address(&media.key, &media.name, false),
        crop: media.crop.unwrap_or_default(),
        made: square.map(|square| state.media_address(&square.key, &square.name, false)),
        work: work.remove(&media.key),
        has_programs,
        notice,
        name: media.name,
        key: media.key,
    })
}

/// The page on which it is chosen.
#[component]
pub fn CropPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: CropView) -> AnyView {
    let notice = view.notice.map(|notice| match notice {
        CropNotice::Saved => frame::done(t!(crop.saved).to_owned(), None),
        CropNotice::NoSquare => frame::refused(t!(crop.no_square).to_owned()),
    });
    let Crop { left, top, side } = view.crop;
    let sliders = [
        ("left", t!(crop.left), left, 0),
        ("top", t!(crop.top), top, 0),
        ("side", t!(crop.side), side, Crop::SIDE_MIN),
    ];
    let sliders = sliders.map(|(name, label, value, least)| {
        view! {
            <div class="field">
                <label for=name>{label}</label>
                <input id=name name=name type="range" min=least.to_string() max="100" step="1" value=value.to_string() />
            </div>
        }
    });
    view! {
        {frame::head(t!(crop.title, name = &view.name), t!(media.title), crop_path(&view.key))}
        {notice}
        <p class="desk-links"><a href="/admin/media">{t!(media.title)}</a></p>
        <p class="lede">{t!(crop.lede)}</p>
        <div class="crop" data-crop="">
            <div class="crop__picture">
                <img src=view.address.clone() alt=t!(crop.whole) data-crop-picture="" />
                <span class="crop__square" data-crop-square="" hidden></span>
            </div>
            <form class="form" method="post" action=crop_path(&view.key)>
                {sliders.collect_view()}
                <p class="field__hint" hidden data-crop-hint="">{t!(crop.pointer)}</p>
                <div class="form__actions">
                    <button class="button button--primary" type="submit">{t!(crop.save)}</button>
                </div>
            </form>
        </div>
        {result(&view)}
    }
    .into_any()
}

/// What visitors see of it.
fn result(view: &CropView) -> AnyView {
    let standing = match view.work.as_ref().map(|work| work.state) {
        _ if !view.has_programs => t!(crop.as_it_is),
        Some(WorkState::Queued | WorkState::Running(_)) => t!(crop.under_way),
        Some(WorkState::Failed(_)) => t!(crop.failed),
        Some(WorkState::Done) => "",
        None => "",
    };
    let made = view.made.clone().map(|address| {
        view! { <p class="crop__made"><img src=address alt=t!(crop.shown) width="112" height="112" /></p> }
    });
    view! {
        <section class="section" aria-labelledby="shown">
            <h2 class="section__title" id="shown">{t!(crop.shown)}</h2>
            {made}
            {(!standing.is_empty()).then(|| view! { <p class="muted">{standing}</p> })}
        </section>
    }
    .into_any()
}
