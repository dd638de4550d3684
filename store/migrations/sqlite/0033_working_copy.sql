-- How often a whole document was saved into the working copy. Together with the number of the last edit it tells whether what a
-- process keeps of the working copy in memory is still what is stored.

CREATE TABLE working_copy (
    singleton INTEGER NOT NULL PRIMARY KEY CHECK (singleton = 1),
    saves INTEGER NOT NULL
) STRICT;
INSERT INTO working_copy (singleton, saves) VALUES (1, 0);
