-- Reminders. Whoever does not want to be reminded of an event says so there; what an address does not want at all stands
-- in `mail_choice`.

ALTER TABLE registration ADD COLUMN reminders_stopped_at BIGINT;

-- Rows now wait for weeks, so what is claimed at the moment is looked for by itself.
CREATE INDEX outbox_claimed ON outbox (locked_until) WHERE locked_until IS NOT NULL;
