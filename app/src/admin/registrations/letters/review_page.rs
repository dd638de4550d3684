//! `/admin/registrations/<event>/letters/<letter>/review`: to exactly how many a letter goes, and what one of them reads.

use domain::mail::Reach;
use leptos::prelude::*;

use super::{LetterPreview, LetterRefusal, LetterReview, letter_path};
use crate::language::Label;
use crate::registration::fields::frame;
use crate::registration::form::summary;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, show};
use domain::validation::FieldError;

/// The review of a letter to many.
#[component]
pub fn GroupReviewPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: LetterReview) -> AnyView {
    let (slug, title) = view.event.clone();
    let letter = letter_path(&slug, &view.id);
    let path = format!("{letter}/review");
    let list = format!("/admin/registrations/{slug}");
    let errors = errors(&view);
    let number = view.written();
    let reach = view.reach.iter().filter(|(reach, _)| *reach != Reach::Written).map(|(reach, number)| {
        let words = match reach {
            Reach::Written => t!(group_letter.written, count = *number),
            Reach::Unproven => t!(group_letter.unproven, count = *number),
            Reach::Left => t!(group_letter.left, count = *number),
            Reach::Changed => t!(group_letter.changed, count = *number),
            Reach::NotWanted => t!(group_letter.not_wanted, count = *number),
        };
        view! { <li>{words}</li> }
    });
    let reach = reach.collect_view();
    view! {
        <PageHead title=t!(group_letter.review) path=path.clone() />
        <header class="page-head">
            <p class="eyebrow"><a href=list>{title}</a></p>
            <PageTitle>{t!(group_letter.review)}</PageTitle>
            <p class="lede">{view.aim.label()}</p>
        </header>
        {summary(errors.clone())}
        <ul>
            <li><strong>{t!(group_letter.written, count = number)}</strong></li>
            {reach}
        </ul>
        {view.preview.as_ref().map(|preview| shown(preview, &letter, &path))}
        <p class="desk-links"><a href=letter>{t!(group_letter.change)}</a></p>
        {if number > 0 { form(&view, errors, path) } else { nobody() }}
    }
    .into_any()
}

/// What is to be mended, by its field.
fn errors(view: &LetterReview) -> Vec<FieldError> {
    let words = view.refused.as_ref().map(|(why, _)| match why {
        LetterRefusal::Count => FieldError::new("count", t!(group_letter.other_count, count = view.written())),
        LetterRefusal::Words => FieldError::new("form", t!(group_letter.other_words)),
        LetterRefusal::TooOften => FieldError::new("form", t!(group_letter.too_often)),
    });
    words.into_iter().collect()
}

fn shown(preview: &LetterPreview, letter: &str, path: &str) -> AnyView {
    let next = preview.next.as_ref().map(|next| {
        let href = format!("{path}?person={next}");
        view! { <a class="button button--secondary" href=href>{t!(group_letter.next)}</a> }
    });
    view! {
        <section class="section" aria-labelledby="preview">
            <h2 class="section__title" id="preview">{t!(group_letter.preview, name = &preview.name)}</h2>
            <article class="card" lang="en">
                <h3 class="card__title">{preview.subject.clone()}</h3>
                <pre class="mail-text">{preview.text.clone()}</pre>
            </article>
            <p class="form__actions">
                <a class="button button--secondary" href=format!("{letter}/preview/{}", preview.id)>
                    {t!(group_letter.as_html)}
                </a>
                {next}
            </p>
        </section>
    }
    .into_any()
}

fn nobody() -> AnyView {
    view! {
        <div class="notice notice--warning">
            <Icon name=IconName::Warning />
            <p>{t!(group_letter.nobody)}</p>
        </div>
    }
    .into_any()
}

/// The number has to be typed: what was sent cannot be called back once the minute is over.
fn form(view: &LetterReview, errors: Vec<FieldError>, path: String) -> AnyView {
    let typed = view.refused.as_ref().map(|(_, typed)| typed.clone()).unwrap_or_default();
    let mut field = frame(&errors, "count", t!(group_letter.count));
    field.hint = t!(group_letter.count_hint, count = view.written());
    let control = view! {
        <input
            id=field.id()
            name="count"
            type="text"
            inputmode="numeric"
            value=typed
            autocomplete="off"
            aria-required=field.required()
            aria-invalid=field.invalid()
            aria-describedby=field.described()
        />
    };
    let count = field.around(control.into_any());
    view! {
        <form class="form" method="post" action=path>
            <input type="hidden" name="revision" value=view.revision.to_string() />
            {count}
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(group_letter.hold)}</button>
            </div>
        </form>
    }
    .into_any()
}
