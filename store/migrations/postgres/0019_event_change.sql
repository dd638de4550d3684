-- What releases changed of events, and nobody was told of yet: a row for each event, written with the release. The letters
-- follow in pieces once it is due; `told_created` and `told_id` are of the last registration that was looked at.

CREATE TABLE event_change (
    event_id TEXT NOT NULL PRIMARY KEY,
    changes TEXT NOT NULL,
    due_at BIGINT NOT NULL,
    release_number BIGINT NOT NULL,
    told_created BIGINT NOT NULL,
    told_id TEXT NOT NULL
);
CREATE INDEX event_change_due ON event_change (due_at, event_id);
