"""Lists of documents with filters and pages, from what a visitor typed: nothing typed can break them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count

from documents.enums import LegalStatus
from documents.querysets import DocumentQuerySet, RegulationQuerySet

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a filter."""

    value: str
    label: str
    count: int
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class RegulationList:
    """A page of regulations with the filters that lead there."""

    page_obj: "ListPage[Any]"
    kinds: tuple[Choice, ...]
    years: tuple[Choice, ...]
    statuses: tuple[Choice, ...]
    query: str

    @property
    def is_filtered(self) -> bool:
        return bool(self.query)


def plain_list(documents: DocumentQuerySet, typed: Mapping[str, str]) -> "ListPage[Any]":
    """The page asked for; a page that does not exist becomes the nearest one."""
    return Paginator(documents, PER_PAGE).get_page(typed.get("halaman"))


def regulation_list(
    regulations: RegulationQuerySet, typed: Mapping[str, str], *, kind: str = "", year: str = ""
) -> RegulationList:
    """Regulations filtered by `jenis`, `tahun` and `status`, newest first; a value that means nothing is ignored."""
    kind = kind or typed.get("jenis", "")
    year = year or typed.get("tahun", "")
    status = typed.get("status", "")
    year = year if year.isdecimal() and len(year) == 4 else ""
    status = status if status in LegalStatus.values else ""
    kinds = _kinds(regulations, kind)
    kind = kind if any(choice.is_chosen for choice in kinds) else ""
    chosen = {key: value for key, value in (("kind__code", kind), ("year", year), ("status", status)) if value}
    found = regulations.filter(**chosen).with_facts().order_by("-year", "kind__code", "-pk")
    query = urlencode([pair for pair in (("jenis", kind), ("tahun", year), ("status", status)) if pair[1]])
    return RegulationList(
        page_obj=Paginator(found, PER_PAGE).get_page(typed.get("halaman")),
        kinds=kinds,
        years=_years(regulations, year),
        statuses=_statuses(regulations, status),
        query=query,
    )


def _kinds(regulations: RegulationQuerySet, chosen: str) -> tuple[Choice, ...]:
    rows = (
        regulations.order_by()
        .values_list("kind__code", "kind__name")
        .annotate(n=Count("pk"))
        .order_by("-n", "kind__name")
    )
    return tuple(Choice(code, name, n, code == chosen) for code, name, n in rows)


def _years(regulations: RegulationQuerySet, chosen: str) -> tuple[Choice, ...]:
    rows = regulations.order_by().values_list("year").annotate(n=Count("pk")).order_by("-year")
    return tuple(Choice(str(year), str(year), n, str(year) == chosen) for year, n in rows)


def _statuses(regulations: RegulationQuerySet, chosen: str) -> tuple[Choice, ...]:
    counts = dict(regulations.order_by().values_list("status").annotate(n=Count("pk")))
    return tuple(
        Choice(status.value, str(status.label), counts[status.value], status.value == chosen)
        for status in LegalStatus
        if status.value in counts
    )
