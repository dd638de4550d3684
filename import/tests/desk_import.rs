//! What an import makes of a working copy that has other things: on our own files, and on the published schedules where
//! they are (see `real_schedules.rs`).

use std::error::Error;
use std::path::PathBuf;

use domain::content::{Content, Visibility};
use domain::desk::{Kind, Step, Thing, imported, inverse, steps_between};
use domain::time::Zone;
use import::{Options, read};

type Checked = Result<(), Box<dyn Error>>;

fn options() -> Result<Options, Box<dyn Error>> {
    Ok(Options { zone: Some(Zone::named("Europe/Brussels")?), file_name: None })
}

/// The shipped programme.
fn programme() -> Result<Content, Box<dyn Error>> {
    Ok(read(include_bytes!("../../programmes/telemedicine-phase-2.toml"), &options()?)?.content)
}

/// Our own files, and the published ones that are there.
fn files() -> Vec<Vec<u8>> {
    let mut files: Vec<Vec<u8>> = vec![
        include_bytes!("fixtures/frab.xml").to_vec(),
        include_bytes!("fixtures/pentabarf.xml").to_vec(),
        include_bytes!("fixtures/wafer.xml").to_vec(),
        include_bytes!("fixtures/untidy.xml").to_vec(),
        include_bytes!("../../programmes/telemedicine-phase-2.toml").to_vec(),
    ];
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/schedules");
    let folder = std::env::var_os("CONTINUUM_SCHEDULES").map_or(beside, PathBuf::from);
    files.extend(["fosdem_2021.xml", "debconf23.xml"].iter().filter_map(|name| std::fs::read(folder.join(name)).ok()));
    files
}

/// What the steps make of a content, kind by kind, whatever its order.
fn taken(content: &Content, steps: &[Step]) -> Result<Vec<Thing>, Box<dyn Error>> {
    let mut things: Vec<Thing> = Kind::ALL.iter().flat_map(|kind| Thing::all(content, *kind)).collect();
    for step in steps {
        let Step::Put(put) = step else { return Err("an import puts, it swaps nothing".into()) };
        if let Some(before) = &put.before {
            let place =
                things.iter().position(|thing| thing == before).ok_or("a step takes a thing for what it is not")?;
            things.remove(place);
        }
        things.extend(put.after.clone());
    }
    things.sort_by_key(|thing| (thing.kind(), thing.id()));
    Ok(things)
}

#[test]
fn steps_lead_to_what_was_shown_and_back_and_the_same_again_is_nothing() -> Checked {
    let before = programme()?;
    for bytes in files() {
        let mut file = read(&bytes, &options()?)?;
        file.fit_beside(&before);
        let after = imported(&before, &file.content);
        let steps = steps_between(&before, &after);
        assert_eq!(taken(&before, &steps)?, taken(&after, &[])?);
        assert_eq!(taken(&after, &inverse(&steps))?, taken(&before, &[])?);
        // What was there before is there still.
        assert!(before.events.iter().all(|event| after.events.contains(event)));
        let mut again = read(&bytes, &options()?)?;
        again.fit_beside(&after);
        assert_eq!(steps_between(&after, &imported(&after, &again.content)), Vec::new());
    }
    Ok(())
}

#[test]
fn a_file_that_is_imported_again_takes_no_upload_away_and_opens_nothing() -> Checked {
    let file = programme()?;
    let mut edited = file.clone();
    let material = edited.materials.first_mut().ok_or("a material")?;
    material.media = Some("0123456789abcdef0123456789abcdef01234567".parse()?);
    material.visibility = Visibility::Registered;
    let kept = (material.media.clone(), material.visibility);
    let again = imported(&edited, &file);
    assert_eq!(again.materials.first().map(|one| (one.media.clone(), one.visibility)), Some(kept));
    Ok(())
}
