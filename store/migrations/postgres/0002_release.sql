-- Releases: immutable, content-addressed. Two releases with equal content share one snapshot.

CREATE TABLE snapshot (
    hash TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL
);

CREATE TABLE release (
    number BIGINT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    released_at BIGINT NOT NULL,
    hash TEXT NOT NULL REFERENCES snapshot (hash),
    difference TEXT NOT NULL
);
