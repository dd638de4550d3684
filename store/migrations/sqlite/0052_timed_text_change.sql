-- What was done to captions, chapters and the times of slides, each with what stood there before: for as long as it can be undone.
-- Without a text before, it was added.

CREATE TABLE timed_text_change (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    media_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    -- The version that it led to; of what was removed, the last one that there was.
    version INTEGER NOT NULL,
    is_removed INTEGER NOT NULL,
    status TEXT,
    source TEXT,
    body TEXT,
    reviewed_at INTEGER,
    reviewed_by TEXT,
    deck TEXT,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX timed_text_change_by_text ON timed_text_change (media_key, kind, language, number);
CREATE INDEX timed_text_change_by_age ON timed_text_change (made_at);
