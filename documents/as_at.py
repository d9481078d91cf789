"""The status of a regulation on a day in the past, from the same sources as today's.

A repealing or amending regulation counts from the day it came into force: the day it names, else that of its promulgation
(UU 12/2011, art. 87), else that of its enactment. Where only its year is known, nothing is said about days of that year.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from django.utils.translation import gettext as _

from documents.enums import LegalStatus, RegisterWord, StatusSource
from documents.statuses import Acting, Verdict, decide

#: No regulation of the Republic is older.
EARLIEST = dt.date(1945, 8, 17)


class BadDay(ValueError):
    """The day asked for cannot be answered; the message is a sentence for the reader."""


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
    """A relation that acts on the regulation, with the regulation it comes from."""

    relation: Acting
    source: Dated


def read_day(typed: str, today: dt.date) -> dt.date | None:
    """The day asked for, None for nothing. Raises BadDay with a sentence."""
    if not typed.strip():
        return None
    try:
        day = dt.date.fromisoformat(typed.strip())
    except ValueError as error:
        raise BadDay(_("Tanggal tidak dapat dibaca. Tulis seperti 2020-12-31.")) from error
    if day > today:
        raise BadDay(_("Tanggal itu belum tiba; status baru dapat ditunjukkan sampai hari ini."))
    if day < EARLIEST:
        raise BadDay(_("Tanggal itu sebelum 17 Agustus 1945."))
    return day


def in_force_from(regulation: Dated) -> dt.date | None:
    """The day from which a regulation holds, as far as known."""
    return regulation.in_force_on or regulation.promulgated_on or regulation.enacted_on


def holds_on(regulation: Dated, day: dt.date) -> bool | None:
    """Whether it had come into force by that day; None where its dates do not tell."""
    begin = in_force_from(regulation)
    if begin is not None:
        return begin <= day
    return None if regulation.year == day.year else regulation.year < day.year


def status_on(
    day: dt.date, own: Dated, acts: Sequence[Act], *, register_word: str, register_checked_on: dt.date | None
) -> Verdict:
    """The status on that day. What is uncertain is «unverified» with a note."""
    begun = holds_on(own, day)
    if begun is False:
        return Verdict(LegalStatus.NOT_YET, StatusSource.DATE)
    if begun is None:
        return Verdict(note=_("Tanggal mulai berlaku peraturan ini belum tercatat."))
    verdict = decide(
        register_word=_word_on(day, register_word, register_checked_on),
        stated="",
        acting=[act.relation for act in acts if holds_on(act.source, day)],
    )
    unsure = [act for act in acts if holds_on(act.source, day) is None]
    if verdict.status == LegalStatus.REPEALED or not unsure:
        return _with_note(verdict, register_word, day, register_checked_on)
    return Verdict(
        note=_("Pada tahun itu terbit peraturan yang mengubah atau mencabutnya, tetapi tanggalnya belum tercatat.")
    )


def acts_by(day: dt.date, acts: Iterable[Act]) -> list[Act]:
    """Those that held on that day."""
    return [act for act in acts if holds_on(act.source, day)]


def _word_on(day: dt.date, word: str, looked: dt.date | None) -> str:
    """In force when somebody looked means in force on every day before: nothing revives (UU 12/2011, Lampiran II, butir 229)."""
    if word == RegisterWord.REPEALED:
        return word if looked is not None and day >= looked else RegisterWord.UNKNOWN
    return word if looked is not None and day <= looked else RegisterWord.UNKNOWN


def _with_note(verdict: Verdict, word: str, day: dt.date, looked: dt.date | None) -> Verdict:
    if verdict.status != LegalStatus.UNVERIFIED or verdict.note:
        return verdict
    if word == RegisterWord.REPEALED:
        return replace(verdict, note=_("Register menyebutnya dicabut, tanpa tanggal pencabutan."))
    return replace(verdict, note=_("Tidak ada hubungan atau register yang memastikan status pada tanggal itu."))
