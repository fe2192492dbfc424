"""What a clientkeep registry says now. Each question reads the file anew, so a change counts at the next request."""

import contextlib
import hashlib
import hmac
import json
import secrets
import sqlite3
from pathlib import Path

import argon2

HASHER = argon2.PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
DUMMY = HASHER.hash(secrets.token_hex(32))  # an unknown client takes as long as a wrong secret
REPORT = """INSERT INTO secret_use (client_id, generation, outcome, last_at) VALUES (?, ?, ?, unixepoch())
ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at), times = times + 1"""


class Registry:
    def __init__(self, path):
        self.file = Path(path).resolve()
        self.usage = self.file.with_suffix(".usage.db")

    def rows(self, sql, *values):
        with contextlib.closing(sqlite3.connect(f"{self.file.as_uri()}?mode=ro", uri=True)) as db:
            db.row_factory = sqlite3.Row
            return db.execute(sql, values).fetchall()

    def client(self, client_id):
        """The client's facts, defaults filled in; None where it is unknown, disabled or deleted."""
        for row in self.rows("SELECT * FROM active_client WHERE client_id = ?", client_id):
            lists = {name: json.loads(row[name]) for name in ("grant_types", "response_types", "redirect_uris")}
            return {**dict(row), **lists, "scope": row["scope"].split()}

    def accepts(self, client_id, secret):
        """Whether this is one of the client's live secrets."""
        live = self.rows("SELECT generation, phc, sha256 FROM live_secret WHERE client_id = ?", client_id)
        digest = hashlib.sha256(b"clientkeep secret v1\0" + secret.encode(errors="replace")).digest()
        if secret.startswith("cks1_"):  # a generated secret
            used = [row for row in live if hmac.compare_digest(row["sha256"] or bytes(32), digest)]
        else:  # one that was imported
            stored = [row for row in live if row["sha256"] is None][:1]
            used = stored if self.matches(stored[0]["phc"] if stored else DUMMY, secret) else []
        for row in used:
            self.report(client_id, row["generation"], "accepted")
        if not used:
            retired = "SELECT generation FROM retired_secret WHERE client_id = ? AND sha256 = ?"
            for row in self.rows(retired, client_id, digest):
                self.report(client_id, row["generation"], "refused")
        return bool(used)

    @staticmethod
    def matches(phc, secret):
        with contextlib.suppress(argon2.exceptions.VerificationError, argon2.exceptions.InvalidHash):
            return HASHER.verify(phc, secret) and phc is not DUMMY
        return False

    def report(self, client_id, generation, outcome):
        """Tells clientkeep of a secret's use. Whatever goes wrong with it is no reason to refuse a request."""
        with contextlib.suppress(sqlite3.Error):
            usage = sqlite3.connect(f"{self.usage.as_uri()}?mode=rw", uri=True, timeout=0.05)
            with contextlib.closing(usage) as db, db:
                db.execute("PRAGMA journal_mode = TRUNCATE")
                db.execute("PRAGMA synchronous = OFF")
                db.execute(REPORT, (client_id, generation, outcome))

    def honours(self, client_id, issued_at):
        """Whether a token that the client was given then is still good: ask wherever a token is presented."""
        client = self.client(client_id)
        return client is not None and int(issued_at) >= (client["tokens_not_before"] or 0)

    def may_use(self, client, user_name):
        """Whether a user may use a client, which may be for its partner's users only."""
        if client["partner"] is None or not client["restrict_to_partner_users"]:
            return True
        sql = "SELECT 1 FROM partner_user WHERE partner = ? AND user_name = ?"
        return bool(self.rows(sql, client["partner"], user_name))
