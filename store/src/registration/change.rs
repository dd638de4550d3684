//! Changing what a person told when they registered.

use domain::registration::Applicant;
use domain::registration::listing::{found_by, name_key};
use domain::time::Instant;

use super::register::answers;
use super::{Purpose, Registration, by_id, by_token};
use crate::Store;
use crate::connection::{Connection, statements, values};
use crate::error::StoreError;

statements! {
    CHANGE = "UPDATE registration SET name = $3, country = $4, profession = $5, organisation = $6, news_consent = $7,
        answers = $8, name_key = $9, found_by = $10 WHERE id = $1 AND state = $2";
}

impl Store {
    /// Puts what the person says now in the place of what they said before. The address stays: it is proven, and who
    /// they are. `None` for an unknown link; a registration that takes no other answers (any more) is returned as it is.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when its state changed at this very moment, and nothing else did; otherwise the database
    /// cannot be written to.
    pub async fn change_answers(
        &self,
        token: &str,
        applicant: Applicant,
        now: Instant,
    ) -> Result<Option<Registration>, StoreError> {
        let hash = crate::token::hash(token);
        self.engine
            .write(move |connection| Box::pin(async move { change(connection, hash, &applicant, now).await }))
            .await
    }
}

async fn change(
    connection: &mut Connection<'_>,
    hash: String,
    applicant: &Applicant,
    now: Instant,
) -> Result<Option<Registration>, StoreError> {
    let Some(found) = by_token(connection, hash, Purpose::Manage).await? else { return Ok(None) };
    if found.is_overdue(now) || !found.state.takes_other_answers() {
        return Ok(Some(found));
    }
    let mut row = values![found.id, found.state.name(), &applicant.name, &applicant.country];
    row.extend(values![applicant.profession.name(), applicant.organisation.clone(), applicant.news_consent]);
    row.push(answers(applicant)?);
    let found_by = found_by(found.id, &applicant.name, &found.email, applicant.organisation.as_deref());
    row.extend(values![name_key(&applicant.name), found_by]);
    if connection.execute(CHANGE, row).await? == 0 {
        return Err(StoreError::Busy);
    }
    by_id(connection, found.id).await
}
