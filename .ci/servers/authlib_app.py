"""An authorization server on Authlib and Flask, tokens in memory. The user signed on is whoever X-Test-User names."""

import sys
import time

from authlib.oauth2 import OAuth2Error
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, TokenMixin, grants
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import Flask, request

from authlib_clients import REGISTRY, authorization_server, query_client

BASIC_OR_POST = ["client_secret_basic", "client_secret_post"]
CODES, ACCESS, REFRESH = {}, {}, {}


class Code(dict, AuthorizationCodeMixin):
    def get_redirect_uri(self):
        return self["redirect_uri"]

    def get_scope(self):
        return self["scope"]

    @property
    def code_challenge(self):
        return self["code_challenge"]

    @property
    def code_challenge_method(self):
        return self["code_challenge_method"]


class Token(dict, TokenMixin):
    def check_client(self, client):
        return self["client_id"] == client.get_client_id()

    def get_scope(self):
        return self.get("scope", "")

    def get_expires_in(self):
        return self.get("expires_in", 0)

    def is_expired(self):
        return "expires_in" in self and self["issued_at"] + self["expires_in"] <= time.time()

    def is_revoked(self):
        return not REGISTRY.honours(self["client_id"], self["issued_at"])

    def get_user(self):
        return self["user"]

    def get_client(self):
        return query_client(self["client_id"])


class ClientCredentials(grants.ClientCredentialsGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = BASIC_OR_POST


class AuthorizationCode(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = [*BASIC_OR_POST, "none"]

    def save_authorization_code(self, code, asked):
        data = asked.payload.data
        CODES[code] = Code(
            client_id=asked.client.get_client_id(), redirect_uri=asked.payload.redirect_uri, scope=asked.scope,
            user=asked.user, code_challenge=data.get("code_challenge"),
            code_challenge_method=data.get("code_challenge_method"))

    def query_authorization_code(self, code, client):
        found = CODES.get(code)
        return found if found and found["client_id"] == client.get_client_id() else None

    def delete_authorization_code(self, code):
        for key in [key for key, value in CODES.items() if value is code]:
            del CODES[key]

    def authenticate_user(self, code):
        return code["user"]


class RefreshToken(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = [*BASIC_OR_POST, "none"]

    def authenticate_refresh_token(self, text):
        token = REFRESH.get(text)
        if token and not token.is_revoked():
            ttl = REGISTRY.client(token["client_id"])["refresh_token_ttl"]
            return token if time.time() < token["issued_at"] + ttl else None

    def authenticate_user(self, token):
        return token["user"]

    def revoke_old_credential(self, token):
        REFRESH.pop(token["refresh_token"], None)


class Introspection(IntrospectionEndpoint):
    CLIENT_AUTH_METHODS = BASIC_OR_POST

    def check_permission(self, token, client, asked):
        return True

    def query_token(self, text, hint):
        return ACCESS.get(text)

    def introspect_token(self, token):
        return {"active": True, "client_id": token["client_id"], "scope": token.get_scope()}


def save_token(issued, asked):
    token = Token(issued, client_id=asked.client.get_client_id(), user=asked.user, issued_at=time.time())
    ACCESS[token["access_token"]] = token
    if "refresh_token" in token:
        REFRESH[token["refresh_token"]] = token


app = Flask(__name__)
server = authorization_server(app, save_token, AuthorizationCode)
server.register_grant(ClientCredentials)
server.register_grant(RefreshToken)
server.register_endpoint(Introspection)


@app.get("/authorize")
def authorize():
    user = request.headers["X-Test-User"]
    try:
        grant = server.get_consent_grant(end_user=user)
    except OAuth2Error as error:
        return server.handle_error_response(request, error)
    consents = REGISTRY.may_use(grant.client.facts, user)
    return server.create_authorization_response(grant=grant, grant_user=user if consents else None)


@app.post("/token")
def token():
    return server.create_token_response()


@app.post("/introspect")
def introspect():
    return server.create_endpoint_response("introspection")


app.run(port=int(sys.argv[1]), threaded=True)
