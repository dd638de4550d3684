-- How often each entry of people's calendars was revised: a row for each revision, with the release that brought it, so
-- that an earlier release can be read as it was. Rows of what was removed stay: what comes back counts on.

CREATE TABLE calendar_revision (
    kind TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    release_number BIGINT NOT NULL REFERENCES release (number),
    event_id TEXT NOT NULL,
    sequence BIGINT NOT NULL,
    revised_at BIGINT NOT NULL,
    removed BIGINT NOT NULL,
    entry TEXT NOT NULL,
    PRIMARY KEY (kind, thing_id, release_number)
);

-- One feed for each proven address. Only the hash of its token: who reads the database cannot read the feed's address.
CREATE TABLE calendar_feed (
    email_key TEXT NOT NULL PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE INDEX IF NOT EXISTS registration_by_email_key ON registration (email_key);
