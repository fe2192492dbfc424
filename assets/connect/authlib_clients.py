"""Authlib with the clients of a clientkeep registry."""

import os
import secrets

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, InvalidRequestError
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7636 import CodeChallenge

from registry import Registry

REGISTRY = Registry(os.environ["CLIENTKEEP_REGISTRY"])


class RegistryClient(ClientMixin):
    def __init__(self, facts):
        self.facts = facts

    def get_client_id(self):
        return self.facts["client_id"]

    def get_default_redirect_uri(self):
        return self.facts["redirect_uris"][0] if len(self.facts["redirect_uris"]) == 1 else None

    def get_allowed_scope(self, scope):
        asked = (scope or "").split() or self.facts["scope"]
        return " ".join(asked) if set(asked) <= set(self.facts["scope"]) else None

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri in self.facts["redirect_uris"]

    def check_client_secret(self, client_secret):
        return REGISTRY.accepts(self.facts["client_id"], client_secret)

    def check_endpoint_auth_method(self, method, endpoint):
        return method == self.facts["token_endpoint_auth_method"]

    def check_response_type(self, response_type):
        return response_type in self.facts["response_types"]

    def check_grant_type(self, grant_type):
        return grant_type in self.facts["grant_types"]


class RegistryCodeChallenge(CodeChallenge):
    """PKCE where the registry asks for it."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ["S256"]

    def validate_code_challenge(self, grant, redirect_uri):
        if grant.request.client.facts["require_pkce"] and not grant.request.payload.data.get("code_challenge"):
            raise InvalidRequestError("Missing 'code_challenge'")
        super().validate_code_challenge(grant, redirect_uri)


def query_client(client_id):
    facts = REGISTRY.client(client_id)
    return RegistryClient(facts) if facts else None


def expires_in(client, grant_type):
    return max(client.facts["access_token_ttl"], 0)  # -1 never expires, which Authlib writes as no expires_in


def token(**_):
    return secrets.token_urlsafe(32)


# readme
def authorization_server(app, save_token, code_grant):
    """Where a token is presented, refreshed or introspected, ask REGISTRY.honours(client_id, issued_at); where a user
    consents, REGISTRY.may_use(client.facts, user_name)."""
    server = AuthorizationServer(app, query_client, save_token)
    server.register_token_generator("default", BearerTokenGenerator(token, token, expires_in))
    server.register_grant(code_grant, [RegistryCodeChallenge(required=False)])
    return server
