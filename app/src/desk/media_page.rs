//! `/admin/media`: the uploaded files, how far each has come, and a form that sends another.

use domain::content::Content;
use domain::desk::Kind;
use domain::media::{FileType, MediaFailure, MediaState};
use domain::time::Local;
use domain::validation::FieldError;
use leptos::prelude::*;
use store::{Media, Work};

use super::crop_page::crop_path;
use super::frame;
use super::media_work::{Missing, missing_notice, progress};
use super::timed_text::tracks_path;
use crate::admin::{local, moment, size};
use crate::error::PageError;
use crate::registration::fields::frame as framed;
use crate::registration::form::summary;
use crate::server::{AppState, gathered, store_failed};
use crate::t;
use crate::ui::show;

/// Files on one page.
const PAGE: u32 = 50;
pub(super) const PATH: &str = "/admin/media";

/// The uploaded files.
#[derive(Debug, Clone)]
pub struct MediaView {
    /// Those of this page, the newest first.
    pub files: Vec<FileRow>,
    /// The last one, if others follow.
    pub rest: Option<String>,
    /// Whether this is the first page.
    pub is_first: bool,
    /// Why the last file was not taken.
    pub refused: Option<Untaken>,
    /// What the place for them can do.
    pub abilities: MediaAbilities,
}

/// What the place for files can do.
#[derive(Debug, Clone)]
pub struct MediaAbilities {
    /// Longest file that is taken, in bytes.
    pub most: u64,
    /// Programs that are missing to make more of files.
    pub missing: Missing,
    /// Whether the store answers.
    pub answers: bool,
}

/// Why a file was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Untaken {
    /// None was chosen.
    None,
    /// No files with such a name are taken.
    Name,
    /// It is longer than what is taken.
    TooLong,
    /// The connection broke before it was here.
    Interrupted,
    /// It cannot be kept at the moment.
    Unavailable,
}

/// An uploaded file as it is listed.
#[derive(Debug, Clone)]
pub struct FileRow {
    /// Its key.
    pub key: String,
    /// As its owner called it.
    pub name: String,
    /// What it is.
    pub file_type: FileType,
    /// How many bytes are here.
    pub received: u64,
    /// How many it will have.
    pub length: Option<u64>,
    /// How far it has come.
    pub state: MediaState,
    /// When its upload began.
    pub added: Local,
    /// By whom.
    pub added_by: String,
    /// Where it is.
    pub address: String,
    /// Materials and people of the working copy that name it: where each is edited, and its title.
    pub used_by: Vec<(String, String)>,
    /// What is made of it.
    pub work: Option<Work>,
}

/// The files that follow the one with the key `after`, which may be empty.
///
/// # Errors
/// [`PageError::Unavailable`] if the store fails.
pub async fn gather_media(
    state: &AppState,
    after: &str,
    refused: Option<Untaken>,
    abilities: MediaAbilities,
) -> Result<MediaView, PageError> {
    // One more than is shown tells whether there are others.
    let found = state.store().list_media(after, PAGE + 1).await.map_err(|error| store_failed(&error))?;
    let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let has_more = found.len() > page;
    let content = state.store().working_copy().await.map_err(|error| store_failed(&error))?;
    let mut files: Vec<FileRow> = found.into_iter().take(page).map(|media| row(state, &content, media)).collect();
    let keys: Vec<String> = files.iter().map(|file| file.key.clone()).collect();
    let mut work = state.store().work_of(&keys).await.map_err(|error| store_failed(&error))?;
    for file in &mut files {
        file.work = work.remove(&file.key);
    }
    Ok(MediaView {
        rest: files.last().filter(|_| has_more).map(|last| last.key.clone()),
        files,
        is_first: after.is_empty(),
        refused,
        abilities,
    })
}

fn row(state: &AppState, content: &Content, media: Media) -> FileRow {
    let edited = |kind, id| format!("{}/{id}", frame::list_path(kind));
    let materials = content.materials.iter().filter(|material| material.names_media(&media.key));
    let materials = materials.map(|material| (edited(Kind::Material, material.id), material.title.clone()));
    let people = content.people.iter().filter(|person| person.names_media(&media.key));
    let people = people.map(|person| (edited(Kind::Person, person.id), person.name.clone()));
    FileRow {
        used_by: materials.chain(people).collect(),
        address: state.media_address(&media.key, &media.name, false),
        file_type: media.file_type,
        received: media.received,
        length: media.length,
        state: media.state,
        added: local(state, media.added_at),
        added_by: media.added_by,
        name: media.name,
        key: media.key,
        work: None,
    }
}

/// The page of uploaded files.
#[component]
pub fn MediaPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: MediaView) -> AnyView {
    let errors: Vec<FieldError> =
        view.refused.iter().map(|why| FieldError::new("file", untaken(*why, view.abilities.most))).collect();
    let files = view.files.iter().map(|row| file(row, &view.abilities.missing)).collect_view();
    let is_empty = view.files.is_empty();
    let rest = view.rest.as_ref().map(|last| format!("{PATH}?after={last}"));
    view! {
        {frame::head(t!(media.title).to_owned(), "", PATH.to_owned())}
        {summary(errors.clone())}
        <p class="lede">{t!(media.lede)}</p>
        {(!view.abilities.answers).then(|| frame::refused(t!(media.no_answer).to_owned()))}
        {missing_notice(&view.abilities.missing)}
        {sending(&errors, view.abilities.most)}
        <section class="section" aria-labelledby="files">
            <h2 class="section__title" id="files">{t!(media.files)}</h2>
            {is_empty.then(|| view! { <div class="empty"><p>{t!(media.nothing)}</p></div> })}
            <ul class="card-list">{files}</ul>
        </section>
        <div class="form__actions form__actions--after">
            {(!view.is_first).then(|| view! { <a class="button button--secondary" href=PATH>{t!(media.newest)}</a> })}
            {rest.map(|href| view! { <a class="button button--secondary" href=href>{t!(media.older)}</a> })}
        </div>
    }
    .into_any()
}

/// The form. A browser sends it in one piece, and what breaks off has to be sent again; the script (`app::browser::upload`)
/// sends pieces and goes on.
fn sending(errors: &[FieldError], most: u64) -> AnyView {
    let mut chooser = framed(errors, "file", t!(media.file));
    let endings: Vec<String> = endings().map(|ending| format!(".{ending}")).collect();
    chooser.hint = t!(media.file_hint, endings = endings.join(", "), size = size(most));
    let (id, described, invalid) = (chooser.id(), chooser.described(), chooser.invalid());
    let control = view! {
        <input
            id=id
            name="file"
            type="file"
            accept=endings.join(",")
            aria-required="true"
            aria-invalid=invalid
            aria-describedby=described
        />
    };
    view! {
        <form
            class="form"
            method="post"
            action=PATH
            enctype="multipart/form-data"
            novalidate=true
            data-upload=format!("{PATH}/uploads")
            data-sending=t!(media.sending, percent = "{percent}")
            data-waiting=t!(media.waiting)
            data-refused=t!(media.refused)
        >
            {chooser.around(control.into_any())}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(media.send)}</button>
            </div>
            <p class="field__hint" role="status" data-upload-said="" hidden></p>
        </form>
    }
    .into_any()
}

fn endings() -> impl Iterator<Item = &'static str> {
    FileType::ALL.into_iter().flat_map(FileType::extensions).copied()
}

fn untaken(why: Untaken, most: u64) -> String {
    match why {
        Untaken::None => t!(media.none_chosen).to_owned(),
        Untaken::Name => t!(media.name_not_taken, endings = endings().collect::<Vec<_>>().join(", ")),
        Untaken::TooLong => t!(media.too_long, size = size(most)),
        Untaken::Interrupted => t!(media.interrupted).to_owned(),
        Untaken::Unavailable => t!(media.unavailable).to_owned(),
    }
}

fn file(row: &FileRow, missing: &Missing) -> AnyView {
    let title = match row.state {
        MediaState::Ready => view! { <a href=row.address.clone()>{row.name.clone()}</a> }.into_any(),
        _ => row.name.clone().into_any(),
    };
    let standing = match row.state {
        MediaState::Receiving => match row.length {
            Some(length) => t!(media.receiving, received = size(row.received), size = size(length)),
            None => t!(media.receiving_more, received = size(row.received)),
        },
        MediaState::Joining => t!(media.joining).to_owned(),
        MediaState::Ready => t!(media.ready).to_owned(),
        MediaState::Failed(MediaFailure::Empty) => t!(media.failed_empty).to_owned(),
        MediaState::Failed(MediaFailure::NotAsNamed) => t!(media.failed_not_as_named).to_owned(),
        MediaState::Failed(MediaFailure::Lost) => t!(media.failed_lost).to_owned(),
    };
    let whole = row.length.unwrap_or(row.received);
    let facts = t!(media.facts, kind = kind(row.file_type), size = size(whole), standing = standing);
    let added = t!(media.added, moment = moment(&row.added), name = &row.added_by);
    let about = t!(media.remove_which, name = &row.name);
    let work = row.work.as_ref().map(|work| progress(&row.key, row.file_type, &about, work, missing));
    let used = row.used_by.iter().map(|(href, title)| view! { <li><a href=href.clone()>{title.clone()}</a></li> });
    let used = used.collect_view();
    let is_used = !row.used_by.is_empty();
    let (used_by, hint) = if is_used {
        (
            Some(view! { <div><dt>{t!(media.used_by)}</dt><dd><ul class="plain-list">{used}</ul></dd></div> }),
            t!(media.remove_used),
        )
    } else {
        (None, t!(media.remove_hint))
    };
    view! {
        <li>
            <article class="card">
                <p class="card__time">{added}</p>
                <h3 class="card__title">{title}</h3>
                <p>{facts}</p>
                {work}
                {used_by.map(|used| view! { <dl class="facts">{used}</dl> })}
                {row.file_type.is_played().then(|| view! {
                    <p><a href=tracks_path(&row.key)>{t!(timed_text.title)}<span class="visually-hidden">{about.clone()}</span></a></p>
                })}
                {(row.file_type.is_picture() && row.state == MediaState::Ready).then(|| view! {
                    <p><a href=crop_path(&row.key)>{t!(crop.choose)}<span class="visually-hidden">{about.clone()}</span></a></p>
                })}
                <details class="review">
                    <summary>{t!(media.remove)}<span class="visually-hidden">{about.clone()}</span></summary>
                    <form class="form" method="post" action=format!("{PATH}/{}/remove", row.key)>
                        <p>{hint}</p>
                        <div class="form__actions">
                            <button class="button button--danger button--small" type="submit">
                                {t!(media.remove_act)}
                                <span class="visually-hidden">{about}</span>
                            </button>
                        </div>
                    </form>
                </details>
            </article>
        </li>
    }
    .into_any()
}

fn kind(file_type: FileType) -> &'static str {
    match file_type {
        FileType::Mp4 | FileType::Webm => t!(media.video),
        FileType::M4a | FileType::Mp3 | FileType::Ogg => t!(media.sound),
        FileType::Pdf => t!(media.pdf),
        FileType::Vtt | FileType::Srt => t!(media.captions),
        FileType::Png | FileType::Jpeg | FileType::Webp | FileType::Avif => t!(media.image),
    }
}
