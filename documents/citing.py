"""Which regulation of the portal a citation names, and how one that is not here is written."""

from collections import defaultdict
from collections.abc import Iterable

from documents import numbers
from documents.models import Regulation, RegulationType
from documents.numbers import Numbered
from documents.text.citations import Citation, named_kind, parse_citation


class Resolver:
    """Finds the target of citations with one query for each batch that is prepared."""

    def __init__(self) -> None:
        kinds = list(RegulationType.objects.all())
        self._prefixes = {kind.code: kind.citation_prefix for kind in kinds}
        self._by_name = {kind.name.casefold(): kind.code for kind in kinds}
        self._known: dict[tuple[str, int], Numbered[int]] = {}

    def prepare(self, citations: Iterable[Citation]) -> None:
        """Read what is needed to find these."""
        years = {citation.year for citation in citations} - {year for _code, year in self._known}
        found = defaultdict[tuple[str, int], Numbered[int]](Numbered)
        rows = Regulation.objects.filter(year__in=years, live=True).order_by()
        for code, year, key, pk in rows.values_list("kind__code", "year", "number_key", "pk"):
            found[code, year].add(key, pk)
        self._known |= found | {("", year): Numbered() for year in years}

    def code_of(self, citation: Citation, words: str) -> str:
        """The code of its kind: what the parser knows by name, else the kind whose name the words begin with; "" if none."""
        if citation.kind in self._prefixes:
            return citation.kind
        return self._by_name.get(named_kind(words), "")

    def find(self, citation: Citation, code: str) -> int | None:
        """The one regulation with this number, or the only one whose number begins alike («106/HUK/2009» and «106»)."""
        known = self._known.get((code, citation.year))
        return known.meant(citation.number) if known else None

    def key_of(self, citation: Citation, code: str, words: str) -> str:
        """How relation lists name it («Permen_Sos_2009_106»), so that it finds its target later; else its own words."""
        prefix = self._prefixes.get(code, "")
        if not prefix:
            return " ".join(words.split())[:255]
        return numbers.cited_key(prefix, citation.year, citation.number)


def cited_here(citation: str, *, besides: int | None) -> Regulation | None:
    """The live regulation that a citation names by its key («UU_2009_11») or in words («UU 11/2009»), if the portal has it.

    Only with this very number: «106/HUK/2009» may be another one than the «106» that is here.
    """
    live = Regulation.objects.live().exclude(pk=besides)
    found: Regulation | None = live.filter(citation_key=citation).first() if citation else None
    cited = parse_citation(citation)
    if found is None and cited is not None:
        alike = live.filter(kind__code=Resolver().code_of(cited, citation), year=cited.year).order_by()
        known, is_exact = numbers.matching(cited.number, alike.values_list("number_key", "pk"))
        found = live.filter(pk=known[0]).first() if is_exact and len(known) == 1 else None
    return found
