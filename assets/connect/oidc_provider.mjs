// node-oidc-provider with the clients of a clientkeep registry.

import { randomBytes } from 'node:crypto';
import Provider, { errors } from 'oidc-provider';

const NEVER = 100 * 365 * 86_400; // oidc-provider wants a number where the registry says -1
const UNUSED = randomBytes(32).toString('hex'); // it wants a secret as well, and never compares this one
const GRANTS = ['authorization_code', 'implicit', 'refresh_token', 'client_credentials'];

/** What oidc-provider knows as a client's metadata; it takes no scope there that is not one of its own. */
const metadata = (client, scopes) => ({
  client_id: client.client_id,
  client_name: client.client_name,
  client_secret: client.client_type === 'confidential' ? UNUSED : undefined,
  application_type: client.client_type === 'public' ? 'native' : 'web',
  scope: client.scope.split(' ').filter((scope) => scopes.includes(scope)).join(' ') || undefined,
  grant_types: client.grant_types.filter((grant) => GRANTS.includes(grant)),
  response_types: client.response_types,
  redirect_uris: client.redirect_uris,
  token_endpoint_auth_method: client.token_endpoint_auth_method,
});

/** A provider whose clients are the registry's. `scopes` are those that the provider knows; `adapter` keeps everything else. */
export function provider(issuer, registry, { adapter: Adapter, scopes, ...configuration }) {
  class Clients {
    async find(id) {
      const client = registry.client(id);
      return client && metadata(client, scopes);
    }
  }
  const made = new Provider(issuer, {
    ...configuration,
    scopes,
    adapter: (name) => (name === 'Client' ? new Clients() : new Adapter(name)),
    pkce: { required: (ctx, client) => Boolean(registry.client(client.clientId)?.require_pkce) },
    issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
    ttl: {
      ...configuration.ttl,
      ...Object.fromEntries(['AccessToken', 'ClientCredentials', 'RefreshToken'].map((kind) => [kind, (ctx, token, client) => {
        const facts = registry.client(client.clientId);
        const seconds = kind === 'RefreshToken' ? facts.refresh_token_ttl : facts.access_token_ttl;
        return seconds === -1 ? NEVER : seconds;
      }])),
    },
  });

  // readme
  made.Client.prototype.compareClientSecret = function compare(secret) {
    return registry.accepts(this.clientId, secret);
  };
  for (const Token of [made.AccessToken, made.ClientCredentials, made.RefreshToken]) {
    const { find } = Token;
    const { save } = Token.prototype;
    Token.find = async function honoured(...args) {
      const token = await find.apply(this, args);
      return token && registry.honours(token.clientId, token.iat) ? token : undefined;
    };
    Token.prototype.save = function allowed(...args) {
      const own = ['openid', 'offline_access', ...(registry.client(this.clientId)?.scope ?? '').split(' ')];
      const other = (this.scope ?? '').split(' ').find((scope) => scope && !own.includes(scope));
      if (other) throw new errors.InvalidScope('requested scope is not allowed', other);
      return save.apply(this, args);
    };
  }
  // readme end
  return made;
}
