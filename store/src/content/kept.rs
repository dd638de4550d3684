//! The last state of the working copy that this process saw, shared by all handles to the store. It is only a shortcut:
//! whoever takes it compares its revision with that of the database first, so other processes need not be heard.

use std::sync::{Arc, Mutex, PoisonError};

use super::WorkingCopy;

/// Where it is kept.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Arc<Mutex<Option<Arc<WorkingCopy>>>>);

impl Kept {
    /// What was seen last.
    pub(crate) fn get(&self) -> Option<Arc<WorkingCopy>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Keeps a state that was committed, unless a newer one is kept: whoever read it may have been slow.
    pub(crate) fn set(&self, copy: Arc<WorkingCopy>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_none_or(|kept| kept.revision < copy.revision) {
            *kept = Some(copy);
        }
    }
}
