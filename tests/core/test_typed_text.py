"""Numbers that come from outside: a whole one, or none; never an error."""

import pytest

from portal.core.typed_text import number_in


def test_a_number_is_read() -> None:
    assert (number_in("7"), number_in("007"), number_in("999999999")) == (7, 7, 999_999_999)


@pytest.mark.parametrize("text", ["", " 7", "-7", "7.5", "²", "٧", "1_000", "1000000000", "9" * 5_000, "\x00"])
def test_anything_else_is_none(text: str) -> None:
    assert number_in(text) == 0
