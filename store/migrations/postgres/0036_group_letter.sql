-- Letters that somebody who looks after registrations writes to chosen people: written, held for a minute, then put into the
-- outbox with the very statement that ends the hold.

CREATE TABLE group_letter (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL,
    -- 'draft', 'held' or 'released' (`domain::mail::GroupStage`).
    stage TEXT NOT NULL,
    -- Grows with each change of the words, so that what was reviewed is what leaves.
    revision BIGINT NOT NULL,
    aim TEXT NOT NULL,
    subject TEXT NOT NULL,
    text TEXT NOT NULL,
    written_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    held_until BIGINT,
    released_at BIGINT,
    -- To how many it was written when it was released.
    receivers BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX group_letter_by_event ON group_letter (event_id, created_at);
CREATE INDEX group_letter_held ON group_letter (held_until) WHERE stage = 'held';
CREATE INDEX group_letter_drafts ON group_letter (created_at) WHERE stage = 'draft';

-- Who was chosen, as they were then, and the identity of their mail.
CREATE TABLE group_letter_receiver (
    letter_id TEXT NOT NULL REFERENCES group_letter (id) ON DELETE CASCADE,
    registration_id TEXT NOT NULL,
    mail_id TEXT NOT NULL,
    state TEXT NOT NULL,
    is_written BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (letter_id, registration_id)
);
CREATE INDEX group_letter_receiver_by_registration ON group_letter_receiver (registration_id);
