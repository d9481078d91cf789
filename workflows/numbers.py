"""Numbers without gaps: given in the transaction of the act, under a lock on the series."""

import datetime as dt
import string

from django.db import transaction
from django.utils.translation import gettext as _

from portal.core import audit
from workflows.models import NumberSeries, Policy

REGISTRATION = "usulan"
DECISION_LETTER = "surat-keputusan"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@transaction.atomic(savepoint=False)
def next_number(series: str, year: int) -> int:
    """The next number of the series in the year; taken back when the surrounding transaction fails."""
    # An unclaimed task is taken, and that recorded, before its number is drawn; a claimed one is not: one order for both.
    audit.queue_up()
    try:
        row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    except NumberSeries.DoesNotExist:
        NumberSeries.objects.bulk_create([NumberSeries(series=series, year=year)], ignore_conflicts=True)
        row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=("last",))
    return row.last


def registration_number(on: dt.date) -> str:
    """«UB-2026-0147»."""
    return f"UB-{on.year}-{next_number(REGISTRATION, on.year):04d}"


def letter_number(on: dt.date) -> str:
    """By the configured template: «12/SK-BANTUAN/XI/2026»."""
    return _written(_template(), next_number(DECISION_LETTER, on.year), on)


def redated_letter_number(number: str, was: dt.date, on: dt.date) -> str:
    """The same place in the series under another month; in another year, whose series is its own, the next number there."""
    if (was.year, was.month) == (on.year, on.month):
        return number
    series = NumberSeries.objects.filter(series=DECISION_LETTER, year=was.year)
    last = series.values_list("last", flat=True).first() or 0
    template = _template()
    place = next((place for place in range(last, 0, -1) if _written(template, place, was) == number), None)
    return letter_number(on) if place is None or was.year != on.year else _written(template, place, on)


def check_template(template: str) -> None:
    """Raises ValueError with a sentence for a pattern that would fail or give one number to two letters.

    Bare names only, each longer than what takes its place: a number is never longer than its pattern, whose column is as
    wide as the letter's.
    """
    names = _names_in(template)
    if not names <= {"number", "month", "year"}:
        raise ValueError(_("Pola hanya memuat {number}, {month} dan {year}; kurung kurawal lain tidak dikenal."))
    if not {"number", "year"} <= names:
        raise ValueError(_("Pola harus memuat {number} dan {year}, agar tidak ada dua surat dengan nomor yang sama."))


def _names_in(template: str) -> set[str]:
    """What stands in braces, with whatever would format it («number:>200»), so that only a bare name is a known one."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:
        return {""}
    return {
        name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "")
        for _text, name, form, conversion in parts
        if name is not None
    }


def _written(template: str, place: int, on: dt.date) -> str:
    return template.format(number=place, month=_ROMAN[on.month - 1], year=on.year)


def _template() -> str:
    return Policy.objects.get().letter_number_template
