//! One form for several events, in one transaction with the one letter about all of them.

use domain::content::Id;

use super::register::{New, take};
use super::{NewRegistration, RegisterOutcome, letters};
use crate::Store;
use crate::changes::Change;
use crate::error::StoreError;

impl Store {
    /// Registers somebody for several events at once: all of it, or nothing. What is new is confirmed by one link, for
    /// which `series_token` is good; the confirmation tokens of the requests are those that the link's page derives from it.
    /// Sent twice, it counts once for each event.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the same form was sent before with another address; otherwise the database cannot be
    /// written to.
    pub async fn register_series(
        &self,
        mut requests: Vec<NewRegistration>,
        series_token: String,
    ) -> Result<Vec<(Id, RegisterOutcome)>, StoreError> {
        // Everybody takes the counts in one order, so that no two wait for each other.
        requests.sort_by_key(|request| request.event);
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let mut outcomes = Vec::with_capacity(requests.len());
                    let mut new: Vec<(New, &NewRegistration)> = Vec::new();
                    for request in &requests {
                        let (outcome, made) = take(connection, request).await?;
                        outcomes.push((request.event, outcome));
                        new.extend(made.map(|made| (made, request)));
                    }
                    letters::welcome_to_series(connection, &new, series_token).await?;
                    for (_, request) in &new {
                        connection.announce(Change::Places { event: request.event });
                    }
                    Ok(outcomes)
                })
            })
            .await
    }
}
