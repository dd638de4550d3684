-- The list of registrations, counted and passed over without reading a row. How many there are in each state has an index of its
-- own, which is a small part of those below.
-- Those below held the identity in another collation than the column's, as an expression: such an index is never read alone. The
-- order is the same: identities are hexadecimal digits in lower case, with hyphens always in the same places.

CREATE INDEX registration_states ON registration (event_id, state);
DROP INDEX registration_by_state;
DROP INDEX registration_by_name;
CREATE INDEX registration_by_state ON registration
    (event_id, state, created_at, id, country, profession, tags, found_by);
CREATE INDEX registration_by_name ON registration
    (event_id, name_key, id, state, country, profession, tags, found_by);

-- An index is read alone only where no row beside it changed since the table was looked after last. By default that is done after a
-- fifth of all rows changed; after a fiftieth it costs little, and the list stays fast while people register.
ALTER TABLE registration SET (
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_insert_scale_factor = 0.02,
    autovacuum_analyze_scale_factor = 0.02
);
