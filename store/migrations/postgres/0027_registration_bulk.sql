-- Acts on many registrations at once: reviewed first, then carried out in pieces. Kept for some days, so that the same form
-- sent twice acts once, and what was left undone can be taken up again.

CREATE TABLE registration_bulk (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL,
    act TEXT NOT NULL,
    -- Between commas, as those of a registration.
    tags TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX registration_bulk_by_age ON registration_bulk (created_at);

-- Who was chosen, as they were then.
CREATE TABLE registration_bulk_item (
    bulk_id TEXT NOT NULL REFERENCES registration_bulk (id) ON DELETE CASCADE,
    registration_id TEXT COLLATE "C" NOT NULL,
    state TEXT NOT NULL,
    -- Whether the act would change it (`domain::registration::bulk`), and in what turn.
    verdict TEXT NOT NULL,
    turn BIGINT NOT NULL,
    -- 'changed', 'passed_over' or 'failed'; none while it is still to be done.
    outcome TEXT,
    PRIMARY KEY (bulk_id, registration_id)
);
CREATE INDEX registration_bulk_item_open ON registration_bulk_item (bulk_id, turn, registration_id)
    WHERE outcome IS NULL AND verdict = 'changes';
