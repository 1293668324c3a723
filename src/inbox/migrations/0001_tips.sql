-- A tip is kept as the JSON that came over the wire, tidied: what a resident sent is
-- the handling, and a field that is added to the form needs no new column. Whoever
-- opens this file with a database tool reads the view below, one column a field.
CREATE TABLE tips (
    -- What the resident got to refer to: K7QM-3XHT.
    reference TEXT NOT NULL PRIMARY KEY,
    -- When it was kept, in UTC (RFC 3339): 2026-11-21T23:45:15Z.
    received_at TEXT NOT NULL,
    -- The key that came with it. The same key again is the same tip sent again.
    idempotency_key TEXT NOT NULL UNIQUE,
    -- SHA-256 of the column tip. Tells whether the same key carries another tip.
    content_hash BLOB NOT NULL CHECK (length(content_hash) = 32),
    -- The tip, as in public/schema/tips.openapi.json.
    tip TEXT NOT NULL CHECK (json_valid(tip))
) STRICT;

CREATE INDEX tips_by_time ON tips (received_at);

CREATE VIEW tips_to_read AS
SELECT
    reference,
    received_at,
    tip ->> '$.promise' AS promise,
    tip ->> '$.about.label' AS about,
    tip ->> '$.what' AS what,
    tip ->> '$.where' AS place,
    tip ->> '$.when' AS time,
    tip ->> '$.recurs' AS recurs,
    tip ->> '$.contact.name' AS contact_name,
    tip ->> '$.contact.email' AS contact_email,
    tip ->> '$.contact.phone' AS contact_phone
FROM tips
ORDER BY received_at;
