-- What is made of uploaded files by programs that may be installed: a form that plays at once, pictures, sound alone, the text of pages.
-- Each is a file of its own that belongs to another, is for the same people and goes with it.

ALTER TABLE media ADD COLUMN origin TEXT;
-- 'stream', 'poster', 'audio' or 'page', where it has an origin.
ALTER TABLE media ADD COLUMN purpose TEXT;
-- From 1, where it is a page.
ALTER TABLE media ADD COLUMN page INTEGER;
-- Of pictures, in pixels.
ALTER TABLE media ADD COLUMN width INTEGER;
ALTER TABLE media ADD COLUMN height INTEGER;
-- What stands on the page.
ALTER TABLE media ADD COLUMN words TEXT;
CREATE INDEX media_by_origin ON media (origin, page) WHERE origin IS NOT NULL;

CREATE TABLE media_work (
    media_key TEXT NOT NULL PRIMARY KEY REFERENCES media (key) ON DELETE CASCADE,
    -- 'ffmpeg' or 'poppler': a server without it leaves the work to another.
    toolset TEXT NOT NULL,
    -- 'queued', 'running', 'done', or 'failed' with a failure.
    state TEXT NOT NULL,
    failure TEXT,
    -- What the program said when it failed.
    said TEXT,
    -- Hundredths.
    progress INTEGER NOT NULL DEFAULT 0,
    -- Grows each time it is taken up: whoever has an earlier one has lost it.
    attempt INTEGER NOT NULL DEFAULT 0,
    -- How often it was taken up since it was queued.
    tries INTEGER NOT NULL DEFAULT 0,
    -- When it may be taken up; of work that is done by somebody, when they count as dead.
    due_at INTEGER NOT NULL,
    -- What was found out: milliseconds, pixels, names of encodings, a number.
    duration INTEGER,
    width INTEGER,
    height INTEGER,
    video_codec TEXT,
    audio_codec TEXT,
    pixels TEXT,
    pages INTEGER
) STRICT;
CREATE INDEX media_work_undone ON media_work (due_at) WHERE state IN ('queued', 'running');

-- What is here already.
INSERT INTO media_work (media_key, toolset, state, due_at)
    SELECT key, CASE content_type WHEN 'application/pdf' THEN 'poppler' ELSE 'ffmpeg' END, 'queued', added_at FROM media
    WHERE state = 'ready'
    AND (content_type = 'application/pdf' OR content_type LIKE 'video/%' OR content_type LIKE 'audio/%');
