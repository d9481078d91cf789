"""The audit chain."""

import pytest
from django.db import connection

from portal.core import audit
from portal.core.models import AuditEvent
from portal.core.models.audit import AuditRowIsFixedError
from tests.factories import make_unit, make_user

pytestmark = pytest.mark.django_db


def _three_rows() -> None:
    user, unit = make_user(), make_unit()
    for verb in ("a", "b", "c"):
        audit.record(by=user, verb=verb, obj=unit, unit=unit, data={"kata": "é"})


def test_an_untouched_chain_verifies() -> None:
    _three_rows()

    report = audit.verify_chain()
    assert report.first_broken is None
    assert report.rows == AuditEvent.objects.count() >= 3


def test_a_row_changed_behind_our_back_is_found() -> None:
    _three_rows()
    event = AuditEvent.objects.order_by("-sequence")[1]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_auditevent SET verb = 'x' WHERE sequence = %s", [event.sequence])

    assert audit.verify_chain().first_broken == event.sequence


@pytest.mark.parametrize("offset", [0, 1])
def test_a_row_removed_behind_our_back_is_found(offset: int) -> None:
    _three_rows()
    event = AuditEvent.objects.order_by("-sequence")[offset]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM core_auditevent WHERE sequence = %s", [event.sequence])

    assert audit.verify_chain().first_broken == event.sequence


def test_rows_are_neither_changed_nor_deleted() -> None:
    _three_rows()
    event = AuditEvent.objects.latest("sequence")

    for forbidden in (event.save, event.delete, AuditEvent.objects.all().delete):
        with pytest.raises(AuditRowIsFixedError):
            forbidden()
    with pytest.raises(AuditRowIsFixedError):
        AuditEvent.objects.update(verb="x")


def test_name_and_office_are_those_of_the_day() -> None:
    user = make_user()
    event = audit.record(by=user, verb="a", obj=user)
    name = user.name
    user.name = "Lain"
    user.save()

    assert AuditEvent.objects.get(pk=event.pk).actor_name == name
