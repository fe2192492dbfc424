-- What servers report besides use: a retired secret that somebody tried again. And what they need to notice it.

-- When a retired secret was last refused, and how often at least.
ALTER TABLE client_secret ADD COLUMN tried_at INTEGER;
ALTER TABLE client_secret ADD COLUMN tried_times INTEGER;
CREATE INDEX client_secret_by_try ON client_secret (tried_at) WHERE tried_at IS NOT NULL;

CREATE VIEW retired_secret AS
SELECT client.client_id AS client_id, generation, sha256
FROM client_secret JOIN client ON client.id = client_secret.client
WHERE sha256 IS NOT NULL
  AND (state = 'retired' OR (state = 'grace' AND grace_ends_at <= unixepoch()) OR expires_at <= unixepoch());
