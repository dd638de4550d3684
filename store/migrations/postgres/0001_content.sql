-- The working copy: what editors change. `position` keeps the editors' order within a kind.

CREATE TABLE programme (
    singleton BIGINT NOT NULL PRIMARY KEY CHECK (singleton = 1),
    name TEXT NOT NULL,
    tagline TEXT NOT NULL,
    summary TEXT NOT NULL,
    contact TEXT
);

CREATE TABLE section (
    position BIGINT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    items TEXT NOT NULL
);

CREATE TABLE topic (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    facet TEXT NOT NULL,
    name TEXT NOT NULL
);

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    sort_name TEXT NOT NULL,
    affiliation TEXT,
    biography TEXT NOT NULL,
    disclosure TEXT NOT NULL
);

CREATE TABLE event (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    subtitle TEXT,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    objectives TEXT NOT NULL,
    language TEXT NOT NULL,
    zone TEXT NOT NULL,
    timing TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    announced_as TEXT,
    attendance TEXT NOT NULL,
    venue TEXT,
    status TEXT NOT NULL,
    registration TEXT NOT NULL,
    join_url TEXT,
    accreditation TEXT NOT NULL,
    planned_reports BIGINT NOT NULL,
    source TEXT
);

CREATE TABLE track (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    event_id TEXT NOT NULL REFERENCES event (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (event_id, slug)
);

CREATE TABLE room (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    event_id TEXT NOT NULL REFERENCES event (id),
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    UNIQUE (event_id, slug)
);

CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    event_id TEXT NOT NULL REFERENCES event (id),
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    subtitle TEXT,
    kind TEXT,
    summary TEXT NOT NULL,
    description TEXT NOT NULL,
    language TEXT,
    programme_day TEXT NOT NULL,
    start_date TEXT NOT NULL,
    start_time TEXT NOT NULL,
    minutes BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    status TEXT NOT NULL,
    track_id TEXT REFERENCES track (id),
    room_id TEXT REFERENCES room (id),
    source TEXT
);
CREATE INDEX session_by_event ON session (event_id, starts_at);

CREATE TABLE material (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    event_id TEXT REFERENCES event (id),
    session_id TEXT REFERENCES session (id),
    url TEXT NOT NULL,
    publisher TEXT,
    published TEXT,
    minutes BIGINT,
    language TEXT NOT NULL
);

CREATE TABLE organisation (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    note TEXT
);

CREATE TABLE page (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    summary TEXT NOT NULL,
    body TEXT NOT NULL
);

-- What hangs on a thing, whatever its kind; `owner_kind` is "event", "session", "material" and so on.

CREATE TABLE role (
    owner_kind TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    PRIMARY KEY (owner_kind, owner_id, position)
);
CREATE INDEX role_by_person ON role (person_id);

CREATE TABLE tagging (
    owner_kind TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    topic_id TEXT NOT NULL REFERENCES topic (id),
    PRIMARY KEY (owner_kind, owner_id, position)
);
CREATE INDEX tagging_by_topic ON tagging (topic_id);

CREATE TABLE former_slug (
    owner_kind TEXT NOT NULL,
    slug TEXT NOT NULL,
    owner_id TEXT NOT NULL,
    position BIGINT NOT NULL,
    PRIMARY KEY (owner_kind, slug)
);
CREATE INDEX former_slug_by_owner ON former_slug (owner_kind, owner_id);
