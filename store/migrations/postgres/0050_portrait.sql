-- Pictures of people, and which square of a picture is shown.

-- JSON, or nothing.
ALTER TABLE person ADD COLUMN portrait TEXT;

-- Hundredths; nothing as long as nobody chose.
ALTER TABLE media ADD COLUMN crop_left BIGINT;
ALTER TABLE media ADD COLUMN crop_top BIGINT;
ALTER TABLE media ADD COLUMN crop_side BIGINT;

-- Pictures that are here already.
INSERT INTO media_work (media_key, toolset, state, due_at)
    SELECT key, 'ffmpeg', 'queued', added_at FROM media
    WHERE state = 'ready' AND origin IS NULL AND content_type LIKE 'image/%';
