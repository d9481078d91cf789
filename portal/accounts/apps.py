"""People's accounts: login, invitation, roles per unit."""

from allauth.core.internal import ratelimit
from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        # Imported here: models are not there yet when apps are named.
        from portal.accounts import rates

        # allauth has no setting for where it counts; its own count in a cache answers «too often» whenever the cache is busy.
        ratelimit._consume_single_rate = rates.consume
