-- The registry. Tables are private to clientkeep; what an authorization server reads is the views at the end,
-- whose column names are frozen. Times are Unix seconds; booleans 0 or 1.

CREATE TABLE registry (
    one          INTEGER PRIMARY KEY CHECK (one = 1),
    registry_id  BLOB NOT NULL CHECK (length(registry_id) = 16),
    created_at   INTEGER NOT NULL,
    -- The registry signing key's signature over the charter: operators, vault key, classes, scopes, settings.
    charter_key_generation INTEGER NOT NULL,
    charter_signature      BLOB NOT NULL CHECK (length(charter_signature) = 64)
) STRICT;

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE security_class (
    name        TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE scope (
    name        TEXT PRIMARY KEY,
    description TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE partner (
    subdomain TEXT NOT NULL COLLATE NOCASE PRIMARY KEY,
    name      TEXT NOT NULL,
    name_key  TEXT NOT NULL UNIQUE,
    active    INTEGER NOT NULL CHECK (active IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE partner_member (
    partner   TEXT NOT NULL COLLATE NOCASE REFERENCES partner (subdomain) ON UPDATE CASCADE ON DELETE CASCADE,
    user_name TEXT NOT NULL,
    email     TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (partner, user_name)
) STRICT, WITHOUT ROWID;

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

-- Names are unique among clients that are not in the trash.
CREATE UNIQUE INDEX client_by_name ON client (name_key) WHERE deleted_at IS NULL;
CREATE INDEX client_by_client_id ON client (client_id_key) WHERE deleted_at IS NULL;
CREATE INDEX client_by_class ON client (security_class, id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_partner ON client (ifnull(partner, ''), id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_email ON client (email, id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_grants ON client (grant_types, id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_status ON client (enabled, id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_secret ON client (secret_at, id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_use ON client (last_used_at, id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_update ON client (updated_at, id) WHERE deleted_at IS NULL;
CREATE INDEX client_by_creation ON client (created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX client_in_trash ON client (deleted_at) WHERE deleted_at IS NOT NULL;

-- Client IDs of purged clients: never given out again.
CREATE TABLE spent_client_id (
    client_id_key TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

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
    sha256        BLOB CHECK (length(sha256) = 32),
    PRIMARY KEY (client, generation)
) STRICT, WITHOUT ROWID;
CREATE INDEX client_secret_by_sha256 ON client_secret (sha256) WHERE sha256 IS NOT NULL;

-- Sealed to the vault key of the same generation; rows go when the secret is rotated or the client deleted.
CREATE TABLE sealed_copy (
    client         INTEGER NOT NULL,
    generation     INTEGER NOT NULL,
    key_generation INTEGER NOT NULL REFERENCES vault_key (generation),
    sealed         BLOB NOT NULL,
    PRIMARY KEY (client, generation),
    FOREIGN KEY (client, generation) REFERENCES client_secret (client, generation)
) STRICT, WITHOUT ROWID;

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
CREATE UNIQUE INDEX operator_by_name ON operator (user_name) WHERE deleted_at IS NULL;

-- Every key that an operator ever signed with, so that old entries of the audit log can be checked.
CREATE TABLE operator_sign_key (
    operator INTEGER NOT NULL,
    sign_key BLOB NOT NULL CHECK (length(sign_key) = 32),
    since    INTEGER NOT NULL,
    PRIMARY KEY (operator, sign_key)
) STRICT, WITHOUT ROWID;

-- Failed sign-ons, counted for operator and system user together; unknown operators are counted alike.
CREATE TABLE sign_on_failure (
    user_name    TEXT NOT NULL COLLATE NOCASE,
    system_user  TEXT NOT NULL,
    failures     INTEGER NOT NULL,
    since        INTEGER NOT NULL,
    locked_until INTEGER,
    PRIMARY KEY (user_name, system_user)
) STRICT, WITHOUT ROWID;

-- One more holder of the vault key and the registry signing key, opened by the recovery code.
CREATE TABLE recovery (
    one         INTEGER PRIMARY KEY CHECK (one = 1),
    receive_key BLOB NOT NULL CHECK (length(receive_key) = 32),
    sign_key    BLOB NOT NULL CHECK (length(sign_key) = 32),
    proof_hash  BLOB NOT NULL CHECK (length(proof_hash) = 32),
    locked_keys BLOB NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE vault_key (
    generation INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    created_at INTEGER NOT NULL,
    retired_at INTEGER
) STRICT;

CREATE TABLE registry_key (
    generation INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL CHECK (length(public_key) = 32),
    -- By the key before it; the first has none.
    signature  BLOB CHECK (length(signature) = 64),
    created_at INTEGER NOT NULL
) STRICT;

-- A private key, sealed to one holder: an operator's number, or 0 for the recovery code.
CREATE TABLE wrapped_key (
    holder     INTEGER NOT NULL,
    purpose    TEXT NOT NULL CHECK (purpose IN ('vault', 'registry')),
    generation INTEGER NOT NULL,
    wrapped    BLOB NOT NULL,
    PRIMARY KEY (holder, purpose, generation)
) STRICT, WITHOUT ROWID;

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
CREATE INDEX audit_entry_by_client ON audit_entry (client, number) WHERE client IS NOT NULL;

-- What an authorization server reads.

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

CREATE VIEW live_secret AS
SELECT client.client_id AS client_id, generation, phc, sha256,
       CASE WHEN grace_ends_at IS NULL OR state = 'live' THEN expires_at
            ELSE min(grace_ends_at, ifnull(expires_at, grace_ends_at)) END AS not_after
FROM client_secret JOIN client ON client.id = client_secret.client
WHERE client.enabled = 1 AND client.deleted_at IS NULL AND phc IS NOT NULL
  AND (state = 'live' OR (state = 'grace' AND grace_ends_at > unixepoch()))
  AND (expires_at IS NULL OR expires_at > unixepoch());

CREATE VIEW partner_user AS
SELECT partner_member.partner AS partner, user_name
FROM partner_member JOIN partner ON partner.subdomain = partner_member.partner
WHERE partner.active = 1;
