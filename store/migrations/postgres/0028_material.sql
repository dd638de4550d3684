-- A material may be here: a file of the media store, or a text to read. `url` is empty where it is not elsewhere.
ALTER TABLE material ADD COLUMN media TEXT;
ALTER TABLE material ADD COLUMN body TEXT NOT NULL DEFAULT '{"format":"markdown","source":""}';
ALTER TABLE material ADD COLUMN visibility TEXT NOT NULL DEFAULT 'public';
ALTER TABLE material ADD COLUMN prepared TEXT;
ALTER TABLE material ADD COLUMN reviewed TEXT;
ALTER TABLE material ADD COLUMN expires TEXT;
