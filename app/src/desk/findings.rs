//! What the check found, in words, by kind, each with the way to the field that cures it.

use domain::check::{Finding, Rule, Severity};
use domain::content::Id;
use leptos::prelude::*;

use super::navigation::can_edit;
use super::words;
use crate::t;

/// Findings of one kind that are shown; of more only the number is.
const MOST: usize = 100;
/// As many are shown at once; more are folded.
const FEW: usize = 5;

/// How many findings there are: those that block a release, and advice.
pub(super) fn counts(findings: &[Finding]) -> (usize, usize) {
    let blocking = findings.iter().filter(|finding| finding.what.severity() == Severity::Blocking).count();
    (blocking, findings.len() - blocking)
}

/// The findings of a severity, kind by kind, in the order in which they were found.
pub(super) fn list(findings: &[Finding], severity: Severity) -> AnyView {
    let mut groups: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings.iter().filter(|finding| finding.what.severity() == severity) {
        let heading = heading(&finding.what);
        match groups.iter_mut().find(|(known, _)| *known == heading) {
            Some((_, group)) => group.push(finding),
            None => groups.push((heading, vec![finding])),
        }
    }
    groups.into_iter().map(|(heading, found)| group(heading, &found)).collect_view().into_any()
}

fn group(heading: &'static str, findings: &[&Finding]) -> AnyView {
    let lines = findings.iter().take(MOST).map(|finding| line(finding)).collect_view();
    let more = findings.len().saturating_sub(MOST);
    view! {
        <details class="review" open=findings.len() <= FEW>
            <summary>{heading} " " <span class="desk-count">{findings.len()}</span></summary>
            <ul class="desk-findings">{lines}</ul>
            {(more > 0).then(|| view! { <p>{t!(desk.and_more, count = more)}</p> })}
        </details>
    }
    .into_any()
}

fn line(finding: &Finding) -> AnyView {
    let kind = words::one(finding.kind);
    let title = if finding.title.trim().is_empty() { kind.to_owned() } else { finding.title.clone() };
    let title = if can_edit() {
        view! { <a href=path(finding)>{title}</a> }.into_any()
    } else {
        view! { <span>{title}</span> }.into_any()
    };
    view! {
        <li>
            {title}
            " "
            <span class="desk-change__kind">{kind}</span>
            <span class="desk-findings__what">{sentence(finding)}</span>
        </li>
    }
    .into_any()
}

/// The form and the field in which it is cured.
fn path(finding: &Finding) -> String {
    let form = format!("/admin/content/{}/{}", finding.kind.name(), finding.id.unwrap_or_else(Id::nil));
    if finding.field.is_empty() { form } else { format!("{form}#field-{}", finding.field) }
}

/// What all findings of a kind are.
fn heading(rule: &Rule) -> &'static str {
    match rule {
        Rule::TwiceIdentity => t!(finding.twice_identity_all),
        Rule::AddressTaken { .. } => t!(finding.address_taken_all),
        Rule::Untitled | Rule::Unnamed => t!(finding.unnamed_all),
        Rule::TitleNamesSupporter(_) => t!(finding.title_supporter_all),
        Rule::SupporterHoldsRole => t!(finding.supporter_role_all),
        Rule::Reversed | Rule::RegistrationReversed | Rule::ExpiredBefore => t!(finding.reversed_all),
        Rule::NothingToOpen => t!(finding.nothing_to_open_all),
        Rule::NotAWebAddress(_) => t!(finding.not_web_all),
        Rule::PeopleGone(_) | Rule::TopicsGone(_) | Rule::EventGone | Rule::SessionGone => t!(finding.gone_all),
        Rule::TrackGone | Rule::RoomGone => t!(finding.gone_all),
        Rule::SessionElsewhere | Rule::TrackElsewhere | Rule::RoomElsewhere => t!(finding.elsewhere_all),
        Rule::Unaskable(_) => t!(finding.unaskable_all),
        Rule::Credit(_) => t!(finding.credit_all),
        Rule::EmptySection => t!(finding.empty_section_all),
        Rule::TextNamesSupporter(_) => t!(finding.text_supporter_all),
        Rule::NoDisclosure => t!(finding.no_disclosure_all),
        Rule::NoObjectives => t!(finding.no_objectives_all),
        Rule::OtherZone { .. } => t!(finding.other_zone_all),
        Rule::ImagesWithoutText(_) => t!(finding.bare_images_all),
        Rule::DeadLink(_) => t!(finding.dead_link_all),
        Rule::RoomTaken { .. } => t!(finding.room_taken_all),
        Rule::PersonTwice { .. } => t!(finding.person_twice_all),
    }
}

/// What one finding is.
pub(super) fn sentence(finding: &Finding) -> String {
    match &finding.what {
        Rule::TwiceIdentity => t!(finding.twice_identity).to_owned(),
        Rule::AddressTaken { slug, by } => t!(finding.address_taken, slug = slug, other = by),
        Rule::Untitled | Rule::Unnamed => t!(finding.unnamed).to_owned(),
        Rule::TitleNamesSupporter(supporter) => t!(finding.title_supporter, supporter = supporter),
        Rule::SupporterHoldsRole => t!(finding.supporter_role).to_owned(),
        Rule::Reversed => t!(finding.reversed).to_owned(),
        Rule::RegistrationReversed => t!(finding.registration_reversed).to_owned(),
        Rule::NothingToOpen => t!(finding.nothing_to_open).to_owned(),
        Rule::ExpiredBefore => t!(finding.expired_before).to_owned(),
        Rule::NotAWebAddress(url) => t!(finding.not_web, url = url),
        Rule::PeopleGone(count) => t!(finding.people_gone, count = *count),
        Rule::TopicsGone(count) => t!(finding.topics_gone, count = *count),
        Rule::EventGone => t!(finding.event_gone).to_owned(),
        Rule::SessionGone => t!(finding.session_gone).to_owned(),
        Rule::SessionElsewhere => t!(finding.session_elsewhere).to_owned(),
        Rule::TrackGone => t!(finding.track_gone).to_owned(),
        Rule::TrackElsewhere => t!(finding.track_elsewhere).to_owned(),
        Rule::RoomGone => t!(finding.room_gone).to_owned(),
        Rule::RoomElsewhere => t!(finding.room_elsewhere).to_owned(),
        Rule::Unaskable(reason) => t!(desk_trouble.unaskable, reason = reason),
        Rule::Credit(word) => t!(finding.credit, word = word),
        Rule::EmptySection => t!(finding.empty_section).to_owned(),
        Rule::TextNamesSupporter(supporter) => t!(finding.text_supporter, supporter = supporter),
        Rule::NoDisclosure => t!(finding.no_disclosure).to_owned(),
        Rule::NoObjectives => t!(finding.no_objectives).to_owned(),
        Rule::OtherZone { announced, real } => t!(finding.other_zone, announced = announced, real = real),
        Rule::ImagesWithoutText(count) => t!(finding.bare_images, count = *count),
        Rule::DeadLink(path) => t!(finding.dead_link, path = path),
        Rule::RoomTaken { by } => t!(finding.room_taken, other = by),
        Rule::PersonTwice { person, other } => t!(finding.person_twice, person = person, other = other),
    }
}
