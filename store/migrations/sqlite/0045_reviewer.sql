-- When the access of whoever reviews ends, by the real time; NULL for those who work here until they are removed.

ALTER TABLE staff_member ADD COLUMN ends_at INTEGER;
ALTER TABLE staff_link ADD COLUMN ends_at INTEGER;
