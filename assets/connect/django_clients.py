"""django-oauth-toolkit with the clients of a clientkeep registry. Django's own rows are only what tokens refer to."""

import os

from django.http import JsonResponse
from django.utils import timezone
from oauth2_provider.models import get_application_model
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes
from oauth2_provider.views import AuthorizationView, IntrospectTokenView

from registry import Registry

REGISTRY = Registry(os.environ["CLIENTKEEP_REGISTRY"])
NEVER = 100 * 365 * 86_400  # Django wants a number where the registry says -1


class RegistryValidator(OAuth2Validator):
    def _load_application(self, client_id, request):
        request.client = None
        facts = REGISTRY.client(client_id)
        if facts:
            row = {"name": facts["client_name"], "client_type": facts["client_type"]}
            row |= {"redirect_uris": " ".join(facts["redirect_uris"])}
            request.client, _ = get_application_model().objects.update_or_create(client_id=client_id, defaults=row)
            request.client.facts = facts
            request.client.client_secret = client_id  # never saved: what _check_secret asks the registry for
        return request.client

    def _check_secret(self, provided_secret, client_id):
        return REGISTRY.accepts(client_id, provided_secret)

    def _authenticate_basic_auth(self, request):
        return super()._authenticate_basic_auth(request) and self._agreed(request, "client_secret_basic")

    def _authenticate_request_body(self, request):
        return super()._authenticate_request_body(request) and self._agreed(request, "client_secret_post")

    @staticmethod
    def _agreed(request, method):
        return request.client.facts["token_endpoint_auth_method"] == method

    def validate_grant_type(self, client_id, grant_type, client, request, *args, **kwargs):
        return grant_type in request.client.facts["grant_types"]

    def validate_response_type(self, client_id, response_type, client, request, *args, **kwargs):
        return response_type in client.facts["response_types"]

    def validate_redirect_uri(self, client_id, redirect_uri, request, *args, **kwargs):
        return redirect_uri in request.client.facts["redirect_uris"]

    def validate_refresh_token(self, refresh_token, client, request, *args, **kwargs):
        if not super().validate_refresh_token(refresh_token, client, request, *args, **kwargs):
            return False
        created = request.refresh_token_instance.created
        age = (timezone.now() - created).total_seconds()
        return age < client.facts["refresh_token_ttl"] and REGISTRY.honours(client.client_id, created.timestamp())

    def _load_access_token(self, token):
        found = super()._load_access_token(token)
        good = found and REGISTRY.honours(found.application.client_id, found.created.timestamp())
        return found if good else None


class RegistryScopes(SettingsScopes):
    def get_available_scopes(self, application=None, request=None, *args, **kwargs):
        return (REGISTRY.client(application.client_id) or {"scope": []})["scope"]

    get_default_scopes = get_available_scopes


def expires_in(request):
    seconds = request.client.facts["access_token_ttl"]
    return NEVER if seconds == -1 else seconds


def pkce_required(client_id):
    client = REGISTRY.client(client_id)
    return client is None or bool(client["require_pkce"])


class RegistryAuthorizationView(AuthorizationView):
    def create_authorization_response(self, request, scopes, credentials, allow):
        client = REGISTRY.client(credentials["client_id"])
        allow = allow and client is not None and REGISTRY.may_use(client, request.user.get_username())
        return super().create_authorization_response(request, scopes, credentials, allow)


class RegistryIntrospectTokenView(IntrospectTokenView):
    @staticmethod
    def get_token_response(token_value=None):
        if token_value and RegistryValidator()._load_access_token(token_value) is None:
            return JsonResponse({"active": False})
        return IntrospectTokenView.get_token_response(token_value)
