//! Links in mails to those who work here: each works once, for its time, and for whom it was sent to.

use domain::mail::Letter;
use domain::staff::{ADDRESS_MINUTES, INVITATION_HOURS, RESET_MINUTES, Role, Stage};
use domain::time::Instant;
use store::{Changed, NewMember, NewMemberSession, NewStaffLink, StaffMember, Store, StoreError};

use crate::harness::{Checked, on_both};
use crate::load::NOW;
use crate::staff::administrator;

fn link(token: &str, email: &str, now: Instant) -> NewStaffLink {
    NewStaffLink { email: email.to_owned(), token: token.to_owned(), now, site_now: now }
}

fn session(token: &str, now: Instant) -> NewMemberSession {
    let (token, device_token) = (token.to_owned(), "browser".to_owned());
    NewMemberSession { token, former: None, device: String::new(), device_token, now, site_now: now }
}

fn member(name: &str) -> NewMember {
    NewMember {
        name: name.to_owned(),
        email: "ignored@b.example".to_owned(),
        password_hash: "$argon2id$1".to_owned(),
        totp_secret: "SECRET".to_owned(),
    }
}

async fn mails(store: &Store, kind: &str) -> Result<usize, StoreError> {
    let mails = store.outbox(NOW.plus_minutes(1_000_000), 200, None).await?;
    Ok(mails.iter().filter(|mail| mail.letter.kind() == kind).count())
}

#[test]
fn an_invitation_is_accepted_once_by_the_address_it_went_to() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        assert!(store.invite(link("one", "Eve@B.example", NOW), Role::Administrator, None).await?);
        assert!(store.invite(link("two", "eve@b.example", NOW), Role::Editor, None).await?);
        assert_eq!(store.invitation("one", NOW).await?, None, "the later one ends the earlier");
        let open = store.invitation("two", NOW).await?.ok_or("no invitation")?;
        assert_eq!((open.email.as_str(), open.role), ("eve@b.example", Some(Role::Editor)));
        assert_eq!(store.invitations(NOW).await?, [open]);
        let end = NOW.plus_minutes(INVITATION_HOURS * 60);
        assert_eq!(store.invitation("two", end).await?, None);
        assert!(!store.accept_invitation("two", member("Late"), session("no", end)).await?);
        // A link for a password is none for an invitation.
        assert_eq!(store.password_link("two", NOW).await?, None);
        assert!(!store.replace_password("two", "$argon2id$2".to_owned(), "", NOW, NOW).await?);

        assert!(store.accept_invitation("two", member("Eve"), session("eve", NOW)).await?);
        assert!(!store.accept_invitation("two", member("Thief"), session("thief", NOW)).await?);
        let begun = store.member_session("eve", NOW).await?.ok_or("no session")?;
        assert_eq!((begun.stage, begun.member.role), (Stage::Enrolling, Role::Editor));
        assert_eq!((begun.member.name.as_str(), begun.member.email.as_str()), ("Eve", "eve@b.example"));
        assert!(!store.invite(link("three", "EVE@b.example", NOW), Role::Moderator, None).await?);
        assert_eq!(mails(store, "invitation").await?, 2);

        store.invite(link("four", "f@b.example", NOW), Role::Moderator, None).await?;
        let four = store.invitation("four", NOW).await?.ok_or("no invitation")?;
        assert!(store.withdraw_invitation(four.id).await?);
        assert!(!store.withdraw_invitation(four.id).await?);
        assert!(!store.accept_invitation("four", member("F"), session("f", NOW)).await?);
        Ok(())
    })
}

#[test]
fn a_forgotten_password_is_replaced_once_and_ends_every_session() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        store.invite(link("in", "eve@b.example", NOW), Role::Editor, None).await?;
        assert!(store.accept_invitation("in", member("Eve"), session("eve", NOW)).await?);
        for number in 0..5 {
            store.ask_for_password(link(&format!("known {number}"), "Eve@b.example", NOW)).await?;
            store.ask_for_password(link(&format!("unknown {number}"), "nobody@b.example", NOW)).await?;
        }
        assert_eq!(mails(store, "password_reset").await?, 3, "three to somebody, none to nobody");
        let replace =
            async |token: &str, now| store.replace_password(token, "$argon2id$2".to_owned(), "", now, now).await;
        assert!(!replace("unknown 0", NOW).await?);
        assert!(!replace("known 3", NOW).await?);
        assert!(!replace("known 0", NOW.plus_minutes(RESET_MINUTES)).await?);
        assert!(replace("known 1", NOW).await?);
        // One that was used ends the others.
        for token in ["known 0", "known 1", "known 2"] {
            assert!(!replace(token, NOW).await?, "{token}");
        }
        assert_eq!(store.member_session("eve", NOW).await?, None);
        let secrets = store.staff_secrets_of("eve@b.example").await?.ok_or("nobody")?;
        assert_eq!(secrets.password_hash, "$argon2id$2");
        let told = store.outbox(NOW, 1, None).await?;
        assert!(matches!(told.first().map(|mail| &mail.letter), Some(Letter::SecurityNotice { .. })));

        // Whoever changes their password themselves ends the links that somebody else may have asked for.
        store.ask_for_password(link("later", "eve@b.example", NOW)).await?;
        store.change_password(secrets.member, "$argon2id$3".to_owned(), domain::content::Id::nil(), "", NOW).await?;
        assert!(!replace("later", NOW).await?);
        Ok(())
    })
}

#[test]
fn another_address_is_taken_once_by_whom_the_link_is_for_and_only_while_nobody_has_it() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let ada = administrator(store, "ada@b.example", "ada").await?;
        let bob = administrator(store, "bob@b.example", "bob").await?;
        let ask = async |who: &StaffMember, token: &str, email: &str| {
            store.ask_for_address(who.id, link(token, email, NOW)).await
        };
        let take = async |token: &str, now: Instant| store.change_address(token, "", now, NOW).await;
        assert!(!ask(&ada, "one", "BOB@b.example").await?, "somebody has it");
        assert!(ask(&ada, "one", "new@b.example").await? && ask(&ada, "two", "New@b.example").await?);
        assert_eq!(take("one", NOW).await?, None, "the later one ends the earlier");
        assert_eq!(store.address_of_link("two", NOW).await?.as_deref(), Some("New@b.example"));
        let end = NOW.plus_minutes(ADDRESS_MINUTES);
        assert_eq!((store.address_of_link("two", end).await?, take("two", end).await?), (None, None));
        // A link for an address is none for a password or an invitation.
        assert_eq!((store.password_link("two", NOW).await?, store.invitation("two", NOW).await?), (None, None));
        // Two who want the same: the first has it.
        assert!(ask(&bob, "three", "new@b.example").await?);
        let taken = take("two", NOW).await?.ok_or("not taken")?;
        assert_eq!((taken.id, taken.email.as_str()), (ada.id, "New@b.example"));
        assert_eq!((take("two", NOW).await?, take("three", NOW).await?), (None, None));
        assert!(store.staff_secrets_of("ada@b.example").await?.is_none());
        assert_eq!(store.staff_secrets_of("new@B.example").await?.map(|found| found.member), Some(taken));
        assert!(store.member_session("ada", NOW).await?.is_some());
        assert_eq!(mails(store, "new_address").await?, 3);
        // Whoever has left takes no address.
        assert!(ask(&bob, "four", "other@b.example").await?);
        store.remove_member(bob.id).await?;
        assert_eq!(take("four", NOW).await?, None);
        Ok(())
    })
}

#[test]
fn a_reviewer_is_here_until_the_instant_and_not_a_millisecond_longer() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        let (ends, just_before) = (NOW.plus_minutes(60), NOW.plus_minutes(60).plus_milliseconds(-1));
        // Whoever accepts too late does not begin at all.
        store.invite(link("late", "late@b.example", NOW), Role::Reviewer, Some(ends)).await?;
        assert_eq!(store.invitation("late", NOW).await?.and_then(|link| link.ends), Some(ends));
        assert!(!store.accept_invitation("late", member("Late"), session("late", ends)).await?);

        store.invite(link("in", "eve@b.example", NOW), Role::Reviewer, Some(ends)).await?;
        assert!(store.accept_invitation("in", member("Eve"), session("eve", NOW.plus_minutes(30))).await?);
        let begun = store.member_session("eve", just_before).await?.ok_or("no session")?;
        assert_eq!((begun.member.role, begun.member.ends), (Role::Reviewer, Some(ends)));
        assert_eq!(store.member_session("eve", ends).await?, None, "the session ends with the access");
        let (eve, hash) = (begun.member.id, "$argon2id$1");
        let again = session("again", ends);
        assert_eq!(store.password_proven(eve, hash, "SECRET".to_owned(), again).await?, None, "and none begins");

        // A later day opens it again, also to the session that is going on; another role is no reviewer's.
        let later = ends.plus_minutes(10);
        assert_eq!(store.change_review_end(eve, later).await?, Changed::Done);
        assert!(store.member_session("eve", ends).await?.is_some());
        assert_eq!(store.member_session("eve", later).await?, None);
        assert_eq!(store.change_role(eve, Role::Editor, None).await?, Changed::Done);
        let editor = store.member_session("eve", later).await?.ok_or("no session")?;
        assert_eq!((editor.member.role, editor.member.ends), (Role::Editor, None));
        assert_eq!(store.change_review_end(eve, later).await?, Changed::Gone, "an editor has no last day");
        Ok(())
    })
}
