//! What an editor, or whoever took over an editor's account, writes into any field runs nowhere: neither at the desk nor on
//! the site.

use std::cell::{Cell, RefCell};

use axum::http::StatusCode;
use domain::desk::{Around, Form, Input, Kind, Thing, Values, bind};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use store::{Act, Edited, NewEdit};

use super::Site;

/// Texts that have run somewhere (after the OWASP cheat sheet on evading filters), each with a mark to know it by.
pub(super) const HOSTILE: [&str; 8] = [
    "\"><img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    "</textarea><script>alert(1)</script>",
    "'-alert(1)-'<svg/onload=alert(1)>",
    "[x](javascript:alert(1)) <a href=\"javascript:alert(1)\">x</a>",
    "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
    "</script><script>alert(1)</script><!--",
    "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>",
];

/// Collects what would run.
#[derive(Default)]
pub(super) struct Watch {
    found: RefCell<Vec<String>>,
    /// How many scripts there are; ours are counted before, so that one more is somebody else's.
    scripts: Cell<usize>,
}

impl TokenSink for Watch {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let Token::TagToken(tag) = token else { return TokenSinkResult::Continue };
        if tag.kind == TagKind::StartTag {
            self.look(&tag);
        }
        // The states in which browsers read these, so that what stands in them is no tag here either.
        match &*tag.name {
            "script" if tag.kind == TagKind::StartTag => {
                TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::ScriptData)
            }
            "title" | "textarea" if tag.kind == TagKind::StartTag => {
                TokenSinkResult::RawData(html5ever::tokenizer::states::RawKind::Rcdata)
            }
            _ => TokenSinkResult::Continue,
        }
    }
}

impl Watch {
    /// What would run, and the number of scripts.
    pub(super) fn over(html: &str) -> (Vec<String>, usize) {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let tokenizer = Tokenizer::new(Self::default(), TokenizerOpts::default());
        // It stops behind every script, as for a browser that runs it.
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
        tokenizer.end();
        (tokenizer.sink.found.take(), tokenizer.sink.scripts.get())
    }

    fn look(&self, tag: &Tag) {
        if &*tag.name == "script" {
            self.scripts.set(self.scripts.get() + 1);
        }
        let mut found = self.found.borrow_mut();
        if matches!(&*tag.name, "iframe" | "object" | "embed" | "math" | "base") {
            found.push(format!("<{}>", tag.name));
        }
        if &*tag.name == "img" && tag.attrs.iter().any(|attribute| &*attribute.value == "x") {
            found.push("<img src=x>".to_owned());
        }
        for attribute in &tag.attrs {
            let value = attribute.value.trim().to_lowercase();
            if attribute.name.local.starts_with("on") || value.starts_with("javascript:") {
                found.push(format!("{}={}", attribute.name.local, attribute.value));
            }
        }
    }
}

/// The thing with the text in every field that takes one; of fields with other rules what it had.
fn filled(site: &domain::content::Content, thing: &Thing, text: &str) -> Thing {
    let around = Around { content: site };
    let mut shown = Form::shown(around);
    bind(&mut thing.clone(), &mut shown);
    let mut after = thing.clone();
    for field in shown.finish().0 {
        let takes_text = matches!(field.input, Input::Line | Input::Paragraph | Input::RichText(_) | Input::Lines);
        // These need another choice beside them.
        if !takes_text || matches!(field.name, "statement" | "accredited_by" | "credits") {
            continue;
        }
        let mut values = Values::default();
        values.add(field.name, text);
        let mut form = Form::typed(around, &values);
        bind(&mut after, &mut form);
        assert_eq!(form.finish().1, [], "{}", field.name);
    }
    after
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_an_editor_writes_runs_anywhere() {
    let site = Site::open(None).await;
    let cookie = site.editor().await;
    let event = site.first_webinar();
    let (room, session) = (domain::content::Id::from_u128(0xa), domain::content::Id::from_u128(0xb));
    let hall = format!("_id={room}&_event={event}&name=Hall&slug=");
    let talk = format!(
        "_id={session}&_event={event}&title=Talk&slug=&date=2022-10-12&day=2022-10-12&time=18:00&minutes=30&room={room}"
    );
    for (kind, form) in [("rooms", hall), ("sessions", talk)] {
        let added = site.post_as(&format!("/admin/content/{kind}"), &form, &cookie, "same-origin").await;
        assert_eq!(added.status, StatusCode::SEE_OTHER, "{}", added.body);
    }
    let beginning = site.store.working_copy().await.expect("readable");
    // The session's page is there once it is released.
    site.store.release("With a session", site.state.now()).await.expect("released");
    site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
    let mut paths: Vec<String> = ["/", "/programme", "/people", "/library", "/supporters", "/register", "/admin"]
        .into_iter()
        .chain(["/admin/changes", "/admin/check", "/admin/release"])
        .map(str::to_owned)
        .chain([format!("/admin/grid/{event}/2022-10-12")])
        .collect();
    for kind in Kind::ALL {
        let list = format!("/admin/content/{}", kind.name());
        let first = Thing::all(&beginning, *kind).into_iter().next();
        paths.extend(first.map(|thing| format!("{list}/{}", thing.id())));
        paths.extend((*kind != Kind::Programme).then_some(list));
    }
    let slug = |slug: Option<String>, of: &str| slug.map(|slug| format!("/{of}/{slug}"));
    paths.extend(slug(beginning.events.first().map(|one| one.slug.to_string()), "events"));
    paths.extend(slug(beginning.sessions.first().map(|one| one.slug.to_string()), "sessions"));
    paths.extend(slug(beginning.people.first().map(|one| one.slug.to_string()), "people"));
    paths.extend(slug(beginning.topics.first().map(|one| one.slug.to_string()), "topics"));
    paths.extend(slug(beginning.materials.first().map(|one| one.slug.to_string()), "library"));
    let mut usual = Vec::new();
    for path in &paths {
        usual.push(Watch::over(&site.get_as(path, &cookie).await.body).1);
    }
    for text in HOSTILE {
        for kind in Kind::ALL {
            let content = site.store.working_copy().await.expect("readable");
            let Some(thing) = Thing::all(&content, *kind).into_iter().next() else { continue };
            let after = filled(&content, &thing, text);
            let edit = NewEdit {
                by: thing.id(),
                by_name: text.to_owned(),
                at: site.state.real_now(),
                act: Act::Changed,
                kind: *kind,
                thing: thing.id(),
                title: after.title().to_owned(),
                undoes: None,
                steps: domain::desk::replace(&content, after).expect("it is there"),
            };
            assert!(matches!(site.store.edit(edit).await.expect("writable"), Edited::Done(_)));
        }
        site.store.release(text, site.state.now()).await.expect("released");
        site.state.publish(site.store.newest_release().await.expect("readable").expect("a release"));
        for (path, usual) in paths.iter().zip(&usual) {
            let page = site.get_as(path, &cookie).await;
            assert_eq!(page.status, StatusCode::OK, "{path} with {text}: {}", page.body);
            let (found, scripts) = Watch::over(&page.body);
            assert_eq!(found, Vec::<String>::new(), "{path} with {text}");
            assert!(scripts <= *usual, "{path} with {text} has a script more");
        }
    }
}
