"""Indonesian working days: Monday to Friday without the days of the holiday table."""

import datetime as dt

from portal.core.gathering import held
from portal.core.models import Holiday

_SATURDAY = 5
_ONE_DAY = dt.timedelta(days=1)


def add_working_days(start: dt.date, days: int) -> dt.date:
    """The day that lies `days` working days after `start`; 0 gives `start` itself. ValueError for a negative number."""
    if days < 0:
        raise ValueError("days must not be negative")
    closed = held("holidays", _holidays)
    day = start
    while days:
        day += _ONE_DAY
        if day.weekday() < _SATURDAY and day not in closed:
            days -= 1
    return day


def _holidays() -> set[dt.date]:
    """All of them, some twenty a year: an act that counts days from two dates reads them once."""
    return set(Holiday.objects.order_by().values_list("on", flat=True))
