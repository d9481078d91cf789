"""Records of published pages: regulations, agreements, procedures, and whatever page types register."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from wagtail.models import Page, Site

from documents.enums import LegalStatus, TextOrigin
from documents.models import Mou, Regulation, Sop
from documents.text.nodes import Kind, Node, from_data, reading_text, walk
from search import access, documents
from search.analysis import clean
from search.documents import MAX_PASSAGES, IndexDoc, PassageDoc

PREFIX = "page"
PAGE_KIND = "halaman"
"""Pages about the site, as opposed to documents."""
NAMES = {
    "mou": "MoU nota kesepahaman",
    "cooperation": "PKS perjanjian kerja sama",
    "sop": "SOP prosedur operasional standar",
    "program": "program",
    "berita": "berita",
}
"""What people call a kind of document that its titles need not say; those of regulations do. `synonyms.tsv` has the other names."""
RANK = {"uud": 1.4, "uu": 1.3, "perppu": 1.3, "pp": 1.25, "perpres": 1.2, "permensos": 1.2, "kepmensos": 1.1}
_STANDING = {LegalStatus.REPEALED: 0.8, LegalStatus.PARTLY_REPEALED: 0.95, LegalStatus.NOT_YET: 0.95}
_MIN_EXPLANATION = 40
_EXPLANATION = "penjelasan-"
_TAGS = re.compile(r"<[^>]+>")


def key_of(page_id: int) -> str:
    return f"{PREFIX}:{page_id}"


def ids_of(prefix: str, keys: Iterable[str]) -> list[int]:
    """The row numbers of those keys that have this prefix."""
    return [int(number) for each, _colon, number in (key.partition(":") for key in keys) if each == prefix]


def read_by_machine(keys: Iterable[str]) -> set[str]:
    """Those of the keys whose text is the result of OCR."""
    found = Regulation.objects.filter(pk__in=ids_of(PREFIX, keys), text__origin=TextOrigin.OCR).values_list(
        "pk", flat=True
    )
    return set(map(key_of, found))


def times_of(keys: Iterable[str]) -> dict[str, tuple[dt.datetime | None, dt.datetime | None]]:
    """When the live pages among the keys were published for the first and for the last time; one query. A page that came
    with the portal was never published by anybody."""
    pages = Page.objects.live().filter(pk__in=ids_of(PREFIX, keys))
    times = pages.values_list("pk", "first_published_at", "last_published_at")
    return {key_of(pk): (first or last, last or first) for pk, first, last in times}


class PageSource:
    """All live pages of registered types."""

    prefix = PREFIX

    def keys(self) -> Iterator[str]:
        return self._keys(documents.page_types())

    def load(self, keys: Iterable[str]) -> Mapping[str, IndexDoc]:
        ids = [int(key.partition(":")[2]) for key in keys]
        Site.clear_site_root_paths_cache()  # of this process: the site may have been changed in another one
        found: dict[str, IndexDoc] = {}
        for page in access.with_privacy(_live_pages(ids)):
            builder = documents.builder_of(type(page))
            record = builder(page) if builder else None
            if record is not None:
                found[record.key] = record
        return found

    def restricted_keys(self) -> Iterator[str]:
        for kind in (Regulation, Mou, Sop):
            for pk in kind.objects.live().filter(is_restricted=True).values_list("pk", flat=True):
                yield key_of(pk)

    def dated_keys(self) -> Iterator[str]:
        return self._keys(documents.dated_types())

    def _keys(self, types: Iterable[type]) -> Iterator[str]:
        for kind in types:
            for pk in kind.objects.live().order_by("pk").values_list("pk", flat=True).iterator():  # type: ignore[attr-defined]  # every registered type is a Page
                yield key_of(pk)


def page_record(page: Page, kind: str, **fields: Any) -> IndexDoc:
    """The record of any page: its title, address and readers, and the `IndexDoc` fields given. Texts are cleaned here.

    Who writes «mou kota bogor» has said the kind: its names count as words of the document.
    """
    fields["keywords"] = f"{NAMES.get(kind, '')} {fields.get('keywords', '')}".strip()
    for name in ("body", "keywords", "title", "issuer", "name"):
        if name in fields:
            fields[name] = clean(fields[name])
    fields.setdefault("title", clean(page.title))
    fields.setdefault("name", fields["title"])
    fields.setdefault("published", page.last_published_at)
    return IndexDoc(key=key_of(page.pk), kind=kind, url=page.url or "", acl=access.readers_of(page), **fields)


def text_of(*parts: object) -> str:
    """Plain text of fields and stream fields: tags away, one part per line."""
    return "\n".join(" ".join(_TAGS.sub(" ", str(part)).split()) for part in parts if part)


def regulation(page: Regulation) -> IndexDoc:
    """A regulation with its articles; rank and legal status weigh in the order of results."""
    weight = RANK.get(page.kind.code, 1.0) * _STANDING.get(LegalStatus(page.status), 1.0)
    body = clean(page.text.text) if page.text else (page.file.text if page.file else "")
    return page_record(
        page,
        page.kind.code,
        title=f"{page.title} tentang {page.about}" if page.about else page.title,
        keywords=f"{page.kind.abbreviation} {page.subjects} {page.gazette}",
        body=clean(body),
        number=page.number,
        year=page.year,
        status=page.status,
        date=page.enacted_on or page.promulgated_on,
        clusters=_clusters(page),
        issuer=page.issuer,
        name=page.about,
        weight=round(weight, 4),
        passages=passages(page.text.tree) if page.text else (),
    )


def mou(page: Mou) -> IndexDoc:
    """An agreement: its parties and what it is about."""
    parties = list(page.parties.all())
    numbers = [party.number for party in parties if party.number]
    return page_record(
        page,
        page.kind,
        keywords=text_of(*(party.name for party in parties), *numbers),
        body=text_of(page.scope, *(party.name for party in parties)) + "\n" + _document_text(page),
        number=numbers[0] if numbers else "",
        year=page.signed_on.year if page.signed_on else None,
        status=page.status.value,
        date=page.signed_on,
        clusters=_clusters(page),
        issuer=parties[0].name if parties else "",
    )


def sop(page: Sop) -> IndexDoc:
    """A procedure; each step is a passage of its own. Names and staff numbers of people stay out."""
    steps = list(page.steps.all())
    body = text_of(
        page.legal_basis, page.qualifications, page.related_procedures, page.equipment, page.warnings, page.records,
        *(f"{step.activity}. {step.output}" for step in steps),
    )  # fmt: skip
    day = page.effective_on or page.made_on
    return page_record(
        page,
        "sop",
        body=f"{body}\n{_document_text(page)}",
        number=page.number,
        year=day.year if day else None,
        date=day,
        clusters=_clusters(page),
        issuer=str(page.owner_unit) if page.owner_unit else "",
    )


def passages(data: Any) -> tuple[PassageDoc, ...]:
    """The articles of a stored tree. An amendment's items stand for the long article that holds them."""
    tree = from_data(data.get("tree", data)) if data else None
    found: dict[str, PassageDoc] = {}
    for node in walk(tree) if tree else ():
        passage = _passage(node)
        if passage and passage.anchor:
            found.setdefault(passage.anchor, passage)
    return tuple(found.values())[:MAX_PASSAGES]


def _passage(node: Node) -> PassageDoc | None:
    text = clean(reading_text(node)) if node.kind in _PASSAGE_KINDS else ""
    if node.kind is Kind.PASAL and not any(child.kind is Kind.AMENDMENT for child in node.children):
        return PassageDoc(node.number.lower(), node.label, node.anchor, text, clean(node.heading))
    if node.kind is Kind.AMENDMENT:
        if not node.anchor.startswith(_EXPLANATION):
            return PassageDoc("", f"Angka {node.number}", node.anchor, text, clean(node.heading))
        if len(text) >= _MIN_EXPLANATION:
            return PassageDoc("", f"Penjelasan Angka {node.number}", node.anchor, text, clean(node.heading))
    if node.kind is Kind.EXPLAINED_PASAL and len(text) >= _MIN_EXPLANATION:
        return PassageDoc("", f"Penjelasan {node.label}", node.anchor, text)
    return None


_PASSAGE_KINDS = {Kind.PASAL, Kind.AMENDMENT, Kind.EXPLAINED_PASAL}


def _live_pages(ids: list[int]) -> Iterator[Page]:
    """The live pages as their own types, with what the builders read, in a number of queries that does not grow."""
    rest = set(ids)
    for kind, joins, sets in (
        (Regulation, ("kind", "text", "file", "owner_unit"), ("clusters",)),
        (Mou, ("text", "file", "owner_unit"), ("clusters", "parties")),
        (Sop, ("text", "file", "owner_unit"), ("clusters", "steps")),
    ):
        pages = kind.objects.live().filter(pk__in=rest).select_related(*joins).prefetch_related(*sets)
        for page in pages:
            rest.discard(page.pk)
            yield page
    yield from Page.objects.live().filter(pk__in=rest).specific()


def _clusters(page: Regulation | Mou | Sop) -> tuple[str, ...]:
    return tuple(sorted(cluster.code for cluster in page.clusters.all()))


def _document_text(page: Mou | Sop) -> str:
    if page.text:
        return str(page.text.text)
    return str(page.file.text) if page.file else ""


def register_documents() -> None:
    """Let the documents be found."""
    documents.register_source(PageSource())
    documents.register(Regulation, regulation)
    documents.register(Mou, mou, is_dated=True)
    documents.register(Sop, sop)
