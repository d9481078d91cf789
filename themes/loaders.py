"""Template loaders that look into the theme in use first."""

from collections.abc import Iterator
from pathlib import Path

from django.template.base import Origin
from django.template.loaders import cached, filesystem

from themes import registry

NEVER_THEMED = ("wagtailadmin/", "wagtailusers/", "wagtailimages/", "wagtaildocs/", "admin/")
"""Wagtail's own screens keep Wagtail's look whatever a theme contains."""


class ThemeLoader(filesystem.Loader):
    """Templates of the theme in use, then of those it extends."""

    def get_dirs(self) -> list[str | Path]:
        """The template folders, nearest theme first."""
        return [theme.templates for theme in registry.chain(registry.active_slug())]

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        """Candidates for a name; none for the names of the admin."""
        if not template_name.startswith(NEVER_THEMED):
            yield from super().get_template_sources(template_name)


class CachedLoader(cached.Loader):
    """Django's cached loader with a cache per theme.

    Django's own would hand the template of whichever theme asked first to every theme.
    """

    def cache_key(self, template_name: str, skip: list[Origin] | None = None) -> str:
        """Django's key behind the theme's slug."""
        return f"{registry.active_slug()}:{super().cache_key(template_name, skip)}"
