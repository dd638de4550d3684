//! The one way to every part that somebody who works here may go to, on every page of theirs.

use domain::desk::Kind;
use domain::staff::Role;
use domain::time::Instant;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::frame::list_path;
use super::review_page::access_ends;
use super::words;
use crate::server::state;
use crate::t;

/// Provided to pages under `/admin` while somebody is signed in who works here.
#[derive(Debug, Clone, Copy)]
pub struct Working {
    /// What they may do.
    pub role: Role,
    /// When their access ends by itself.
    pub ends: Option<Instant>,
}

/// The parts of the desk that the role may go to; nothing for others.
#[component]
pub fn DeskNavigation() -> impl IntoView {
    let Working { role, ends } = use_context()?;
    let path = use_location().pathname.get_untracked();
    let parts = parts(role);
    let here = current(&path, parts.iter().map(|(part, _)| part.as_str())).map(str::to_owned);
    let links = parts.into_iter().map(|(part, words)| {
        let is_here = here.as_deref() == Some(part.as_str());
        // Within a part, its first page is where it stands, and not the page itself.
        let mark = is_here.then_some(if part == path { "page" } else { "true" });
        view! { <li><a href=part aria-current=mark>{words}</a></li> }
    });
    let links = links.collect_view();
    // What others change after it is told to the script by this number.
    let seen = role.covers(Role::Editor).then(|| state().map_or(0, |state| state.store().last_edit()).to_string());
    Some(view! {
        <nav class="desk-nav" aria-label=t!(desk.title) data-desk=seen>
            <ul>{links}</ul>
        </nav>
        {ends.and_then(access_ends)}
    })
}

/// Whether whoever works on the page may change what it shows; a reviewer reads.
pub(super) fn can_edit() -> bool {
    use_context::<Working>().is_none_or(|working| working.role.covers(Role::Editor))
}

/// The parts in their order: where each is, and its name. `crate::capability` decides who may go there; a test compares.
pub(super) fn parts(role: Role) -> Vec<(String, &'static str)> {
    let kinds = Kind::ALL.iter().filter(|kind| !matches!(kind, Kind::Track | Kind::Room));
    let kinds = kinds.map(|kind| (Role::Editor, list_path(*kind), words::kind(*kind)));
    let before = [
        (Role::Editor, "/admin", t!(desk.overview)),
        (Role::Editor, "/admin/find", t!(desk.find)),
        (Role::Registrar, "/admin/registrations", t!(registrations.title)),
    ];
    let after = [
        (Role::Editor, "/admin/media", t!(media.title)),
        (Role::Reviewer, "/admin/changes", t!(desk.changes)),
        (Role::Reviewer, "/admin/check", t!(finding.title)),
        (Role::Editor, "/admin/release", t!(desk.release)),
        (Role::Registrar, "/admin/mail", t!(letter_words.title)),
        (Role::Administrator, "/admin/outbox", t!(outbox.title)),
        (Role::Administrator, "/admin/staff", t!(staff_account.people)),
        (Role::Administrator, "/admin/settings", t!(settings.title)),
        (Role::Administrator, "/admin/system", t!(system.title)),
    ];
    // What is for reviewers alone would only be in the way of editors, who may go there too.
    let reviews = (role == Role::Reviewer).then(|| ("/admin/review".to_owned(), t!(review.title)));
    let account = ("/admin/account".to_owned(), t!(staff_account.title));
    let owned = |(needed, path, words): (Role, &str, &'static str)| (needed, path.to_owned(), words);
    let all = before.map(owned).into_iter().chain(kinds).chain(after.map(owned));
    let open = all.filter(|(needed, ..)| role.covers(*needed)).map(|(_, path, words)| (path, words));
    reviews.into_iter().chain(open).chain([account]).collect()
}

/// The part in which a page is: the one with the longest address that leads there.
fn current<'a>(path: &str, parts: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let leads = |part: &&str| {
        // The overview is above all the others.
        path.strip_prefix(*part).is_some_and(|rest| rest.is_empty() || (*part != "/admin" && rest.starts_with('/')))
    };
    parts.filter(leads).max_by_key(|part| part.len())
}

#[cfg(test)]
mod tests {
    use domain::staff::Role;

    use super::{current, parts};
    use crate::capability::{Capability, of_route};

    #[test]
    fn everybody_is_led_only_where_they_may_go() {
        for role in Role::ALL.iter().copied() {
            for (path, _) in parts(role) {
                let form = path.starts_with("/admin/content/programme/");
                let route = match path.strip_prefix("/admin/content/") {
                    Some(_) if form => "/admin/content/{kind}/{id}",
                    Some(_) => "/admin/content/{kind}",
                    None => &path,
                };
                let needed = of_route(route);
                let may = match needed {
                    Some(Capability::Staff(needed)) => role.covers(needed),
                    needed => needed == Some(Capability::Member),
                };
                assert!(may, "{role:?} {path}");
            }
        }
        assert_eq!(parts(Role::Moderator).len(), 1);
        let reviewer: Vec<_> = parts(Role::Reviewer).into_iter().map(|(path, _)| path).collect();
        assert_eq!(reviewer, ["/admin/review", "/admin/changes", "/admin/check", "/admin/account"]);
    }

    #[test]
    fn a_page_within_a_part_stands_in_it() {
        let parts = ["/admin", "/admin/content/event", "/admin/content/eventual", "/admin/registrations"];
        let found = |path| current(path, parts.iter().copied());
        assert_eq!(found("/admin"), Some("/admin"));
        assert_eq!(found("/admin/import"), None);
        assert_eq!(found("/admin/content/event/1"), Some("/admin/content/event"));
        assert_eq!(found("/admin/content/eventual"), Some("/admin/content/eventual"));
        assert_eq!(found("/admin/registrations/webinar-1/letters"), Some("/admin/registrations"));
    }
}
