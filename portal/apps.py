"""The roof: settings, addresses, commands and what joins the areas."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = "Portal Rehsos"

    def ready(self) -> None:
        from portal import admin_dates, checks  # noqa: F401 - checks register themselves; models exist only now

        admin_dates.install()
