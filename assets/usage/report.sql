INSERT INTO secret_use (client_id, generation, outcome, last_at) VALUES (?, ?, ?, unixepoch())
ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at), times = times + 1;
