//! Many who come at the same time are written with as few statements as one, and nobody notices.

use domain::registration::RegistrationState;
use futures::future::try_join_all;
use store::RegisterOutcome;

use crate::harness::{Checked, on_both};
use crate::load::{NOW, wish};
use crate::sample::id;

#[test]
fn those_who_come_together_are_written_together_and_whoever_is_not_plain_spoils_nobody() -> Checked {
    on_both(&async |fixture| {
        let store = &fixture.store;
        // Forty people, one of them twice and one known before: whoever comes while another is written shares the next go.
        let known = wish(id(2000), None, "person7@example.org");
        store.register(known).await?;
        let people = (0..40).map(|number| wish(id(2000), None, &format!("person{}@example.org", number.min(38))));
        let wishes: Vec<_> = people.chain([wish(id(2001), Some(1), "one@example.org")]).collect();
        let outcomes = try_join_all(wishes.iter().map(|wish| store.register(wish.clone()))).await?;
        let repeated =
            outcomes.iter().filter(|outcome| matches!(outcome, RegisterOutcome::Taken { repeated: true, .. }));
        assert_eq!(repeated.count(), 2, "{outcomes:?}");
        assert_eq!((store.places(id(2000)).await?.taken, store.places(id(2001)).await?.taken), (39, 1));

        // Of each, everything is there: answers to both links, one letter to confirm, and the words as they were typed.
        for (wish, outcome) in wishes.iter().zip(&outcomes) {
            let RegisterOutcome::Taken { registration, .. } = *outcome else { return Err("there was no place".into()) };
            let read = store.registration_by_token(&wish.manage_token).await?.ok_or("the link opens nothing")?;
            assert_eq!((read.id, &read.name, read.created), (registration, &wish.applicant.name, NOW));
            let confirmed = store.confirm_registration(&wish.confirm_token, wish.terms, NOW).await?;
            assert_eq!(confirmed.map(|confirmed| confirmed.state), Some(RegistrationState::Confirmed));
        }
        let mails = store.outbox(NOW, 200, None).await?;
        let first = mails.iter().filter(|mail| mail.kind == "confirm_registration").count();
        let again = mails.iter().filter(|mail| mail.kind == "already_registered").count();
        assert_eq!((first, again), (40, 2));

        // More than there are places: none of them spoils it for those who find one.
        let many = (0..30).map(|number| wish(id(2002), Some(10), &format!("{number}@example.org")));
        let outcomes = try_join_all(many.map(|wish| store.register(wish))).await?;
        let taken = outcomes.iter().filter(|outcome| matches!(outcome, RegisterOutcome::Taken { .. })).count();
        assert_eq!((taken, store.places(id(2002)).await?.taken), (10, 10));
        Ok(())
    })
}
