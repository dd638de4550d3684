-- Forms that are being filled in, one thing at a time: known by the hash of a token in the browser's cookie, and deleted
-- when they were sent or nobody touched them for a day.

CREATE TABLE registration_draft (
    hash TEXT NOT NULL,
    event_id TEXT NOT NULL,
    content TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    PRIMARY KEY (hash, event_id)
) STRICT;
CREATE INDEX registration_draft_by_expiry ON registration_draft (expires_at);
