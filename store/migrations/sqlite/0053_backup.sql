-- Backups that were made, so that whoever looks after the site sees how old the last one is. What one holds stands where it was put.

CREATE TABLE backup (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    -- When it was complete, by the real time.
    made_at INTEGER NOT NULL,
    -- The folder it was put into; nothing if it was made by other means.
    place TEXT,
    -- Bytes and files of it, the database among them; nothing if it was made by other means.
    bytes INTEGER,
    files INTEGER
) STRICT;
CREATE INDEX backup_by_time ON backup (made_at);
