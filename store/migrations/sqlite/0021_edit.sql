-- What editors did to the working copy: who, when, and what it takes to undo it.

CREATE TABLE edit (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    made_at INTEGER NOT NULL,
    member_id TEXT NOT NULL,
    member_name TEXT NOT NULL,
    act TEXT NOT NULL,
    kind TEXT NOT NULL,
    thing_id TEXT NOT NULL,
    title TEXT NOT NULL,
    -- The edit that this one takes back; each is taken back once.
    undoes INTEGER UNIQUE REFERENCES edit (number),
    -- JSON; taken out after thirty days, when nothing is undone any more.
    steps TEXT
) STRICT;
CREATE INDEX edit_by_thing ON edit (kind, thing_id, number);
CREATE INDEX edit_by_time ON edit (made_at);
