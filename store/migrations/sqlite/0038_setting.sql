-- What administrators set for the whole site. Each change is a row, and the last of a name counts; without a value it is as the
-- operator has it. Nothing is changed or deleted here, so this is the history too.

CREATE TABLE setting (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Name of the setting (`domain::settings::Setting`).
    name TEXT NOT NULL,
    value TEXT,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    -- Number of the change before it, 0 for the first.
    follows INTEGER NOT NULL,
    UNIQUE (name, follows)
) STRICT;
CREATE INDEX setting_by_name ON setting (name, number);
