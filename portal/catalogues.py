"""Compiling `locale/*/LC_MESSAGES/*.po` with Babel into VAR_DIR: no msgfmt is needed, and nothing made lies among the sources."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation.reloader import translation_file_changed

from portal.env import BASE_DIR

SOURCES = BASE_DIR / "locale"


def compile_catalogues() -> None:
    """Writes every catalogue anew; processes that start afterwards speak by it, and so does this one."""
    for source in sorted(SOURCES.glob("*/LC_MESSAGES/*.po")):
        target: Path = settings.COMPILED_LOCALE_DIR / source.relative_to(SOURCES).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_suffix(".new")
        with source.open("rb") as text, unfinished.open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=source.parts[-3], abort_invalid=True))
        unfinished.replace(target)
        translation_file_changed(sender=None, file_path=target)
