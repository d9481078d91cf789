"""Wagtail's menus without its own screens of users and groups: people are kept at /petugas/ (urls.py closes the addresses)."""

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.menu import MenuItem

_CLOSED = {"users", "groups"}


@hooks.register("construct_settings_menu")  # type: ignore[untyped-decorator]  # Wagtail ships no types
def hide_people(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _CLOSED]
