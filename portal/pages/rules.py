"""The regulations a programme rests on, with a way to those that the public can read here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from documents.citing import Resolver
from documents.models import Regulation
from documents.text.citations import Citation, parse_citation


class CitedRule(Protocol):
    """A citation as an editor typed it."""

    citation: str
    note: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A citation, and what it leads to; no regulation where the portal has none that everybody may open."""

    citation: str
    note: str
    regulation: Regulation | None = None
    anchor: str = ""


def shown(rules: Iterable[CitedRule]) -> list[Rule]:
    """In the order of the editor; a constant number of queries."""
    cited = [(rule, parse_citation(rule.citation)) for rule in rules]
    resolver = Resolver()
    resolver.prepare(citation for _rule, citation in cited if citation)
    targets = [_target(resolver, rule, citation) for rule, citation in cited]
    readable = Regulation.objects.public().select_related("kind").in_bulk([pk for pk in targets if pk])
    return [
        Rule(rule.citation, rule.note, readable.get(pk or 0), citation.anchor if citation else "")
        for (rule, citation), pk in zip(cited, targets, strict=True)
    ]


def _target(resolver: Resolver, rule: CitedRule, citation: Citation | None) -> int | None:
    return resolver.find(citation, resolver.code_of(citation, rule.citation)) if citation else None
