-- The waiting list. Who waits is a registration too; `entered_at` is when they first asked for the list and is kept for
-- good, `offer_until` is the end of the offer they have, `last_cause` why they are in their state.

ALTER TABLE registration ADD COLUMN entered_at INTEGER;
ALTER TABLE registration ADD COLUMN offer_until INTEGER;
ALTER TABLE registration ADD COLUMN last_cause TEXT;
-- How often the person began or ceased to take part, and when they last did: what their calendar has to be told.
ALTER TABLE registration ADD COLUMN turns INTEGER NOT NULL DEFAULT 0;
ALTER TABLE registration ADD COLUMN turned_at INTEGER;
UPDATE registration SET turns = 1, turned_at = confirmed_at WHERE confirmed_at IS NOT NULL AND state = 'confirmed';
UPDATE registration SET turns = 2, turned_at = cancelled_at WHERE confirmed_at IS NOT NULL AND state = 'cancelled';

-- An organiser may take the limit of an online event away, whatever the released programme says.
ALTER TABLE place_count ADD COLUMN unlimited INTEGER NOT NULL DEFAULT 0;

-- Whoever missed an offer may come again, as whoever cancelled.
DROP INDEX registration_holds_one_place;
CREATE UNIQUE INDEX registration_holds_one_place ON registration (event_id, email_key)
    WHERE state NOT IN ('cancelled', 'expired');

CREATE INDEX registration_by_event ON registration (event_id, created_at, id);
-- Who is next.
CREATE INDEX registration_waiting ON registration (event_id, entered_at, id) WHERE state = 'waiting';
-- The list as it is shown, and the position on it.
CREATE INDEX registration_on_list ON registration (event_id, entered_at, id)
    WHERE state IN ('joining', 'waiting', 'offered');
CREATE INDEX registration_missed ON registration (event_id, email_key) WHERE state = 'expired';
-- What the time does: offers end, addresses stay unproven.
CREATE INDEX registration_offer_ends ON registration (event_id, offer_until) WHERE state = 'offered';
CREATE INDEX registration_unproven ON registration (event_id, created_at, id) WHERE state IN ('pending', 'joining');

-- Every decision against the order of the list; without a registration where it concerns the whole event.
CREATE TABLE registration_decision (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    event_id TEXT NOT NULL,
    registration_id TEXT,
    decision TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_decision_by_event ON registration_decision (event_id, number);

-- How often links were asked for again, by the hash of the address and the hour; kept for a day.
CREATE TABLE resend_count (
    address TEXT NOT NULL,
    hour INTEGER NOT NULL,
    asked INTEGER NOT NULL,
    PRIMARY KEY (hour, address)
) STRICT;

-- Whose registration a mail is about, so that it goes when the registration is deleted.
ALTER TABLE outbox ADD COLUMN registration_id TEXT;
CREATE INDEX outbox_by_registration ON outbox (registration_id) WHERE registration_id IS NOT NULL;
