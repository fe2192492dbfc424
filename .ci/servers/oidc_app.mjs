// An authorization server on node-oidc-provider, tokens in memory. The user signed on is whoever X-Test-User names;
// who is asked for consent gives it.

import { createServer } from 'node:http';
import MemoryAdapter from 'oidc-provider/lib/adapters/memory_adapter.js';
import { provider } from './oidc_provider.mjs';
import { Registry } from './registry.mjs';

const port = Number(process.argv[2]);
const registry = new Registry(process.env.CLIENTKEEP_REGISTRY);
const server = provider(`http://127.0.0.1:${port}`, registry, {
  adapter: MemoryAdapter,
  scopes: ['openid', 'offline_access', 'read', 'write'],
  findAccount: (ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  routes: { authorization: '/authorize', token: '/token', introspection: '/introspect' },
  features: {
    devInteractions: { enabled: false },
    clientCredentials: { enabled: true },
    introspection: { enabled: true, allowedPolicy: (ctx, client) => client.clientAuthMethod !== 'none' },
  },
});

async function interact(request, response) {
  const { params, prompt } = await server.interactionDetails(request, response);
  const accountId = request.headers['x-test-user'];
  if (!registry.mayUse(registry.client(params.client_id), accountId)) {
    return server.interactionFinished(request, response, { error: 'access_denied' });
  }
  if (prompt.name === 'login') {
    return server.interactionFinished(request, response, { login: { accountId } });
  }
  const grant = new server.Grant({ accountId, clientId: params.client_id });
  grant.addOIDCScope(params.scope);
  return server.interactionFinished(request, response, { consent: { grantId: await grant.save() } });
}

const callback = server.callback();
createServer((request, response) => {
  if (!request.url.startsWith('/interaction/')) return callback(request, response);
  return interact(request, response).catch((error) => { response.statusCode = 500; response.end(String(error)); });
}).listen(port, '127.0.0.1');
