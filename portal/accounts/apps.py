"""People's accounts: login, invitation, roles per unit."""

from allauth.core.internal import ratelimit
from django.apps import AppConfig
from django.core.cache import caches
from django.utils.connection import ConnectionProxy

from portal.core.limits import SHARED_CACHE


class AccountsConfig(AppConfig):
    name = "portal.accounts"
    label = "accounts"
    verbose_name = "Akun"

    def ready(self) -> None:
        # allauth counts in the default cache and has no setting for another: there each worker would have limits of its own.
        ratelimit.cache = ConnectionProxy(caches, SHARED_CACHE)
