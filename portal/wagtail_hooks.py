"""Wagtail's admin as the portal shows it: its menus, its screens of configuration, its colours."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.models import Page, PageViewRestriction

from portal.accounts.permissions import can_manage_people
from portal.configuration.tables import ConfigurationGroup

# People are kept at /petugas/ (portal/accounts/urls.py closes Wagtail's addresses); Wagtail's help is English and elsewhere.
_CLOSED_SETTINGS = {"users", "groups"}
_CLOSED_MAIN = {"help"}


class PeopleMenuItem(MenuItem):
    """An entry for whoever manages people."""

    def is_shown(self, request: HttpRequest) -> bool:
        return can_manage_people(request.user)


def show_configuration() -> ConfigurationGroup:
    return ConfigurationGroup()


class ConfigurationPanel(Component):
    """On the start page: the tables that the account keeps, each with its address."""

    name, order = "configuration", 50
    template_name = "configuration/panel.html"

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        menu = ConfigurationGroup().get_menu_item(0).menu
        return {"entries": menu.menu_items_for_request(parent_context["request"])}


def show_panel(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(ConfigurationPanel())


def show_people() -> PeopleMenuItem:
    return PeopleMenuItem(_("Petugas"), reverse("accounts:people"), icon_name="group", order=710)


def show_holidays() -> PeopleMenuItem:
    return PeopleMenuItem(_("Hari libur"), reverse("accounts:holidays"), icon_name="date", order=720)


def hide_settings(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _CLOSED_SETTINGS]


def hide_help(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _CLOSED_MAIN]


def add_style() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("portal/admin.css"))


def link_to_own_account(request: HttpRequest) -> dict[str, object]:
    return {
        "url": reverse("accounts:account"),
        "label": _("Akun saya"),
        "help_text": _(
            "Surel dan sandi. Nama dan jabatan tercatat pada setiap tindakan; hanya administrator portal yang mengubahnya."
        ),
    }


def hide_from_other_groups(page: Page, request: HttpRequest, args: object, kwargs: object) -> None:
    """Wagtail sends whoever is signed in without the page's group to the login, which sends them back, for ever.

    For them the page is not there, as for any other thing of which they may not know.
    """
    if request.user.is_authenticated and any(
        restriction.restriction_type == PageViewRestriction.GROUPS and not restriction.accept_request(request)
        for restriction in page.get_view_restrictions()
    ):
        raise Http404


hooks.register("before_serve_page", hide_from_other_groups)
hooks.register("register_admin_viewset", show_configuration)
hooks.register("register_admin_menu_item", show_people)
hooks.register("register_admin_menu_item", show_holidays)
hooks.register("construct_homepage_panels", show_panel)
hooks.register("construct_settings_menu", hide_settings)
hooks.register("construct_main_menu", hide_help)
hooks.register("insert_global_admin_css", add_style)
hooks.register("register_account_menu_item", link_to_own_account)
