-- Releases: immutable, content-addressed. Two releases with equal content share one snapshot.

CREATE TABLE snapshot (
    hash TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
) STRICT;

CREATE TABLE release (
    number INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    released_at INTEGER NOT NULL,
    hash TEXT NOT NULL REFERENCES snapshot (hash),
    difference TEXT NOT NULL
) STRICT;
