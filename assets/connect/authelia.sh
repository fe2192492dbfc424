#!/bin/sh
# Writes a clientkeep registry's clients as an Authelia configuration file (JSON is YAML), and where that changed, runs
# the command that makes Authelia read it. Authelia keeps one secret a client: the newest live one.
# authelia.sh /etc/authelia/clients.yml systemctl restart authelia
set -eu
umask 077
file=$1
shift
# readme
sqlite3 -readonly "$CLIENTKEEP_REGISTRY" >"$file.new" <<'SQL'
WITH shown AS (
    SELECT *, iif(access_token_ttl = -1, '876000h', access_token_ttl || 's') AS access, refresh_token_ttl || 's' AS refresh,
           (SELECT phc FROM live_secret AS secret WHERE secret.client_id = client.client_id
            ORDER BY generation DESC LIMIT 1) AS phc
    FROM active_client AS client)
SELECT json_object('identity_providers', json_object('oidc', json_object(
    'lifespans', json_object('custom', json_group_object(client_id,
        json_object('access_token', access, 'refresh_token', refresh))),
    'clients', json_group_array(json_object(
        'client_id', client_id, 'client_name', client_name,
        'public', json(iif(client_type = 'public', 'true', 'false')), 'client_secret', phc,
        'scopes', json(iif(scope = '', '[]', '["' || replace(scope, ' ', '","') || '"]')), 'lifespan', client_id,
        'grant_types', json(grant_types), 'response_types', json(response_types),
        'redirect_uris', json(redirect_uris), 'require_pkce', json(iif(require_pkce, 'true', 'false')),
        'token_endpoint_auth_method', token_endpoint_auth_method)))))
FROM shown WHERE phc IS NOT NULL OR client_type = 'public';
SQL
if cmp -s "$file.new" "$file"; then
    rm "$file.new"
else
    mv "$file.new" "$file"
    "$@"
fi
