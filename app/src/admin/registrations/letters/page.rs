//! `/admin/registrations/<event>/letters/<letter>`: its form while it is written, the seconds in which it can be called back,
//! and what became of it.

use domain::mail::{Aim, GROUP_SUBJECT_MAX, GroupStage, GroupWords, Placeholder};
use leptos::prelude::*;

use super::list_page::standing;
use super::{LetterNotice, LetterView, letter_path, letters_path};
use crate::language::Label;
use crate::registration::fields::frame;
use crate::registration::form::summary;
use crate::server::gathered;
use crate::t;
use crate::ui::{Icon, IconName, PageHead, PageTitle, TextArea, show};

/// A letter to many.
#[component]
pub fn GroupLetterPage() -> impl IntoView {
    show(gathered(), page)
}

fn page(view: LetterView) -> AnyView {
    let (slug, title) = view.event.clone();
    let path = letter_path(&slug, &view.row.id);
    let list = format!("/admin/registrations/{slug}");
    let heading = match view.row.stage {
        GroupStage::Draft => t!(group_letter.write),
        GroupStage::Held => t!(group_letter.holding),
        GroupStage::Released => t!(group_letter.gone),
    };
    let inside = match view.row.stage {
        GroupStage::Draft => form(&view, &path),
        GroupStage::Held => held(&view, &path),
        GroupStage::Released => released(&view),
    };
    view! {
        <PageHead title=heading path=path />
        <header class="page-head">
            <p class="eyebrow"><a href=list>{title}</a></p>
            <PageTitle>{heading}</PageTitle>
        </header>
        {view.notice.map(notice)}
        {inside}
        <p class="desk-links"><a href=letters_path(&slug)>{t!(group_letter.to_letters)}</a></p>
    }
    .into_any()
}

fn notice(notice: LetterNotice) -> AnyView {
    let (class, icon, words) = match notice {
        LetterNotice::CalledBack => ("notice notice--success", IconName::Check, t!(group_letter.called_back)),
        LetterNotice::TooLate => ("notice notice--warning", IconName::Warning, t!(group_letter.too_late)),
    };
    view! { <div class=class role="status"><Icon name=icon /><p>{words}</p></div> }.into_any()
}

/// The placeholders that may stand in a field, as they are written.
pub(super) fn written(placeholders: &[Placeholder]) -> String {
    placeholders.iter().map(|placeholder| placeholder.written()).collect::<Vec<_>>().join(", ")
}

fn form(view: &LetterView, path: &str) -> AnyView {
    let aims = Aim::ALL.iter().map(|aim| {
        let is_chosen = aim.name() == view.typed.aim;
        // The first leads there from the list of what is to be mended.
        let id = (*aim == Aim::Event).then_some("field-aim");
        view! {
            <label class="check">
                <input type="radio" id=id name="aim" value=aim.name() checked=is_chosen autocomplete="off" />
                <span>{aim.label()}</span>
            </label>
        }
    });
    let aims = frame(&view.errors, "aim", t!(group_letter.aim))
        .around_choices(Some("radiogroup"), aims.collect_view().into_any());
    let mut about = frame(&view.errors, "subject", t!(group_letter.subject));
    about.hint = t!(group_letter.subject_hint, placeholders = written(GroupWords::IN_SUBJECT));
    let control = view! {
        <input
            id=about.id()
            name="subject"
            type="text"
            value=view.typed.subject.clone()
            maxlength=GROUP_SUBJECT_MAX.to_string()
            autocomplete="off"
            aria-required=about.required()
            aria-invalid=about.invalid()
            aria-describedby=about.described()
        />
    };
    let subject = about.around(control.into_any());
    let mut body = frame(&view.errors, "text", t!(group_letter.text));
    body.hint = t!(group_letter.text_hint, placeholders = written(GroupWords::IN_TEXT));
    let (id, invalid, described) = (body.id(), body.invalid().is_some(), body.described());
    let value = view.typed.text.clone();
    let control = view! { <TextArea id=id name="text".to_owned() value=value required=true invalid=invalid described=described /> };
    let text = body.around(control.into_any());
    view! {
        <p>{t!(group_letter.chosen, count = view.chosen)} " " {t!(group_letter.most)}</p>
        {summary(view.errors.clone())}
        <form class="form" method="post" action=path.to_owned()>
            {aims}
            {subject}
            {text}
            <p class="field__hint">{t!(group_letter.begin_hint)}</p>
            <div class="form__actions">
                <button class="button button--primary" type="submit">{t!(group_letter.save)}</button>
            </div>
        </form>
    }
    .into_any()
}

fn held(view: &LetterView, path: &str) -> AnyView {
    let seconds = (view.left + 999) / 1_000;
    let words =
        if seconds > 0 { t!(group_letter.leaves, count = seconds) } else { t!(group_letter.leaves_now).to_owned() };
    view! {
        <section class="panel" aria-labelledby="held">
            <h2 class="section__title" id="held">{view.row.subject.clone()}</h2>
            <p>{standing(&view.row)}</p>
            <p class="lede" role="timer" data-held=view.left.to_string()>{words}</p>
            <form class="form__actions" method="post" action=format!("{path}/call-back")>
                <button class="button button--primary" type="submit">{t!(group_letter.call_back)}</button>
                <a class="button button--quiet" href=path.to_owned()>{t!(group_letter.look_again)}</a>
            </form>
        </section>
    }
    .into_any()
}

fn released(view: &LetterView) -> AnyView {
    view! {
        <div class="notice notice--success" role="status">
            <Icon name=IconName::Check />
            <div>
                <p><strong>{view.row.subject.clone()}</strong></p>
                <p>{t!(group_letter.gone_text, count = view.row.receivers)}</p>
                <p>{t!(group_letter.outbox)}</p>
            </div>
        </div>
        <p>{standing(&view.row)}</p>
    }
    .into_any()
}
