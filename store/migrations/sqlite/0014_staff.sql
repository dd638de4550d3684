-- Those who work here. A password's hash is argon2id in its own text form (PHC), which states its costs.

CREATE TABLE staff_member (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- Lower case by Unicode's rules.
    email_key TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    -- What the server and an authenticator share, base32; the server needs it to make the same codes. NULL until it is set up.
    totp_secret TEXT,
    -- The last step of time whose code was used: neither that nor an earlier one is taken again.
    totp_step INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
) STRICT;

-- 120 random bits each, so a plain hash; deleted by being used.
CREATE TABLE staff_recovery_code (
    member_id TEXT NOT NULL REFERENCES staff_member (id),
    hash TEXT NOT NULL,
    PRIMARY KEY (member_id, hash)
) STRICT;

-- These take the place of staff_session, which nothing reads any more.
CREATE TABLE staff_member_session (
    hash TEXT NOT NULL PRIMARY KEY,
    -- By which its owner names it, since the hash is nobody's to see.
    id TEXT NOT NULL UNIQUE,
    member_id TEXT NOT NULL REFERENCES staff_member (id),
    -- How far it has come; only 'whole' may do anything.
    stage TEXT NOT NULL,
    device TEXT NOT NULL,
    -- A secret that was shown to be put into an authenticator and is not proven yet.
    new_secret TEXT,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    -- When its owner last proved who they are.
    proved_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_member_session_by_member ON staff_member_session (member_id);
CREATE INDEX staff_member_session_by_end ON staff_member_session (expires_at);

-- Browsers on which somebody has signed in before, by the hash of what their cookie holds.
CREATE TABLE staff_device (
    member_id TEXT NOT NULL REFERENCES staff_member (id),
    hash TEXT NOT NULL,
    seen_at INTEGER NOT NULL,
    PRIMARY KEY (member_id, hash)
) STRICT;

-- Wrong passwords and codes in a row, by the hash of what was tried: also for addresses that nobody here has.
CREATE TABLE staff_attempt (
    key TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    -- Nothing may be tried before.
    free_from INTEGER NOT NULL
) STRICT;

-- Links in mails: an invitation, or a new password. Deleted by being used.
CREATE TABLE staff_link (
    hash TEXT NOT NULL PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    -- What an invited person will be.
    role TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX staff_link_by_address ON staff_link (email_key, kind);
