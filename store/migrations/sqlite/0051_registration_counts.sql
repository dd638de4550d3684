-- The list of registrations, counted and passed over without reading a row. How many there are in each state has an index of its
-- own, which is a small part of those below.

CREATE INDEX registration_states ON registration (event_id, state);
