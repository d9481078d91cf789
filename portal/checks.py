"""What must not go into production: `check --deploy` refuses it, and says what to do."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError

from portal.core.models import User

DEMO_DOMAIN = "@contoh.invalid"
# Beginnings of the secrets of demo, development and tests; the two last are what people type first.
KNOWN_SECRETS = ("demo-", "only-for-", "django-insecure-", "secret", "changeme")


@register(Tags.security, deploy=True)
def check_secret(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    if not settings.SECRET_KEY.lower().startswith(KNOWN_SECRETS):
        return []
    return [
        Error("SECRET_KEY is a demo, development or test secret.", hint="Set 50 random characters.", id="portal.E001")
    ]


@register(Tags.security, deploy=True)
def check_demo(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Demo accounts have passwords that were printed on a terminal."""
    found: list[CheckMessage] = []
    if settings.DEMO:
        found.append(Error("DEMO is on.", hint="Unset the environment variable DEMO.", id="portal.E002"))
    try:
        count = User.objects.active().filter(email__endswith=DEMO_DOMAIN).count()
    except DatabaseError:
        # No database yet, so no accounts; migrate will complain by itself.
        count = 0
    if count:
        hint = "Use a fresh database, or deactivate them at /petugas/."
        found.append(Error(f"{count} demo accounts can log in.", hint=hint, id="portal.E003"))
    return found


@register(Tags.security, deploy=True)
def check_source_code(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """AGPL-3.0, section 13: whoever uses the portal over a network is offered its source code."""
    parts = urlsplit(settings.SOURCE_CODE_URL)
    if parts.scheme in {"http", "https"} and parts.netloc:
        return []
    hint = "Set SOURCE_CODE_URL to the public address of this version's source code; the footer links to it."
    return [Error("SOURCE_CODE_URL is not set.", hint=hint, id="portal.E004")]


@register(Tags.security, deploy=True)
def check_addresses(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """Links in mails and letters are made from SITE_URL."""
    found: list[CheckMessage] = []
    if settings.DEBUG:
        found.append(Error("DEBUG is on.", hint="Use portal.settings.base.", id="portal.E005"))
    if settings.HTTPS_ONLY and urlsplit(settings.SITE_URL).scheme != "https":
        hint = "Set SITE_URL to the public https address."
        found.append(Error(f"SITE_URL is {settings.SITE_URL}.", hint=hint, id="portal.E006"))
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        hint = "Set EMAIL_BACKEND and EMAIL_HOST, else nobody receives an invitation."
        found.append(Warning("Mail is written to files.", hint=hint, id="portal.W001"))
    return found


@register(Tags.security, deploy=True)
def check_var_dir(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """The database, papers and mail lie there; the portal closes it by itself where it may."""
    if not settings.VAR_DIR.stat().st_mode & 0o077:
        return []
    hint = (
        "Give it to the portal's account and close it: chmod 700. A folder shared with others, like /tmp, will not do."
    )
    return [Error(f"Others may enter VAR_DIR ({settings.VAR_DIR}).", hint=hint, id="portal.E007")]
