"""Lists of documents with filters and pages, from what a visitor typed: nothing typed can break them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page as ListPage
from django.core.paginator import Paginator
from django.db.models import Count

from documents.enums import LegalStatus
from documents.models.regulation import RegulationType
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
    is_known: bool
    """Whether anything visible has the year of the address."""

    @property
    def is_filtered(self) -> bool:
        return bool(self.query)


def plain_list(documents: DocumentQuerySet, typed: Mapping[str, str]) -> "ListPage[Any]":
    """The page asked for; a page that does not exist becomes the nearest one."""
    return Paginator(documents, PER_PAGE).get_page(typed.get("halaman"))


def regulation_list(
    regulations: RegulationQuerySet, typed: Mapping[str, str], *, kind: str = "", year: str = ""
) -> RegulationList:
    """Regulations filtered by `jenis`, `tahun` and `status`, newest first; a value that means nothing is ignored.
    `kind` and `year` are those of the address and hold, also where nothing has them.

    Two queries: one counts every combination of kind, year and status, the other reads the page asked for.
    """
    tally = _Tally(regulations)
    chosen = {
        "kind__code": kind or tally.known("kind__code", typed.get("jenis", "")),
        "year": year or tally.known("year", typed.get("tahun", "")),
        "status": tally.known("status", typed.get("status", "")),
    }
    wanted = {column: value for column, value in chosen.items() if value}
    found = regulations.filter(**wanted).with_kind().order_by("-year", "kind__code", "-pk")
    names = {"kind__code": "jenis", "year": "tahun", "status": "status"}
    return RegulationList(
        page_obj=_CountedPaginator(found, PER_PAGE, total=tally.count(wanted)).get_page(typed.get("halaman")),
        kinds=tally.kinds(chosen["kind__code"]),
        years=tally.years(chosen["year"]),
        statuses=tally.statuses(chosen["status"]),
        is_known=not year or tally.count({"year": year, **({"kind__code": kind} if kind else {})}) > 0,
        query=urlencode({names[column]: value for column, value in wanted.items()}),
    )


class _CountedPaginator(Paginator[Any]):
    """A paginator that has been told the total."""

    def __init__(self, objects: RegulationQuerySet, per_page: int, *, total: int) -> None:
        super().__init__(objects, per_page)
        self.count = total  # a cached property: what is set is what it answers


class _Tally:
    """How many regulations there are of each kind, year and status together."""

    def __init__(self, regulations: RegulationQuerySet) -> None:
        columns = ("kind__code", "year", "status")
        rows = regulations.order_by().values(*columns, "kind__name").annotate(n=Count("pk"))
        self.rows: list[dict[str, Any]] = [{**row, "year": str(row["year"])} for row in rows]

    def known(self, column: str, value: str) -> str:
        """The value if there is something to find with it, otherwise nothing."""
        return value if any(row[column] == value for row in self.rows) else ""

    def count(self, wanted: Mapping[str, str]) -> int:
        return sum(row["n"] for row in self.rows if all(row[column] == value for column, value in wanted.items()))

    def kinds(self, chosen: str) -> tuple[Choice, ...]:
        names = {row["kind__code"]: row["kind__name"] for row in self.rows}
        totals = self._totals("kind__code").most_common()
        if chosen and chosen not in names:  # the kind of the address, which nothing visible has
            names |= RegulationType.objects.filter(code=chosen).values_list("code", "name")
            totals.append((chosen, 0))
        return tuple(Choice(code, names[code], n, code == chosen) for code, n in totals)

    def years(self, chosen: str) -> tuple[Choice, ...]:
        totals = sorted(self._totals("year").items(), reverse=True)
        return tuple(Choice(year, year, n, year == chosen) for year, n in totals)

    def statuses(self, chosen: str) -> tuple[Choice, ...]:
        totals = self._totals("status")
        return tuple(
            Choice(status.value, str(status.label), totals[status.value], status.value == chosen)
            for status in LegalStatus
            if totals[status.value]
        )

    def _totals(self, column: str) -> Counter[str]:
        totals: Counter[str] = Counter()
        for row in self.rows:
            totals[row[column]] += row["n"]
        return totals
