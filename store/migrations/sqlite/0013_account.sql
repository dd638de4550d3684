-- Accounts of those who attend. An account is made when its address is proven for the first time, and everything that
-- belongs to the address before, its registrations above all, is found by `email_key` (lower case by Unicode's rules).

CREATE TABLE account (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
) STRICT;

-- Wishes to sign in, kept for a quarter of an hour. Only hashes. Without link and code where too many were asked for:
-- then nothing was sent, and the wish is there only so that the answer is the same.
CREATE TABLE sign_in (
    browser_hash TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL,
    email_key TEXT NOT NULL,
    link_hash TEXT UNIQUE,
    code_hash TEXT,
    guesses INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX sign_in_by_address ON sign_in (email_key, created_at);
CREATE INDEX sign_in_by_time ON sign_in (created_at);

-- How often codes were tried, by the hash of the address and the day; kept for a day.
CREATE TABLE sign_in_guess (
    day INTEGER NOT NULL,
    address TEXT NOT NULL,
    guesses INTEGER NOT NULL,
    PRIMARY KEY (day, address)
) STRICT;

CREATE TABLE account_session (
    hash TEXT NOT NULL PRIMARY KEY,
    -- By which its owner names it, since the hash is nobody's to see.
    id TEXT NOT NULL UNIQUE,
    account_id TEXT NOT NULL REFERENCES account (id),
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX account_session_by_account ON account_session (account_id);
CREATE INDEX account_session_by_end ON account_session (expires_at);

-- What was saved to the agenda of an account and, so that no other device brings it back, what was taken out.
CREATE TABLE account_star (
    account_id TEXT NOT NULL REFERENCES account (id),
    path TEXT NOT NULL,
    is_saved INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (account_id, path)
) STRICT;

-- What an address does not want to be written about. By the address, since mails go to addresses.
CREATE TABLE mail_choice (
    email_key TEXT NOT NULL,
    purpose TEXT NOT NULL,
    is_wanted INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (email_key, purpose)
) STRICT;

-- Letters with keys in them are not kept longer than those work.
CREATE INDEX outbox_sign_in ON outbox (created_at) WHERE kind = 'sign_in';
