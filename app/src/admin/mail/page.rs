//! `/admin/mail/<letter>`: the words of one letter, how it reads, and what was changed.

use domain::mail::{LETTER_SUBJECT_MAX, LetterKind, Placeholder};
use leptos::prelude::*;

use super::{WordsNotice, WordsView, words_path};
use crate::admin::moment;
use crate::language::Label;
use crate::registration::fields::frame;
use crate::registration::form::summary;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, TextArea, show};

/// The words of a letter.
#[component]
pub fn LetterWordsPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: WordsView) -> AnyView {
    let path = words_path(view.kind);
    let name = view.kind.label();
    view! {
        <PageHead title=name path=path.clone() />
        <header class="page-head">
            <p class="eyebrow"><a href="/admin/mail">{t!(letter_words.title)}</a></p>
            <PageTitle>{name}</PageTitle>
            <p class="lede">{if view.is_original { t!(letter_words.own) } else { t!(letter_words.not_own) }}</p>
        </header>
        {view.notice.map(notice)}
        {summary(view.errors.clone())}
        {(!view.may_change).then(|| view! { <p>{t!(letter_words.not_yours)}</p> })}
        {view.may_change.then(|| form(&view, &path))}
        {preview(&view, &path)}
        {view.may_change.then(|| acts(&view, &path))}
        {history(view.history)}
    }
    .into_any()
}

fn notice(notice: WordsNotice) -> AnyView {
    let words = match notice {
        WordsNotice::Saved => t!(letter_words.saved),
        WordsNotice::Original => t!(letter_words.is_original),
        WordsNotice::Undone => t!(letter_words.undone),
        WordsNotice::Sent => t!(letter_words.sent),
        WordsNotice::Outdated => t!(letter_words.outdated),
        WordsNotice::NotYours => t!(letter_words.not_yours),
    };
    let is_done = !matches!(notice, WordsNotice::Outdated | WordsNotice::NotYours);
    let (class, icon) = if is_done {
        ("notice notice--success", IconName::Check)
    } else {
        ("notice notice--warning", IconName::Warning)
    };
    view! { <div class=class role="status"><Icon name=icon /><p>{words}</p></div> }.into_any()
}

fn form(view: &WordsView, path: &str) -> AnyView {
    let mut about = frame(&view.errors, "subject", t!(letter_words.subject));
    about.hint = t!(letter_words.subject_hint, placeholders = written(view.kind.among_words()));
    let control = view! {
        <input
            id=about.id()
            name="subject"
            type="text"
            value=view.typed.subject.clone()
            maxlength=LETTER_SUBJECT_MAX.to_string()
            autocomplete="off"
            aria-required=about.required()
            aria-invalid=about.invalid()
            aria-describedby=about.described()
        />
    };
    let subject = about.around(control.into_any());
    let mut body = frame(&view.errors, "text", t!(letter_words.text));
    body.hint = t!(letter_words.text_hint, placeholders = written(view.kind.among_words()));
    let (id, invalid, described) = (body.id(), body.invalid().is_some(), body.described());
    let value = view.typed.text.clone();
    let control = view! { <TextArea id=id name="text".to_owned() value=value required=true invalid=invalid described=described /> };
    let text = body.around(control.into_any());
    view! {
        <form class="form" method="post" action=path.to_owned()>
            <input type="hidden" name="base" value=view.base.to_string() />
            {subject}
            {text}
            {parts(view.kind)}
            <div class="form__actions">
                <button class="button button--primary" type="submit" name="act" value="save">{t!(letter_words.save)}</button>
                <button class="button button--secondary" type="submit" name="act" value="preview">
                    {t!(letter_words.preview_act)}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// What the product makes of a letter, and what of it cannot be left out.
fn parts(kind: LetterKind) -> AnyView {
    let item = |part: &Placeholder, is_needed: bool| {
        let note = is_needed.then(|| format!(" {}", t!(letter_words.needed)));
        view! { <div><dt><code>{part.written()}</code></dt><dd>{part.label()}{note}</dd></div> }
    };
    let needed = kind.required().iter().map(|part| item(part, true)).collect_view();
    let optional = kind.optional().iter().map(|part| item(part, false)).collect_view();
    view! {
        <details class="review">
            <summary>{t!(letter_words.parts)}</summary>
            <p>{t!(letter_words.parts_text)}</p>
            <dl class="facts">{needed}{optional}</dl>
        </details>
    }
    .into_any()
}

fn written(placeholders: &[Placeholder]) -> String {
    placeholders.iter().map(|placeholder| placeholder.written()).collect::<Vec<_>>().join(", ")
}

fn preview(view: &WordsView, path: &str) -> AnyView {
    let (subject, text) = view.preview.clone();
    let note = if view.is_unsaved { t!(letter_words.preview_unsaved) } else { t!(letter_words.preview_text) };
    view! {
        <section class="section" aria-labelledby="preview">
            <h2 class="section__title" id="preview">{t!(letter_words.preview)}</h2>
            <p>{note}</p>
            <article class="card prose" lang="en">
                <h3 class="card__title">{subject}</h3>
                <pre class="mail-text">{text}</pre>
            </article>
            {(!view.is_unsaved).then(|| view! {
                <p><a class="button button--secondary" href=format!("{path}/preview")>{t!(letter_words.as_html)}</a></p>
            })}
        </section>
    }
    .into_any()
}

fn acts(view: &WordsView, path: &str) -> AnyView {
    let base = view.base.to_string();
    let original = (!view.is_original).then(|| {
        view! {
            <form method="post" action=format!("{path}/original")>
                <input type="hidden" name="base" value=base.clone() />
                <button class="button button--secondary" type="submit">{t!(letter_words.to_original)}</button>
            </form>
        }
    });
    let undo = (view.base > 0).then(|| {
        view! {
            <form method="post" action=format!("{path}/undo")>
                <input type="hidden" name="base" value=base.clone() />
                <button class="button button--secondary" type="submit">{t!(letter_words.undo)}</button>
            </form>
        }
    });
    view! {
        <div class="form__actions form__actions--after">
            <form method="post" action=format!("{path}/test")>
                <button class="button button--secondary" type="submit">{t!(letter_words.test)}</button>
            </form>
            {undo}
            {original}
        </div>
    }
    .into_any()
}

fn history(history: Vec<(bool, String, domain::time::Local)>) -> Option<AnyView> {
    if history.is_empty() {
        return None;
    }
    let items = history.into_iter().map(|(has_words, by, at)| {
        let moment = moment(&at);
        let words = if has_words {
            t!(letter_words.was_changed, moment = moment, by = by)
        } else {
            t!(letter_words.was_reset, moment = moment, by = by)
        };
        view! { <li>{words}</li> }
    });
    Some(
        view! {
            <section class="section" aria-labelledby="history">
                <h2 class="section__title" id="history">{t!(letter_words.history)}</h2>
                <ul>{items.collect_view()}</ul>
            </section>
        }
        .into_any(),
    )
}
