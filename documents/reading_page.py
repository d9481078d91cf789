"""What the page of a regulation shows beside its text, in a fixed number of queries."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import HttpRequest

from documents.enums import RelationKind

if TYPE_CHECKING:
    from documents.models import Regulation, Relation

SHOWN_PER_KIND = 50
_KEY = re.compile(r"^(?P<type>[A-Za-z]\w*?)_(?P<year>\d{4})_(?P<number>\w+)$")


@dataclass(frozen=True, slots=True)
class Link:
    """One relation as a line: linked when the other end is open to the reader."""

    label: str
    about: str
    url: str
    article: str


@dataclass(frozen=True, slots=True)
class Links:
    """Relations of one kind, seen from this side or the other; `more` are not listed."""

    label: str
    links: tuple[Link, ...]
    more: int


def relations_of(page: "Regulation", request: HttpRequest) -> tuple[Links, ...]:
    """What the regulation does to others, then what others do to it. Pages closed to the reader are left out."""
    outward = sorted(page.relations.all(), key=lambda r: (r.kind, r.sort_order or 0, r.pk or 0))
    inward = list(
        page.inverse_relations.filter(source__live=True).order_by("kind", "-source__year", "pk") if page.pk else ()
    )
    pages = type(page).objects.filter(pk__in={r.target_id for r in outward} | {r.source_id for r in inward})
    open_pages = {each.pk: each for each in pages.visible_to(request.user)}
    groups = [
        _group(str(RelationKind(kind).label), [_outward(r, open_pages, request) for r in rows])
        for kind, rows in groupby(outward, key=lambda r: r.kind)
    ]
    groups += [
        _group(RelationKind(kind).inverse_label, [_inward(r, open_pages, request) for r in rows])
        for kind, rows in groupby(inward, key=lambda r: r.kind)
    ]
    return tuple(group for group in groups if group.links)


def status_link(page: "Regulation", request: HttpRequest) -> Link | None:
    """The regulation on whose word the status rests, if the reader may open it."""
    if page.status_by_id is None:
        return None
    cause = type(page).objects.filter(pk=page.status_by_id).visible_to(request.user).first()
    return Link(cause.title, cause.about, cause.get_url(request), "") if cause else None


def readable_citation(citation: str) -> str:
    """«UU_2009_11» as «UU 11/2009»; anything else as it was written."""
    match = _KEY.match(citation)
    if match is None:
        return citation
    return f"{match['type'].replace('_', ' ')} {match['number'].replace('_', '/')}/{match['year']}"


def _group(label: str, links: list[Link | None]) -> Links:
    found = [link for link in links if link is not None]
    return Links(label, tuple(found[:SHOWN_PER_KIND]), max(0, len(found) - SHOWN_PER_KIND))


def _outward(relation: "Relation", open_pages: dict[int, "Regulation"], request: HttpRequest) -> Link | None:
    target = open_pages.get(relation.target_id or 0)
    if target is not None:
        anchor = f"#{relation.article_anchor}" if relation.article_anchor else ""
        return Link(target.title, target.about, f"{target.get_url(request)}{anchor}", relation.article_label)
    if relation.citation:
        return Link(readable_citation(relation.citation), "", "", relation.article_label)
    return None


def _inward(relation: "Relation", open_pages: dict[int, "Regulation"], request: HttpRequest) -> Link | None:
    source = open_pages.get(relation.source_id)
    return Link(source.title, source.about, source.get_url(request), relation.article_label) if source else None
