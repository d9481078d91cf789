"""What the page of a regulation shows beside its text, in a fixed number of queries."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from documents import checking, contradictions, numbers
from documents.enums import LegalStatus, RelationKind, StatusSource
from documents.reading.parts import address_at
from documents.statuses import ACTING_KINDS
from documents.text.citations import parse_citation

if TYPE_CHECKING:
    from documents.models import Regulation, Relation

SHOWN_PER_KIND = 50
LONGEST_SUCCESSION = 8
SUSPECTED = 3
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


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A relation with its other end: a regulation that the reader may open, or only its citation.

    `is_outward`: this regulation does it to the other one.
    """

    relation: "Relation"
    is_outward: bool
    page: "Regulation | None"
    url: str

    @property
    def label(self) -> str:
        return str(self.page.title) if self.page else readable_citation(self.relation.citation)

    @property
    def wording(self) -> str:
        kind = RelationKind(self.relation.kind)
        return str(kind.label) if self.is_outward else kind.inverse_label

    @property
    def link(self) -> Link:
        anchor = self.relation.article_anchor if self.is_outward else ""
        return Link(
            self.label,
            self.page.about if self.page else "",
            address_at(self.url, anchor) if self.url and anchor else self.url,
            self.relation.article_label,
        )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """All neighbours that are shown, what the regulation does to others first; `counts` are those there are."""

    neighbours: tuple[Neighbour, ...]
    counts: dict[tuple[bool, str], int]

    @property
    def acting(self) -> list[Neighbour]:
        """What others did to this regulation, so that its status may be another one."""
        return [each for each in self.neighbours if not each.is_outward and each.relation.kind in ACTING_KINDS]

    def links(self) -> tuple[Links, ...]:
        """The lists of the page, one a kind and direction."""
        groups = groupby(self.neighbours, key=lambda each: (each.is_outward, each.relation.kind))
        return tuple(self._group(list(rows), self.counts[key]) for key, rows in groups)

    def _group(self, rows: list[Neighbour], count: int) -> Links:
        shown = tuple(each.link for each in rows[:SHOWN_PER_KIND])
        return Links(rows[0].wording, shown, max(0, count - len(shown)))


def surroundings_of(page: "Regulation", request: HttpRequest) -> Surroundings:
    """What the regulation does to others, then what others do to it. Pages closed to the reader are left out."""
    visible = type(page).objects.visible_to(request.user)
    outward = sorted(page.relations.all(), key=lambda r: (r.kind, r.sort_order or 0, r.pk or 0))
    inward = list(
        page.inverse_relations.filter(source__in=visible.values("pk")).order_by("kind", "-source__year", "pk")
        if page.pk
        else ()
    )
    outward_shown, inward_shown = _first_of_each_kind(outward), _first_of_each_kind(inward)
    wanted = {r.target_id for r in outward_shown} | {r.source_id for r in inward_shown}
    open_pages = {each.pk: each for each in visible.filter(pk__in=wanted).with_kind()}
    neighbours = [_outward(r, open_pages, request) for r in outward_shown]
    neighbours += [_inward(r, open_pages, request) for r in inward_shown]
    found = tuple(each for each in neighbours if each is not None)
    return Surroundings(found, _counts(found, inward))


def successors(page: "Regulation", request: HttpRequest) -> tuple[Link, ...]:
    """The regulations that repealed one the other, from the one that repealed this to the newest; those the reader may open."""
    model, ids, at = type(page), list[int](), page.status_by_id
    while at is not None and at not in ids and at != page.pk and len(ids) < LONGEST_SUCCESSION:
        ids.append(at)
        step = model.objects.filter(pk=at).values_list("status", "status_by_id").first()
        at = step[1] if step and step[0] == LegalStatus.REPEALED else None
    if not ids:
        return _named_by_register(page, request)
    open_pages = {each.pk: each for each in model.objects.filter(pk__in=ids).visible_to(request.user)}
    return tuple(link_to(open_pages[pk], request) for pk in ids if pk in open_pages)


def _named_by_register(page: "Regulation", request: HttpRequest) -> tuple[Link, ...]:
    """The one that the register's words on the repeal name first («Dicabut Oleh: Undang-Undang Nomor 8 Tahun 2016 …»), if here.

    What follows stands in its title («Perubahan atas …»), and is no successor.
    """
    if page.status_source != StatusSource.REGISTER or page.status != LegalStatus.REPEALED:
        return ()
    _before, _by, words = page.register_text.casefold().partition("dicabut oleh")
    cited = parse_citation(words)
    if cited is None:
        return ()
    regulations = type(page).objects.visible_to(request.user).filter(kind__code=cited.kind, year=cited.year)
    known = regulations.exclude(pk=page.pk).values_list("number_key", "pk")
    found, is_exact = numbers.matching(cited.number, known.order_by())
    return (link_to(regulations.get(pk=found[0]), request),) if is_exact and len(found) == 1 else ()


def suspected(page: "Regulation", request: HttpRequest) -> list[tuple[str, Link]]:
    """What texts in the portal may have done to this one, as suggestions on which two people have not agreed yet, with the words for it."""
    if page.pk is None or page.status == LegalStatus.REPEALED:
        return []
    suggestions = page._meta.get_field("suggestions").related_model.objects.unpublished()
    visible = type(page).objects.visible_to(request.user)
    found = suggestions.filter(target=page, kind__in=ACTING_KINDS, article="", source__in=visible.values("pk"))
    rows = found.select_related("source__kind").order_by("-source__year", "source_id")
    own = checking.end_of(page)
    possible = [row for row in rows if not contradictions.found(row.kind, checking.end_of(row.source), own, "", None)]
    return [(RelationKind(row.kind).inverse_label, link_to(row.source, request)) for row in possible[:SUSPECTED]]


def readable_citation(citation: str) -> str:
    """«UU_2009_11» as «UU 11/2009»; anything else as it was written."""
    match = _KEY.match(citation)
    if match is None:
        return citation
    return f"{match['type'].replace('_', ' ')} {match['number'].replace('_', '/')}/{match['year']}"


def link_to(page: "Regulation", request: HttpRequest) -> Link:
    """A regulation that the reader may open, as a line."""
    return Link(str(page.title), page.about, page.get_url(request), "")


def _first_of_each_kind(relations: list[Any]) -> list[Any]:
    """At most so many of a kind as are listed, but all that act: the status and the history rest on them."""
    shown: list[Any] = []
    for kind, rows in groupby(relations, key=lambda r: r.kind):
        group = list(rows)
        shown += group if kind in ACTING_KINDS else group[:SHOWN_PER_KIND]
    return shown


def _counts(shown: Iterable[Neighbour], inward: list[Any]) -> dict[tuple[bool, str], int]:
    counts: dict[tuple[bool, str], int] = {}
    for each in shown:
        counts[each.is_outward, each.relation.kind] = counts.get((each.is_outward, each.relation.kind), 0) + 1
    for kind, rows in groupby(inward, key=lambda r: r.kind):
        counts[False, kind] = len(list(rows))
    return counts


def _outward(relation: "Relation", open_pages: dict[int, "Regulation"], request: HttpRequest) -> Neighbour | None:
    target = open_pages.get(relation.target_id or 0)
    if target is None and not relation.citation:
        return None
    return Neighbour(relation, True, target, target.get_url(request) if target else "")


def _inward(relation: "Relation", open_pages: dict[int, "Regulation"], request: HttpRequest) -> Neighbour | None:
    source = open_pages.get(relation.source_id)
    return Neighbour(relation, False, source, source.get_url(request)) if source else None


def unknown(page: "Regulation", clusters: list[Any]) -> list[str]:
    """What is not known of a regulation, in words that end «Belum tercatat: …»."""
    facts = (
        (page.enacted_on, _("tanggal penetapan")),
        (page.promulgated_on, _("tanggal pengundangan")),
        (page.in_force_on, _("tanggal mulai berlaku")),
        (clusters, _("klaster")),
        (page.file_id, _("berkas resmi (PDF)")),
    )
    return [words for known, words in facts if not known]
