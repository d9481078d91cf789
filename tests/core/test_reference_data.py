"""What a new installation starts with."""

import pytest

from portal.core.models import Cluster, Directorate, Holiday, Unit
from portal.core.reference_data import former_names, load_reference_data

pytestmark = pytest.mark.django_db


def test_loading_twice_adds_nothing_and_keeps_changes() -> None:
    load_reference_data()
    Unit.objects.filter(code="sentra-kartini").update(name="x")
    unit = Unit.objects.get(code="sentra-abiseka")
    unit.name = "Nama baru"
    unit.save()
    load_reference_data()

    assert Unit.objects.count() == 36
    assert Unit.objects.get(pk=unit.pk).name == "Nama baru"
    assert (Directorate.objects.count(), Cluster.objects.count()) == (5, 5)


def test_merged_units_are_not_current() -> None:
    load_reference_data()

    merged = Unit.objects.filter(successor__isnull=False)
    assert {unit.name for unit in merged} == {"Tan Miyat", "Budhi Dharma"}
    assert Unit.objects.current().count() == 34


def test_only_holidays_of_fixed_date_are_seeded_and_say_so() -> None:
    load_reference_data()

    assert set(Holiday.objects.values_list("source", flat=True)) == {"tanggal tetap"}
    assert Holiday.objects.filter(on__year=2026).count() == 5


@pytest.mark.parametrize(
    ("note", "names"),
    [
        ("ex Balai Anak Abiseka", ["Balai Anak Abiseka"]),
        ("ex A (B) / C", ["A (B)", "C"]),
        ("ex Napza unit", []),
        ("merger of X", []),
        ("", []),
    ],
)
def test_former_names_come_from_the_note(note: str, names: list[str]) -> None:
    assert former_names(note) == names
