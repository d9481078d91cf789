"""Keeping the table of holidays: deadlines count working days, so every change is recorded."""

from dataclasses import dataclass

from django.db import transaction

from portal.accounts.holiday_files import HolidayRow
from portal.accounts.permissions import check_can_manage_people
from portal.core import audit
from portal.core.models import Holiday, User


@dataclass(frozen=True, slots=True)
class ImportReport:
    created: int
    updated: int
    unchanged: int


@transaction.atomic
def keep_holiday(*, by: User, row: HolidayRow) -> str:
    """Adds or renames one day: «created», «updated» or «unchanged»."""
    check_can_manage_people(by)
    holiday, created = Holiday.objects.get_or_create(on=row.on, defaults={"name": row.name, "source": row.source})
    if not created and (holiday.name, holiday.source) == (row.name, row.source or holiday.source):
        return "unchanged"
    if not created:
        holiday.name, holiday.source = row.name, row.source or holiday.source
        holiday.save(update_fields=("name", "source"))
    audit.record(by=by, verb="holiday_kept", obj=holiday, data={"on": row.on.isoformat(), "name": row.name})
    return "created" if created else "updated"


@transaction.atomic
def import_holidays(*, by: User, rows: list[HolidayRow]) -> ImportReport:
    """All rows or none."""
    outcomes = [keep_holiday(by=by, row=row) for row in rows]
    return ImportReport(outcomes.count("created"), outcomes.count("updated"), outcomes.count("unchanged"))


@transaction.atomic
def remove_holiday(*, by: User, holiday: Holiday) -> None:
    check_can_manage_people(by)
    audit.record(by=by, verb="holiday_removed", obj=holiday, data={"on": holiday.on.isoformat(), "name": holiday.name})
    holiday.delete()
