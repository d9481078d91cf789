"""Two regulations, or two versions of one, article by article: who may compare what, and the rows of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as Screen
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Revision

from documents import numbers
from documents.addresses import read_typed
from documents.amending import Amendment, amendment, amends
from documents.reading.labels import Tree
from documents.statuses import ACTING_KINDS
from documents.text.alignment import Pair, Unit, align
from documents.text.amendments import says_it_amends
from documents.text.changes import Piece, changes
from documents.text.citations import parse_citation
from documents.text.nodes import Kind, Node, from_data, lines
from portal.core.permissions import Person

if TYPE_CHECKING:
    from documents.models import Regulation

OTHER = "dengan"
VERSION = "versi-"
ROWS_ON_A_PAGE = 20
MOST_UNITS = 1_500
MOST_VERSIONS = 20
MOST_CANDIDATES = 10
LONGEST_QUESTION = 200


@dataclass(frozen=True)
class Side:
    """What is compared: a regulation or a version, its name, and where it is read ("" and no regulation for a version)."""

    name: str
    address: str
    tree: Tree
    regulation: "Regulation | None" = None

    @cached_property
    def root(self) -> Node:
        """The text, built from what is stored once for all that ask."""
        return from_data(self.tree)


@dataclass(frozen=True, slots=True)
class Row:
    """An article that differs: its names on both sides ("" where it is missing) and what changed."""

    old: str
    new: str
    pieces: list[Piece]


class Comparison:
    """Everything about two sides but the words; those are compared for the rows of one screen only.

    `is_unread_amendment`: one amends the other, but which articles it changes cannot be told. `holds_changes_only`: one says in
    its title that it amends, this other or one that it names in another way; what it does not name is not gone.
    """

    is_unread_amendment = False
    holds_changes_only = False

    def __init__(self, old: Side, new: Side, *, by_number: bool) -> None:
        self.old, self.new = old, new
        pairs = align(_units(old), _units(new), by_number=by_number)
        self.same = [pair for pair in pairs if pair.is_same]
        self.different = [pair for pair in pairs if not pair.is_same]
        self.changed = sum(bool(pair.old and pair.new) for pair in self.different)
        self.added = sum(pair.old is None for pair in self.different)
        self.left_out = sum(pair.new is None for pair in self.different)

    def shown(self, number: str, size: int) -> "tuple[Screen[Pair], list[Row]]":
        """A screen of so many articles that differ, and the rows on it with their changes."""
        screen = Paginator(self.different, size).get_page(number)
        return screen, [_row(pair.old, pair.new) for pair in screen]


def _row(old: Unit | None, new: Unit | None) -> Row:
    """What only one side has is shown as it is, without marks."""
    words = [unit.words for unit in (old, new) if unit]
    return Row(old.label if old else "", new.label if new else "", changes(words[0], words[-1]))


def comparison(page: "Regulation", request: HttpRequest, asked: str) -> Comparison | Amendment | None:
    """This regulation beside what was asked for («permensos-2021-7», «Permensos 7/2021», its address, «versi-12»); the older one first.

    None for what is not here, closed to the reader or without a text.
    """
    own = Side(str(page.title), page.get_url(request), page.text.tree if page.text else {}, page)
    if asked.startswith(VERSION):
        return _with_version(page, request.user, asked.removeprefix(VERSION), own)
    other = _named(page, request.user, asked)
    if other is None or other.text is None or page.text is None:
        return None
    side = Side(str(other.title), other.get_url(request), other.text.tree, other)
    amended = amendment(side, own) or amendment(own, side)
    if amended is not None:
        return amended
    first, second = (side, own) if _age(other) < _age(page) else (own, side)
    found = Comparison(first, second, by_number=False)
    found.is_unread_amendment = amends(side, own) or amends(own, side)
    found.holds_changes_only = any(says_it_amends(str(each.about)) for each in (page, other))
    return found


def versions(page: "Regulation", user: Person) -> list[Revision]:
    """Other versions of the page, for those who edit it; the newest first."""
    if not page.permissions_for_user(user).can_edit():
        return []
    others = page.revisions.exclude(pk=page.live_revision_id).select_related("user").order_by("-created_at", "-pk")
    return list(others[:MOST_VERSIONS])


def candidates(page: "Regulation", user: Person, asked: str) -> list["Regulation"]:
    """Regulations with a text whose title or subject has all these words."""
    model = type(page)
    found = model.objects.visible_to(user).filter(text__isnull=False).exclude(pk=page.pk)
    for word in asked.split()[:6]:
        found = found.filter(Q(title__icontains=word) | Q(about__icontains=word))
    return list(found.with_kind().order_by("-year", "pk")[:MOST_CANDIDATES]) if asked.strip() else []


def related(page: "Regulation", user: Person) -> list["Regulation"]:
    """Regulations with a text that amended or repealed this one, or that it amended or repealed: what one compares first."""
    visible = type(page).objects.visible_to(user).filter(text__isnull=False).exclude(pk=page.pk)
    acted = Q(relations__target=page, relations__kind__in=ACTING_KINDS)
    acted |= Q(inverse_relations__source=page, inverse_relations__kind__in=ACTING_KINDS)
    return list(visible.filter(acted).distinct().with_kind().order_by("-year", "pk")[:MOST_CANDIDATES])


def _with_version(page: "Regulation", user: Person, number: str, own: Side) -> Comparison | None:
    if not number.isdecimal() or len(number) > 18 or not page.permissions_for_user(user).can_edit():
        return None
    revision = page.revisions.filter(pk=number).first()
    draft = revision.as_object() if revision else None
    if revision is None or draft is None or draft.text is None:
        return None
    day = revision.created_at
    side = Side(_("Versi %(day)s") % {"day": f"{day:%d-%m-%Y %H.%M}"}, "", draft.text.tree)
    is_older = page.last_published_at is None or day < page.last_published_at
    now = Side(_("%(title)s yang terbit") % {"title": own.name}, own.address, own.tree)
    return Comparison(side, now, by_number=True) if is_older else Comparison(now, side, by_number=True)


def _age(page: "Regulation") -> tuple[int, str, int]:
    return page.year, page.enacted_on.isoformat() if page.enacted_on else "", page.pk


def _named(page: "Regulation", user: Person, asked: str) -> "Regulation | None":
    model: Any = type(page)
    others = model.objects.visible_to(user).exclude(pk=page.pk).with_text()
    address = read_typed(asked)
    slug = f"{address.kind}-{address.year}-{address.number}" if address else asked
    found: Regulation | None = others.filter(slug=slug).first()
    if found is not None:
        return found
    if address is not None:
        return _numbered(others.filter(_kind(address.kind), year=address.year), address.number)
    citation = parse_citation(asked)
    if citation is None:
        return None
    kind = _kind(citation.kind) | Q(kind__abbreviation__iexact=asked.split()[0])
    return _numbered(others.filter(kind, year=citation.year), citation.number)


def _kind(spelling: str) -> Q:
    return Q(kind__code__in=(spelling, spelling.replace("-", "")))


def _numbered(regulations: Any, number: str) -> "Regulation | None":
    known = regulations.order_by().values_list("number_key", "pk")
    found: Regulation | None = regulations.filter(pk=numbers.meant(number, known)).first()
    return found


def _units(side: Side) -> list[Unit]:
    """The articles; items of an amendment stand for the long article that holds them, a text without articles for itself."""
    if not side.tree:
        return []
    found = list(islice(_articles(side.root, ""), MOST_UNITS))
    return found or [Unit("naskah", _("Naskah"), "\n".join(lines(side.root)))]


def _articles(unit: Node, within: str) -> Iterator[Unit]:
    for child in unit.children:
        if child.kind is Kind.PASAL and not any(each.kind is Kind.AMENDMENT for each in child.children):
            yield Unit(child.anchor, child.label, "\n".join(lines(child)))
        elif child.kind is Kind.AMENDMENT:
            yield Unit(child.anchor, f"{within} angka {child.number}", "\n".join(lines(child)))
        elif child.kind is not Kind.EXPLANATION:
            yield from _articles(child, child.label if child.kind is Kind.PASAL else within)
