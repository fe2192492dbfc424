CREATE TABLE secret_use (
    client_id  TEXT NOT NULL,
    generation INTEGER NOT NULL,
    outcome    TEXT NOT NULL CHECK (outcome IN ('accepted', 'refused')),
    last_at    INTEGER NOT NULL,
    times      INTEGER NOT NULL DEFAULT 1,
    PRIMARY KEY (client_id, generation, outcome)
) STRICT, WITHOUT ROWID;
CREATE INDEX secret_use_by_time ON secret_use (last_at);
