"""The national register's word: what comes in, what is doubted, and that a second run changes nothing."""

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.core.management import CommandError, call_command

from documents import actions
from documents.enums import LegalStatus, Provenance, RegisterWord, RelationKind, StatusSource
from documents.models import Regulation, Relation
from documents.signals import documents_changed
from portal.core.models import User
from tests.documents.conftest import Publish

HEADER = (
    *("url", "Jenis/Bentuk Peraturan", "Pemrakarsa", "Nomor", "Tahun", "Tentang", "Tempat Penetapan"),
    *("Ditetapkan Tanggal", "Pejabat yang Menetapkan", "Status", "Tahun Pengundangan", "Nomor Pengundangan"),
    *("Nomor Tambahan", "Tanggal", "Pejabat Pengundangan"),
)
BY = "Tidak Berlaku Dicabut Oleh :Peraturan Menteri Sosial Nomor 7 Tahun 2021 Tentang Asistensi"
Load = Callable[..., tuple[dict[str, int], str]]


def row(number: str = "16", year: str = "2020", status: str = "Berlaku", /, **values: str) -> dict[str, str]:
    return dict.fromkeys(HEADER, "") | {
        "url": f"https://register.example/id/permensos-no-{number.lower()}-tahun-{year}",
        "Jenis/Bentuk Peraturan": "PERATURAN MENTERI",
        "Pemrakarsa": "KEMENTERIAN SOSIAL",
        "Nomor": number,
        "Tahun": year,
        "Status": status,
        **values,
    }


@pytest.fixture
def load(tmp_path: Path) -> Load:
    def load(*rows: dict[str, str], options: tuple[str, ...] = ("--as-of", "2023-05-31")) -> tuple[dict[str, int], str]:
        """The counts of --json and what was said of rows."""
        text = io.StringIO()
        table = csv.DictWriter(text, HEADER)
        table.writeheader()
        table.writerows(rows)
        path = tmp_path / "register.csv.gz"
        path.write_bytes(gzip.compress(text.getvalue().encode()))
        out, err = io.StringIO(), io.StringIO()
        with time_machine.travel("2026-06-01T05:00:00Z", tick=False):
            call_command("import_register", str(path), "--json", *options, stdout=out, stderr=err)
        return json.loads(out.getvalue().splitlines()[-1]), err.getvalue()

    return load


def test_the_registers_word_becomes_the_status_with_its_source(load: Load, published: Publish) -> None:
    page = published("permensos", "16", 2020)

    counts, _said = load(row())

    page.refresh_from_db()
    assert counts["updated"] == 1
    assert (page.status, page.status_source) == (LegalStatus.IN_FORCE, StatusSource.REGISTER)
    assert page.register_checked_on == dt.date(2023, 5, 31)
    assert page.register_url.endswith("permensos-no-16-tahun-2020")


def test_repealed_in_the_register_is_repealed_with_the_words_of_the_register(load: Load, published: Publish) -> None:
    page = published("permensos", "16", 2020)

    load(row("16", "2020", BY))

    page.refresh_from_db()
    assert (page.status, page.status_source, page.register_text) == (LegalStatus.REPEALED, StatusSource.REGISTER, BY)


def test_a_second_run_changes_nothing_and_tells_nobody(load: Load, published: Publish) -> None:
    published("permensos", "16", 2020)
    load(row())
    before = list(Regulation.objects.values())
    heard: list[object] = []

    def listen(**kwargs: object) -> None:
        heard.append(kwargs["page_ids"])

    documents_changed.connect(listen)
    try:
        counts, _said = load(row())
    finally:
        documents_changed.disconnect(listen)

    assert (counts["updated"], counts["unchanged"]) == (0, 1)
    assert list(Regulation.objects.values()) == before
    assert not heard


def test_a_dry_run_counts_and_writes_nothing(load: Load, published: Publish) -> None:
    published("permensos", "16", 2020)
    before = list(Regulation.objects.values())

    counts, _said = load(row(), options=("--as-of", "2023-05-31", "--dry-run"))

    assert counts["updated"] == 1
    assert list(Regulation.objects.values()) == before


def test_an_editor_who_looked_later_is_left_alone_and_one_who_looked_earlier_is_not(
    load: Load, published: Publish
) -> None:
    later = published(
        "permensos", "1", 2020, register_word=RegisterWord.REPEALED, register_checked_on=dt.date(2024, 1, 1)
    )
    earlier = published(
        "permensos", "2", 2020, register_word=RegisterWord.REPEALED, register_checked_on=dt.date(2022, 1, 1)
    )

    counts, _said = load(row("1"), row("2"))

    later.refresh_from_db()
    earlier.refresh_from_db()
    assert (counts["kept"], counts["updated"]) == (1, 1)
    assert (later.register_word, earlier.register_word) == (RegisterWord.REPEALED, RegisterWord.IN_FORCE)


def test_an_older_draft_does_not_carry_the_old_word_back(
    load: Load, published: Publish, editor: User, publisher: User
) -> None:
    page = published("permensos", "16", 2020)
    page.about = "Diperbaiki"
    page.save_revision(user=editor)
    load(row())

    page = actions.publish(by=publisher, page=Regulation.objects.get(pk=page.pk))

    assert (page.about, page.register_word, page.status) == ("Diperbaiki", RegisterWord.IN_FORCE, LegalStatus.IN_FORCE)


def test_dates_fill_what_is_empty_on_imported_pages_only(load: Load, published: Publish) -> None:
    imported, edited = published("permensos", "1", 2020), published("permensos", "2", 2020)
    Regulation.objects.filter(pk=imported.pk).update(source=Provenance.IMPORTED, place="Bogor")
    facts = {
        "Ditetapkan Tanggal": "04 Desember 2020",
        "Tanggal": "10 Desember 2020",
        "Tempat Penetapan": "Jakarta",
        "Tahun Pengundangan": "2020",
        "Nomor Pengundangan": "1540",
    }

    load(row("1", **facts), row("2", **facts))

    imported.refresh_from_db()
    edited.refresh_from_db()
    assert (imported.enacted_on, imported.promulgated_on) == (dt.date(2020, 12, 4), dt.date(2020, 12, 10))
    assert (imported.gazette, imported.place) == ("BN 2020 No. 1540", "Bogor")
    assert (edited.enacted_on, edited.gazette, edited.register_word) == (None, "", RegisterWord.IN_FORCE)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("05 Februari 2036", "tidak cocok dengan tahun 2020"),
        ("31 Februari 2020", "tidak mungkin"),
        ("01 Januari 1970", ""),
        ("kemarin", "tidak dikenali"),
    ],
)
def test_an_impossible_date_is_told_and_not_used(value: str, said: str, load: Load, published: Publish) -> None:
    page = published("permensos", "16", 2020)
    Regulation.objects.update(source=Provenance.IMPORTED)

    counts, told = load(row(**{"Tanggal": value}))

    page.refresh_from_db()
    assert said in told
    assert counts["doubted"] == bool(said)
    assert (page.promulgated_on, page.register_word) == (None, RegisterWord.IN_FORCE)


def test_rows_that_say_nothing_usable_are_counted_with_a_sentence(load: Load, published: Publish) -> None:
    published("permensos", "16", 2020)
    published("permensos", "17", 2020)

    counts, told = load(
        row("99"),
        row("16", "2020", ""),
        row("16", "dua ribu"),
        row("16", "2020", "Entahlah"),
        row("17"),
        row("17", "2020", BY),
        row("17"),
    )

    assert (counts["absent"], counts["silent"], counts["failed"], counts["updated"]) == (1, 1, 3, 0)
    assert "tahun «dua ribu» tidak dapat dibaca" in told
    assert "Status «Entahlah» tidak dikenal" in told
    assert "Bertentangan dengan baris 6" in told
    assert Regulation.objects.get(number="17").register_word == RegisterWord.UNKNOWN


def test_a_ministrys_long_number_and_its_name_find_the_regulation(load: Load, published: Publish) -> None:
    page = published("permenkeu", "218", 2022)

    load(row("218/PMK.07/2022", "2022", url="", Pemrakarsa="KEMENTERIAN KEUANGAN"))

    page.refresh_from_db()
    assert page.register_word == RegisterWord.IN_FORCE


def test_the_register_and_a_relation_that_disagree_verify_nothing(load: Load, published: Publish) -> None:
    old = published("permensos", "16", 2020)
    published("permensos", "7", 2021, Relation(kind=RelationKind.REPEALS, target=old))

    load(row())

    old.refresh_from_db()
    assert (old.status, old.status_source) == (LegalStatus.UNVERIFIED, StatusSource.NONE)
    assert "bertentangan" in old.status_note


def test_another_table_is_no_register(tmp_path: Path, db: None) -> None:
    path = tmp_path / "lain.csv"
    path.write_text("a,b\n1,2\n")

    with pytest.raises(CommandError, match="bukan register"):
        call_command("import_register", str(path), "--as-of", "2023-05-31")


def test_the_real_register_fits_the_sample(
    corpus: Path, published: Publish, capsys: pytest.CaptureFixture[str]
) -> None:
    published("uu", "11", 2009)
    published("uu", "13", 1998)

    call_command("import_register", str(corpus / "register_2023.csv.gz"), "--as-of", "2023-05-31")

    assert not Regulation.objects.filter(register_word=RegisterWord.UNKNOWN).exists()
    assert "2 diperbarui" in capsys.readouterr().out


def test_without_its_day_the_register_is_not_taken(load: Load, published: Publish) -> None:
    published("permensos", "16", 2020)

    with pytest.raises(CommandError, match="--as-of 2023-05-31"):
        load(row(), options=())


def test_a_row_with_the_very_number_is_not_doubted_for_one_that_begins_alike(load: Load, published: Publish) -> None:
    page = published("permensos", "914", 2001)

    counts, _said = load(row("914", "2001"), row("914/B/2001", "2001", BY))

    page.refresh_from_db()
    assert page.register_word == RegisterWord.IN_FORCE
    assert (counts["updated"], counts["absent"], counts["failed"]) == (1, 1, 0)


def test_another_series_with_the_same_number_is_another_regulation(load: Load, published: Publish) -> None:
    page = published("permensos", "913/HUK/2001", 2001)

    counts, _said = load(row("913/LAIN/2001", "2001"))

    page.refresh_from_db()
    assert (page.register_word, counts["absent"]) == ("", 1)


@pytest.mark.parametrize("status", ["Tidak Berlaku Sebagian", "Dicabut Sebagian Oleh: PP 1/2020", "Tidak berlakunya"])
def test_a_word_that_is_not_all_is_told_and_left(status: str, load: Load, published: Publish) -> None:
    page = published("permensos", "16", 2020)

    counts, said = load(row("16", "2020", status))

    page.refresh_from_db()
    assert (page.register_word, counts["failed"]) == ("", 1)
    assert "tidak dikenal" in said
