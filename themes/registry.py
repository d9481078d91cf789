"""Which themes exist, and which one the current request is drawn with.

A theme is a folder beside this file: `theme.json` (label, `extends`, `user_selectable`, `color_scheme`), `templates/`, `static/`.
What a theme does not bring comes from the theme it extends.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from django.conf import settings

HOME = Path(__file__).resolve().parent
COMPLETE_THEME = "dasar"
"""The theme with every template and file: where every chain of `extends` ends."""


@dataclass(frozen=True)
class Theme:
    """One folder of looks, as its `theme.json` describes it."""

    slug: str
    label: str
    extends: str | None
    user_selectable: bool
    color_scheme: str

    @property
    def templates(self) -> Path:
        """Where its templates are; the folder may be missing."""
        return HOME / self.slug / "templates"

    @property
    def static(self) -> Path:
        """Where its style sheets and pictures are; the folder may be missing."""
        return HOME / self.slug / "static"


def read_theme(folder: Path) -> Theme:
    """Read `folder/theme.json`. KeyError, ValueError or OSError if it is no theme."""
    values = json.loads((folder / "theme.json").read_text(encoding="utf-8"))
    return Theme(
        slug=folder.name,
        label=values["label"],
        extends=values["extends"],
        user_selectable=bool(values["user_selectable"]),
        color_scheme=values["color_scheme"],
    )


@cache
def themes() -> Mapping[str, Theme]:
    """All themes by slug, the complete one first. Read once per process: a theme comes with a deployment."""
    folders = sorted(path.parent for path in HOME.glob("*/theme.json"))
    found = [read_theme(folder) for folder in folders]
    found.sort(key=lambda theme: (theme.slug != COMPLETE_THEME, theme.slug))
    return MappingProxyType({theme.slug: theme for theme in found})


def chain(slug: str) -> Iterator[Theme]:
    """The theme and those it extends, nearest first, always ending with the complete one."""
    seen: set[str] = set()
    following: str | None = slug
    while following is not None and following in themes() and following not in seen:
        theme = themes()[following]
        seen.add(theme.slug)
        yield theme
        following = theme.extends
    if COMPLETE_THEME not in seen:
        yield themes()[COMPLETE_THEME]


def default_slug() -> str:
    """The slug of the setting THEME, or the complete theme when its folder is gone."""
    slug: str = getattr(settings, "THEME", COMPLETE_THEME)
    return slug if slug in themes() else COMPLETE_THEME


def selectable(slug: str | None) -> bool:
    """Whether a visitor may choose this theme. Anything that is not the slug of a theme is no."""
    return slug is not None and slug in themes() and themes()[slug].user_selectable


_active: ContextVar[str | None] = ContextVar("active_theme", default=None)


def active_slug() -> str:
    """The slug in use: the request's, or outside of requests (mail, commands) the default."""
    return _active.get() or default_slug()


@contextmanager
def use(slug: str) -> Iterator[None]:
    """Draw with this theme until the block ends. A ContextVar: template loaders never see the request."""
    token = _active.set(slug)
    try:
        yield
    finally:
        _active.reset(token)
