"""The roof: settings, addresses, commands and what joins the areas."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = "Portal Rehsos"

    def ready(self) -> None:
        from portal import checks  # noqa: F401 - registers itself; models are not loaded when this module is imported
