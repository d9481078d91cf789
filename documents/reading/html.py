"""A stored tree as HTML: headings, articles with anchors, numbered points as real text.

All words come from files of others; `documents.reading.prose` escapes every one.
"""

from collections.abc import Iterator

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents.reading import labels
from documents.reading.labels import ARTICLES, CHAPTERS, PARTS, POINTS, SECTIONS, SMALLER_PARTS, Tree
from documents.reading.prose import Plain, Words
from documents.text.nodes import Kind, one_line

PLAIN = Plain()


def html(tree: Tree, words: Words = PLAIN, home: str = "") -> SafeString:
    """All of a tree. Ids are its anchors, so an address with #pasal-3-ayat-2 leads to that paragraph.

    `home` is the address below which the articles have pages of their own, if they have any.
    """
    return mark_safe("".join(Writer(words, home).document(tree)))  # noqa: S308 - every word went through escape()


def body_html(unit: Tree, words: Words = PLAIN) -> SafeString:
    """What stands below the heading of one unit."""
    return mark_safe(Writer(words).body(unit))  # noqa: S308 - every word went through escape()


class Writer:
    """Writes the units of one tree."""

    def __init__(self, words: Words, home: str = "") -> None:
        self._words = words
        self._home = home

    def document(self, tree: Tree) -> Iterator[str]:
        yield _law(self._words.paragraphs(tree))
        in_chapter = False
        for node in tree.get("children", ()):
            kind = Kind(node["kind"])
            if kind in ARTICLES and not in_chapter:
                # Headings must not skip a level where a regulation has articles and no chapters.
                own = "" if node.get("continued") or kind is not Kind.PASAL else ' id="batang-tubuh"'
                yield f'<h2 class="bab-h"{own}>{escape(_("Batang tubuh"))}</h2>'
                in_chapter = True
            in_chapter = in_chapter or kind in CHAPTERS
            yield from self._block(node)

    def body(self, node: Tree, *, keep_lines: bool = False) -> str:
        """Own text, then children; runs of points become one list, anything else a block of its own."""
        parts = [self._words.lines(node) if keep_lines else self._words.paragraphs(node)]
        blocks: list[str] = []
        run: list[Tree] = []
        for child in node.get("children", ()):
            if Kind(child["kind"]) in POINTS:
                run.append(child)
                continue
            parts.append(self._list(run))
            run = []
            if Kind(child["kind"]) is Kind.AMENDED_UNIT:
                parts.append(self._amended(child))
            else:
                blocks += self._block(child)
        parts.append(self._list(run))
        return _law("".join(parts)) + "".join(blocks)

    def _block(self, node: Tree) -> Iterator[str]:
        kind = Kind(node["kind"])
        if kind is Kind.TITLE:
            yield f'<div class="law"{_id(node)}>{self._words.lines(node)}</div>'
        elif kind is Kind.DOCUMENT:
            yield _law(self._words.paragraphs(node))
        elif kind in ARTICLES:
            yield from self._article(node, kind)
        elif kind in POINTS:
            yield _law(self._list([node]))
        else:
            yield _heading(node, kind)
            yield self.body(node, keep_lines=kind in (Kind.ANNEX, Kind.CLOSING))

    def _article(self, node: Tree, kind: Kind) -> Iterator[str]:
        # The explanation of an article stands one level below its own heading.
        level = 3 if kind is Kind.PASAL else 4
        words = " ".join(filter(None, (labels.label(node), node.get("heading", ""), _continued(node))))
        yield f'<article class="pasal"{_id(node)}><div class="pasal__h"><h{level}>{escape(words)}</h{level}>'
        if anchor := _anchor(node):
            link = escape(_("Tautan ke %(article)s") % {"article": labels.label(node)})
            own = f"{self._home}{anchor.lower()}/" if self._home and kind is Kind.PASAL else f"#{anchor}"
            yield f'<a href="{own}" data-copy>{link}</a>'
        yield f"</div>{self.body(node)}</article>"

    def _list(self, points: list[Tree]) -> str:
        return f"<ol>{''.join(self._point(point) for point in points)}</ol>" if points else ""

    def _point(self, node: Tree) -> str:
        label = f'<span class="n">{escape(labels.label(node))}</span>'
        return f"<li{_id(node)}>{label}<div>{self._inner(node)}</div></li>"

    def _inner(self, node: Tree) -> str:
        """What stands inside a point or an amended unit: no headings, only text and lists."""
        parts = [self._words.paragraphs(node)]
        run: list[Tree] = []
        for child in node.get("children", ()):
            if Kind(child["kind"]) in POINTS:
                run.append(child)
                continue
            parts += [self._list(run), self._amended(child)]
            run = []
        parts.append(self._list(run))
        return "".join(parts)

    def _amended(self, node: Tree) -> str:
        """A unit quoted in an amendment: its own heading as bold text, because it is no heading of this regulation."""
        return f"<div{_id(node)}><p><b>{escape(one_line(node.get('lead', '')))}</b></p>{self._inner(node)}</div>"


def _heading(node: Tree, kind: Kind) -> str:
    level = 3 if kind in SECTIONS or kind in SMALLER_PARTS else 2
    opening = f'<h{level} class="bab-h"{_id(node)}>'
    more = f" {continued}" if (continued := escape(_continued(node))) else ""
    if kind in PARTS:
        return f"{opening}{escape(labels.title(node))}{more}</h{level}>"
    return f"{opening}<small>{escape(labels.label(node))}{more}</small>{escape(node.get('heading', ''))}</h{level}>"


def _continued(node: Tree) -> str:
    return _("(lanjutan)") if node.get("continued") else ""


def _law(content: str) -> str:
    return f'<div class="law">{content}</div>' if content else ""


def _id(node: Tree) -> str:
    return f' id="{anchor}"' if (anchor := _anchor(node)) else ""


def _anchor(node: Tree) -> str:
    return escape(node.get("anchor", ""))
