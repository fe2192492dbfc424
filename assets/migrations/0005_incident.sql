-- Incidents: which clients were contained for which reason, and how far each of them has come since.

CREATE TABLE incident (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    reason       TEXT NOT NULL,
    -- Since when a secret is suspected to be known, where that was said.
    suspected_at INTEGER,
    opened_at    INTEGER NOT NULL,
    opened_by    TEXT NOT NULL,
    -- Once every client's part is closed.
    closed_at    INTEGER,
    closed_by    TEXT
) STRICT;

-- Names are as they were: what is told of an incident outlives its clients.
CREATE TABLE incident_client (
    incident    INTEGER NOT NULL REFERENCES incident (id),
    client_id   TEXT NOT NULL,
    client_name TEXT NOT NULL,
    step        TEXT NOT NULL CHECK (step IN ('pending', 'rotated', 'handed-over', 'verified', 'old-retired')),
    changed_at  INTEGER NOT NULL,
    changed_by  TEXT NOT NULL,
    closed_at   INTEGER,
    closed_by   TEXT,
    PRIMARY KEY (incident, client_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX incident_client_open ON incident_client (client_id) WHERE closed_at IS NULL;
