//! Which square of a picture is shown.

use domain::media::Crop;
use domain::time::Instant;

use crate::Store;
use crate::changes::Change;
use crate::connection::{statements, values};
use crate::error::StoreError;

statements! {
    CROP = "UPDATE media SET crop_left = $2, crop_top = $3, crop_side = $4
        WHERE key = $1 AND state = 'ready' AND origin IS NULL AND content_type LIKE 'image/%'";
    // Whoever is at work on it has lost it by that.
    AGAIN = "UPDATE media_work SET state = 'queued', tries = 0, due_at = $2 WHERE media_key = $1";
}

impl Store {
    /// Chooses the square of a picture that is shown, and has its smaller forms made anew; until they are there the former ones
    /// are shown. Whether there is such a picture.
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn crop_media(&self, key: &str, crop: Crop, now: Instant) -> Result<bool, StoreError> {
        let row = values![key, i64::from(crop.left), i64::from(crop.top), i64::from(crop.side)];
        let again = values![key, now];
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    if connection.execute(CROP, row).await? == 0 {
                        return Ok(false);
                    }
                    connection.execute(AGAIN, again).await?;
                    connection.announce(Change::Media);
                    Ok(true)
                })
            })
            .await
    }
}
