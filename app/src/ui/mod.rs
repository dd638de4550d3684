//! The design system's components: what every page is built of.

mod cards;
mod chip;
mod countdown;
mod event_action;
mod icon;
mod load;
mod page_head;
mod people_list;
mod safe_html;
mod shell;
mod time;

pub use cards::{EventCardView, MaterialCardView, SessionCardView, TopicTags};
pub use chip::PhaseChip;
pub use countdown::CountdownTo;
pub use event_action::EventAction;
pub use icon::{Icon, IconName, Mark};
pub use load::{ErrorPage, load};
pub(crate) use page_head::provide_focus_rule;
pub use page_head::{PageHead, PageTitle};
pub use people_list::{PeopleList, PersonRowView, initials};
pub use safe_html::{JsonLd, Prose};
pub use shell::{SiteFooter, SiteHeader};
#[cfg(feature = "hydrate")]
pub(crate) use time::browser_zone;
pub use time::{TimeLine, VisitorTime};
