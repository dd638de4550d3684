//! The design system's components: what every page is built of.

#[cfg(feature = "ssr")]
mod cards;
#[cfg(feature = "ssr")]
mod chip;
#[cfg(feature = "ssr")]
mod countdown;
#[cfg(feature = "ssr")]
mod event_action;
mod icon;
#[cfg(feature = "ssr")]
mod page_head;
#[cfg(feature = "ssr")]
mod people_list;
#[cfg(feature = "ssr")]
mod phase_scope;
#[cfg(feature = "ssr")]
mod portrait;
#[cfg(feature = "ssr")]
mod safe_html;
#[cfg(feature = "ssr")]
mod sections;
#[cfg(feature = "ssr")]
mod shell;
#[cfg(feature = "ssr")]
mod show;
#[cfg(feature = "ssr")]
mod text_area;
#[cfg(feature = "ssr")]
mod time;

pub use icon::{Icon, IconName, Mark};
#[cfg(feature = "ssr")]
pub use {
    cards::{EventCardView, MaterialCardView, SessionCardView, TopicTags, opens},
    chip::PhaseChip,
    countdown::CountdownTo,
    event_action::EventAction,
    page_head::{PageHead, PageTitle},
    people_list::{PeopleList, PersonRowView, initials},
    phase_scope::{boundaries, hidden_unless},
    portrait::{Portrait, PortraitSize},
    safe_html::{JsonLd, Prose, ValueTable},
    sections::{EventSection, MaterialSection, SessionSection},
    shell::{SiteFooter, SiteHeader},
    show::{ErrorPage, show},
    text_area::TextArea,
    time::{TimeLine, VisitorTime},
};
