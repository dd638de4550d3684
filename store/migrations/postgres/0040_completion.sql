-- How much of a recording has to be watched to count as seen, in hundredths; nothing means what the product says.
ALTER TABLE material ADD COLUMN completion BIGINT;
-- When so much of it had been watched. It is never taken back, whatever is asked for later.
ALTER TABLE progress ADD COLUMN completed_at BIGINT;
