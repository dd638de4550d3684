//! The Leptos application: pages, components and server functions, compiled once for the server and once for the browser.
//!
//! A folder per feature, read top-down: `mod.rs` says what it shows, a file per page, `view.rs` the data a page is made
//! of, `server.rs` how the server gathers it. [`ui`] holds the design system's components. Routes are listed in
//! [`root`], the rights to every server function and route in [`capability`].
#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "the component and server-function macros make public items of private ones")]

pub mod agenda;

pub mod clock;
pub mod error;
pub mod event;
pub mod filter;
pub mod home;
pub mod library;
pub mod pages;
pub mod people;
pub mod programme;

pub mod root;
#[cfg(feature = "ssr")]
pub mod server;
pub mod site;
pub mod ui;
pub mod view;
