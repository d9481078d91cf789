"""Whom a citation means once a regulation is called otherwise: in stored relations, in suggestions and in drafts.

Called in the transaction of the change, like `documents.linking`.
"""

import re
from collections.abc import Collection
from typing import Any, NamedTuple

from documents import linking, numbers
from documents.enums import SuggestionState
from documents.linking import RegulationModel
from documents.text.citations import parse_citation

_KEY = re.compile(r"(?P<prefix>.+)_(?P<year>\d{4})_(?P<number>.+)")


class Called(NamedTuple):
    """By what a citation finds a regulation, as it is stored."""

    kind_id: int
    prefix: str
    number_key: str
    year: int
    live: bool
    citation_key: str | None

    @property
    def names(self) -> tuple[int, str, int]:
        return self.kind_id, self.number_key, self.year


_COLUMNS = ("kind_id", "kind__citation_prefix", "number_key", "year", "live", "citation_key")


def called(model: RegulationModel, pk: int | None) -> Called | None:
    """None if it is not stored."""
    return _called(model, [pk]).get(pk) if pk is not None else None


def leave_name(model: RegulationModel, pk: int, before: Called, now: Called) -> set[int]:
    """A regulation is called otherwise now: what cited it by its old name seeks its target anew, and the key goes to whoever
    is called so and had to do without. Returns the pages whose status may be another one now.

    What was rejected was that the text means this regulation; whether it means another one is to be decided anew.
    """
    if before[:4] == now[:4] and before.citation_key == now.citation_key:
        return set()
    left = _names_left(model, pk, before, now)
    suggestions = linking.suggestions_of(model).filter(target_id=pk, citation__in=left)
    suggestions.filter(state=SuggestionState.REJECTED).update(
        state=SuggestionState.PROPOSED, decided_by=None, decided_at=None
    )
    suggestions.update(target_id=None)
    linking.relations_of(model).filter(target_id=pk, citation__in=left).update(target_id=None)
    heir = _heir(model, before) if before.citation_key != now.citation_key else None
    named = model.objects.filter(citation_key__in=left, live=True)
    owners = {*named.values_list("pk", flat=True), *([heir] if heir else [])}
    linking.resolve_citations(model, owners)
    return owners


def _names_left(model: RegulationModel, pk: int, before: Called, now: Called) -> set[str]:
    """By which citations a regulation was meant that cannot mean it now."""
    cited = {
        citation
        for rows in (linking.relations_of(model), linking.suggestions_of(model))
        for citation in rows.filter(target_id=pk).exclude(citation="").values_list("citation", flat=True)
    }
    prefixes = _prefixes(model)
    return {each for each in cited if _can_mean(each, before, prefixes) and not _can_mean(each, now, prefixes)}


def _heir(model: RegulationModel, before: Called) -> int | None:
    """Who takes the key over that is free now."""
    if before.citation_key is None:
        return None
    namesakes = model.objects.filter(kind_id=before.kind_id, number_key=before.number_key, year=before.year)
    heir: int | None = namesakes.filter(citation_key=None).order_by("pk").values_list("pk", flat=True).first()
    if heir is not None:
        model.objects.filter(pk=heir).update(citation_key=before.citation_key)
    return heir


def settle(draft: Any) -> None:
    """The relations of a draft lead to whom their citations mean now: the draft may be older than a correction of what they
    point at. What is stored already stays where its citation can still mean its target.
    """
    model, cited = type(draft), [each for each in draft.relations.all() if each.target_id and each.citation]
    if not cited:
        return
    keys = {each.citation for each in cited}
    owners = dict(model.objects.filter(citation_key__in=keys, live=True).values_list("citation_key", "pk"))
    targets, prefixes = _called(model, {each.target_id for each in cited}), _prefixes(model)
    for each in cited:
        owner, target = owners.get(each.citation), targets.get(each.target_id)
        fits = target is None or _can_mean(each.citation, target, prefixes)
        if not fits or (owner is not None and each.pk is None):
            each.target_id = None if owner == draft.pk else owner


def can_mean(model: RegulationModel, citation: str, pk: int) -> bool:
    """Whether a citation, by key or in words, can mean this regulation; also if it tells no number."""
    named = called(model, pk)
    return named is None or _can_mean(citation, named, _prefixes(model))


def _can_mean(citation: str, named: Called, prefixes: Collection[str]) -> bool:
    if citation == named.citation_key:
        return True
    if key := _KEY.fullmatch(citation):
        if key["prefix"] not in prefixes:  # a key of somebody's own
            return True
        return key["prefix"] == named.prefix and _agrees(key["number"], int(key["year"]), named)
    cited = parse_citation(citation)
    return cited is None or _agrees(cited.number, cited.year, named)


def _agrees(number: str, year: int, named: Called) -> bool:
    return year == named.year and bool(numbers.matching(number, [(named.number_key, True)])[0])


def _called(model: RegulationModel, page_ids: Collection[int]) -> dict[int, Called]:
    rows = model.objects.filter(pk__in=page_ids).order_by().values_list("pk", *_COLUMNS)
    return {pk: Called(*columns) for pk, *columns in rows}


def _prefixes(model: RegulationModel) -> set[str]:
    kinds = model._meta.get_field("kind").related_model.objects.exclude(citation_prefix="")
    return set(kinds.values_list("citation_prefix", flat=True))
