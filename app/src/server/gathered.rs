//! Data that the server looked up before the page is made.
//!
//! Components are plain functions of what is at hand. Whatever must be waited for (the store) is gathered by the route
//! first and handed over here, so that no page waits in the middle of being made.

use leptos::prelude::use_context;

use crate::error::{PageError, Refused};

/// A page's data, or why there is none.
#[derive(Debug, Clone)]
pub struct Gathered<T>(pub Result<T, PageError>);

/// What the route gathered for the page being made.
///
/// # Errors
/// Whatever kept the route from it; [`PageError::Unavailable`] if it gathered nothing, a mistake in the router.
pub(crate) fn gathered<T: Clone + 'static>() -> Result<T, PageError> {
    if let Some(Refused(error)) = use_context::<Refused>() {
        return Err(error);
    }
    use_context::<Gathered<T>>().map_or(Err(PageError::Unavailable { reference: None }), |gathered| gathered.0)
}
