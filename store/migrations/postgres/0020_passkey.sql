-- Passkeys. Of each the public half is kept, with which nobody can sign in.

CREATE TABLE passkey (
    id TEXT NOT NULL PRIMARY KEY,
    -- 'account' and its identity; other owners have tables of their own, so there is no foreign key.
    owner_kind TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    -- By which authenticators name it, hexadecimal; no two owners have the same.
    credential_id TEXT NOT NULL UNIQUE,
    -- Public key and extensions, hexadecimal; never changes.
    public_key TEXT NOT NULL,
    -- What an authenticator tells anew with each use: signature counter, whether it is backed up; hexadecimal.
    key_state TEXT NOT NULL,
    -- Ways to the authenticator, one bit for each.
    transports BIGINT NOT NULL,
    label TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT
);
CREATE INDEX passkey_by_owner ON passkey (owner_kind, owner_id);

-- What was asked of an authenticator and not answered yet: used once, for five minutes, in the browser that asked.
CREATE TABLE passkey_ceremony (
    challenge_hash TEXT NOT NULL PRIMARY KEY,
    purpose TEXT NOT NULL,
    browser_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE INDEX passkey_ceremony_by_end ON passkey_ceremony (expires_at);

-- Whoever erases an account finds the notices that were sent to it.
CREATE INDEX outbox_account_notice ON outbox (dedupe_key) WHERE kind = 'account_notice';
