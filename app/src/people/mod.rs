//! `/people`, `/people/<slug>` and `/topics/<slug>`: who takes part, and what it is about.

mod directory;
mod person_page;
mod server;
mod topic_page;

pub use directory::{DirectoryView, PeoplePage};
pub use person_page::{PersonPage, PersonView};
pub use topic_page::{TopicPage, TopicView};
