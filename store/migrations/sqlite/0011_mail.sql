-- Sending. `lane` 0 goes before 1; `domain` is the receiver's, for the throttle; `attempts` counts what was claimed, so
-- that a letter on which the server dies is given up too. `due_at` is on the site's clock, `locked_until` on the real one.

ALTER TABLE outbox ADD COLUMN lane INTEGER NOT NULL DEFAULT 0;
ALTER TABLE outbox ADD COLUMN domain TEXT NOT NULL DEFAULT '';
-- Given up; a person may have it tried again.
ALTER TABLE outbox ADD COLUMN dead_at INTEGER;
-- Not sent because what it says is not true any more; `last_error` says why.
ALTER TABLE outbox ADD COLUMN dropped_at INTEGER;

DROP INDEX outbox_due;
CREATE INDEX outbox_due ON outbox (lane, due_at, number)
    WHERE sent_at IS NULL AND dead_at IS NULL AND dropped_at IS NULL;
CREATE INDEX outbox_dead ON outbox (number) WHERE dead_at IS NOT NULL;

-- When a receiver's domain may be written to again, on the real clock.
CREATE TABLE mail_pace (
    domain TEXT NOT NULL PRIMARY KEY,
    not_before INTEGER NOT NULL
) STRICT;
