"""Static files of the themes, each under its own prefix so that no two clash."""

from collections.abc import Sequence

from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from themes import registry

PREFIX = "theme"


class ThemeFinder(FileSystemFinder):
    """Finds `themes/<slug>/static/x` as `theme/<slug>/x`."""

    def __init__(self, app_names: Sequence[str] | None = None, *args: object, **kwargs: object) -> None:
        """Take the folders of the registry; STATICFILES_DIRS belongs to Django's own finder."""
        self.locations: list[tuple[str, str]] = []
        self.storages: dict[str, FileSystemStorage] = {}
        for theme in registry.themes().values():
            if theme.static.is_dir():
                storage = FileSystemStorage(location=str(theme.static))
                storage.prefix = f"{PREFIX}/{theme.slug}"  # type: ignore[attr-defined]  # how Django's finders mark it
                self.locations.append((storage.prefix, str(theme.static)))  # type: ignore[attr-defined]  # set above
                self.storages[str(theme.static)] = storage

    def check(self, **kwargs: object) -> list[CheckMessage]:
        """Nothing to check here: `themes.checks` looks after the folders."""
        return []
