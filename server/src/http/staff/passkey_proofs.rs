//! What a passkey proves to those who work here: who signs in, by itself or after the password; who is there still; and, made
//! during set-up, the second factor.

use app::account::{passkey_cookie, passkey_token};
use app::error::PageError;
use app::language::locale_of;
use app::passkey::{Holder, PasskeyTrouble};
use app::server::AppState;
use app::staff::{SecondFactorView, first_page, gather_second_factor, staff_session_of, staff_token};
use axum::Router;
use axum::extract::{Form, Query};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use bytes::Bytes;
use domain::account::PasskeyOwner;
use domain::content::Id;
use domain::staff::{Stage, way_back};
use domain::validation::FieldError;
use serde::Deserialize;
use store::{CeremonyPurpose, Enrolment, MemberSession, NewFactor, NewMemberSession, StaffMember, UsedPasskey};

use super::super::cookies;
use super::super::headers::private;
use super::super::limits::{Act, with_wait};
use super::super::passkey_answers::{Asker, No, Words, begin, made, signed, site};
use super::super::registration::{read_request, see_other};
use super::super::render::page_of;
use super::super::staff_set_up::new_recovery_codes;
use super::super::staff_sign_in::{code_key, keep, new_session, unprocessable};
use super::passkeys::{first_label, user};

/// Questions to authenticators, and their answers.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/admin/sign-in/passkey", post(sign_in))
        .route("/admin/sign-in/passkey/options", post(sign_in_options))
        .route("/admin/sign-in/code/passkey", post(second_factor))
        .route("/admin/sign-in/code/passkey/options", post(second_factor_options))
        .route("/admin/confirm/passkey", post(prove))
        .route("/admin/confirm/passkey/options", post(prove_options))
        .route("/admin/second-factor/passkey", post(enrol))
        .route("/admin/second-factor/passkey/options", post(enrol_options))
        .layer(from_fn(private))
}

#[derive(Debug, Deserialize)]
struct Next {
    #[serde(default)]
    next: String,
}

async fn sign_in_options(asker: Asker) -> Response {
    asker.begin_sign_in(Holder::Staff, CeremonyPurpose::SignInMember).await
}

/// Signs in by a passkey alone. It has checked who holds it, so both factors are proven.
async fn sign_in(asker: Asker, Query(Next { next }): Query<Next>, sent: Bytes) -> Response {
    let (state, headers) = (&asker.state, &asker.headers);
    let signed_in = async {
        let browser = passkey_token(headers, state.settings()).unwrap_or_default();
        let is_theirs = |owner| matches!(owner, PasskeyOwner::Member(_));
        let used = signed(state, CeremonyPurpose::SignInMember, &browser, &sent, is_theirs).await?;
        let session = new_session(state, headers);
        let member = state.store().sign_in_member_by_passkey(used, None, session.clone()).await?;
        let mut response = let_in(state, &member.ok_or(PasskeyTrouble::Over)?, &session, &next).await;
        cookies::set(&mut response, passkey_cookie(state.settings()), "", 0);
        Ok(response)
    };
    asker.answered(Holder::Staff, Act::Guess, signed_in).await
}

async fn second_factor_options(asker: Asker) -> Response {
    let begun = async {
        at(&asker, Stage::Code).await?;
        begin_in_session(&asker, CeremonyPurpose::SecondFactor).await
    };
    asker.answered(Holder::Staff, Act::Passkey, begun).await
}

/// Signs in by a passkey after the password. It counts with the wrong codes of its owner.
async fn second_factor(asker: Asker, Query(Next { next }): Query<Next>, sent: Bytes) -> Response {
    let state = &asker.state;
    let signed_in = async {
        let former = at(&asker, Stage::Code).await?;
        let used = signed_by(&asker, former.member.id, CeremonyPurpose::SecondFactor, &sent).await?;
        let session = new_session(state, &asker.headers);
        let half = Some(token(&asker));
        let member = state.store().sign_in_member_by_passkey(used, half, session.clone()).await?;
        Ok(let_in(state, &member.ok_or(PasskeyTrouble::Over)?, &session, &next).await)
    };
    asker.answered(Holder::Staff, Act::Guess, signed_in).await
}

async fn prove_options(asker: Asker) -> Response {
    let begun = begin_in_session(&asker, CeremonyPurpose::ProveMember);
    asker.answered(Holder::Staff, Act::Passkey, begun).await
}

/// Proves again, in a session that goes on, who somebody is.
async fn prove(asker: Asker, Query(Next { next }): Query<Next>, sent: Bytes) -> Response {
    let state = &asker.state;
    let proven = async {
        let session = at(&asker, Stage::Whole).await?;
        let StaffMember { id: member, role, .. } = session.member;
        let used = signed_by(&asker, member, CeremonyPurpose::ProveMember, &sent).await?;
        if !state.store().proven_again_by_passkey(session, used, state.real_now()).await? {
            return Err(PasskeyTrouble::Over.into());
        }
        forget_attempts(state, member).await;
        Ok(way_back(&next).unwrap_or_else(|| first_page(role)).to_owned().into_response())
    };
    asker.answered(Holder::Staff, Act::Guess, proven).await
}

async fn enrol_options(asker: Asker) -> Response {
    let (state, headers) = (&asker.state, &asker.headers);
    let begun = async {
        let (site, session) = (site(state)?, at(&asker, Stage::Enrolling).await?);
        let begun = site.ask_for_new(&user(state, headers, &session.member), &[])?;
        begin(state, CeremonyPurpose::EnrolMember, &token(&asker), begun).await
    };
    asker.answered(Holder::Staff, Act::Passkey, begun).await
}

/// An authenticator's answer in a form: what follows is a page.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Made {
    #[serde(default)]
    answer: String,
}

/// Takes a passkey as somebody's first second factor, and shows recovery codes.
async fn enrol(asker: Asker, Form(sent): Form<Made>) -> Response {
    let (state, headers) = (&asker.state, &asker.headers);
    let Ok(session) = at(&asker, Stage::Enrolling).await else { return see_other("/admin/sign-in") };
    let enrolled = async {
        asker.admit(Act::Guess)?;
        let (token, owner) = (token(&asker), PasskeyOwner::Member(session.member.id));
        let key = made(state, CeremonyPurpose::EnrolMember, &token, sent.answer.as_bytes(), owner).await?;
        let (codes, new) = (new_recovery_codes(), new_session(state, headers));
        let factor = NewFactor::Passkey { key, label: first_label(headers) };
        let enrolment = Enrolment { token, factor, recovery_codes: codes.clone() };
        let member = state.store().enrol(enrolment, new.clone()).await?.ok_or(PasskeyTrouble::Over)?;
        tracing::info!(member = %member.id, "a passkey was set up as second factor");
        let view = SecondFactorView::Done { codes, next: first_page(member.role).to_owned() };
        let mut response = page_of(state.clone(), read_request("/admin/second-factor", headers), Ok(view)).await;
        keep(state, &mut response, &new);
        Ok::<_, No>(response)
    };
    let no = match enrolled.await {
        Ok(response) => return response,
        Err(no) => no,
    };
    let again = async |message: String| {
        let view = gather_second_factor(state, &session, vec![FieldError::new("form", message)]);
        page_of(state.clone(), read_request("/admin/second-factor", headers), view).await
    };
    match no.words(locale_of(headers, state.settings()), Holder::Staff) {
        Words::Sentence(sentence) => unprocessable(again(sentence).await),
        Words::Wait(sentence, seconds) => with_wait(again(sentence).await, seconds),
        Words::Whole(response) => response,
    }
}

/// The session of a request that has come as far as that.
async fn at(asker: &Asker, stage: Stage) -> Result<MemberSession, No> {
    let session = staff_session_of(&asker.state, &asker.headers).await?;
    if session.stage == stage { Ok(session) } else { Err(No::Page(PageError::Forbidden)) }
}

/// The key of a request's session: only the session that asked can answer.
fn token(asker: &Asker) -> String {
    staff_token(&asker.headers, asker.state.settings()).unwrap_or_default()
}

/// Asks for any passkey of the site.
async fn begin_in_session(asker: &Asker, purpose: CeremonyPurpose) -> Result<Response, No> {
    begin(&asker.state, purpose, &token(asker), site(&asker.state)?.ask_for_any()?).await
}

/// A passkey of somebody's that signed what their session asked. Each try counts, as a code does.
async fn signed_by(asker: &Asker, member: Id, purpose: CeremonyPurpose, sent: &Bytes) -> Result<UsedPasskey, No> {
    count(&asker.state, member).await?;
    let is_theirs = |owner| owner == PasskeyOwner::Member(member);
    signed(&asker.state, purpose, &token(asker), sent, is_theirs).await
}

/// Counts one more proof of somebody, as a code.
async fn count(state: &AppState, member: Id) -> Result<(), No> {
    let wait = state.store().staff_attempt(&code_key(member), state.real_now()).await?;
    wait.map_or(Ok(()), |seconds| {
        tracing::warn!(%member, "second factors were tried too often");
        Err(No::TooMuch(seconds))
    })
}

async fn forget_attempts(state: &AppState, member: Id) {
    if let Err(error) = state.store().staff_attempt_was_right(&code_key(member)).await {
        tracing::warn!(%error, "wrong proofs of somebody who proved who they are are still counted");
    }
}

/// Where somebody goes on who has signed in, and what their browser keeps.
async fn let_in(state: &AppState, member: &StaffMember, session: &NewMemberSession, next: &str) -> Response {
    forget_attempts(state, member.id).await;
    tracing::info!(member = %member.id, "signed in to work here with a passkey");
    let target = way_back(next).unwrap_or_else(|| first_page(member.role)).to_owned();
    let mut response = target.into_response();
    keep(state, &mut response, session);
    response
}
