//! One outline set of icons, drawn on a grid of 20 with a stroke of 1.75, always beside words.
//!
//! An icon repeats what the text says and never stands for it (WCAG 1.4.1), so all of them are hidden from assistive
//! technology. A control that shows only an icon needs an accessible name of its own.
//!
//! Each drawing is one path: the set travels in the WebAssembly module, where every byte is waited for.

use leptos::prelude::*;

/// Draws one icon, 1.25 times the size of the text beside it, in the colour of that text.
#[component]
pub fn Icon(
    /// Which drawing.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg
            class="icon"
            viewBox="0 0 20 20"
            width="20"
            height="20"
            fill=name.fill()
            stroke="currentColor"
            stroke-width="1.75"
            stroke-linecap="round"
            stroke-linejoin="round"
            aria-hidden="true"
            focusable="false"
        >
            <path d=name.path()></path>
        </svg>
    }
}

/// The product's mark: an open ring, and in its opening the present moment. The same drawing is in `public/favicon.svg`.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true" focusable="false">
            <path
                d="M22.4 7.1a11 11 0 1 0 0 17.8"
                fill="none"
                stroke="currentColor"
                stroke-width="4"
                stroke-linecap="round"
            ></path>
            <circle cx="24" cy="16" r="3.25" fill="currentColor"></circle>
        </svg>
    }
}

/// The drawings there are, named by what they show or mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IconName {
    /// A day or an announced event.
    Calendar,
    /// Puts an event into a calendar.
    CalendarAdd,
    /// A time of day or a duration.
    Clock,
    /// Registration is open.
    Ticket,
    /// On air now.
    Live,
    /// A recording, or plays it.
    Play,
    /// Holds a recording.
    Pause,
    /// Goes back some seconds.
    Back,
    /// Goes on some seconds.
    Forward,
    /// Sound is heard.
    Sound,
    /// No sound is heard.
    Muted,
    /// The sound without the picture.
    Headphones,
    /// The whole screen.
    FullScreen,
    /// A small picture over everything else.
    SmallPicture,
    /// A written report.
    Report,
    /// Slides of a talk.
    Slides,
    /// Captions.
    Captions,
    /// A transcript.
    Transcript,
    /// A link within this site.
    Link,
    /// A link that leaves this site.
    External,
    /// Not saved yet.
    Star,
    /// Saved.
    StarFilled,
    /// Search.
    Search,
    /// Filters.
    Filter,
    /// Closes or removes.
    Close,
    /// Done or chosen.
    Check,
    /// The light theme.
    Sun,
    /// The dark theme.
    Moon,
    /// The theme of the reader's own system.
    Contrast,
    /// One person.
    Person,
    /// Several people, or the places taken.
    People,
    /// A time zone or a language.
    Globe,
    /// A room or a place.
    Pin,
    /// Needs attention.
    Warning,
    /// A note.
    Info,
    /// Will not take place.
    Cancelled,
    /// Moved to another time, not yet known.
    Postponed,
    /// Over, and the recording awaited; or running beyond its time.
    Hourglass,
    /// The doors are open.
    Doors,
    /// A file to keep.
    Download,
    /// A message.
    Mail,
    /// A certificate.
    Certificate,
    /// Changes something.
    Edit,
    /// Adds something.
    Plus,
    /// Takes the last change back.
    Undo,
    /// A list view.
    List,
    /// A grid of rooms.
    Grid,
    /// Opens downwards.
    ChevronDown,
    /// Goes upwards.
    ChevronUp,
    /// Goes on to something.
    ChevronRight,
    /// Goes back.
    ChevronLeft,
}

impl IconName {
    /// The path's `d`, on a grid of 20 by 20.
    const fn path(self) -> &'static str {
        match self {
            Self::Calendar => "M3 5h14v12H3zM3 9h14M7 2.5v4M13 2.5v4",
            Self::CalendarAdd => "M17 10V5H3v12h7M3 9h14M7 2.5v4M13 2.5v4M15 12.5v5M12.5 15h5",
            Self::Clock => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 6v4l2.75 2",
            Self::Ticket => {
                "M2.5 5.5h15V8a2 2 0 0 0 0 4v2.5h-15V12a2 2 0 0 0 0-4zM12.5 5.5v1.25M12.5 9.5v1M12.5 13.25v1.25"
            }
            Self::Live => {
                "M10 11a1 1 0 1 0 0-2 1 1 0 0 0 0 2zM6.8 13.2a4.5 4.5 0 0 1 0-6.4M13.2 6.8a4.5 4.5 0 0 1 0 6.4M4.2 15.8a8.2 8.2 0 0 1 0-11.6M15.8 4.2a8.2 8.2 0 0 1 0 11.6"
            }
            Self::Play => "M6 3.5v13l10.5-6.5z",
            Self::Pause => "M6.75 4v12M13.25 4v12",
            Self::Back => "M3 10a7 7 0 1 0 2.3-5.2M3 2.5v4.25h4.5",
            Self::Forward => "M17 10a7 7 0 1 1-2.3-5.2M17 2.5v4.25h-4.5",
            Self::Sound => "M2.5 7.5v5h3L10 16V4L5.5 7.5zM13 7.5a3.5 3.5 0 0 1 0 5M15.5 5a7 7 0 0 1 0 10",
            Self::Muted => "M2.5 7.5v5h3L10 16V4L5.5 7.5zM13 8l4 4M17 8l-4 4",
            Self::Headphones => "M3.5 12.5V10a6.5 6.5 0 0 1 13 0v2.5M3.5 11.5H6v5H3.5zM14 11.5h2.5v5H14z",
            Self::FullScreen => "M3 7.5V3h4.5M12.5 3H17v4.5M17 12.5V17h-4.5M7.5 17H3v-4.5",
            Self::SmallPicture => "M9 15.5H2.5v-12h15V9M11.5 11.5h6v5h-6z",
            Self::Report => "M12 2.5H4.5v15h11V6zM12 2.5V6h3.5M7.5 10h5M7.5 13.5h5",
            Self::Slides => "M2.5 3.5h15M3.5 3.5v9.5h13V3.5M10 13v2M6.5 17.5 10 15l3.5 2.5",
            Self::Captions => "M2.5 4.5h15v11h-15zM8.75 8.75a2 2 0 1 0 0 2.5M14.5 8.75a2 2 0 1 0 0 2.5",
            Self::Transcript => "M3 4.5h14M3 8.25h9M3 12h14M3 15.75h9",
            Self::Link => {
                "M8.5 11.5a3.2 3.2 0 0 0 4.6 0l3-3a3.2 3.2 0 0 0-4.6-4.6l-1 1M11.5 8.5a3.2 3.2 0 0 0-4.6 0l-3 3a3.2 3.2 0 0 0 4.6 4.6l1-1"
            }
            Self::External => "M8 4H4v12h12v-4M11.5 3H17v5.5M17 3l-7.5 7.5",
            Self::Star | Self::StarFilled => {
                "M10 2.7L12.1 7.7L17.5 8.1L13.3 11.6L14.6 16.9L10 14.1L5.4 16.9L6.7 11.6L2.5 8.1L7.9 7.7z"
            }
            Self::Search => "M8.75 14.5a5.75 5.75 0 1 0 0-11.5 5.75 5.75 0 0 0 0 11.5zM13 13l4 4",
            Self::Filter => "M3 5.5h14M5.5 10h9M8 14.5h4",
            Self::Close => "M5 5l10 10M15 5L5 15",
            Self::Check => "M4 10.5l4 4 8-9",
            Self::Sun => {
                "M10 13.25a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5zM10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.35 4.35l1.05 1.05M14.6 14.6l1.05 1.05M4.35 15.65l1.05-1.05M14.6 5.4l1.05-1.05"
            }
            Self::Moon => "M16.75 12A7.25 7.25 0 0 1 8 3.25 7.25 7.25 0 1 0 16.75 12z",
            Self::Contrast => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 2.5v15M10 6h5M10 10h7M10 14h5",
            Self::Person => "M10 9.5a3.25 3.25 0 1 0 0-6.5 3.25 3.25 0 0 0 0 6.5zM3.5 17a6.5 6.5 0 0 1 13 0",
            Self::People => {
                "M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2 16.5a5.5 5.5 0 0 1 11 0M13 3.75a3 3 0 0 1 0 5.5M15.25 12a5.5 5.5 0 0 1 2.75 4.5"
            }
            Self::Globe => {
                "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM2.5 10h15M10 2.5c4 4.2 4 10.8 0 15M10 2.5c-4 4.2-4 10.8 0 15"
            }
            Self::Pin => {
                "M10 17.5c3.7-3.6 5.5-6.5 5.5-9a5.5 5.5 0 0 0-11 0c0 2.5 1.8 5.4 5.5 9zM10 10.25a1.75 1.75 0 1 0 0-3.5 1.75 1.75 0 0 0 0 3.5z"
            }
            Self::Warning => "M10 3L2 16.5h16zM10 8v4M10 14.25v.01",
            Self::Info => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9.25v4.5M10 6.25v.01",
            Self::Cancelled => "M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM4.7 4.7l10.6 10.6",
            Self::Postponed => "M3 10a7 7 0 1 1 2.3 5.2M3 5.5V10h4.5M10 6.5V10l2.5 1.75",
            Self::Hourglass => "M5 2.5h10M5 17.5h10M6 2.5v3L14 14.5v3M14 2.5v3L6 14.5v3",
            Self::Doors => "M2.5 17.5h15M5 17.5v-15h6.5v15M11.5 4.5H15v13M9 10v.5",
            Self::Download => "M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13",
            Self::Mail => "M2.5 4.5h15v11h-15zM3 5l7 6 7-6",
            Self::Certificate => "M10 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM7 10.5l-1.5 7L10 15l4.5 2.5-1.5-7",
            Self::Edit => "M3.5 16.5l.8-3.6L13 4.2l2.8 2.8-8.7 8.7zM11 6.2L13.8 9",
            Self::Plus => "M10 4v12M4 10h12",
            Self::Undo => "M7 4L3.5 7.5 7 11M3.5 7.5h8a4.5 4.5 0 0 1 0 9H8",
            Self::List => "M3 5h.01M3 10h.01M3 15h.01M6.5 5H17M6.5 10H17M6.5 15H17",
            Self::Grid => "M3 3.5h14v13H3zM3 8h14M8 8v8.5M13 8v8.5",
            Self::ChevronDown => "M5 7.5l5 5 5-5",
            Self::ChevronUp => "M5 12.5l5-5 5 5",
            Self::ChevronRight => "M7.5 5l5 5-5 5",
            Self::ChevronLeft => "M12.5 5l-5 5 5 5",
        }
    }

    /// The colour inside the outline; only a saved star has one.
    const fn fill(self) -> &'static str {
        match self {
            Self::StarFilled => "currentColor",
            _ => "none",
        }
    }
}
