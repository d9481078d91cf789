"""Which regulation a written number means."""

import pytest

from documents import numbers
from tests.documents.text.test_hostile_texts import seconds


@pytest.mark.parametrize(
    ("number", "stored", "expected"),
    [
        ("168/PMK.07/2009", ["168", "16", "68"], "168"),
        ("168", ["168-pmk-07-2009", "16-pmk-07-2009"], "168-pmk-07-2009"),
        ("168/PMK.07/2009", ["168", "168-pmk-07-2009"], "168-pmk-07-2009"),
        ("168/PMK.07/2009", ["168-pmk-05-2009"], None),
        ("168", ["168-pmk-05-2009", "168-pmk-07-2009"], None),
        ("016", ["16"], "16"),
        ("02", ["02", "2"], "02"),
        ("2", ["02", "002"], None),
        ("PM 141 Tahun 2015", ["141"], "141"),
        ("141", ["pm-141"], "pm-141"),
        ("16A", ["16", "16b"], None),
        ("16A/HUK/2009", ["16a", "16"], "16a"),
        ("168PMK", ["168"], "168"),
        ("tanpa", ["nomor"], None),
        ("16", [], None),
    ],
)
def test_the_same_number_else_the_only_one_that_begins_alike_where_one_has_no_series(
    number: str, stored: list[str], expected: str | None
) -> None:
    assert numbers.meant(number, [(key, key) for key in stored]) == expected


def test_two_regulations_of_one_number_are_told_apart_by_nobody() -> None:
    assert numbers.matching("7", [("7", "one"), ("7", "two")]) == (["one", "two"], True)
    assert numbers.meant("7", [("7", "one"), ("7", "two")]) is None


def test_many_citations_of_a_year_with_many_regulations_are_looked_up_not_compared() -> None:
    known = numbers.Numbered((f"{number}-pmk-07-2009", number) for number in range(2_000))

    found = []
    taken = seconds(lambda: found.extend(known.meant(str(number)) for number in range(20_000)))

    assert found[:2_000] == list(range(2_000))
    assert not any(found[2_000:])
    assert taken < 2.0  # each number beside each regulation took minutes
