-- Uploaded files. Their bytes are elsewhere, in the media store; here is what there is and how far it has come.

CREATE TABLE media (
    -- Unguessable: part of the file's address and of the names of its objects.
    key TEXT NOT NULL PRIMARY KEY,
    -- As its owner called it.
    name TEXT NOT NULL,
    content_type TEXT NOT NULL,
    -- How many bytes it will have; unknown until the end where a form sends it.
    length INTEGER,
    -- How many are here.
    received INTEGER NOT NULL,
    -- Hexadecimal; known once it is ready.
    sha256 TEXT,
    -- 'receiving', 'joining', 'ready', 'failed' with a failure, or 'removed' until its objects are gone.
    state TEXT NOT NULL,
    failure TEXT,
    added_at INTEGER NOT NULL,
    -- A member of staff, by the name they had then.
    added_by TEXT NOT NULL,
    -- When an upload that does not go on is given up.
    expires_at INTEGER NOT NULL,
    -- Until when one process puts the parts together, so that others need not.
    claimed_until INTEGER
) STRICT;
CREATE INDEX media_by_age ON media (added_at, key);
CREATE INDEX media_unfinished ON media (state) WHERE state <> 'ready';

-- What came of a file so far, each an object of the media store.
CREATE TABLE media_part (
    media_key TEXT NOT NULL REFERENCES media (key) ON DELETE CASCADE,
    -- Its first byte.
    starts INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    object TEXT NOT NULL,
    PRIMARY KEY (media_key, starts)
) STRICT;
