"""Indonesian working days: Monday to Friday without the days of the holiday table."""

import datetime as dt

from portal.core.models import Holiday

_SATURDAY = 5
_ONE_DAY = dt.timedelta(days=1)


def add_working_days(start: dt.date, days: int) -> dt.date:
    """The day that lies `days` working days after `start`; 0 gives `start` itself. ValueError for a negative number."""
    if days < 0:
        raise ValueError("days must not be negative")
    # Three calendar days per working day cover any run of weekends and holidays that the law can decree; the loop reads on if not.
    closed = _closed_between(start, start + dt.timedelta(days=days * 3 + 30))
    day = start
    while days:
        day += _ONE_DAY
        if day.weekday() < _SATURDAY and day not in closed:
            days -= 1
    return day


def _closed_between(start: dt.date, end: dt.date) -> set[dt.date]:
    return set(Holiday.objects.filter(on__range=(start, end)).values_list("on", flat=True))
