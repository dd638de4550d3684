//! Finds addresses for an imported schedule beside what is already there.

use std::collections::{HashMap, HashSet};

use domain::content::{Content, Event, Id, Person, Session};
use domain::slug::Slug;

use crate::Imported;
use crate::report::Report;

impl Imported {
    /// Gives every event, session and person of a schedule an address that nothing in `existing` has or had. What was
    /// imported before keeps the address it has now, so importing again changes nothing. A programme file is left as
    /// it is: its addresses are the editor's word.
    pub fn fit_beside(&mut self, existing: &Content) {
        if self.content.events.iter().all(|event| event.source.is_none()) {
            return;
        }
        fit(&mut self.content.events, &existing.events, "event", &mut self.report);
        fit(&mut self.content.sessions, &existing.sessions, "session", &mut self.report);
        fit(&mut self.content.people, &existing.people, "person", &mut self.report);
    }
}

/// A thing with an address of its own.
trait Addressed {
    fn id(&self) -> Id;
    fn name(&self) -> &str;
    fn slugs(&self) -> (&Slug, &Vec<Slug>);
    fn set_slugs(&mut self, slug: Slug, former: Vec<Slug>);
}

macro_rules! addressed {
    ($($kind:ty, $name:ident;)+) => {$(
        impl Addressed for $kind {
            fn id(&self) -> Id {
                self.id
            }

            fn name(&self) -> &str {
                &self.$name
            }

            fn slugs(&self) -> (&Slug, &Vec<Slug>) {
                (&self.slug, &self.former_slugs)
            }

            fn set_slugs(&mut self, slug: Slug, former: Vec<Slug>) {
                self.slug = slug;
                self.former_slugs = former;
            }
        }
    )+};
}
addressed! {
    Event, title;
    Session, title;
    Person, name;
}

fn fit<T: Addressed>(imported: &mut [T], existing: &[T], kind: &str, report: &mut Report) {
    let known: HashMap<Id, &T> = existing.iter().map(|thing| (thing.id(), thing)).collect();
    let slugs = existing.iter().flat_map(|thing| std::iter::once(thing.slugs().0).chain(thing.slugs().1));
    let mut taken: HashSet<Slug> = slugs.cloned().collect();
    for thing in imported {
        if let Some(before) = known.get(&thing.id()) {
            let (slug, former) = before.slugs();
            thing.set_slugs(slug.clone(), former.clone());
            continue;
        }
        let wanted = thing.slugs().0.clone();
        let slug = Slug::unique(wanted.as_str(), &mut taken);
        if slug != wanted {
            let what = format!("{kind} whose address is taken; it got another");
            report.repair(&what, None, &format!("{} ({slug})", thing.name()));
            thing.set_slugs(slug, Vec::new());
        }
    }
}
