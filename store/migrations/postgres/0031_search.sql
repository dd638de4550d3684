-- Search over everything published. What is compared is kept as folded words (lower case, no accents) with a space between
-- them, because the engines fold and part differently; the vectors are made of it.

-- Things that can be found.
CREATE TABLE search_thing (
    number BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    -- Who may find it: 0 everybody, 1 those who registered.
    visibility BIGINT NOT NULL,
    title_words TEXT NOT NULL,
    people_words TEXT NOT NULL,
    topics_words TEXT NOT NULL,
    -- Of everything that a release says of it, so that only what differs is written again.
    fingerprint TEXT NOT NULL,
    words TSVECTOR NOT NULL GENERATED ALWAYS AS (
        setweight(to_tsvector('pg_catalog.simple'::regconfig, title_words), 'A')
        || setweight(to_tsvector('pg_catalog.simple'::regconfig, people_words), 'B')
        || setweight(to_tsvector('pg_catalog.simple'::regconfig, topics_words), 'C')
    ) STORED,
    UNIQUE (kind, thing_id)
);
CREATE INDEX search_thing_words ON search_thing USING GIN (words) WITH (fastupdate = off);

-- Their texts, in passages.
CREATE TABLE search_passage (
    number BIGINT NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Where it comes from, and with what it is replaced: 'release', or a source of captions.
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    visibility BIGINT NOT NULL,
    part TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Milliseconds from the beginning of the recording.
    said_at BIGINT,
    page BIGINT,
    text TEXT NOT NULL,
    text_words TEXT NOT NULL,
    -- What its thing is known by: a query may have one word of it and one of the text.
    heading_words TEXT NOT NULL,
    words TSVECTOR NOT NULL GENERATED ALWAYS AS (to_tsvector('pg_catalog.simple'::regconfig, text_words)) STORED,
    all_words TSVECTOR NOT NULL GENERATED ALWAYS AS (
        to_tsvector('pg_catalog.simple'::regconfig, text_words || ' ' || heading_words)
    ) STORED
);
CREATE INDEX search_passage_by_thing ON search_passage (thing_id, kind);
CREATE INDEX search_passage_by_source ON search_passage (source) WHERE source <> 'release';
CREATE INDEX search_passage_words ON search_passage USING GIN (words, all_words) WITH (fastupdate = off);

-- Captions that are indexed: of which recording, and in which versions.
CREATE TABLE search_source (
    source TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL
);

-- The release that is indexed, and by which rules.
CREATE TABLE search_release (
    only_row BIGINT NOT NULL PRIMARY KEY CHECK (only_row = 1),
    number BIGINT NOT NULL,
    rules BIGINT NOT NULL
);
INSERT INTO search_release (only_row, number, rules) VALUES (1, 0, 0);
