"""Working days with weekends and holidays."""

import datetime as dt

import pytest

from portal.core.models import Holiday
from portal.core.working_days import add_working_days

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 8, 14)


def test_weekends_and_holidays_do_not_count() -> None:
    Holiday.objects.create(on=dt.date(2026, 8, 17), name="Kemerdekaan")

    assert add_working_days(FRIDAY, 1) == dt.date(2026, 8, 18)
    assert add_working_days(FRIDAY, 5) == dt.date(2026, 8, 24)
    assert add_working_days(FRIDAY, 0) == FRIDAY


def test_negative_days_are_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(FRIDAY, -1)
