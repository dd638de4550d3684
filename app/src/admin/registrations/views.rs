//! Lists with a name: one's own, and everybody's.

use domain::registration::listing::VIEW_NAME_MAX;
use leptos::prelude::*;
use store::RegistrationView;

use super::gather::{Refusal, RegistrationsView};
use super::{list_path, query_of, query_text};
use crate::t;

/// Links to the lists that the member sees.
pub(super) fn links(view: &RegistrationsView) -> Option<AnyView> {
    let present = query_text(&view.asked.query);
    let items = view.views.iter().map(|kept| item(&view.event.0, kept, &present));
    (!view.views.is_empty()).then(|| {
        view! {
            <nav class="section" aria-label=t!(registration_list.views)>
                <ul class="cluster">{items.collect_view()}</ul>
            </nav>
        }
        .into_any()
    })
}

fn item(slug: &str, kept: &RegistrationView, present: &str) -> AnyView {
    let query = query_of(&kept.query);
    let current = (query_text(&query) == present).then_some("page");
    let remove = format!("/admin/registrations/{slug}/views/{}/remove", kept.id);
    let name = kept.name.clone();
    let label = t!(registration_list.remove_view, name = &name);
    view! {
        <li class="cluster">
            <a href=list_path(slug, &query) aria-current=current>{name}</a>
            {kept.is_shared.then(|| view! { <span class="muted small">{t!(registration_list.for_all)}</span> })}
            {current.map(|_| view! {
                <form method="post" action=remove>
                    <button class="button button--quiet button--small" type="submit" aria-label=label>{t!(registration_list.remove)}</button>
                </form>
            })}
        </li>
    }
    .into_any()
}

/// Keeping the present list under a name.
pub(super) fn save(view: &RegistrationsView) -> AnyView {
    let action = format!("/admin/registrations/{}/views", view.event.0);
    let (error, typed) = match &view.asked.refused {
        Some(Refusal::View(why, typed)) => (Some(*why), typed.clone()),
        _ => (None, String::new()),
    };
    let is_refused = error.is_some();
    let described = error.map_or("view-name-hint", |_| "view-name-hint view-name-error");
    view! {
        <details class="review" open=is_refused>
            <summary>{t!(registration_list.save_view)}</summary>
            <form class="form" method="post" action=action>
                <input type="hidden" name="back" value=query_text(&view.asked.query) />
                <div class=if is_refused { "field field--invalid" } else { "field" }>
                    <label for="view-name">{t!(registration_list.view_name)}</label>
                    <p class="field__hint" id="view-name-hint">{t!(registration_list.view_hint)}</p>
                    {error.map(|why| view! { <p class="field__error" id="view-name-error">{why}</p> })}
                    <input
                        id="view-name"
                        name="name"
                        type="text"
                        value=typed
                        maxlength=VIEW_NAME_MAX.to_string()
                        autocomplete="off"
                        aria-required="true"
                        aria-invalid=is_refused.then_some("true")
                        aria-describedby=described
                    />
                </div>
                <label class="check">
                    <input type="checkbox" name="shared" value="yes" />
                    <span>{t!(registration_list.share)}</span>
                </label>
                <div class="form__actions">
                    <button class="button button--secondary" type="submit">{t!(registration_list.save)}</button>
                </div>
            </form>
        </details>
    }
    .into_any()
}
