-- Words that somebody gave a letter instead of its own. Each change is a row, and the last one counts; without words it goes back
-- to its own. Nothing is changed or deleted here, so this is the history too.

CREATE TABLE letter_words (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    -- Name of the letter (`domain::mail::LetterKind`).
    kind TEXT NOT NULL,
    subject TEXT,
    text TEXT,
    made_by TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    -- Number of the change before it, 0 for the first.
    follows INTEGER NOT NULL,
    UNIQUE (kind, follows)
) STRICT;
CREATE INDEX letter_words_by_kind ON letter_words (kind, number);
