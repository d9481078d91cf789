"""What is refused is explained in the look of the portal, and told to the log in one line without secrets."""

import logging
import sys

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from portal.logs import QuietFilter, RedactingFormatter

FORM = "/akun/masuk/"


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["text", "fields"])
def test_a_form_that_is_too_large_is_explained(what: str, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE, settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000, 10
    data = {"login": "x" * 2_000} if what == "text" else {f"f{number}": "x" for number in range(20)}

    response = Client().post(FORM, data)

    page = response.content.decode()
    assert response.status_code == 400
    assert "Kiriman Anda terlalu besar" in page
    assert "unggah naskah panjang sebagai PDF" in page
    assert "site.css" in page


def written(record: logging.LogRecord) -> str:
    QuietFilter().filter(record)
    return RedactingFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.parametrize(
    "link",
    ["/akun/undangan/RAHASIA/", "/akun/surel/konfirmasi/Mg:RAHASIA/", "/akun/lupa-sandi/3-RAHASIA/"],
)
def test_a_link_that_lets_somebody_in_never_reaches_the_log(link: str) -> None:
    record = logging.LogRecord("django.security.csrf", logging.WARNING, "", 1, "Forbidden (%s): %s", ("x", link), None)

    assert "RAHASIA" not in written(record)
    assert link.split("RAHASIA", maxsplit=1)[0].rpartition("/")[0] in written(record)


@pytest.mark.parametrize(("status", "lines"), [(403, 1), (500, 4)])
def test_a_refusal_is_one_line_and_an_error_keeps_its_traceback(status: int, lines: int) -> None:
    try:
        raise PermissionDenied
    except PermissionDenied:
        record = logging.LogRecord("django.request", logging.WARNING, "", 1, "Forbidden: /x/", (), sys.exc_info())
    record.status_code = status

    assert len(written(record).splitlines()) >= lines
    assert (len(written(record).splitlines()) == 1) is (status == 403)


def test_numbers_of_people_and_refused_rows_never_reach_the_log() -> None:
    refused = (
        'null value in column "address" violates not-null constraint\n'
        "DETAIL:  Failing row contains (7, 0, Siti Aminah, 3275014408900001, Jalan Melati\n5, 12).\n"
    )
    try:
        raise ValueError(refused)
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "", 1, "bad NIK %s", ("3275014408900001",), sys.exc_info())

    line = written(record)

    assert "violates not-null constraint" in line
    assert "bad NIK ••••0001" in line
    assert not any(each in line for each in ("Siti", "Melati", "327501440890"))
