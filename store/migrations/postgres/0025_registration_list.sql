-- The list of an event's registrations: found by any part of name, address, institution or reference, in several orders.
-- What is compared is kept folded (lower case, no accents), because the engines fold differently; '' where it is still to
-- be filled in. Each order has an index that holds everything a filter asks, so that nothing else is read for rows that
-- are passed over.

ALTER TABLE registration ADD COLUMN name_key TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE registration ADD COLUMN found_by TEXT NOT NULL DEFAULT '';
-- ',dinner,vip,', or '' without any.
ALTER TABLE registration ADD COLUMN tags TEXT NOT NULL DEFAULT '';

CREATE INDEX registration_by_state ON registration
    (event_id, state, created_at, id COLLATE "C", country, profession, tags, found_by);
CREATE INDEX registration_by_name ON registration
    (event_id, name_key, id COLLATE "C", state, country, profession, tags, found_by);
CREATE INDEX registration_to_fill_in ON registration (id) WHERE found_by = '';

-- Tags that were ever given at an event, to choose from.
CREATE TABLE registration_tag (
    event_id TEXT NOT NULL,
    tag TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (event_id, tag)
);

-- Lists that somebody gave a name: one member's own, or everybody's where there is no member.
CREATE TABLE registration_view (
    id TEXT NOT NULL PRIMARY KEY,
    event_id TEXT NOT NULL,
    member_id TEXT REFERENCES staff_member (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- The part of the address after the question mark.
    query TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX registration_view_by_event ON registration_view (event_id, created_at);
CREATE INDEX registration_view_by_member ON registration_view (member_id) WHERE member_id IS NOT NULL;
