-- Who has which page of the desk open. It means something for half a minute; whatever is older is deleted when anybody says
-- where they are.

CREATE TABLE presence (
    -- One tab of a browser.
    tab TEXT NOT NULL PRIMARY KEY,
    member_id TEXT NOT NULL,
    member_name TEXT NOT NULL,
    path TEXT NOT NULL,
    seen_at INTEGER NOT NULL
) STRICT;
