-- Answers to an event's own questions, as JSON: no query looks into them, and they go with their registration. Without a
-- value where nothing was asked or answered.

ALTER TABLE registration ADD COLUMN answers TEXT;
