//! What is said in a recording, to be read and searched; each passage leads to its second. Without a script the server marks what
//! was looked for (`?find=`); with one it is marked as one types (`app::browser::player`).

use domain::fold;
use domain::timed_text::{Folded, SOUGHT_MAX, clock, pieces, sought};
use leptos::prelude::*;

use super::language_name;
use super::watch::{Asked, Transcript};
use crate::language::locale;
use crate::t;
use crate::ui::{Icon, IconName};

/// The transcript. `lang` tells browsers and screen readers its language (WCAG 2.2, 3.1.2).
pub(super) fn transcript(transcript: Option<Transcript>, slug: &str, asked: &Asked) -> Option<AnyView> {
    let Transcript { language, is_machine_made, passages } = transcript?;
    let typed = asked.find.as_deref().unwrap_or_default();
    let sought = sought(typed, &fold_character);
    let (mut before, mut places, mut count) = (None, Vec::new(), 0_usize);
    let rows = passages.into_iter().enumerate().map(|(number, passage)| {
        let speaker = passage.speaker.filter(|speaker| before.as_ref() != Some(speaker));
        if speaker.is_some() {
            before.clone_from(&speaker);
        }
        let seconds = passage.start / 1_000;
        let is_sought = !sought.is_empty();
        let found = if is_sought { Folded::new(&passage.text, &fold_character).find(&sought) } else { Vec::new() };
        let id = (!found.is_empty()).then(|| format!("found-{number}"));
        places.extend(id.clone().map(|id| (id, passage.start)));
        count += found.len();
        view! {
            <li id=id data-from=passage.start.to_string() data-to=passage.end.to_string()>
                <a class="transcript__time" href=format!("/library/{slug}?t={seconds}#player") data-seek=passage.start.to_string()>
                    {clock(passage.start)}
                </a>
                <p>
                    {speaker.map(|speaker| view! { <strong>{speaker} ": "</strong> })}
                    <span data-said-text="">{marked(&passage.text, &found)}</span>
                </p>
            </li>
        }
    });
    let rows = rows.collect::<Vec<_>>();
    let said = match (sought.is_empty(), count) {
        (true, _) => String::new(),
        (false, 0) => t!(transcript_search.none, text = typed),
        (false, count) => t!(transcript_search.found, count = count, text = typed),
    };
    let notice = is_machine_made.then(|| view! { <p class="field__hint">{t!(player.machine_made)}</p> });
    Some(
        view! {
            <div class="transcript" id="transcript-part">
                <h2 class="section__title" id="transcript">{t!(player.transcript)}</h2>
                <p class="field__hint">{t!(player.transcript_in, language = language_name(&language))}</p>
                {notice}
                {field(slug, asked)}
                <p class="transcript__said" role="status" data-found="">{said}</p>
                {found_at(&places)}
                <div class="transcript__follow" data-buttons="" hidden>
                    <label class="check">
                        <input type="checkbox" data-act="follow" checked />
                        <span>{t!(player.follow)}</span>
                    </label>
                    <button class="button button--secondary button--small" type="button" data-act="follow-again" hidden>
                        {t!(player.follow_again)}
                    </button>
                </div>
                <div class="transcript__text" lang=language tabindex="0" role="region" aria-labelledby="transcript">
                    <ol class="transcript__list">{rows}</ol>
                </div>
                // What the script puts into each line, with the line's time.
                <button class="transcript__copy" type="button" data-copy-line="" lang=locale().tag() hidden>
                    <Icon name=IconName::Link />
                    <span class="visually-hidden"></span>
                </button>
            </div>
        }
        .into_any(),
    )
}

/// The field, which a form sends to this page where no script takes it over.
fn field(slug: &str, asked: &Asked) -> AnyView {
    let at = asked.at.map(|at| view! { <input type="hidden" name="t" value=(at / 1_000).to_string() /> });
    let listens = asked.listens.then(|| view! { <input type="hidden" name="listen" value="" /> });
    let step = |act: &'static str, words: &'static str, icon: IconName| {
        view! {
            <button class="button button--secondary button--small button--icon" type="button" data-act=act data-buttons="" hidden>
                <Icon name=icon />
                <span class="visually-hidden">{words}</span>
            </button>
        }
    };
    view! {
        <form
            class="transcript__find"
            method="get"
            action=format!("/library/{slug}#transcript-part")
            role="search"
            aria-label=t!(transcript_search.title)
            data-find=""
        >
            {listens}
            {at}
            <label class="search">
                <Icon name=IconName::Search />
                <span class="visually-hidden">{t!(transcript_search.field)}</span>
                <input
                    type="search"
                    name="find"
                    value=asked.find.clone()
                    placeholder=t!(transcript_search.field)
                    maxlength=SOUGHT_MAX.to_string()
                    enterkeyhint="search"
                    autocomplete="off"
                />
            </label>
            {step("found-before", t!(transcript_search.before), IconName::ChevronUp)}
            {step("found-after", t!(transcript_search.after), IconName::ChevronDown)}
            <button class="button button--secondary" type="submit" data-plain="">{t!(search.submit)}</button>
        </form>
    }
    .into_any()
}

/// Where it was found, as links to the lines; with a script there are buttons.
fn found_at(places: &[(String, u32)]) -> Option<AnyView> {
    if places.is_empty() {
        return None;
    }
    let links = places.iter().map(|(id, start)| view! { <li><a href=format!("#{id}")>{clock(*start)}</a></li> });
    Some(
        view! {
            <ul class="transcript__places" aria-label=t!(transcript_search.places) data-plain="">{links.collect_view()}</ul>
        }
        .into_any(),
    )
}

fn marked(text: &str, found: &[std::ops::Range<usize>]) -> AnyView {
    let pieces = pieces(text, found).into_iter().map(|(piece, is_found)| {
        let piece = piece.to_owned();
        if is_found { view! { <mark>{piece}</mark> }.into_any() } else { piece.into_any() }
    });
    pieces.collect_view().into_any()
}

fn fold_character(character: char, folded: &mut String) {
    if character.is_ascii() {
        folded.push(character.to_ascii_lowercase());
    } else {
        folded.push_str(&fold(character.encode_utf8(&mut [0; 4])));
    }
}
