"""One place where a person occurs, and how a form names it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One place: in which table, of which proposal, since when, and what it says."""

    held_as: str
    where: str
    facts: tuple[tuple[str, str], ...]
    proposal_id: int | None = None
    is_own: bool = False
    """A record of the person; everything else may name others, too."""

    @property
    def key(self) -> str:
        """Names the place in a form; another text in it is another place."""
        told = repr((self.held_as, self.where, self.proposal_id, self.facts))
        return hashlib.sha256(told.encode()).hexdigest()[:20]


def fingerprint(found: Iterable[Occurrence]) -> str:
    """Of everything that stands on the screen: what is handed over later must be what was read."""
    return hashlib.sha256(" ".join(each.key for each in found).encode()).hexdigest()[:20]
