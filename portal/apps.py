"""The roof: settings, addresses, commands and what joins the areas."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "portal"
    label = "portal"
    verbose_name = "Portal Rehsos"
