-- Advice about a client that an operator has accepted, for a reason and until a time.

CREATE TABLE accepted_advice (
    client      INTEGER NOT NULL REFERENCES client (id),
    rule        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    until       INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    accepted_by TEXT NOT NULL,
    PRIMARY KEY (client, rule)
) STRICT, WITHOUT ROWID;
