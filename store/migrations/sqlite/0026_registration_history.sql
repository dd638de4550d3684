-- Every step that a registration took after it was made: what its history is told from. Who decided a step, and why, stands
-- in `registration_decision`. Without a foreign key, as there: both go when the person is erased.

CREATE TABLE registration_step (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    registration_id TEXT NOT NULL,
    -- A cause of the one table of steps (`domain::registration`), and the states around it.
    cause TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    taken_at INTEGER NOT NULL
) STRICT;
CREATE INDEX registration_step_by_registration ON registration_step (registration_id, number);
CREATE INDEX registration_decision_by_registration ON registration_decision (registration_id, number)
    WHERE registration_id IS NOT NULL;
