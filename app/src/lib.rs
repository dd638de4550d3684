//! The Leptos application: the server makes every page whole, the browser brings to life what moves.
//!
//! A folder per feature, read top-down: `mod.rs` says what it shows, a file per page, `server.rs` how its data is
//! gathered from the published programme. [`ui`] holds the design system's components. Routes are listed in
//! [`root`]. What runs in the browser lives in [`browser`]; it finds the parts of a page by data attributes that the
//! components write, so the two meet in exactly that vocabulary (docs/decisions/0001-pages-made-by-the-server.md).
#![recursion_limit = "256"]
#![cfg_attr(feature = "ssr", expect(clippy::needless_pass_by_value, reason = "components own their properties"))]
#![expect(unreachable_pub, reason = "the component and server-function macros make public items of private ones")]

#[cfg(feature = "ssr")]
pub mod account;
#[cfg(feature = "ssr")]
pub mod admin;
#[cfg(feature = "ssr")]
pub mod agenda;
mod asked;
#[cfg(feature = "hydrate")]
pub mod browser;
#[cfg(feature = "ssr")]
pub mod calendar;
#[cfg(feature = "ssr")]
pub mod capability;
#[cfg(feature = "ssr")]
pub mod change_log;
#[cfg(feature = "ssr")]
pub mod desk;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(feature = "ssr")]
pub mod event;
#[cfg(feature = "ssr")]
pub mod filter;
#[cfg(feature = "ssr")]
pub mod home;
pub mod language;
#[cfg(feature = "ssr")]
pub mod library;
#[cfg(feature = "ssr")]
pub mod mail;
#[cfg(feature = "ssr")]
pub mod notifications;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod passkey;
#[cfg(feature = "ssr")]
pub mod people;
#[cfg(feature = "ssr")]
pub mod programme;
#[cfg(feature = "ssr")]
pub mod registration;
#[cfg(feature = "ssr")]
pub mod root;
#[cfg(feature = "ssr")]
pub mod search;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod site;
#[cfg(feature = "ssr")]
pub mod staff;
pub mod ui;
#[cfg(feature = "ssr")]
pub mod view;
