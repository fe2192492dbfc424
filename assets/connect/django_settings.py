"""Settings of a Django project whose OAuth2 clients are those of a clientkeep registry."""


def registry(name):
    """What django_clients has under this name, once Django is set up."""

    def call(*arguments):
        import django_clients

        return getattr(django_clients, name)(*arguments)

    return call


# readme
OAUTH2_PROVIDER = {
    "OAUTH2_VALIDATOR_CLASS": "django_clients.RegistryValidator",
    "SCOPES_BACKEND_CLASS": "django_clients.RegistryScopes",
    "EXTRA_SERVER_KWARGS": {"token_expires_in": registry("expires_in")},
    "PKCE_REQUIRED": registry("pkce_required"),
}
# In urls.py: RegistryAuthorizationView and RegistryIntrospectTokenView in place of the toolkit's own.
