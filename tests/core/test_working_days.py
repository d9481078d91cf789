"""Working days with weekends and holidays."""

import datetime as dt

import pytest

from portal.core.models import Holiday
from portal.core.working_days import add_working_days, working_days_between

pytestmark = pytest.mark.django_db

FRIDAY = dt.date(2026, 8, 14)


def test_weekends_and_holidays_do_not_count() -> None:
    Holiday.objects.create(on=dt.date(2026, 8, 17), name="Kemerdekaan")

    assert add_working_days(FRIDAY, 1) == dt.date(2026, 8, 18)
    assert add_working_days(FRIDAY, 5) == dt.date(2026, 8, 24)
    assert add_working_days(FRIDAY, 0) == FRIDAY


def test_counting_is_the_inverse_of_adding() -> None:
    Holiday.objects.create(on=dt.date(2026, 8, 17), name="Kemerdekaan")

    for days in range(40):
        assert working_days_between(FRIDAY, add_working_days(FRIDAY, days)) == days


def test_a_deadline_that_has_passed_counts_backwards() -> None:
    assert working_days_between(dt.date(2026, 8, 21), FRIDAY) == -5


def test_negative_days_are_an_error() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working_days(FRIDAY, -1)
