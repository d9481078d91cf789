"""How a regulation's status follows from relations and the register. A function of its arguments; nothing is typed in.

An import's own status text is no source. It can only contradict: where a relation of the same import repeals what it calls
«Berlaku», nothing is verified; a repeal that two people approved outweighs it. The register contradicts only what it could
know when somebody looked: a repeal that came into force later ends what it said. A repealed rule does not revive when its
repealer is repealed (UU 12/2011, Lampiran II, butir 229), so only relations that point at the regulation itself count.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from documents.enums import LegalStatus, RegisterWord, RelationKind, StatusSource

ACTING_KINDS = (RelationKind.REPEALS, RelationKind.REPEALS_PART, RelationKind.AMENDS)


class Dated(Protocol):
    """A regulation with what is known of its dates."""

    @property
    def year(self) -> int: ...
    @property
    def enacted_on(self) -> dt.date | None: ...
    @property
    def promulgated_on(self) -> dt.date | None: ...
    @property
    def in_force_on(self) -> dt.date | None: ...


@dataclass(frozen=True, slots=True)
class Act:
    """What a public regulation, `source`, does to the one in question. `is_imported`: no two people have approved it."""

    kind: str
    source: Dated
    source_id: int
    article: str = ""
    contradiction: str = ""
    is_imported: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What others say: the register, when somebody looked into it, and the import's own word."""

    register_word: str = RegisterWord.UNKNOWN
    looked_on: dt.date | None = None
    stated: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with its source. `by_id` is the regulation that caused it; `note` is a sentence or empty.

    `is_until`: it held until that regulation repealed or amended it.
    """

    status: LegalStatus = LegalStatus.UNVERIFIED
    source: StatusSource = StatusSource.NONE
    by_id: int | None = None
    note: str = ""
    is_until: bool = False


def decide(said: Said, acts: Sequence[Act], *, is_awaited: bool = False) -> Verdict:
    """The status of a regulation. `acts` are ordered with the most recent first.

    `is_awaited`: the day on which it comes into force is known and has not come. Until then only its repeal matters.
    """
    sound = [act for act in acts if not act.contradiction]
    repealing = [act for act in sound if is_whole_repeal(act)]
    if repealing:
        return _repealed(said, repealing)
    if said.register_word == RegisterWord.REPEALED:
        return Verdict(LegalStatus.REPEALED, StatusSource.REGISTER)
    if any(map(is_whole_repeal, acts)):
        return Verdict(
            note=_("Satu hubungan mencatat peraturan ini dicabut, tetapi hubungan itu sendiri bertentangan.")
        )
    if is_awaited:
        return Verdict(LegalStatus.NOT_YET, StatusSource.DATE)
    in_part = [act for act in sound if act.kind in (RelationKind.REPEALS, RelationKind.REPEALS_PART)]
    if in_part:
        return Verdict(LegalStatus.PARTLY_REPEALED, StatusSource.RELATION, in_part[0].source_id)
    amending = [act for act in sound if act.kind == RelationKind.AMENDS]
    if amending:
        return Verdict(LegalStatus.AMENDED, StatusSource.RELATION, amending[0].source_id)
    if said.register_word == RegisterWord.IN_FORCE:
        return Verdict(LegalStatus.IN_FORCE, StatusSource.REGISTER)
    return Verdict()


def is_whole_repeal(relation: Act) -> bool:
    """Whether the relation takes the whole regulation out of force."""
    return relation.kind == RelationKind.REPEALS and not relation.article


def is_awaited(in_force_on: dt.date | None, today: dt.date) -> bool:
    """Whether a regulation is not in force yet; without a day nothing is claimed."""
    return in_force_on is not None and in_force_on > today


def in_force_from(regulation: Dated) -> dt.date | None:
    """The day from which a regulation holds, as far as known: the day it names, else that of its promulgation
    (UU 12/2011, art. 87), else that of its enactment.
    """
    return regulation.in_force_on or regulation.promulgated_on or regulation.enacted_on


def holds_on(regulation: Dated, day: dt.date) -> bool | None:
    """Whether it had come into force by that day; None where its dates do not tell."""
    begin = in_force_from(regulation)
    if begin is not None:
        return begin <= day
    return None if regulation.year == day.year else regulation.year < day.year


def with_note(verdict: Verdict, said: Said) -> Verdict:
    """Tells the import's own word where nothing is verified, or nobody says whether what was changed is still in force."""
    if verdict.status in (LegalStatus.AMENDED, LegalStatus.PARTLY_REPEALED):
        is_open = said.register_word != RegisterWord.IN_FORCE
        note = _("Belum ada sumber yang memastikan bahwa peraturan ini masih berlaku.") if is_open else ""
    elif verdict.status == LegalStatus.UNVERIFIED:
        is_open, note = True, verdict.note
    else:
        return verdict
    if is_open and said.stated and not verdict.note:
        words = {"stated": Truncator(said.stated).chars(150)}
        note = f"{note} {_('Data asal menyebut «%(stated)s»; belum diverifikasi.') % words}".strip()
    return replace(verdict, note=note)


def _repealed(said: Said, repealing: Sequence[Act]) -> Verdict:
    for act in repealing:
        if not _is_contradicted(act, said):
            return Verdict(LegalStatus.REPEALED, StatusSource.RELATION, act.source_id)
    return Verdict(
        note=_("Sumber bertentangan: satu peraturan mencabut peraturan ini, tetapi data lain menyebutnya berlaku.")
    )


def _is_contradicted(act: Act, said: Said) -> bool:
    if act.is_imported and said.stated.strip().casefold() == "berlaku":
        return True
    if said.register_word != RegisterWord.IN_FORCE:
        return False
    return said.looked_on is None or holds_on(act.source, said.looked_on) is not False
