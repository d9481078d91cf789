"""The ground floor: people, organisation, roles, calendar, audit chain, mail outbox. Imports none of our other apps."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = "Portal Rehsos: dasar"

    def ready(self) -> None:
        from portal.core.role_groups import sync_after_migrate  # models are not loaded when this module is imported

        post_migrate.connect(sync_after_migrate, dispatch_uid="core-role-groups")
