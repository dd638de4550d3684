//! Failures on the way to the visitor: a reference for them, the cause for the log.

use store::StoreError;

use crate::error::PageError;

/// What a visitor is told when the store fails. The cause stands in the log beside the reference and nowhere else
/// (ASVS 5.0, 16.5.1).
pub(crate) fn store_failed(error: &StoreError) -> PageError {
    let reference = hex::encode(rand::random::<[u8; 4]>());
    tracing::error!(%error, reference, "the store failed");
    PageError::Unavailable { reference: Some(reference) }
}
