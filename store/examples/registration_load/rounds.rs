//! Rounds of many people for few places, with cancels, offers and expiries mixed in.

use domain::content::Id;
use store::Store;

use crate::cluster::Failure;
use crate::{Options, churn, load, milliseconds};

/// Whether every round left everything as it was promised.
pub(crate) async fn measure(store: &Store, options: &Options) -> Result<bool, Failure> {
    let (mut waits, mut problems) = (Vec::new(), 0);
    let (mut registrations, mut cancels, mut offers, mut expiries) = (0, 0, 0, 0);
    for round in 1..=options.rounds {
        let churn = churn::churn(store, Id::new_v4(), options.clients, options.places).await?;
        println!(
            "round {round}: {} registered, {} cancelled, {} offered, {} missed an offer; {} problems",
            churn.registrations,
            churn.cancels,
            churn.offers,
            churn.expiries,
            churn.problems.len()
        );
        churn.problems.iter().for_each(|problem| println!("  {problem}"));
        problems += churn.problems.len();
        registrations += churn.registrations;
        cancels += churn.cancels;
        offers += churn.offers;
        expiries += churn.expiries;
        waits.extend(churn.waits);
    }
    waits.sort_unstable();
    let duplicates = load::duplicate_mails(store).await?;
    println!(
        "{}",
        serde_json::json!({
            "engine": store.engine_name(), "clients": options.clients, "places": options.places,
            "rounds": options.rounds, "registrations": registrations, "cancels": cancels, "offers": offers,
            "expiries": expiries, "oversold_lost_or_unfair": problems, "duplicate_mails": duplicates,
            "p50_ms": milliseconds(&waits, 50), "p99_ms": milliseconds(&waits, 99),
        })
    );
    Ok(problems == 0 && duplicates == 0)
}
