//! Identities derived from what a thing is called in its file, so that reading the file again finds the same things.

use domain::content::{Id, Uuid};
use domain::slug::Slug;

/// Root of every derived identity (RFC 9562, section 5.5); changing it would make every import new.
const NAMESPACE: Uuid = Uuid::from_u128(0x6f1c_2d0e_94b7_5c53_8a41_e3d7_50b2_96fa);

/// Of a thing in a programme file.
pub(crate) fn of_slug(kind: &str, slug: &Slug) -> Id {
    Uuid::new_v5(&NAMESPACE, format!("{kind}:{slug}").as_bytes())
}

/// Of an imported event, by the key of its source.
pub(crate) fn of_source(source: &str) -> Id {
    Uuid::new_v5(&NAMESPACE, format!("source:{source}").as_bytes())
}

/// Of a thing that belongs to another.
pub(crate) fn within(owner: Id, kind: &str, key: &str) -> Id {
    Uuid::new_v5(&owner, format!("{kind}:{key}").as_bytes())
}
