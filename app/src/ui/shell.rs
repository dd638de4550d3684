//! The frame around every page: rehearsal notice, header, footer.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{Icon, IconName, Mark};
use crate::site::use_site;
use crate::t;

/// Main sections, in the order of the navigation.
fn sections() -> [(&'static str, &'static str); 5] {
    [
        ("/programme", t!(navigation.programme)),
        ("/library", t!(navigation.library)),
        ("/people", t!(navigation.people)),
        ("/agenda", t!(navigation.agenda)),
        ("/about", t!(navigation.about)),
    ]
}

/// Skip link, rehearsal notice, name, navigation and theme switch.
#[component]
pub fn SiteHeader() -> impl IntoView {
    let site = use_site();
    let path = use_location().pathname.get_untracked();
    let links = sections().map(|(address, name)| {
        let current = is_within(&path, address).then_some("page");
        view! { <li><a href=address aria-current=current>{name}</a></li> }
    });
    let searches_here = path == "/search";
    view! {
        <a class="skip-link" href="#content">{t!(navigation.skip)}</a>
        {site
            .rehearsal
            .map(|instant| {
                view! {
                    <div class="banner" role="status">
                        <p>
                            <Icon name=IconName::Clock />
                            <span><strong>{t!(frame.rehearsal)}</strong> " " {t!(frame.rehearsal_since, instant = instant)}</span>
                        </p>
                    </div>
                }
            })}
        <header class="site-header">
            <div class="site-header__inner">
                <a class="site-header__brand" href="/">
                    <span class="site-header__mark"><Mark /></span>
                    <span class="site-header__name">{site.name}</span>
                </a>
                <nav class="site-nav" aria-label=t!(navigation.main)>
                    <ul>{links.collect_view()}</ul>
                </nav>
                // The page of the search has a field of its own.
                {(!searches_here).then(|| view! { <HeaderSearch /> })}
                <div class="site-header__tools">
                    <a
                        class="button button--quiet button--icon site-header__to-search"
                        href="/search"
                        aria-label=t!(search.site)
                        aria-current=searches_here.then_some("page")
                    >
                        <Icon name=IconName::Search />
                    </a>
                    // The same for everybody, since pages are kept for everybody: it leads on to sign in where that is needed.
                    <a class="button button--quiet button--icon" href="/me" aria-label=t!(navigation.me)>
                        <Icon name=IconName::Person />
                    </a>
                    <ThemeSwitch chosen=site.theme />
                </div>
            </div>
        </header>
    }
}

/// Search over everything, where there is room for a field; elsewhere an icon leads to its page.
#[component]
fn HeaderSearch() -> impl IntoView {
    view! {
        <form class="site-header__search" method="get" action="/search" role="search" aria-label=t!(search.site)>
            <label class="search">
                <Icon name=IconName::Search />
                <span class="visually-hidden">{t!(search.site)}</span>
                <input type="search" name="q" placeholder=t!(search.submit) enterkeyhint="search" autocomplete="off" data-searching="" />
            </label>
        </form>
    }
}

fn is_within(path: &str, section: &str) -> bool {
    path == section || path.strip_prefix(section).is_some_and(|rest| rest.starts_with('/'))
}

/// Switches between light and dark. A plain form, so that it works before and without WASM; the choice is a cookie that
/// the server reads, so no page flashes in the wrong colours.
#[component]
fn ThemeSwitch(chosen: Option<String>) -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    let dark = chosen.as_deref() == Some("dark");
    view! {
        <form class="theme-switch" method="post" action="/preferences">
            <input type="hidden" name="back" value=path />
            <button
                class="button button--quiet button--icon"
                name="theme"
                value=if dark { "light" } else { "dark" }
                aria-label=if dark { t!(frame.light) } else { t!(frame.dark) }
            >
                <Icon name=if dark { IconName::Sun } else { IconName::Moon } />
            </button>
        </form>
    }
}

/// Secondary navigation and what the site promises.
#[component]
pub fn SiteFooter() -> impl IntoView {
    let site = use_site();
    view! {
        <footer class="site-footer">
            <div class="site-footer__inner">
                <nav class="site-footer__nav" aria-label=t!(frame.about_site)>
                    <ul>
                        <li><a href="/about">{t!(frame.about)}</a></li>
                        <li><a href="/supporters">{t!(frame.supporters)}</a></li>
                        <li><a href="/privacy">{t!(frame.privacy)}</a></li>
                        <li><a href="/accessibility">{t!(frame.accessibility)}</a></li>
                        <li><a href="/changes">{t!(change_log.title)}</a></li>
                        <li><a href="/calendar/programme.ics" rel="external">{t!(frame.calendar)}</a></li>
                    </ul>
                </nav>
                <p class="site-footer__note">
                    {t!(frame.promise, site = site.name)}
                </p>
            </div>
        </footer>
    }
}
