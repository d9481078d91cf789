"""Holidays: kept by hand or imported, and a bad file changes nothing and says why."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from portal.accounts import holiday_files
from portal.core.models import AuditEvent, Holiday, User
from portal.core.reference_data import load_reference_data

IMPORT = "/kelola/hari-libur/impor/"
ICS = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//contoh//\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Idul Fitri\r\n"
    b"DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270312\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def errors_of(content: bytes, name: str = "libur.csv") -> list[str]:
    return holiday_files.read(content, name).errors


@pytest.mark.django_db
def test_the_screen_says_that_only_fixed_dates_are_seeded(admin: User, as_user: Callable[[User], Client]) -> None:
    load_reference_data()

    page = as_user(admin).get("/kelola/hari-libur/", {"tahun": "2027"}).content.decode()

    assert "Baru hari libur bertanggal tetap" in page
    assert "Hari Kemerdekaan" in page


@pytest.mark.django_db
def test_a_table_is_imported_and_importing_it_again_changes_nothing(
    admin: User, as_user: Callable[[User], Client]
) -> None:
    client, content = as_user(admin), "﻿tanggal;nama;sumber\n20/03/2027;Hari contoh;SKB\n".encode()

    for _ in range(2):
        client.post(IMPORT, {"file": SimpleUploadedFile("libur.csv", content)})

    assert list(Holiday.objects.filter(on__year=2027).values_list("on", "name", "source")) == [
        (dt.date(2027, 3, 20), "Hari contoh", "SKB")
    ]
    assert AuditEvent.objects.filter(verb="holiday_kept").count() == 1


@pytest.mark.django_db
def test_a_calendar_of_several_days_becomes_one_row_per_day(admin: User, as_user: Callable[[User], Client]) -> None:
    as_user(admin).post(IMPORT, {"file": SimpleUploadedFile("libur.ics", ICS)})

    days = Holiday.objects.filter(name="Idul Fitri").values_list("on", flat=True)
    assert list(days) == [dt.date(2027, 3, 10), dt.date(2027, 3, 11)]


@pytest.mark.django_db
def test_one_bad_row_imports_nothing_and_is_named(admin: User, as_user: Callable[[User], Client]) -> None:
    content = b"tanggal,nama\n2027-03-20,Baik\n2027-02-30,Buruk\n"

    response = as_user(admin).post(IMPORT, {"file": SimpleUploadedFile("libur.csv", content)})

    assert response.status_code == 422
    assert "Baris 3: tanggal «2027-02-30» tidak dikenal" in response.content.decode()
    assert not Holiday.objects.filter(name="Baik").exists()


@pytest.mark.django_db
def test_no_file_at_all_gets_a_sentence(admin: User, as_user: Callable[[User], Client]) -> None:
    response = as_user(admin).post(IMPORT)

    assert response.status_code == 422
    assert "Pilih berkas" in response.content.decode()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (b"   \n", "kosong"),
        (b"\x89PNG\r\n\x1a\n\x00\xff\xfe", "bukan berkas CSV atau ICS"),
        (b"a\x00b", "bukan berkas teks"),
        (b"nama,tanggal\nx,2027-01-01\n", "judul kolom"),
        (b"tanggal,nama\n2027-01-01,\n", "Baris 2: nama hari libur kosong"),
        (b"tanggal,nama\n1/13/2027,X\n", "Baris 2: tanggal"),
        (b"tanggal,nama\n2027-01-01,A\n2027-01-01,B\n", "muncul dua kali"),
        (b"tanggal,nama\n9999-01-01,A\n", "Baris 2: tanggal"),
        (b"x" * (holiday_files.MOST_BYTES + 1), "lebih besar dari 1 MB"),
        (b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "tidak berisi acara"),
        (b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:X\r\n", "rusak|tanggal tidak dikenal|tidak berisi acara"),
        (ICS.replace(b"20270312", b"20371231"), "tidak masuk akal"),
        (ICS.replace(b"END:VEVENT", b"RRULE:FREQ=YEARLY\r\nEND:VEVENT"), "berulang"),
        (ICS.replace(b"20270310", b"bukan-tanggal"), "tanggal tidak dikenal|rusak"),
        ("tanggal,nama\n2027-03-20,Natal é\n".encode("latin-1"), "bukan berkas CSV atau ICS"),
        ("tanggal,nama\n2027-03-20,Natal\n".encode("utf-16"), "bukan berkas CSV atau ICS"),
        (ICS.replace(b"Idul", "Idül".encode("latin-1")), "tidak tersimpan sebagai UTF-8"),
        (b'tanggal,nama\n2027-03-20,"' + b"x" * 900_000, "CSV rusak"),
        (b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 60_000, "rusak"),
        (ICS.replace(b"20270310", b"99991231"), "tanggal tidak dikenal"),
        (ICS.replace(b"20270310", b"21001231").replace(b"20270312", b"21010103"), "tanggal tidak dikenal"),
        (ICS.replace(b"DTEND;VALUE=DATE:20270312", b"DURATION:P99999999999D"), "tanggal tidak dikenal"),
    ],
)
def test_a_bad_file_is_explained(content: bytes, sentence: str) -> None:
    errors = errors_of(content)

    assert errors
    assert any(part in errors[0] for part in sentence.split("|")), errors


@pytest.mark.parametrize(
    ("lines", "days"),
    [
        (b"DTSTART;VALUE=DATE:20270310\r\nDURATION:P2D", [10, 11]),
        (b"DTSTART:20270309T170000Z\r\nDTEND:20270311T170000Z", [10, 11]),
        (b"DTSTART;VALUE=DATE:20270310", [10]),
    ],
)
def test_a_calendar_counts_in_days_of_indonesia(lines: bytes, days: list[int]) -> None:
    dates = b"DTSTART;VALUE=DATE:20270310\r\nDTEND;VALUE=DATE:20270312"

    reading = holiday_files.read(ICS.replace(dates, lines), "libur.ics")

    assert ([row.on for row in reading.rows], reading.errors) == ([dt.date(2027, 3, day) for day in days], [])


@pytest.mark.parametrize(
    "content", ["tanggal,nama\n2027-03-20,Li\x00bur\u202e\n".encode(), ICS.replace(b"Idul", b"Li\x00bur")]
)
def test_what_nobody_sees_is_not_imported(content: bytes) -> None:
    reading = holiday_files.read(content, "libur")

    assert reading.errors or all("\x00" not in row.name and "\u202e" not in row.name for row in reading.rows)


def test_a_file_of_nothing_but_mistakes_does_not_flood_the_page() -> None:
    assert len(errors_of(b"tanggal,nama\n" + b"x,y\n" * 1_500)) == holiday_files.MOST_ERRORS


@pytest.mark.django_db
def test_a_removed_day_is_recorded(admin: User, as_user: Callable[[User], Client]) -> None:
    day = Holiday.objects.create(on=dt.date(2027, 3, 20), name="Keliru")

    as_user(admin).post(f"/kelola/hari-libur/{day.pk}/hapus/")

    assert not Holiday.objects.filter(pk=day.pk).exists()
    assert AuditEvent.objects.get(verb="holiday_removed").data["name"] == "Keliru"


@pytest.mark.django_db
def test_a_day_typed_by_hand_loses_direction_characters(admin: User, as_user: Callable[[User], Client]) -> None:
    typed = {"on": "20/03/2027", "name": "Li\u202ebur \u2066uji", "source": "SKB\u202e"}

    as_user(admin).post("/kelola/hari-libur/", typed)

    assert Holiday.objects.values_list("name", "source").get(on=dt.date(2027, 3, 20)) == ("Libur uji", "SKB")
