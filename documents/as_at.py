"""The status of a regulation on a day in the past, from the same sources as today's.

A repealing or amending regulation counts from the day it came into force. Where only its year is known, nothing is said
about days of that year. What is repealed or amended was in force until then, and so was what the register calls in force on
every day before somebody looked: nothing revives (UU 12/2011, Lampiran II, butir 229).
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from documents.enums import LegalStatus, RegisterWord, StatusSource
from documents.statuses import Act, Dated, Said, Verdict, decide, holds_on, is_awaited
from portal.core.formats import date_long

#: No regulation of the Republic is older.
EARLIEST = dt.date(1945, 8, 17)


class BadDay(ValueError):
    """The day asked for cannot be answered; the message is a sentence for the reader."""


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


def status_on(day: dt.date, own: Dated, acts: Sequence[Act], said: Said, *, today: dt.date) -> Verdict:
    """The status on that day; today's is the one of the page. What is uncertain is «unverified» with a note."""
    if day >= today:
        return _now(decide(said, acts_by(day, acts, today), is_awaited=is_awaited(own.in_force_on, day)), said)
    begun = holds_on(own, day)
    if begun is False:
        return Verdict(LegalStatus.NOT_YET, StatusSource.DATE)
    if begun is None:
        return Verdict(note=_("Tanggal mulai berlaku peraturan ini belum tercatat."))
    verdict = decide(_said_on(day, said, today), acts_by(day, acts, today))
    if verdict.status == LegalStatus.REPEALED:
        return verdict
    if any(_acts_on(act, day, today) is None for act in acts):
        return Verdict(
            note=_("Pada tahun itu terbit peraturan yang mengubah atau mencabutnya, tetapi tanggalnya belum tercatat.")
        )
    if verdict.status != LegalStatus.UNVERIFIED or verdict.note:
        return verdict
    return _until_something_acted(day, acts) or replace(verdict, note=_why_unverified(said))


def _now(verdict: Verdict, said: Said) -> Verdict:
    if verdict.status != LegalStatus.UNVERIFIED or verdict.note:
        return verdict
    return replace(verdict, note=_why_unverified(said))


def acts_by(day: dt.date, acts: Iterable[Act], today: dt.date) -> list[Act]:
    """Those that held on that day."""
    return [act for act in acts if _acts_on(act, day, today)]


def _acts_on(act: Act, day: dt.date, today: dt.date) -> bool | None:
    """What is here today acts today, unless it says from when it does; None where the year alone does not tell."""
    if day >= today:
        return not is_awaited(act.source.in_force_on, day)
    return holds_on(act.source, day)


def _said_on(day: dt.date, said: Said, today: dt.date) -> Said:
    """That it is repealed, the register says of the days since somebody looked, of today if nobody wrote down when; that
    it is in force, of all days until something acts on the regulation.
    """
    if said.register_word == RegisterWord.REPEALED and day < (said.looked_on or today):
        return replace(said, register_word=RegisterWord.UNKNOWN)
    return said


def _until_something_acted(day: dt.date, acts: Sequence[Act]) -> Verdict | None:
    """In force by the earliest regulation that repealed or amended it later."""
    later = [act for act in acts if not act.contradiction and holds_on(act.source, day) is False]
    if not later:
        return None
    return Verdict(LegalStatus.IN_FORCE, StatusSource.RELATION, later[-1].source_id, is_until=True)


def _why_unverified(said: Said) -> str:
    if said.register_word != RegisterWord.REPEALED:
        return _("Tidak ada hubungan atau register yang memastikan status pada tanggal itu.")
    if said.looked_on is None:
        return _("Register menyebutnya dicabut, tanpa tanggal pencabutan.")
    words = {"day": date_long(said.looked_on)}
    return _("Register menyebutnya dicabut menurut keadaan %(day)s, tanpa tanggal pencabutan.") % words
