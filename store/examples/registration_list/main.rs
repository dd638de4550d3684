//! How long the list of an event's registrations takes, with as many as fill a congress: the first page, further pages,
//! each filter, each order, and the counts above it.
//!
//! ```text
//! cargo run --release -p store --example registration_list -- --url sqlite:///tmp/list.db
//! cargo run --release -p store --example registration_list -- --private-postgres
//! ```
//! PostgreSQL looks after its tables once a minute, and until then a list that was filled in a rush is slower: that is told as
//! well, and the figure is what the list takes from then on. The last line of the output is one JSON object. The exit code is 1 when a figure falls short. The database must be one
//! that may be filled with invented people.

#[path = "../../tests/support/cluster.rs"]
mod cluster;
mod crowd;
#[expect(dead_code, reason = "mails are counted by others")]
#[path = "../../tests/support/load.rs"]
mod load;

use std::process::ExitCode;
use std::time::Duration;

use cluster::{Cluster, Failure};
use domain::content::Id;
use domain::registration::{ListFilter, ListOrder, Profession, RegistrationState};
use domain::slug::Slug;
use store::{ListedPage, Store};
use tokio::time::Instant as Stopwatch;

/// Registrations of the event that is measured.
const PEOPLE: u32 = 50_000;
/// Rounds of each question, and how many of them only warm up.
const ROUNDS: usize = 60;
const WARM_UP: usize = 10;
/// What the server may take, 95 of 100 times.
const MOST: Duration = Duration::from_millis(50);
/// Within this PostgreSQL looks after its tables (`autovacuum_naptime` is a minute), and is done.
const HOUSEKEEPING: Duration = Duration::from_secs(90);
/// Registrations on a page.
const PAGE: u32 = 50;

/// One question, with its name in the table.
struct Question {
    name: &'static str,
    filter: ListFilter,
    order: ListOrder,
    /// Begins in the middle of the list.
    is_further: bool,
}

fn questions() -> Vec<Question> {
    let question = |name, filter, order| Question { name, filter, order, is_further: false };
    let all = ListFilter::default;
    let text = |text: &str| ListFilter { text: text.to_owned(), ..all() };
    let rare = || ListFilter { country: Some("IS".to_owned()), profession: Some(Profession::Policy), ..all() };
    vec![
        question("first page", all(), ListOrder::Newest),
        question("by name", all(), ListOrder::Name),
        question("by state", all(), ListOrder::State),
        Question { is_further: true, ..question("a page in the middle", all(), ListOrder::Name) },
        question("one state", ListFilter { states: vec![RegistrationState::Cancelled], ..all() }, ListOrder::Name),
        question("country", ListFilter { country: Some("IT".to_owned()), ..all() }, ListOrder::Newest),
        question("rare country and role, by name", rare(), ListOrder::Name),
        question("rare country and role, by time", rare(), ListOrder::Newest),
        question("tag", ListFilter { tag: Some(Slug::of("vip")), ..all() }, ListOrder::Newest),
        question("a word", text("rossi"), ListOrder::Newest),
        question("one person", text("person49999@"), ListOrder::Newest),
        question("four words, by name", text("maria rossi example ospedale"), ListOrder::Name),
        question("nobody", text("xyzzy"), ListOrder::State),
        question("waiting list", all(), ListOrder::WaitingList),
    ]
}

fn main() -> Result<ExitCode, Failure> {
    let mut arguments = std::env::args().skip(1);
    let (url, _cluster) = match (arguments.next().as_deref(), arguments.next()) {
        (Some("--url"), Some(url)) => (url, None),
        (Some("--private-postgres"), None) => {
            let cluster = Cluster::shared()?;
            (cluster.new_database()?, Some(cluster))
        }
        _ => return Err("say which database: --url sqlite:///… or postgres://…, or --private-postgres".into()),
    };
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(async {
        let store = Store::connect(&url).await?;
        let event = Id::from_u128(0x00c0_ffee);
        crowd::fill(&store, event, PEOPLE).await?;
        if url.starts_with("postgres") {
            println!("right after the rush:");
            measure(&store, event).await?;
            tokio::time::sleep(HOUSEKEEPING).await;
            println!("after the database has looked after its tables:");
        }
        let holds = measure(&store, event).await?;
        store.close().await;
        Ok(if holds { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    })
}

/// Asks every question, and prints how long it took; whether all of them hold.
async fn measure(store: &Store, event: Id) -> Result<bool, Failure> {
    let (mut worst, mut worst_name) = (Duration::ZERO, "");
    for question in questions() {
        let Question { name, filter, order, is_further } = question;
        let middle = ListFilter { text: "person25000@".to_owned(), ..ListFilter::default() };
        let after = if is_further {
            store.listed(event, &middle, order, 1, None).await?.first().map(|found| found.id)
        } else {
            None
        };
        let (mut times, mut found) = (Vec::new(), ListedPage::default());
        for round in 0..ROUNDS {
            let begun = Stopwatch::now();
            found = store.listed_page(event, &filter, order, PAGE, after).await?;
            if round >= WARM_UP {
                times.push(begun.elapsed());
            }
        }
        let time = percentile_95(&mut times);
        println!("{name}: {} of {}, with its counts p95 {:.1} ms", found.rows.len(), found.matching, ms(time));
        if time > worst {
            (worst, worst_name) = (time, name);
        }
    }
    println!("{{\"registrations\":{PEOPLE},\"slowest\":\"{worst_name}\",\"p95_ms\":{:.1}}}", ms(worst));
    Ok(worst <= MOST)
}

fn percentile_95(times: &mut [Duration]) -> Duration {
    times.sort_unstable();
    times.get(times.len() * 95 / 100).copied().unwrap_or_default()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}
