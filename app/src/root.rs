//! The document, the frame around every page, and the list of routes: one of the seams a new Leptos would move.

use http::request::Parts;
use leptos::config::LeptosOptions;
use leptos::hydration::AutoReload;
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::components::{FlatRoutes, Route, Router};
use leptos_router::{SsrMode, path};

use crate::account::{
    DataPage, DevicesPage, ErasedPage, LinkPage, MePage, PasskeysPage, SentPage as CodePage, SignInPage,
};
use crate::admin::{
    BulkPage, DnsPage, EntryPage, EventsPage, GroupLetterPage, GroupLettersPage, GroupReviewPage, LetterWordsPage,
    LettersPage, OutboxPage, RegistrationPage, RegistrationsPage, RetentionPage, SettingsPage, SystemPage, UploadPage,
};
use crate::agenda::AgendaPage;
use crate::change_log::{ChangeLogPage, OneReleasePage};
use crate::desk::{
    ChangesPage, ContentCheckPage, CropPage, CuesPage, DeskNavigation, DeskPage, EditBar, Editing, FindPage, FormPage,
    GlossaryPage, GridPage, ImportPage, ListPage, MediaPage, ReleasePage, ReviewPage, SlidesPage, TrackPage,
    TracksPage, TrialPage,
};
use crate::error::PageError;
use crate::event::{EventPage, SessionPage};
use crate::home::Home;
use crate::language::locale;
use crate::library::{LibraryPage, MaterialPage};
use crate::notifications::{ChoicesPage, EventRemindersPage, StopPage};
use crate::pages::TextPage;
use crate::passkey::PasskeyPage;
use crate::people::{PeoplePage, PersonPage, TopicPage};
use crate::programme::ProgrammePage;
use crate::registration::{
    ChangePage, CheckPage, ConfirmPage, ManagePage, QuestionPage, RegisterPage, ResendPage, SentPage,
    SeriesConfirmPage, SeriesPage, SeriesSentPage,
};
use crate::search::SearchPage;
use crate::server::{AppState, Assets, accent_path, site};
use crate::staff::{
    AddressPage, ForgottenPage, InvitationPage, NewAddressPage, PasswordPage, ProofPage, SecondFactorPage, SetUpPage,
    StaffAccountPage, StaffCodePage, StaffPeoplePage, StaffSignInPage,
};
use crate::ui::{ErrorPage, SiteFooter, SiteHeader};

/// The whole document. Its one script loads the module and brings the page to life.
pub fn shell(state: &AppState) -> impl IntoView + use<> {
    let site = site(state);
    let (now, theme) = (site.rendered.milliseconds().to_string(), site.theme.clone());
    provide_context(site);
    let Assets { style, desk_style, script, module } = state.assets().clone();
    let desk_style = is_for_staff().then_some(desk_style);
    // While it is watched, a changed style is looked for by its name without a hash.
    let style = if cfg!(debug_assertions) { format!("{style}?pkg/continuum.css") } else { style };
    let accent = state.accent().map(|accent| view! { <link rel="stylesheet" href=accent_path(&accent) /> });
    let start = format!("import('{script}').then(m=>m.default({{module_or_path:'{module}'}}).then(()=>m.hydrate()))");
    view! {
        <!DOCTYPE html>
        <html lang=locale().tag() data-theme=theme data-now=now>
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
                <meta name="color-scheme" content="light dark" />
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#FBFCFD" />
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#0E151B" />
                <link rel="stylesheet" href=style />
                {desk_style.map(|style| view! { <link rel="stylesheet" href=style /> })}
                {accent}
                <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
                <link rel="apple-touch-icon" href="/apple-touch-icon.png" />
                <link rel="manifest" href="/site.webmanifest" />
                <link rel="modulepreload" href=script />
                <link rel="preload" href=module r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
                <script type="module">{start}</script>
                {live_reload()}
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// Whether the page is of those who work here, or has their bar on it.
fn is_for_staff() -> bool {
    let path = use_context::<Parts>().map(|parts| parts.uri.path().to_owned()).unwrap_or_default();
    path.starts_with("/admin") || path == "/set-up" || use_context::<Editing>().is_some()
}

/// Reloads the page whenever something was built anew, while `cargo xtask dev` watches; nothing in a release.
fn live_reload() -> Option<impl IntoView> {
    let options = || LeptosOptions::builder().output_name("continuum").build();
    cfg!(debug_assertions).then(|| view! { <AutoReload options=options() /> })
}

/// The frame and the routes.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <SiteHeader />
            <EditBar />
            <main id="content" class="page" tabindex="-1">
                <DeskNavigation />
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
                    <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async />
                    <Route path=path!("/agenda") view=AgendaPage ssr=SsrMode::Async />
                    <Route path=path!("/about") view=TextPage ssr=SsrMode::Async />
                    <Route path=path!("/privacy") view=TextPage ssr=SsrMode::Async />
                    <Route path=path!("/accessibility") view=TextPage ssr=SsrMode::Async />
                    <Route path=path!("/supporters") view=TextPage ssr=SsrMode::Async />
                    <Route path=path!("/register") view=SeriesPage ssr=SsrMode::Async />
                    <Route path=path!("/register/done") view=SeriesSentPage ssr=SsrMode::Async />
                    <Route path=path!("/registration/series/:token") view=SeriesConfirmPage ssr=SsrMode::Async />
                    <Route path=path!("/register/:slug") view=RegisterPage ssr=SsrMode::Async />
                    <Route path=path!("/register/:slug/question/:name") view=QuestionPage ssr=SsrMode::Async />
                    <Route path=path!("/register/:slug/check") view=CheckPage ssr=SsrMode::Async />
                    <Route path=path!("/register/:slug/done") view=SentPage ssr=SsrMode::Async />
                    <Route path=path!("/registration/confirm/:token") view=ConfirmPage ssr=SsrMode::Async />
                    <Route path=path!("/registration/resend") view=ResendPage ssr=SsrMode::Async />
                    <Route path=path!("/registration/:token/answers") view=ChangePage ssr=SsrMode::Async />
                    <Route path=path!("/registration/:token") view=ManagePage ssr=SsrMode::Async />
                    <Route path=path!("/notifications/:token") view=ChoicesPage ssr=SsrMode::Async />
                    <Route path=path!("/notifications/:token/stop/:purpose") view=StopPage ssr=SsrMode::Async />
                    <Route path=path!("/notifications/:token/event") view=EventRemindersPage ssr=SsrMode::Async />
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async />
                    <Route path=path!("/sign-in/sent") view=CodePage ssr=SsrMode::Async />
                    <Route path=path!("/sign-in/link/:token") view=LinkPage ssr=SsrMode::Async />
                    <Route path=path!("/me") view=MePage ssr=SsrMode::Async />
                    <Route path=path!("/sign-in/erased") view=ErasedPage ssr=SsrMode::Async />
                    <Route path=path!("/me/data") view=DataPage ssr=SsrMode::Async />
                    <Route path=path!("/me/notifications") view=ChoicesPage ssr=SsrMode::Async />
                    <Route path=path!("/me/devices") view=DevicesPage ssr=SsrMode::Async />
                    <Route path=path!("/me/passkeys") view=PasskeysPage ssr=SsrMode::Async />
                    <Route path=path!("/me/passkeys/:id") view=PasskeyPage ssr=SsrMode::Async />
                    <Route path=path!("/set-up") view=SetUpPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/sign-in") view=StaffSignInPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/sign-in/code") view=StaffCodePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/second-factor") view=SecondFactorPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/confirm") view=ProofPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/invitation/:token") view=InvitationPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/password") view=ForgottenPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/password/:token") view=ForgottenPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/address/:token") view=NewAddressPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/account/address") view=AddressPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/account/password") view=PasswordPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/account/passkeys/:id") view=PasskeyPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/staff") view=StaffPeoplePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/account") view=StaffAccountPage ssr=SsrMode::Async />
                    <Route path=path!("/changes") view=ChangeLogPage ssr=SsrMode::Async />
                    <Route path=path!("/changes/:number") view=OneReleasePage ssr=SsrMode::Async />
                    <Route path=path!("/admin") view=DeskPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/review") view=ReviewPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/find") view=FindPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/changes") view=ChangesPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/check") view=ContentCheckPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/grid/:event/:day") view=GridPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/trial/:event") view=TrialPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/import") view=ImportPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/glossary") view=GlossaryPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/media") view=MediaPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/media/:key/crop") view=CropPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/release") view=ReleasePage ssr=SsrMode::Async />
                    <Route path=path!("/admin/content/:kind") view=ListPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/content/:kind/:id") view=FormPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/timed-text/:key") view=TracksPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/timed-text/:key/slides") view=SlidesPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/timed-text/:key/:kind/:language") view=TrackPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/timed-text/:key/:kind/:language/cues") view=CuesPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/settings") view=SettingsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/settings/dns") view=DnsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/settings/retention") view=RetentionPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/system") view=SystemPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/mail") view=LettersPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/mail/:letter") view=LetterWordsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/outbox") view=OutboxPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations") view=EventsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations/:slug") view=RegistrationsPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations/:slug/add") view=EntryPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations/:slug/import") view=UploadPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations/:slug/letters") view=GroupLettersPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations/:slug/letters/:letter") view=GroupLetterPage ssr=SsrMode::Async />
                    <Route
                        path=path!("/admin/registrations/:slug/letters/:letter/review")
                        view=GroupReviewPage
                        ssr=SsrMode::Async
                    />
                    <Route path=path!("/admin/registrations/:slug/:id") view=RegistrationPage ssr=SsrMode::Async />
                    <Route path=path!("/admin/registrations/:slug/bulk/:run") view=BulkPage ssr=SsrMode::Async />
                </FlatRoutes>
            </main>
            <SiteFooter />
        </Router>
    }
}
