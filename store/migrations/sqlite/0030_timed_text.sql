-- Captions and chapters of recordings. They belong to a file and not to a release: a misheard word is corrected while people watch.

CREATE TABLE timed_text (
    media_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    -- BCP 47.
    language TEXT NOT NULL,
    status TEXT NOT NULL,
    source TEXT NOT NULL,
    -- WebVTT, as written by ourselves.
    body TEXT NOT NULL,
    -- Grows with every change, so that nobody overwrites what they have not seen.
    version INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    changed_by TEXT NOT NULL,
    -- Who read it from beginning to end, and when.
    reviewed_at INTEGER,
    reviewed_by TEXT,
    PRIMARY KEY (media_key, kind, language)
) STRICT;
