//! The document, the frame around every page, and the list of routes: one of the seams a new Leptos would move.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::agenda::{AgendaPage, provide_saved};
use crate::clock::provide_page_clock;
use crate::error::PageError;
use crate::event::{EventPage, SessionPage};
use crate::home::Home;
use crate::library::{LibraryPage, MaterialPage};
use crate::pages::TextPage;
use crate::people::{PeoplePage, PersonPage, TopicPage};
use crate::programme::ProgrammePage;
use crate::site::provide_site;
use crate::ui::{ErrorPage, SiteFooter, SiteHeader, provide_focus_rule};

/// The whole document, made on the server.
#[cfg(feature = "ssr")]
pub fn shell(assets: &crate::server::Assets, theme: Option<String>) -> impl IntoView + use<> {
    let start = format!(
        "import('{script}').then(m=>m.default({{module_or_path:'{module}'}}).then(()=>m.hydrate()))",
        script = assets.script,
        module = assets.module,
    );
    if let Some(split) = &assets.split {
        let manifest = (split.folder.clone(), split.modules.clone(), split.loader.clone());
        provide_context(leptos::WasmSplitManifest(ArcStoredValue::new(manifest)));
    }
    view! {
        <!DOCTYPE html>
        <html lang="en" data-theme=theme>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#FBFCFD" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0E151B" />
                <link rel="stylesheet" href=assets.style.clone() />
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <link rel="modulepreload" href=assets.script.clone() />
                <link rel="preload" href=assets.module.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="module">{start}</script>
                <leptos_meta::MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The application: the same on the server and in the browser.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_site();
    provide_page_clock();
    provide_saved();
    provide_focus_rule();
    // Tells the style sheet (and the tests) that the page has come alive.
    Effect::new(|_| {
        if let Some(root) = document().document_element() {
            drop(root.set_attribute("data-hydrated", ""));
        }
    });
    view! {
        <Router>
            <SiteHeader />
            <main id="content" class="page" tabindex="-1">
                <FlatRoutes fallback=|| view! { <ErrorPage error=PageError::NotFound /> }>
                    <Route path=path!("/") view=Home ssr=SsrMode::Async />
                    <Route path=path!("/programme") view=ProgrammePage ssr=SsrMode::Async />
                    <Route path=path!("/programme/:date") view=ProgrammePage ssr=SsrMode::Async />
                    <Route path=path!("/events/:slug") view=EventPage ssr=SsrMode::Async />
                    <Route path=path!("/sessions/:slug") view=SessionPage ssr=SsrMode::Async />
                    <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async />
                    <Route path=path!("/people/:slug") view=PersonPage ssr=SsrMode::Async />
                    <Route path=path!("/topics/:slug") view=TopicPage ssr=SsrMode::Async />
                    <Route path=path!("/library") view=LibraryPage ssr=SsrMode::Async />
                    <Route path=path!("/library/:slug") view=MaterialPage ssr=SsrMode::Async />
                    <Route path=path!("/agenda") view=AgendaPage ssr=SsrMode::Async />
                    <Route path=path!("/about") view=TextPage ssr=SsrMode::Async />
                    <Route path=path!("/privacy") view=TextPage ssr=SsrMode::Async />
                    <Route path=path!("/accessibility") view=TextPage ssr=SsrMode::Async />
                    <Route path=path!("/supporters") view=TextPage ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <SiteFooter />
        </Router>
    }
}
