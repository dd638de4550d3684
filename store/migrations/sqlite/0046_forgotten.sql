-- What was deleted because it was kept long enough: how much of which kind on which day, and nothing of whom. Written in the
-- transaction that deletes.

CREATE TABLE forgotten (
    -- Local date of the site, '2026-03-02'.
    day TEXT NOT NULL,
    -- A kind of `domain::settings::Kept`.
    kept TEXT NOT NULL,
    amount INTEGER NOT NULL,
    -- What was older went.
    before_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    PRIMARY KEY (day, kept)
) STRICT;
