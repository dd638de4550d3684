//! People who are entered by those who work here: by the steps of everybody, counted, recorded, and never twice.

use domain::content::Id;
use domain::registration::RegistrationState::{Confirmed, Joining, Pending, Waiting};
use domain::registration::entry::{Placing, Proof, WhenFull};
use domain::registration::waiting::Terms;
use domain::time::Instant;
use store::{Decided, Entered, Entrant, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{NOW, terms, wish};
use crate::sample::id;

fn entrant(event: Id, capacity: Option<u32>, name: &str, proof: Proof, when_full: WhenFull) -> Entrant {
    let mut request = wish(event, capacity, &format!("{name}@example.org"));
    request.now = NOW;
    Entrant { request, tags: Vec::new(), proof, when_full, reviewed: None }
}

fn because(reason: &str, at: Instant) -> Decided {
    Decided { by: "Ada".to_owned(), reason: reason.to_owned(), at }
}

async fn enter(store: &Store, event: Id, people: &[Entrant]) -> Result<Vec<Entered>, Failure> {
    Ok(store.enter(event, people.to_vec(), because("By phone", NOW)).await?)
}

#[test]
fn each_takes_the_steps_of_the_table_is_counted_and_recorded_and_entered_once() -> Checked {
    on_both(&async |fixture| {
        let (store, event, full) = (&fixture.store, id(2000), Some(2));
        let people = [
            entrant(event, full, "asked", Proof::Asked, WhenFull::List),
            entrant(event, full, "given", Proof::Given, WhenFull::List),
            entrant(event, full, "joins", Proof::Asked, WhenFull::List),
            entrant(event, full, "waits", Proof::Given, WhenFull::List),
            entrant(event, full, "guest", Proof::Asked, WhenFull::Place),
            entrant(event, full, "speaker", Proof::Given, WhenFull::Place),
        ];
        let first = enter(store, event, &people).await?;
        assert_eq!(enter(store, event, &people).await?, first, "sent again, nobody is entered twice");
        let places = store.places(event).await?;
        assert_eq!((places.taken, places.waiting), (4, 1));
        let (mut states, mut letters, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        for done in &first {
            let Entered::Done(id) = done else { return Err(format!("{done:?}").into()) };
            states.push(store.registration(*id).await?.ok_or("registered")?.state);
            let written = store.mails_of_registration(*id).await?.into_iter().map(|mail| mail.kind);
            // Reminders wait for their hour.
            letters.push(written.filter(|kind| kind != "reminder").collect::<Vec<_>>());
            let history = store.registration_history(*id).await?;
            assert!(history.iter().all(|step| step.decided == Some(("Ada".to_owned(), "By phone".to_owned()))));
            steps.push(history.len());
            assert_eq!(store.entered_by(*id).await?, Some(("Ada".to_owned(), "By phone".to_owned())));
        }
        assert_eq!(states, [Pending, Confirmed, Joining, Waiting, Pending, Confirmed]);
        assert_eq!(steps, [0, 1, 0, 1, 1, 2]);
        let kinds: Vec<&str> = letters.iter().map(|kinds| kinds.first().map_or("", String::as_str)).collect();
        let expected =
            ["confirm_registration", "confirmed", "confirm_waiting", "waiting", "confirm_registration", "confirmed"];
        assert_eq!(kinds, expected);
        assert!(letters.iter().all(|kinds| kinds.len() == 1), "each is written to once: {letters:?}");

        // Another form with the same address is somebody who is there; another key does not help.
        let known = enter(store, event, &[entrant(event, full, "GIVEN", Proof::Given, WhenFull::Place)]).await?;
        assert!(
            matches!((known.first(), first.get(1)), (Some(Entered::Known(known)), Some(Entered::Done(id))) if known == id)
        );
        let (addresses, keys) = (
            ["Waits@example.org".to_owned(), "new@example.org".to_owned()],
            [people[0].request.applicant.idempotency_key],
        );
        let found = store.known_entrants(event, &addresses, &keys).await?;
        let mut found: Vec<&str> = found.iter().map(|one| one.address.as_str()).collect();
        found.sort_unstable();
        assert_eq!(found, ["asked@example.org", "waits@example.org"]);

        // With anything else than was reviewed nobody is entered, nor beyond places and list.
        let reviewed =
            Entrant { reviewed: Some(Placing::Place), ..entrant(event, full, "late", Proof::Given, WhenFull::List) };
        assert_eq!(enter(store, event, &[reviewed]).await?, [Entered::Otherwise]);
        let mut late = entrant(event, full, "late", Proof::Given, WhenFull::List);
        late.request.terms = Terms { start: NOW, ..terms(full) };
        assert_eq!(enter(store, event, &[late]).await?, [Entered::Full]);
        assert_eq!(store.registrations_of("late@example.org").await?, []);
        assert_eq!(store.places(event).await?.taken, 4);
        Ok(())
    })
}

#[test]
fn many_are_entered_in_pieces_and_who_registers_meanwhile_keeps_the_count_true() -> Checked {
    on_both(&async |fixture| {
        let (store, event, full) = (&fixture.store, id(2000), Some(100));
        let name = |number: u32| format!("person{number}");
        let people: Vec<Entrant> =
            (0..120).map(|number| entrant(event, full, &name(number), Proof::Given, WhenFull::List)).collect();
        let (entered, registered) = tokio::join!(enter(store, event, &people), async {
            let mut done = 0_u32;
            for number in 0..20 {
                store.register(wish(event, full, &format!("visitor{number}@example.org"))).await?;
                done += 1;
            }
            Ok::<_, Failure>(done)
        });
        assert_eq!((entered?.len(), registered?), (120, 20));
        let places = store.places(event).await?;
        assert_eq!(places.taken, 100, "never more than there are");
        let counts = store.state_counts(event).await?;
        assert_eq!(counts.iter().map(|(_, count)| count).sum::<u32>(), 140);
        Ok(())
    })
}
