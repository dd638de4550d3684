-- Which slides a recording's times belong to: the key of their file.
ALTER TABLE timed_text ADD COLUMN deck TEXT;
