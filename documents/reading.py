"""The stored tree of a text as HTML for reading: headings, articles with anchors, numbered points as real text.

Works on the JSON of `documents.text.nodes.to_data`; nothing is parsed here. All words come from files of others, so every
one is escaped.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.text.nodes import LABELS, Kind, one_line

Tree: TypeAlias = dict[str, Any]

PARTS: dict[Kind, str | Promise] = {
    Kind.CONSIDERING: gettext_lazy("Menimbang"),
    Kind.RECALLING: gettext_lazy("Mengingat"),
    Kind.NOTING: gettext_lazy("Memperhatikan"),
    Kind.ENACTING: gettext_lazy("Memutuskan: menetapkan"),
    Kind.CLOSING: gettext_lazy("Penutup"),
    Kind.EXPLANATION: gettext_lazy("Penjelasan"),
    Kind.EXPLANATION_GENERAL: gettext_lazy("Umum"),
    Kind.EXPLANATION_ARTICLES: gettext_lazy("Pasal demi pasal"),
    Kind.ANNEX: gettext_lazy("Lampiran"),
}
CHAPTERS = (Kind.BUKU, Kind.BAB)
SECTIONS = (Kind.BAGIAN, Kind.PARAGRAF)
ARTICLES = (Kind.PASAL, Kind.EXPLAINED_PASAL)
POINTS = (Kind.AYAT, Kind.HURUF, Kind.ANGKA, Kind.SUB_HURUF, Kind.SUB_ANGKA, Kind.AMENDMENT)
SMALLER_PARTS = (Kind.EXPLANATION_GENERAL, Kind.EXPLANATION_ARTICLES)
_BLANK_LINES = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table of contents."""

    label: str
    anchor: str
    entries: tuple["Entry", ...] = ()


def html(tree: Tree) -> SafeString:
    """The whole text. Ids are the anchors of the tree, so an address with #pasal-3-ayat-2 leads to that paragraph."""
    return mark_safe("".join(_document(tree)))  # noqa: S308 - every word went through escape() below


def contents(tree: Tree) -> tuple[Entry, ...]:
    """Chapters with their articles; articles without a chapter stand by themselves."""
    return tuple(_entries(tree.get("children", ())))


def body_html(unit: Tree) -> SafeString:
    """What stands below the heading of one unit."""
    return mark_safe(_body(unit))  # noqa: S308 - every word went through escape() below


def label(unit: Tree) -> str:
    """«Pasal 7A»."""
    return _label(unit, Kind(unit["kind"]))


def title(unit: Tree) -> str:
    """«BAB II SASARAN»."""
    return _title(unit, Kind(unit["kind"]))


def _entries(children: Iterable[Tree]) -> Iterator[Entry]:
    for node in children:
        kind = Kind(node["kind"])
        if kind in CHAPTERS:
            yield Entry(_title(node, kind), node["anchor"], tuple(_entries(node.get("children", ()))))
        elif kind in SECTIONS:
            yield from _entries(node.get("children", ()))
        elif kind is Kind.PASAL:
            heading = node.get("heading", "")
            yield Entry(f"{_label(node, kind)} {heading}".strip(), node["anchor"])
        elif kind in PARTS:
            yield Entry(_title(node, kind), node["anchor"])


def _document(tree: Tree) -> Iterator[str]:
    if tree.get("text", "").strip():
        yield _law(_paragraphs(tree["text"]))
    in_chapter = False
    for node in tree.get("children", ()):
        kind = Kind(node["kind"])
        if kind is Kind.PASAL and not in_chapter:
            # Headings must not skip a level where a regulation has articles and no chapters.
            yield f'<h2 class="bab-h" id="batang-tubuh">{escape(_("Batang tubuh"))}</h2>'
            in_chapter = True
        in_chapter = in_chapter or kind in CHAPTERS
        yield from _block(node)


def _block(node: Tree) -> Iterator[str]:
    kind = Kind(node["kind"])
    if kind is Kind.TITLE:
        yield f'<div class="law" id="{_anchor(node)}">{_lines(node.get("text", ""))}</div>'
    elif kind in ARTICLES:
        yield from _article(node, kind)
    elif kind in POINTS:
        yield _law(_list([node]))
    else:
        yield _heading(node, kind)
        yield _body(node, keep_lines=kind in (Kind.ANNEX, Kind.CLOSING))


def _heading(node: Tree, kind: Kind) -> str:
    level = 3 if kind in SECTIONS or kind in SMALLER_PARTS else 2
    if kind in PARTS:
        return f'<h{level} class="bab-h" id="{_anchor(node)}">{escape(_title(node, kind))}</h{level}>'
    heading = escape(node.get("heading", ""))
    return (
        f'<h{level} class="bab-h" id="{_anchor(node)}"><small>{escape(_label(node, kind))}</small>{heading}</h{level}>'
    )


def _article(node: Tree, kind: Kind) -> Iterator[str]:
    label, anchor = escape(_label(node, kind)), _anchor(node)
    link = escape(_("Tautan ke %(article)s") % {"article": _label(node, kind)})
    heading = escape(node.get("heading", ""))
    # The explanation of an article stands one level below its own heading.
    level = 3 if kind is Kind.PASAL else 4
    yield f'<article class="pasal" id="{anchor}"><div class="pasal__h"><h{level}>{label}{" " if heading else ""}{heading}</h{level}>'
    yield f'<a href="#{anchor}" data-copy>{link}</a></div>'
    yield _body(node)
    yield "</article>"


def _body(node: Tree, *, keep_lines: bool = False) -> str:
    """Own text, then children; runs of points become one list, anything else a block of its own."""
    text = node.get("text", "")
    parts = [_lines(text) if keep_lines else _paragraphs(text)]
    blocks: list[str] = []
    run: list[Tree] = []
    for child in node.get("children", ()):
        if Kind(child["kind"]) in POINTS:
            run.append(child)
            continue
        parts.append(_list(run))
        run = []
        if Kind(child["kind"]) is Kind.AMENDED_UNIT:
            parts.append(_amended(child))
        else:
            blocks += _block(child)
    parts.append(_list(run))
    return _law("".join(parts)) + "".join(blocks)


def _list(points: list[Tree]) -> str:
    if not points:
        return ""
    return f"<ol>{''.join(_point(point) for point in points)}</ol>"


def _point(node: Tree) -> str:
    label = escape(_label(node, Kind(node["kind"])))
    return f'<li id="{_anchor(node)}"><span class="n">{label}</span><div>{_inner(node)}</div></li>'


def _inner(node: Tree) -> str:
    """What stands inside a point or an amended unit: no headings, only text and lists."""
    parts = [_paragraphs(node.get("text", ""))]
    run: list[Tree] = []
    for child in node.get("children", ()):
        if Kind(child["kind"]) in POINTS:
            run.append(child)
            continue
        parts += [_list(run), _amended(child)]
        run = []
    parts.append(_list(run))
    return "".join(parts)


def _amended(node: Tree) -> str:
    """A unit quoted in an amendment: its own heading as bold text, because it is no heading of this regulation."""
    return f'<div id="{_anchor(node)}"><p><b>{escape(one_line(node.get("lead", "")))}</b></p>{_inner(node)}</div>'


def _law(content: str) -> str:
    return f'<div class="law">{content}</div>' if content else ""


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(one_line(part))}</p>" for part in _BLANK_LINES.split(text) if part.strip())


def _lines(text: str) -> str:
    """Paragraphs in which the line ends mean something: titles, signatures, tables of an annex."""
    return "".join(
        f"<p>{'<br>'.join(escape(' '.join(line.split())) for line in part.splitlines() if line.strip())}</p>"
        for part in _BLANK_LINES.split(text)
        if part.strip()
    )


def _title(node: Tree, kind: Kind) -> str:
    if kind in PARTS:
        return f"{PARTS[kind]} {node.get('number', '')}".strip()
    return f"{_label(node, kind)} {node.get('heading', '')}".strip()


def _label(node: Tree, kind: Kind) -> str:
    """How the unit is called on paper («Bagian Kesatu», not the number it was repaired to)."""
    if kind in SECTIONS or kind in CHAPTERS:
        lead, heading = one_line(node.get("lead", "")), node.get("heading", "")
        if heading and lead.casefold().endswith(heading.casefold()):
            return lead[: -len(heading)].rstrip(" :.-–")
    if kind in POINTS and (lead := one_line(node.get("lead", "")))[:1].isalpha() and " " in lead:
        return lead  # an explanation spells out «Ayat (1)», «Huruf a»
    number = node.get("number", "")
    return LABELS.get(kind, "{number}").format(number=number) if number else ""


def _anchor(node: Tree) -> str:
    return escape(node.get("anchor", ""))
