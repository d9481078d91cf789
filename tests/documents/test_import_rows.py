"""One line of a file: what is cleaned, and what is refused with a sentence."""

import datetime as dt
import json
from typing import Any

import pytest

from documents.importing.register_rows import read_register_row
from documents.importing.rows import BadRow, Row, read_row
from documents.naming import LONGEST_ABOUT
from documents.text.stored import LONGEST_TEXT
from tests.documents.import_files import row

INVISIBLE = "Ban\u202etuan\x01 \x1bso\u200bsial\ufffe\t dan\u2028anak"


def read(**values: Any) -> Row:
    return read_row(json.dumps(row("1", **values)).encode())


@pytest.mark.parametrize("column", ["title", "about", "issuer", "status"])
def test_what_nobody_sees_is_left_out_of_a_row(column: str) -> None:
    found = read(**{column: INVISIBLE})

    assert getattr(found, {"status": "stated_status"}.get(column, column)) == "Bantuan sosial dan anak"


def test_what_nobody_sees_is_left_out_of_a_row_of_the_register() -> None:
    values = {"url": "https://peraturan.go.id/id/permensos-no-1-tahun-2014", "Nomor": "1", "Tahun": "2014"}

    found = read_register_row(values | {"Tempat Penetapan": INVISIBLE, "Status": "Ber\u202elaku"}, dt.date(2026, 1, 1))

    assert (found.place, found.text) == ("Bantuan sosial dan anak", "Berlaku")


@pytest.mark.parametrize(
    ("column", "limit", "said"), [("about", LONGEST_ABOUT, "4000 huruf"), ("text", LONGEST_TEXT, "2000000 huruf")]
)
def test_a_value_that_would_make_pages_heavy_is_refused(column: str, limit: int, said: str) -> None:
    assert read(**{column: "x" * limit})

    with pytest.raises(BadRow, match=said):
        read(**{column: "x" * (limit + 1)})


@pytest.mark.parametrize("number", ["pasal-3", "Pasal 3 ayat 2", "BANDING", "mulai-pasal-1", "atom", "csv", "json"])
def test_a_number_that_is_the_address_of_another_page_is_refused(number: str) -> None:
    with pytest.raises(BadRow, match="sudah menjadi alamat"):
        read(number=number)


@pytest.mark.parametrize("type_", ["Atom", "Penetap", "Subjek", "Tahun"])
def test_a_kind_that_is_the_address_of_another_page_is_refused(type_: str) -> None:
    with pytest.raises(BadRow, match="sudah menjadi alamat"):
        read(type=type_)


def test_a_year_that_no_address_can_name_is_refused() -> None:
    with pytest.raises(BadRow, match="Tahun 2100"):
        read(year=2100)
