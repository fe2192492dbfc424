// What a clientkeep registry says now. Each question reads the file anew, so a change counts at the next request.
// Node 24.7 or newer: SQLite and argon2 are built in.

import { argon2, createHash, timingSafeEqual } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const derive = promisify(argon2);
const NONE = '$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
const REPORT = `INSERT INTO secret_use (client_id, generation, outcome, last_at) VALUES (?, ?, ?, unixepoch())
ON CONFLICT DO UPDATE SET last_at = max(last_at, excluded.last_at), times = times + 1`;

const same = (one, other) => one.length === other.length && timingSafeEqual(one, other);

async function matches(phc, secret) {
  const [, memory, passes, parallelism, salt, hash] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(phc);
  const stored = Buffer.from(hash, 'base64');
  const derived = await derive('argon2id', {
    message: secret, nonce: Buffer.from(salt, 'base64'), tagLength: stored.length,
    memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism),
  });
  return same(derived, stored) && phc !== NONE;
}

export class Registry {
  constructor(path) {
    this.database = new DatabaseSync(path, { readOnly: true, timeout: 1000 });
    this.usage = pathToFileURL(path.replace(/(\.[^./]*)?$/, '.usage.db'));
    this.usage.search = 'mode=rw'; // never made here
  }

  all(sql, ...values) {
    return this.database.prepare(sql).all(...values);
  }

  /** The client's facts, defaults filled in; undefined where it is unknown, disabled or deleted. */
  client(id) {
    const [row] = this.all('SELECT * FROM active_client WHERE client_id = ?', id);
    const lists = ['grant_types', 'response_types', 'redirect_uris'];
    return row && { ...row, ...Object.fromEntries(lists.map((name) => [name, JSON.parse(row[name])])) };
  }

  /** Whether this is one of the client's live secrets. */
  async accepts(id, secret) {
    const live = this.all('SELECT generation, phc, sha256 FROM live_secret WHERE client_id = ?', id);
    const digest = createHash('sha256').update('clientkeep secret v1\0').update(secret).digest();
    let used;
    if (secret.startsWith('cks1_')) { // a generated secret
      used = live.filter((row) => same(Buffer.from(row.sha256 ?? []), digest));
    } else { // one that was imported
      const stored = live.filter((row) => row.sha256 === null).slice(0, 1);
      used = await matches(stored[0]?.phc ?? NONE, secret) ? stored : [];
    }
    used.forEach((row) => this.report(id, row.generation, 'accepted'));
    if (used.length === 0) {
      this.all('SELECT generation FROM retired_secret WHERE client_id = ? AND sha256 = ?', id, digest)
        .forEach((row) => this.report(id, row.generation, 'refused'));
    }
    return used.length > 0;
  }

  /** Tells clientkeep of a secret's use. Whatever goes wrong with it is no reason to refuse a request. */
  report(id, generation, outcome) {
    let database;
    try {
      database = new DatabaseSync(this.usage, { timeout: 50 });
      database.exec('PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = OFF');
      database.prepare(REPORT).run(id, generation, outcome);
    } catch { /* not reported */ } finally {
      database?.close();
    }
  }

  /** Whether a token that the client was given then is still good. */
  honours(id, issuedAt) {
    const client = this.client(id);
    return client !== undefined && issuedAt >= (client.tokens_not_before ?? 0);
  }

  /** Whether a user may use a client, which may be for its partner's users only: ask where a user consents. */
  mayUse(client, userName) {
    const sql = 'SELECT 1 FROM partner_user WHERE partner = ? AND user_name = ?';
    return !client.partner || !client.restrict_to_partner_users || this.all(sql, client.partner, userName).length > 0;
  }
}
