"""An authorization server on django-oauth-toolkit, rows in a database of its own. The user signed on is whoever
X-Test-User names; who is asked for consent gives it."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django_settings import OAUTH2_PROVIDER

settings.configure(
    SECRET_KEY="for this test only", DEBUG=False, ALLOWED_HOSTS=["127.0.0.1"], USE_TZ=True, ROOT_URLCONF=__name__,
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ["DJANGO_DATABASE"]}},
    INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "oauth2_provider"],
    MIDDLEWARE=[f"{__name__}.sign_on"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
    OAUTH2_PROVIDER=OAUTH2_PROVIDER,
)


def sign_on(get_response):
    def middleware(request):
        from django.contrib.auth.models import AnonymousUser, User

        name = request.headers.get("X-Test-User")
        request.user = User.objects.get_or_create(username=name)[0] if name else AnonymousUser()
        return get_response(request)

    return middleware


sys.modules.setdefault("django_app", sys.modules[__name__])
django.setup()

from django.urls import path  # noqa: E402
from django_clients import RegistryAuthorizationView, RegistryIntrospectTokenView  # noqa: E402
from oauth2_provider.views import TokenView  # noqa: E402

urlpatterns = [
    path("authorize", RegistryAuthorizationView.as_view()),
    path("token", TokenView.as_view()),
    path("introspect", RegistryIntrospectTokenView.as_view()),
]

if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    call_command("runserver", f"127.0.0.1:{sys.argv[1]}", "--noreload", verbosity=0)
