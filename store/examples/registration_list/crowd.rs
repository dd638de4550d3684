//! Invented people of many kinds, registered as real ones are.

use domain::content::Id;
use domain::registration::{ListFilter, ListOrder, Profession};
use domain::slug::Slug;
use futures::stream::{StreamExt, iter};
use store::{PersonalAct, Store};

use crate::cluster::Failure;
use crate::load::{NOW, terms, wish};

/// Clients at the same time.
const CLIENTS: usize = 200;
const FIRST: [&str; 8] = ["Maria", "Zoë", "Łukasz", "Ada", "Jean-Luc", "Sana", "Florian", "Müge"];
const LAST: [&str; 9] = ["Rossi", "Müller", "Nowak", "García", "Okafor", "Al-Sukhun", "Scotté", "Yılmaz", "O’Neill"];
const COUNTRIES: [&str; 12] = ["IT", "IT", "IT", "DE", "DE", "FR", "ES", "PL", "JO", "TR", "IE", "NG"];

/// Registers so many people, of whom half confirm, a tenth cancels and one in a hundred has a tag; the last few
/// thousand find no place and wait.
pub(crate) async fn fill(store: &Store, event: Id, people: u32) -> Result<(), Failure> {
    let places = people * 9 / 10 - 2_000;
    let results = iter(0..people).map(|number| come(store, event, number, places)).buffered(CLIENTS);
    let results: Vec<Result<(), Failure>> = results.collect().await;
    results.into_iter().collect::<Result<Vec<()>, Failure>>()?;
    let mut after = None;
    loop {
        let page = store.listed(event, &ListFilter::default(), ListOrder::Oldest, 500, after).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.id);
        for found in page.iter().step_by(100) {
            store.set_tags(event, found.id, vec![Slug::of("vip")]).await?;
        }
    }
}

async fn come(store: &Store, event: Id, number: u32, places: u32) -> Result<(), Failure> {
    let at = usize::try_from(number)?;
    let pick = |of: &[&'static str], by: usize| of.get(at / by % of.len()).copied().unwrap_or_default();
    let mut form = wish(event, Some(places), &format!("person{number}@ospedale{}.example", number % 97));
    form.now = NOW.plus_milliseconds(i64::from(number) * 20);
    form.applicant.name = format!("{} {}", pick(&FIRST, 1), pick(&LAST, 3));
    // One in five hundred comes from where hardly anybody does.
    form.applicant.country = if number % 500 == 7 { "IS" } else { pick(&COUNTRIES, 1) }.to_owned();
    form.applicant.profession =
        Profession::ALL.get(at / 7 % Profession::ALL.len()).copied().unwrap_or(Profession::Other);
    form.applicant.organisation =
        (!number.is_multiple_of(3)).then(|| format!("Ospedale Universitario {}", number % 411));
    store.register(form.clone()).await?;
    if number >= places || number.is_multiple_of(2) {
        store.confirm_registration(&form.confirm_token, terms(Some(places)), form.now).await?;
    }
    if number < places && number % 10 == 3 {
        store.act_on_registration(&form.manage_token, PersonalAct::Cancel, terms(Some(places)), form.now).await?;
    }
    Ok(())
}
