//! The list of an event's registrations on both engines: what a filter lets pass, in every order, page by page.

use std::collections::BTreeSet;

use domain::content::Id;
use domain::registration::{Applicant, ListFilter, ListOrder, Profession, RegistrationState};
use domain::slug::Slug;
use store::{PersonalAct, Registration, RegistrationView, Store};

use crate::cluster::Failure;
use crate::harness::{Checked, on_both};
use crate::load::{NOW, terms, wish};
use crate::sample::id;
use crate::staff::administrator;

const COUNTRIES: &[&str] = &["IT", "FR", "DE"];
const NAMES: &[&str] = &["Zoë Müller", "ada Lovelace", "Øyvind Ås", "Ada Lovelace", "Čeněk \"100%\" O'Neill_"];

/// Forty people of several kinds; every second confirmed, every fifth cancelled.
async fn crowd(store: &Store, event: Id) -> Result<Vec<Registration>, Failure> {
    for number in 0..40_usize {
        let mut form = wish(event, None, &format!("person{number:02}@klinik{}.example", number % 7));
        form.now = NOW.plus_minutes(i64::try_from(number / 2)?);
        form.applicant = Applicant {
            name: NAMES.iter().cycle().nth(number).copied().unwrap_or_default().to_owned(),
            country: COUNTRIES.iter().cycle().nth(number).copied().unwrap_or_default().to_owned(),
            profession: if number % 4 == 0 { Profession::Nurse } else { Profession::Oncologist },
            organisation: (number % 6 == 0).then(|| "Universitätsklinikum Köln".to_owned()),
            ..form.applicant
        };
        store.register(form.clone()).await?;
        if number % 2 == 0 {
            store.confirm_registration(&form.confirm_token, terms(None), form.now).await?;
        }
        if number % 5 == 0 {
            store.act_on_registration(&form.manage_token, PersonalAct::Cancel, terms(None), form.now).await?;
        }
    }
    let all = store.listed(event, &ListFilter::default(), ListOrder::Oldest, 200, None).await?;
    assert_eq!(all.len(), 40);
    Ok(all)
}

/// Everything that a filter lets pass, three at a time.
async fn paged(store: &Store, event: Id, filter: &ListFilter, order: ListOrder) -> Result<Vec<Registration>, Failure> {
    let (mut all, mut after) = (Vec::<Registration>::new(), None);
    loop {
        let page = store.listed(event, filter, order, 3, after).await?;
        assert!(page.len() <= 3);
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.id);
        all.extend(page);
    }
}

/// A filter, and what it says in other words.
type Filtered = (ListFilter, fn(&Registration) -> bool);

fn filters() -> Vec<Filtered> {
    let text = |text: &str| ListFilter { text: text.to_owned(), ..ListFilter::default() };
    let all = ListFilter::default;
    vec![
        (all(), |_| true),
        (text("ADA  love"), |found| found.name.to_lowercase().contains("ada")),
        (text("muller koln"), |found| found.name.contains("Müller") && found.organisation.is_some()),
        (text("@KLINIK3.example"), |found| found.email.contains("@klinik3")),
        (text("100% o'neill_"), |found| found.name.contains("100%")),
        (text("' OR 1=1 --"), |_| false),
        (ListFilter { country: Some("FR".to_owned()), ..all() }, |found| found.country == "FR"),
        (ListFilter { profession: Some(Profession::Nurse), ..text("zoe") }, |found| {
            found.profession == Profession::Nurse && found.name.contains("Zoë")
        }),
        (ListFilter { states: vec![RegistrationState::Confirmed, RegistrationState::Cancelled], ..all() }, |found| {
            found.state != RegistrationState::Pending
        }),
        (ListFilter { tag: Some(Slug::of("vip")), ..all() }, |found| found.tags.contains(&Slug::of("vip"))),
    ]
}

#[test]
fn each_filter_lets_pass_what_it_says_in_every_order_and_each_page_goes_on_where_the_last_ended() -> Checked {
    on_both(&async |fixture| {
        let (store, event) = (&fixture.store, id(2000));
        crowd(store, id(2001)).await?;
        let all = crowd(store, event).await?;
        for found in all.iter().take(7) {
            assert!(store.set_tags(event, found.id, vec![Slug::of("dinner"), Slug::of("vip")]).await?);
        }
        assert!(store.set_tags(event, all[9].id, vec![Slug::of("vip-guest")]).await?);
        assert!(!store.set_tags(id(2001), all[9].id, Vec::new()).await?, "of another event");
        assert_eq!(store.known_tags(event).await?, ["dinner", "vip", "vip-guest"].map(Slug::of));
        let all = store.listed(event, &ListFilter::default(), ListOrder::Oldest, 200, None).await?;
        for (filter, passes) in filters() {
            let expected: BTreeSet<Id> = all.iter().filter(|found| passes(found)).map(|found| found.id).collect();
            for order in [ListOrder::Newest, ListOrder::Oldest, ListOrder::Name, ListOrder::State] {
                let listed = paged(store, event, &filter, order).await?;
                let ids: BTreeSet<Id> = listed.iter().map(|found| found.id).collect();
                assert_eq!((&ids, listed.len()), (&expected, expected.len()), "{filter:?} {order:?}");
                let time = |found: &Registration| (found.created, found.id.to_string());
                let name = |found: &Registration| domain::registration::listing::name_key(&found.name);
                let is_sorted = match order {
                    ListOrder::Newest => listed.is_sorted_by(|a, b| time(a) > time(b)),
                    ListOrder::Oldest => listed.is_sorted_by_key(time),
                    ListOrder::Name => listed.is_sorted_by_key(|found| (name(found), found.id.to_string())),
                    _ => listed.is_sorted_by_key(|found| (found.state, time(found))),
                };
                assert!(is_sorted, "{filter:?} {order:?}");
            }
            let page = store.listed_page(event, &filter, ListOrder::Name, 5, None).await?;
            assert_eq!(usize::try_from(page.matching)?, expected.len(), "{filter:?}");
            assert_eq!(page.counts.iter().map(|(_, number)| number).sum::<u32>(), 40, "all, whatever the filter");
        }
        // What a person quotes finds them; of the waiting list nobody is there.
        let quoted = domain::registration::listing::reference(all[4].id);
        let found = store
            .listed(event, &ListFilter { text: quoted, ..ListFilter::default() }, ListOrder::Name, 9, None)
            .await?;
        assert!(found.iter().any(|found| found.id == all[4].id));
        assert!(store.listed(event, &ListFilter::default(), ListOrder::WaitingList, 9, None).await?.is_empty());
        // A page after somebody who is not there begins anew.
        let first = store.listed(event, &ListFilter::default(), ListOrder::Oldest, 1, Some(id(9))).await?;
        assert_eq!(first[0].id, all[0].id);
        let of_events = store.counts_of_events().await?;
        assert_eq!(of_events.iter().filter(|(of, _, _)| *of == event).map(|(_, _, number)| number).sum::<u32>(), 40);
        assert!(!store.fill_in_registrations().await?, "nothing is left to be filled in");
        Ok(())
    })
}

#[test]
fn whoever_corrects_a_name_is_found_by_it_and_whoever_is_erased_by_nothing() -> Checked {
    on_both(&async |fixture| {
        let (store, event) = (&fixture.store, id(2000));
        let form = wish(event, None, "ada@klinik.example");
        store.register(form.clone()).await?;
        let renamed = Applicant { name: "Grace Hopper".to_owned(), ..form.applicant.clone() };
        store.change_answers(&form.manage_token, renamed, NOW).await?.ok_or("unknown")?;
        let found = async |text: &str| -> Result<usize, Failure> {
            let filter = ListFilter { text: text.to_owned(), ..ListFilter::default() };
            Ok(store.listed(event, &filter, ListOrder::Newest, 9, None).await?.len())
        };
        assert_eq!((found("hopper").await?, found("dr ada").await?, found("klinik").await?), (1, 0, 1));
        Ok(())
    })
}

#[test]
fn a_named_list_is_seen_by_its_owner_or_by_everybody() -> Checked {
    on_both(&async |fixture| {
        let (store, event) = (&fixture.store, id(2000));
        let ada = administrator(store, "ada@b.example", "ada").await?.id;
        let eve = administrator(store, "eve@b.example", "eve").await?.id;
        let view = |number: u128, is_shared: bool| RegistrationView {
            id: id(number),
            name: format!("View {number}"),
            is_shared,
            query: "state=waiting".to_owned(),
        };
        assert!(store.save_registration_view(event, ada, view(1, false), NOW).await?);
        assert!(store.save_registration_view(event, ada, view(2, true), NOW.plus_minutes(1)).await?);
        assert_eq!(store.registration_views(event, ada).await?, [view(1, false), view(2, true)]);
        assert_eq!(store.registration_views(event, eve).await?, [view(2, true)]);
        assert!(store.registration_views(id(2001), ada).await?.is_empty());
        assert!(!store.remove_registration_view(event, eve, id(1)).await?, "another's own");
        assert!(!store.remove_registration_view(id(2001), ada, id(1)).await?, "of another event");
        assert!(store.remove_registration_view(event, eve, id(2)).await?);
        assert_eq!(store.registration_views(event, ada).await?, [view(1, false)]);
        Ok(())
    })
}
