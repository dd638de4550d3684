//! What administrators set for the whole site: each change is kept, and the last one counts.

use domain::settings::Setting;
use domain::time::Instant;

use crate::Store;
use crate::changes::Change;
use crate::connection::{Row, statements, values};
use crate::error::StoreError;

/// Most changes that are listed.
const PAGE: u32 = 100;

/// Changes with what was set before each, and whether what each set holds still, or again.
macro_rules! changes {
    () => {
        "SELECT setting.number, setting.name, setting.value, setting.made_by, setting.made_at,
        earlier.value AS value_before, last.number AS last_number,
        CASE WHEN last.value IS NOT DISTINCT FROM setting.value THEN CAST(1 AS BIGINT) ELSE 0 END AS stands
        FROM setting LEFT JOIN setting AS earlier ON earlier.number = setting.follows
        JOIN setting AS last ON last.number = (SELECT max(number) FROM setting AS other WHERE other.name = setting.name)"
    };
}

statements! {
    LAST = "SELECT number, value, made_by, made_at FROM setting WHERE name = $1 ORDER BY number DESC LIMIT $2";
    BETWEEN = concat!(changes!(), " WHERE setting.made_at >= $1 AND setting.made_at < $2
        ORDER BY setting.made_at DESC, setting.number DESC LIMIT $3");
    ONE = concat!(changes!(), " WHERE setting.number = $1");
    // Only if nobody else has changed it since; of two at once the index admits one.
    CHANGE = "INSERT INTO setting (name, value, made_by, made_at, follows)
        SELECT $1, $2, $3, CAST($4 AS BIGINT), CAST($5 AS BIGINT)
        WHERE (SELECT coalesce(max(number), 0) FROM setting WHERE name = $1) = $5
        ON CONFLICT (name, follows) DO NOTHING";
}

/// A change of a setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingChange {
    /// Its number, which grows.
    pub number: i64,
    /// The value from then on; `None` where it is as the operator has it.
    pub value: Option<String>,
    /// Who.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// A change of a setting among those of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingEdit {
    /// Of what.
    pub setting: Setting,
    /// The change.
    pub change: SettingChange,
    /// The value before.
    pub before: Option<String>,
    /// Whether what it set holds still, or again: then it can be set back.
    pub stands: bool,
    /// Number of the last change of that setting: what a further one follows.
    pub last: i64,
}

impl Store {
    /// The changes of all settings from one instant until before another, newest first, at most so many. What a later version
    /// knows is left out.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn settings_between(
        &self,
        from: Instant,
        until: Instant,
        limit: u32,
    ) -> Result<Vec<SettingEdit>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(BETWEEN, values![from, until, limit]).await?;
                    rows.iter().filter_map(|row| edit(row).transpose()).collect()
                })
            })
            .await
    }

    /// A change of a setting by its number.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn setting_edit(&self, number: i64) -> Result<Option<SettingEdit>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let row = connection.fetch_one(ONE, values![number]).await?;
                    row.as_ref().map_or(Ok(None), edit)
                })
            })
            .await
    }

    /// The changes of a setting, newest first, at most 100; the first of them counts.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn setting_changes(&self, setting: Setting, limit: u32) -> Result<Vec<SettingChange>, StoreError> {
        self.engine
            .read(move |connection| {
                Box::pin(async move {
                    let rows = connection.fetch(LAST, values![setting.name(), limit.min(PAGE)]).await?;
                    rows.iter().map(read).collect()
                })
            })
            .await
    }

    /// What is set; `None` where it is as the operator has it.
    ///
    /// # Errors
    /// The database cannot be read.
    pub async fn setting(&self, setting: Setting) -> Result<Option<String>, StoreError> {
        Ok(self.setting_changes(setting, 1).await?.into_iter().next().and_then(|last| last.value))
    }

    /// Sets something; whether that was done: not if somebody has changed it since the change with the number `base` (0 for
    /// none).
    ///
    /// # Errors
    /// The database cannot be written to.
    pub async fn change_setting(
        &self,
        setting: Setting,
        value: Option<String>,
        base: i64,
        by: String,
        now: Instant,
    ) -> Result<bool, StoreError> {
        let row = values![setting.name(), value, by, now, base];
        self.engine
            .write(move |connection| {
                Box::pin(async move {
                    let is_done = connection.execute(CHANGE, row).await? > 0;
                    if is_done {
                        connection.announce(Change::Settings);
                    }
                    Ok(is_done)
                })
            })
            .await
    }
}

fn read(row: &Row) -> Result<SettingChange, StoreError> {
    Ok(SettingChange {
        number: row.integer("number")?,
        value: row.optional_text("value")?,
        by: row.text("made_by")?,
        at: row.instant("made_at")?,
    })
}

/// `None` for a setting that is not known.
fn edit(row: &Row) -> Result<Option<SettingEdit>, StoreError> {
    let Some(setting) = Setting::from_name(&row.text("name")?) else { return Ok(None) };
    let (before, stands) = (row.optional_text("value_before")?, row.integer("stands")? == 1);
    Ok(Some(SettingEdit { setting, change: read(row)?, before, stands, last: row.integer("last_number")? }))
}
