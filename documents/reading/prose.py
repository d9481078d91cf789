"""The own words of a unit as paragraphs of HTML: hard line ends joined, every word escaped."""

import re

from django.utils.html import escape

from documents.reading.labels import Tree
from documents.text.nodes import one_line

_BLANK_LINES = re.compile(r"\n[ \t]*\n")


def plain(unit: Tree) -> str:
    """Paragraphs without anything marked in them."""
    parts = _BLANK_LINES.split(unit.get("text", ""))
    return "".join(f"<p>{escape(one_line(part))}</p>" for part in parts if part.strip())


def lines(unit: Tree) -> str:
    """Paragraphs in which the line ends mean something: titles, signatures, tables of an annex."""
    return "".join(
        f"<p>{'<br>'.join(escape(' '.join(line.split())) for line in part.splitlines() if line.strip())}</p>"
        for part in _BLANK_LINES.split(unit.get("text", ""))
        if part.strip()
    )
