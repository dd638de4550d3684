-- What people have seen of recordings, for themselves alone; nobody else is shown it.

CREATE TABLE progress (
    account_id TEXT NOT NULL REFERENCES account (id),
    material_id TEXT NOT NULL,
    -- Parts in milliseconds, "0-15000,20000-30000".
    watched TEXT NOT NULL,
    -- Milliseconds.
    position BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (account_id, material_id)
);

-- Whoever does not want it kept says so once.
ALTER TABLE account ADD COLUMN keeps_progress BIGINT NOT NULL DEFAULT 1;
