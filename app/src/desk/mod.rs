//! The editor's desk: plain pages on which everything the site shows is edited, undone and released.
//!
//! | file | holds |
//! |---|---|
//! | `front_page` | `/admin`: where one stands |
//! | `list_page` | `/admin/content/<kind>`: the things of a kind |
//! | `find_page` | `/admin/find`: anything by words that stand in it |
//! | `form_page` | `/admin/content/<kind>/<id>`: one thing; `controls` has its fields |
//! | `row_part` | a row of a list, changed where it stands |
//! | `grid_page` | `/admin/grid/<event>/<day>`: a day's sessions by hour and room; `grid_block` is one of them |
//! | `import_page` | `/admin/import`: what a file would change, and importing exactly that |
//! | `crop_page` | `/admin/media/<file>/crop`: which square of a picture is shown |
//! | `media_page` | `/admin/media`: uploaded files, and sending another |
//! | `changes_page` | `/admin/changes`: what was done, to be undone |
//! | `set_changes` | changes of settings and of letters' words among them |
//! | `text_changes` | changes of captions among them |
//! | `check_page` | `/admin/check`: what has to be mended or is worth a look; `findings` has its words |
//! | `release_page` | `/admin/release`: what visitors will see, and who will be told |
//! | `review_page` | `/admin/review`: where a reviewer begins, who changes nothing |
//! | `navigation` | the way to every part, on every page of those who work here |
//! | `preview` | the site as it would be after a release; `edit_bar` turns it on |
//! | `trial_page` | `/admin/trial/<event>`: a registration form, tried before it is released |
//! | `timed_text` | `/admin/timed-text/<file>`: captions and chapters, corrected beside the recording, and the glossary |
//! | `words` | names of kinds, fields and values |

mod changes_page;
mod check_page;
mod controls;
mod crop_page;
mod edit_bar;
mod find_page;
mod findings;
mod form_page;
mod frame;
mod front_page;
mod grid_block;
mod grid_page;
mod import_page;
mod import_table;
mod list_page;
mod media_page;
mod media_work;
mod navigation;
mod preview;
mod release_page;
mod review_page;
mod row_part;
mod set_changes;
mod text_changes;
mod timed_text;
mod trial_page;
mod words;

pub use changes_page::{ChangeLine, ChangeRow, ChangesPage, ChangesView, Refused, gather_changes};
pub use check_page::{CheckView, ContentCheckPage, gather_check};
pub use crop_page::{CropNotice, CropPage, CropView, crop_path, gather_crop};
pub use edit_bar::{EditBar, Editing};
pub use find_page::{FindPage, FindView, destinations, gather_find, page_name};
pub use form_page::{FormPage, FormView, Notice, gather_form};
pub use front_page::{DeskPage, DeskView, gather_desk};
pub use grid_page::{Block, GridNotice, GridPage, GridView, MOVED};
pub use import_page::{ImportDone, ImportPage, ImportView, Line, Part, Preview, Unreadable, zone_of};
pub use import_table::TableChoice;
pub use list_page::{Detail, Done, Heading, ListPage, ListRow, ListView, gather_list};
pub use media_page::{FileRow, MediaAbilities, MediaPage, MediaView, Untaken, gather_media};
pub use media_work::Missing as MissingPrograms;
pub use navigation::{DeskNavigation, Working};
pub use preview::{PREVIEW_COOKIE, PREVIEW_ON, preview_state, wants_preview};
pub(crate) use release_page::difference_line;
pub use release_page::{ReleasePage, ReleaseView, alone_of, gather_release, release_name};
pub use review_page::{ReviewPage, ReviewView};
pub use row_part::{row_form, saved_row};
pub use set_changes::{SetRow, SetWhat, is_set_back_here, sets};
pub use timed_text::{
    CuesNotice, CuesPage, CuesView, Found as FoundCue, GLOSSARY_PATH, GlossaryNotice, GlossaryPage, GlossaryView,
    SlidesPage, SlidesTrouble, SlidesView, TrackPage, TrackView, TracksPage, TracksTrouble, TracksTyped, TracksView,
    cue_field, cues_path, slides_field, slides_path, track_path, tracks_path,
};
pub use trial_page::{TrialPage, TrialView, trial_path};
pub(crate) use words::kind as kind_name;
