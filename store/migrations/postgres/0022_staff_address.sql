-- A link by which somebody who works here proves another address of theirs (kind 'address') names them.

ALTER TABLE staff_link ADD COLUMN member_id TEXT;
