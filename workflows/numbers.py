"""Numbers without gaps: given in the transaction of the act, under a lock on the series."""

import datetime as dt

from django.db import transaction

from workflows.models import NumberSeries, Policy

REGISTRATION = "usulan"
DECISION_LETTER = "surat-keputusan"
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@transaction.atomic
def next_number(series: str, year: int) -> int:
    """The next number of the series in the year; taken back when the surrounding transaction fails."""
    NumberSeries.objects.get_or_create(series=series, year=year)
    row = NumberSeries.objects.select_for_update().get(series=series, year=year)
    row.last += 1
    row.save(update_fields=("last",))
    return row.last


def registration_number(on: dt.date) -> str:
    """«UB-2026-0147»."""
    return f"UB-{on.year}-{next_number(REGISTRATION, on.year):04d}"


def letter_number(on: dt.date) -> str:
    """By the configured template: «12/SK-BANTUAN/XI/2026»."""
    template = Policy.objects.get().letter_number_template
    return template.format(number=next_number(DECISION_LETTER, on.year), month=_ROMAN[on.month - 1], year=on.year)
