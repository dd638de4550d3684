-- Search over everything published. What is compared is kept as folded words (lower case, no accents) with a space between
-- them, because the engines fold and part differently; the full-text tables are indices over it, kept by triggers.

-- Things that can be found.
CREATE TABLE search_thing (
    number INTEGER NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    -- Who may find it: 0 everybody, 1 those who registered.
    visibility INTEGER NOT NULL,
    title_words TEXT NOT NULL,
    people_words TEXT NOT NULL,
    topics_words TEXT NOT NULL,
    -- Of everything that a release says of it, so that only what differs is written again.
    fingerprint TEXT NOT NULL,
    UNIQUE (kind, thing_id)
) STRICT;

CREATE VIRTUAL TABLE search_heading USING fts5 (
    title_words, people_words, topics_words,
    content = 'search_thing', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
);

CREATE TRIGGER search_thing_added AFTER INSERT ON search_thing BEGIN
    INSERT INTO search_heading (rowid, title_words, people_words, topics_words)
    VALUES (new.number, new.title_words, new.people_words, new.topics_words);
END;
CREATE TRIGGER search_thing_removed AFTER DELETE ON search_thing BEGIN
    INSERT INTO search_heading (search_heading, rowid, title_words, people_words, topics_words)
    VALUES ('delete', old.number, old.title_words, old.people_words, old.topics_words);
END;

-- Their texts, in passages.
CREATE TABLE search_passage (
    number INTEGER NOT NULL PRIMARY KEY,
    -- Where it comes from, and with what it is replaced: 'release', or a source of captions.
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    visibility INTEGER NOT NULL,
    part TEXT NOT NULL,
    language TEXT NOT NULL,
    -- Milliseconds from the beginning of the recording.
    said_at INTEGER,
    page INTEGER,
    text TEXT NOT NULL,
    text_words TEXT NOT NULL,
    -- What its thing is known by: a query may have one word of it and one of the text.
    heading_words TEXT NOT NULL
) STRICT;
CREATE INDEX search_passage_by_thing ON search_passage (thing_id, kind);
CREATE INDEX search_passage_by_source ON search_passage (source) WHERE source <> 'release';

CREATE VIRTUAL TABLE search_text USING fts5 (
    text_words, heading_words, thing_id,
    content = 'search_passage', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2', prefix = '3'
);

CREATE TRIGGER search_passage_added AFTER INSERT ON search_passage BEGIN
    INSERT INTO search_text (rowid, text_words, heading_words, thing_id)
    VALUES (new.number, new.text_words, new.heading_words, new.thing_id);
END;
CREATE TRIGGER search_passage_removed AFTER DELETE ON search_passage BEGIN
    INSERT INTO search_text (search_text, rowid, text_words, heading_words, thing_id)
    VALUES ('delete', old.number, old.text_words, old.heading_words, old.thing_id);
END;
CREATE TRIGGER search_passage_changed AFTER UPDATE ON search_passage BEGIN
    INSERT INTO search_text (search_text, rowid, text_words, heading_words, thing_id)
    VALUES ('delete', old.number, old.text_words, old.heading_words, old.thing_id);
    INSERT INTO search_text (rowid, text_words, heading_words, thing_id)
    VALUES (new.number, new.text_words, new.heading_words, new.thing_id);
END;

-- Captions that are indexed: of which recording, and in which versions.
CREATE TABLE search_source (
    source TEXT NOT NULL PRIMARY KEY,
    state TEXT NOT NULL
) STRICT;

-- The release that is indexed, and by which rules.
CREATE TABLE search_release (
    only_row INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
    number INTEGER NOT NULL,
    rules INTEGER NOT NULL
) STRICT;
INSERT INTO search_release (only_row, number, rules) VALUES (1, 0, 0);
