-- Registrations outlive the working copy's events: a person keeps their place while an editor rearranges, so there is
-- no foreign key to `event`.

CREATE TABLE place_count (
    event_id TEXT NOT NULL PRIMARY KEY,
    taken BIGINT NOT NULL CHECK (taken >= 0)
);

CREATE TABLE registration (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL,
    email TEXT NOT NULL,
    -- Lower case by Unicode's rules; SQLite's own lower() knows only ASCII.
    email_key TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    profession TEXT NOT NULL,
    organisation TEXT,
    news_consent BIGINT NOT NULL,
    idempotency_key TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    cancelled_at BIGINT
);

-- One place per address and event; whoever cancelled may come again.
CREATE UNIQUE INDEX registration_holds_one_place ON registration (event_id, email_key) WHERE state <> 'cancelled';

-- Only hashes: who reads the database cannot act for anyone.
CREATE TABLE registration_token (
    hash TEXT NOT NULL,
    purpose TEXT NOT NULL,
    registration_id TEXT NOT NULL REFERENCES registration (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (hash, purpose)
);
CREATE INDEX registration_token_by_registration ON registration_token (registration_id);
