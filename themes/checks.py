"""Start-up checks: a broken theme folder is found before a visitor finds it."""

import re
from collections.abc import Sequence
from pathlib import Path

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

from themes import registry

PROPERTY = re.compile(r"^\s*(--[\w-]+)\s*:|[;{]\s*(--[\w-]+)\s*:", re.MULTILINE)
REQUIRED = ("templates/base.html", "static/site.css", "static/tokens.css", "static/icons.svg", "static/site.js")


@register(Tags.templates)
def check_themes(app_configs: Sequence[AppConfig] | None, **kwargs: object) -> list[CheckMessage]:
    """Every theme is readable, extends a theme that exists, and misses no value of the complete one."""
    try:
        themes = registry.themes()
    except (KeyError, ValueError, OSError) as problem:
        hint = "Each theme.json needs label, extends, user_selectable and color_scheme."
        return [Error(f"A theme.json under {registry.HOME} cannot be read: {problem!r}.", hint=hint, id="themes.E001")]
    return [*_check_setting(), *_check_complete_theme(), *(p for t in themes.values() for p in check_theme(t))]


def _check_setting() -> list[CheckMessage]:
    slug = getattr(settings, "THEME", registry.COMPLETE_THEME)
    if slug in registry.themes():
        return []
    hint = f"Set THEME to one of: {', '.join(registry.themes())}."
    return [Error(f"THEME names «{slug}», and there is no such theme.", hint=hint, id="themes.E002")]


def _check_complete_theme() -> list[CheckMessage]:
    folder = registry.HOME / registry.COMPLETE_THEME
    missing = [name for name in REQUIRED if not (folder / name).is_file()]
    hint = "Every other theme falls back on these files."
    return [
        Error(f"themes/{registry.COMPLETE_THEME}/{name} is missing.", hint=hint, id="themes.E003") for name in missing
    ]


def check_theme(theme: registry.Theme) -> list[CheckMessage]:
    """What is wrong with one theme; an empty list when nothing is."""
    found: list[CheckMessage] = []
    if theme.extends is not None and theme.extends not in registry.themes():
        hint = "Correct `extends` in its theme.json, or set it to null."
        found.append(
            Error(f"Theme «{theme.slug}» extends «{theme.extends}», which does not exist.", hint=hint, id="themes.E004")
        )
    if list(registry.chain(theme.slug))[-1].slug != registry.COMPLETE_THEME:
        found.append(Error(f"Theme «{theme.slug}» never reaches «{registry.COMPLETE_THEME}».", id="themes.E005"))
    tokens = theme.static / "tokens.css"
    if tokens.is_file():
        lost = token_names(registry.themes()[registry.COMPLETE_THEME].static / "tokens.css") - token_names(tokens)
        if lost:
            hint = f"Give these a value in themes/{theme.slug}/static/tokens.css."
            found.append(Error(f"Theme «{theme.slug}» has no {', '.join(sorted(lost))}.", hint=hint, id="themes.E006"))
    return found


def token_names(sheet: Path) -> set[str]:
    """The custom properties a style sheet gives a value."""
    return {first or second for first, second in PROPERTY.findall(sheet.read_text(encoding="utf-8"))}
