"""How a regulation's status follows from relations and the register. A function of its arguments; nothing is typed in.

An import's own status text is no source. It can only contradict: where a relation repeals what the same data call
«Berlaku», nothing is verified. A repealed rule does not revive when its repealer is repealed (UU 12/2011, Lampiran II,
butir 229), so only relations that point at the regulation itself count.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from documents.enums import LegalStatus, RegisterWord, RelationKind, StatusSource

ACTING_KINDS = (RelationKind.REPEALS, RelationKind.REPEALS_PART, RelationKind.AMENDS)


class Acting(Protocol):
    """A relation of a public regulation that points at the one in question."""

    kind: str
    article: str
    source_id: int
    contradiction: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status with its source. `by_id` is the regulation that caused it; `note` is a sentence or empty."""

    status: LegalStatus = LegalStatus.UNVERIFIED
    source: StatusSource = StatusSource.NONE
    by_id: int | None = None
    note: str = ""


def decide(*, register_word: str, stated: str, acting: Sequence[Acting], is_awaited: bool = False) -> Verdict:
    """The status of a regulation. `acting` is ordered with the most recent first; `stated` is the import's own word.

    `is_awaited`: the day on which it comes into force is known and has not come. Until then only its repeal matters.
    """
    sound = [r for r in acting if not r.contradiction]
    repealing = [r for r in sound if is_whole_repeal(r)]
    if repealing:
        return _repealed(register_word, stated, repealing[0])
    if register_word == RegisterWord.REPEALED:
        return Verdict(LegalStatus.REPEALED, StatusSource.REGISTER)
    if any(map(is_whole_repeal, acting)):
        return Verdict(
            note=_("Satu hubungan mencatat peraturan ini dicabut, tetapi hubungan itu sendiri bertentangan.")
        )
    if is_awaited:
        return Verdict(LegalStatus.NOT_YET, StatusSource.DATE)
    in_part = [r for r in sound if r.kind in (RelationKind.REPEALS, RelationKind.REPEALS_PART)]
    if in_part:
        return Verdict(LegalStatus.PARTLY_REPEALED, StatusSource.RELATION, in_part[0].source_id)
    amending = [r for r in sound if r.kind == RelationKind.AMENDS]
    if amending:
        return Verdict(LegalStatus.AMENDED, StatusSource.RELATION, amending[0].source_id)
    if register_word == RegisterWord.IN_FORCE:
        return Verdict(LegalStatus.IN_FORCE, StatusSource.REGISTER)
    return Verdict(note=_stated_note(stated))


def is_whole_repeal(relation: Acting) -> bool:
    """Whether the relation takes the whole regulation out of force."""
    return relation.kind == RelationKind.REPEALS and not relation.article


def is_awaited(in_force_on: dt.date | None, today: dt.date) -> bool:
    """Whether a regulation is not in force yet; without a day nothing is claimed."""
    return in_force_on is not None and in_force_on > today


def _repealed(register_word: str, stated: str, relation: Acting) -> Verdict:
    if register_word == RegisterWord.IN_FORCE or stated.strip().casefold() == "berlaku":
        return Verdict(
            note=_("Sumber bertentangan: satu peraturan mencabut peraturan ini, tetapi data lain menyebutnya berlaku.")
        )
    return Verdict(LegalStatus.REPEALED, StatusSource.RELATION, relation.source_id)


def _stated_note(stated: str) -> str:
    if not stated:
        return ""
    return _("Data asal menyebut «%(stated)s»; belum diverifikasi.") % {"stated": Truncator(stated).chars(200)}
