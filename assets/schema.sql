-- index audit_entry_by_client audit_entry
CREATE INDEX audit_entry_by_client ON audit_entry (client, number) WHERE client IS NOT NULL;

-- index client_by_class client
CREATE INDEX client_by_class ON client (security_class, id) WHERE deleted_at IS NULL;

-- index client_by_client_id client
CREATE INDEX client_by_client_id ON client (client_id_key) WHERE deleted_at IS NULL;

-- index client_by_creation client
CREATE INDEX client_by_creation ON client (created_at, id) WHERE deleted_at IS NULL;

-- index client_by_email client
CREATE INDEX client_by_email ON client (email, id) WHERE deleted_at IS NULL;

-- index client_by_grants client
CREATE INDEX client_by_grants ON client (grant_types, id) WHERE deleted_at IS NULL;

-- index client_by_name client
CREATE UNIQUE INDEX client_by_name ON client (name_key) WHERE deleted_at IS NULL;

-- index client_by_partner client
CREATE INDEX client_by_partner ON client (ifnull(partner, ''), id) WHERE deleted_at IS NULL;

-- index client_by_secret client
CREATE INDEX client_by_secret ON client (secret_at, id) WHERE deleted_at IS NULL;

-- index client_by_status client
CREATE INDEX client_by_status ON client (enabled, id) WHERE deleted_at IS NULL;

-- index client_by_update client
CREATE INDEX client_by_update ON client (updated_at, id) WHERE deleted_at IS NULL;

-- index client_by_use client
CREATE INDEX client_by_use ON client (last_used_at, id) WHERE deleted_at IS NULL;

-- index client_in_trash client
CREATE INDEX client_in_trash ON client (deleted_at) WHERE deleted_at IS NOT NULL;

-- index client_secret_by_sha256 client_secret
CREATE INDEX client_secret_by_sha256 ON client_secret (sha256) WHERE sha256 IS NOT NULL;

-- index client_secret_by_try client_secret
CREATE INDEX client_secret_by_try ON client_secret (tried_at) WHERE tried_at IS NOT NULL;

-- index incident_client_open incident_client
CREATE INDEX incident_client_open ON incident_client (client_id) WHERE closed_at IS NULL;

-- index operator_by_name operator
CREATE UNIQUE INDEX operator_by_name ON operator (user_name) WHERE deleted_at IS NULL;

-- index sqlite_autoindex_audit_entry_1 audit_entry
;

-- index sqlite_autoindex_client_1 client
;

-- index sqlite_autoindex_client_2 client
;

-- index sqlite_autoindex_partner_2 partner
;

-- table accepted_advice accepted_advice
CREATE TABLE accepted_advice (
    client      INTEGER NOT NULL REFERENCES client (id),
    rule        TEXT NOT NULL,
    reason      TEXT NOT NULL,
    until       INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    accepted_by TEXT NOT NULL,
    PRIMARY KEY (client, rule)
) STRICT, WITHOUT ROWID;

-- table audit_entry audit_entry
CREATE TABLE audit_entry (
    number       INTEGER PRIMARY KEY,
    time         INTEGER NOT NULL,
    -- The operator's number and name; none where nobody signed on.
    operator     INTEGER,
    operator_name TEXT,
    system_user  TEXT NOT NULL,
    origin       TEXT NOT NULL,
    action       TEXT NOT NULL,
    client       TEXT,
    details      TEXT NOT NULL CHECK (json_valid(details)),
    operation_id BLOB NOT NULL UNIQUE CHECK (length(operation_id) = 16),
    -- Digests of the rows as the change left them.
    row_digests  TEXT NOT NULL CHECK (json_valid(row_digests)),
    previous     BLOB NOT NULL CHECK (length(previous) = 32),
    hash         BLOB NOT NULL CHECK (length(hash) = 32),
    signature    BLOB CHECK (length(signature) = 64)
) STRICT;

-- table client client
CREATE TABLE client (
    id                         INTEGER PRIMARY KEY AUTOINCREMENT,
    client_id                  TEXT NOT NULL UNIQUE,
    client_id_key              TEXT NOT NULL UNIQUE,
    client_name                TEXT NOT NULL,
    name_key                   TEXT NOT NULL,
    client_type                TEXT NOT NULL CHECK (client_type IN ('confidential', 'public')),
    security_class             TEXT NOT NULL COLLATE NOCASE REFERENCES security_class (name) ON UPDATE CASCADE,
    partner                    TEXT COLLATE NOCASE REFERENCES partner (subdomain) ON UPDATE CASCADE,
    restrict_to_partner_users  INTEGER NOT NULL CHECK (restrict_to_partner_users IN (0, 1)),
    email                      TEXT NOT NULL DEFAULT '',
    scope                      TEXT NOT NULL,
    grant_types                TEXT NOT NULL CHECK (json_valid(grant_types)),
    redirect_uris              TEXT NOT NULL CHECK (json_valid(redirect_uris)),
    token_endpoint_auth_method TEXT NOT NULL,
    require_pkce               INTEGER NOT NULL CHECK (require_pkce IN (0, 1)),
    access_token_ttl           INTEGER,
    refresh_token_ttl          INTEGER,
    notes                      TEXT NOT NULL DEFAULT '',
    enabled                    INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    tokens_not_before          INTEGER,
    version                    INTEGER NOT NULL,
    created_at                 INTEGER NOT NULL,
    created_by                 TEXT NOT NULL,
    updated_at                 INTEGER NOT NULL,
    updated_by                 TEXT NOT NULL,
    deleted_at                 INTEGER,
    deleted_by                 TEXT,
    -- When the newest secret was made, 0 where there is none: kept beside the client so that it sorts.
    secret_at                  INTEGER NOT NULL DEFAULT 0,
    last_used_at               INTEGER NOT NULL DEFAULT 0
) STRICT;

-- table client_change client_change
CREATE TABLE client_change (
    number INTEGER PRIMARY KEY,
    client INTEGER NOT NULL
) STRICT;

-- table client_secret client_secret
CREATE TABLE client_secret (
    client        INTEGER NOT NULL REFERENCES client (id),
    generation    INTEGER NOT NULL CHECK (generation > 0),
    origin        TEXT NOT NULL CHECK (origin IN ('generated', 'imported')),
    state         TEXT NOT NULL CHECK (state IN ('live', 'grace', 'retired')),
    created_at    INTEGER NOT NULL,
    created_by    TEXT NOT NULL,
    expires_at    INTEGER,
    grace_ends_at INTEGER,
    retired_at    INTEGER,
    retired_by    TEXT,
    retired_why   TEXT,
    last_used_at  INTEGER,
    -- An argon2id PHC string; gone once the client is deleted.
    phc           TEXT,
    -- Of generated secrets only: SHA-256, which outlives the secret so that a leaked one is recognised.
    sha256        BLOB CHECK (length(sha256) = 32), tried_at INTEGER, tried_times INTEGER,
    PRIMARY KEY (client, generation)
) STRICT, WITHOUT ROWID;

-- table client_tally client_tally
CREATE TABLE client_tally (
    one     INTEGER PRIMARY KEY CHECK (one = 1),
    -- Clients that are not in the trash.
    clients INTEGER NOT NULL,
    -- Changes of clients so far.
    changes INTEGER NOT NULL
) STRICT;

-- table incident incident
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

-- table incident_client incident_client
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

-- table operator operator
CREATE TABLE operator (
    id                   INTEGER PRIMARY KEY AUTOINCREMENT,
    user_name            TEXT NOT NULL COLLATE NOCASE,
    full_name            TEXT NOT NULL,
    role                 TEXT NOT NULL CHECK (role IN ('admin', 'operator', 'automation', 'auditor')),
    disabled             INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    must_change_password INTEGER NOT NULL CHECK (must_change_password IN (0, 1)),
    receive_key          BLOB NOT NULL CHECK (length(receive_key) = 32),
    sign_key             BLOB NOT NULL CHECK (length(sign_key) = 32),
    -- The password's derivation and what it opens; gone once the operator is deleted.
    kdf_salt             BLOB,
    kdf_memory_kib       INTEGER,
    kdf_time             INTEGER,
    kdf_parallelism      INTEGER,
    sign_on_hash         BLOB,
    locked_keys          BLOB,
    last_sign_on_at      INTEGER,
    created_at           INTEGER NOT NULL,
    created_by           TEXT NOT NULL,
    deleted_at           INTEGER
) STRICT;

-- table operator_sign_key operator_sign_key
CREATE TABLE operator_sign_key (
    operator INTEGER NOT NULL,
    sign_key BLOB NOT NULL CHECK (length(sign_key) = 32),
    since    INTEGER NOT NULL,
    PRIMARY KEY (operator, sign_key)
) STRICT, WITHOUT ROWID;

-- table partner partner
CREATE TABLE partner (
    subdomain TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    name      TEXT NOT NULL,
    name_key  TEXT NOT NULL UNIQUE,
    active    INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

-- table partner_member partner_member
CREATE TABLE partner_member (
    partner   TEXT NOT NULL COLLATE NOCASE REFERENCES partner (subdomain) ON UPDATE CASCADE ON DELETE CASCADE,
    user_name TEXT NOT NULL,
    email     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (partner, user_name)
) STRICT, WITHOUT ROWID;

-- table recovery recovery
CREATE TABLE recovery (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    receive_key BLOB NOT NULL CHECK (length(receive_key) = 32),
    sign_key    BLOB NOT NULL CHECK (length(sign_key) = 32),
    proof_hash  BLOB NOT NULL CHECK (length(proof_hash) = 32),
    locked_keys BLOB NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

-- table registry registry
CREATE TABLE registry (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    registry_id  BLOB NOT NULL CHECK (length(registry_id) = 16),
    created_at   INTEGER NOT NULL,
    -- The registry signing key's signature over the charter: operators, vault key, classes, scopes, settings.
    charter_key_generation INTEGER NOT NULL,
    charter_signature      BLOB NOT NULL CHECK (length(charter_signature) = 64)
) STRICT;

-- table registry_key registry_key
CREATE TABLE registry_key (
    generation INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    -- By the key before it; the first has none.
    signature  BLOB CHECK (length(signature) = 64),
    created_at INTEGER NOT NULL
) STRICT;

-- table scope scope
CREATE TABLE scope (
    name        TEXT PRIMARY KEY,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table sealed_copy sealed_copy
CREATE TABLE sealed_copy (
    client         INTEGER NOT NULL,
    generation     INTEGER NOT NULL,
    key_generation INTEGER NOT NULL REFERENCES vault_key (generation),
    sealed         BLOB NOT NULL,
    PRIMARY KEY (client, generation),
    FOREIGN KEY (client, generation) REFERENCES client_secret (client, generation)
) STRICT, WITHOUT ROWID;

-- table security_class security_class
CREATE TABLE security_class (
    name        TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table setting setting
CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- table sign_on_failure sign_on_failure
CREATE TABLE sign_on_failure (
    user_name    TEXT NOT NULL COLLATE NOCASE,
    system_user  TEXT NOT NULL,
    failures     INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    locked_until INTEGER,
    PRIMARY KEY (user_name, system_user)
) STRICT, WITHOUT ROWID;

-- table spent_client_id spent_client_id
CREATE TABLE spent_client_id (
    client_id_key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- table sqlite_sequence sqlite_sequence
CREATE TABLE sqlite_sequence(name,seq);

-- table vault_key vault_key
CREATE TABLE vault_key (
    generation INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

-- table wrapped_key wrapped_key
CREATE TABLE wrapped_key (
    holder     INTEGER NOT NULL,
    purpose    TEXT NOT NULL CHECK (purpose IN ('vault', 'registry')),
    generation INTEGER NOT NULL,
    wrapped    BLOB NOT NULL,
    PRIMARY KEY (holder, purpose, generation)
) STRICT, WITHOUT ROWID;

-- trigger client_is_added client
CREATE TRIGGER client_is_added AFTER INSERT ON client BEGIN
    UPDATE client_tally SET clients = clients + (NEW.deleted_at IS NULL), changes = changes + 1;
    INSERT INTO client_change SELECT changes, NEW.id FROM client_tally;
    DELETE FROM client_change WHERE number <= (SELECT changes FROM client_tally) - 4096;
END;

-- trigger client_is_changed client
CREATE TRIGGER client_is_changed AFTER UPDATE ON client BEGIN
    UPDATE client_tally
    SET clients = clients + (NEW.deleted_at IS NULL) - (OLD.deleted_at IS NULL), changes = changes + 1;
    INSERT INTO client_change SELECT changes, NEW.id FROM client_tally;
    DELETE FROM client_change WHERE number <= (SELECT changes FROM client_tally) - 4096;
END;

-- trigger client_is_removed client
CREATE TRIGGER client_is_removed AFTER DELETE ON client BEGIN
    UPDATE client_tally SET clients = clients - (OLD.deleted_at IS NULL), changes = changes + 1;
    INSERT INTO client_change SELECT changes, OLD.id FROM client_tally;
    DELETE FROM client_change WHERE number <= (SELECT changes FROM client_tally) - 4096;
END;

-- view active_client active_client
CREATE VIEW active_client AS
SELECT client_id, client_name, client_type, security_class, partner, restrict_to_partner_users, scope, grant_types,
       CASE (instr(grant_types, '"authorization_code"') > 0) + 2 * (instr(grant_types, '"implicit"') > 0)
           WHEN 1 THEN '["code"]' WHEN 2 THEN '["token"]' WHEN 3 THEN '["code","token"]' ELSE '[]' END AS response_types,
       CASE WHEN instr(grant_types, '"authorization_code"') + instr(grant_types, '"implicit"') > 0
           THEN redirect_uris ELSE '[]' END AS redirect_uris,
       token_endpoint_auth_method, require_pkce,
       ifnull(access_token_ttl, (SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'access_token_ttl'))
           AS access_token_ttl,
       ifnull(refresh_token_ttl, (SELECT CAST(value AS INTEGER) FROM setting WHERE key = 'refresh_token_ttl'))
           AS refresh_token_ttl,
       tokens_not_before, updated_at
FROM client
WHERE enabled = 1 AND deleted_at IS NULL;

-- view live_secret live_secret
CREATE VIEW live_secret AS
SELECT client.client_id AS client_id, generation, phc, sha256,
       CASE WHEN grace_ends_at IS NULL OR state = 'live' THEN expires_at
            ELSE min(grace_ends_at, ifnull(expires_at, grace_ends_at)) END AS not_after
FROM client_secret JOIN client ON client.id = client_secret.client
WHERE client.enabled = 1 AND client.deleted_at IS NULL AND phc IS NOT NULL
  AND (state = 'live' OR (state = 'grace' AND grace_ends_at > unixepoch()))
  AND (expires_at IS NULL OR expires_at > unixepoch());

-- view partner_user partner_user
CREATE VIEW partner_user AS
SELECT partner_member.partner AS partner, user_name
FROM partner_member JOIN partner ON partner.subdomain = partner_member.partner
WHERE partner.active = 1;

-- view retired_secret retired_secret
CREATE VIEW retired_secret AS
SELECT client.client_id AS client_id, generation, sha256
FROM client_secret JOIN client ON client.id = client_secret.client
WHERE sha256 IS NOT NULL
  AND (state = 'retired' OR (state = 'grace' AND grace_ends_at <= unixepoch()) OR expires_at <= unixepoch());
