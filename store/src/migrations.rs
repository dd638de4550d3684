//! The migrations of both engines, embedded; see `migrations/README.md` for the rules.

use std::borrow::Cow;

use sqlx::SqlStr;
use sqlx::migrate::{Migration, MigrationType, Migrator};

/// Number, name and text of every migration, from one list so that the two folders cannot drift apart.
macro_rules! migrations {
    ($($version:literal $name:literal),+ $(,)?) => {
        const SQLITE: &[(i64, &str, &str)] =
            &[$(($version, $name, include_str!(concat!("../migrations/sqlite/", $name, ".sql")))),+];
        const POSTGRES: &[(i64, &str, &str)] =
            &[$(($version, $name, include_str!(concat!("../migrations/postgres/", $name, ".sql")))),+];
    };
}

migrations! {
    1 "0001_content",
    2 "0002_release",
    3 "0003_registration",
    4 "0004_outbox",
    5 "0005_setup",
    7 "0007_calendar",
    8 "0008_places",
    11 "0011_mail",
    13 "0013_account",
    14 "0014_staff",
    15 "0015_answers",
    16 "0016_drafts",
    17 "0017_reminders",
    19 "0019_event_change",
    20 "0020_passkey",
    21 "0021_edit",
    22 "0022_staff_address",
    25 "0025_registration_list",
    26 "0026_registration_history",
    27 "0027_registration_bulk",
    28 "0028_material",
    29 "0029_media",
    30 "0030_timed_text",
    31 "0031_search",
    32 "0032_progress",
    33 "0033_working_copy",
    34 "0034_media_work",
    35 "0035_slides",
    36 "0036_group_letter",
    37 "0037_letter_words",
    38 "0038_setting",
    39 "0039_presence",
    40 "0040_completion",
    45 "0045_reviewer",
    46 "0046_forgotten",
    50 "0050_portrait",
    51 "0051_registration_counts",
    52 "0052_timed_text_change",
    53 "0053_backup",
}

/// Brings an SQLite database up to date.
pub(crate) fn sqlite() -> Migrator {
    migrator(SQLITE)
}

/// Brings a PostgreSQL database up to date.
pub(crate) fn postgres() -> Migrator {
    migrator(POSTGRES)
}

fn migrator(migrations: &[(i64, &'static str, &'static str)]) -> Migrator {
    let migrations = migrations.iter().map(|(version, name, sql)| {
        // A concurrent index cannot be built inside a transaction; the file says so in its first line.
        let without_transaction = sql.starts_with("-- no-transaction");
        let sql = SqlStr::from_static(sql);
        Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql, without_transaction)
    });
    Migrator::with_migrations(migrations.collect())
}
