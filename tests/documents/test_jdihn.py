"""The JDIHN feed: the shape its readers expect, and nothing that is not known or not open."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from documents import actions, jdihn
from documents.enums import LegalStatus, RegisterWord
from documents.models import Regulation, RegulationType, Relation
from portal.core.models import User
from portal.management.commands import worker
from tests.documents.browsing import pdf
from tests.documents.conftest import Publish
from tests.documents.made_pdfs import text_pdf
from tests.factories import make_unit

SCHEMA = json.loads((Path(jdihn.__file__).parent / "data/jdihn.schema.json").read_text(encoding="utf-8"))
#: One after the other, each shows in the row of `test_a_change_of_whatever_a_row_says_is_seen`.
CHANGES: tuple[dict[str, Any], ...] = (
    {"url_path": "/beranda/lain/"},
    {"number": "17"},
    {"number_key": "17"},
    {"year": 2021},
    {"about": "Lain"},
    {"place": "Bekasi"},
    {"enacted_on": dt.date(2020, 1, 2)},
    {"promulgated_on": dt.date(2020, 1, 2)},
    {"gazette": "BN 2020 No. 1"},
    {"subjects": "Lain"},
    {"field_of_law": "Lain"},
    {"register_word": RegisterWord.IN_FORCE, "status": LegalStatus.AMENDED, "status_source": "relation"},
    {"register_word": RegisterWord.UNKNOWN},
    {"status": LegalStatus.REPEALED, "status_source": "relation"},
    {"last_published_at": dt.datetime(2020, 1, 2, tzinfo=dt.UTC)},
    {"kind__code": "lain"},
    {"kind__name": "Peraturan Menteri Lain"},
    {"kind__form": "Lain"},
    {"kind__form_abbreviation": ""},
    {"kind__abbreviation": "Lain"},
    {"file_id": None},
)


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = "https://portal.example"


def breaches(row: dict[str, Any]) -> Iterator[str]:
    """What in a row is not as our schema says: fields, types, closed lists and patterns."""
    rule = SCHEMA["items"]
    yield from (f"{name}: missing" for name in rule["required"] if name not in row)
    yield from (f"{name}: unknown" for name in row if name not in rule["properties"])
    for name, value in row.items():
        expected = rule["properties"].get(name, {})
        types = expected.get("type", ["string"])
        if value is None and "null" in types:
            continue
        if not isinstance(value, str):
            yield f"{name}: no string"
        elif "enum" in expected and value not in expected["enum"]:
            yield f"{name}: {value!r} is not in the list"
        elif "pattern" in expected and not re.search(expected["pattern"], value):
            yield f"{name}: {value!r} does not fit"


def feed() -> list[dict[str, Any]]:
    jdihn.write()
    rows: list[dict[str, Any]] = json.loads(jdihn.path().read_text(encoding="utf-8"))
    assert isinstance(rows, list)
    assert [problem for row in rows for problem in breaches(row)] == []
    return rows


def test_an_empty_portal_gives_an_empty_array(editor: User) -> None:
    assert feed() == []


def test_a_complete_regulation_fills_every_field(published: Publish, editor: User) -> None:
    file = actions.store_pdf(by=editor, upload=pdf(text_pdf("Pasal 1\nIsi.")))
    page = published(
        "permensos",
        "103/HUK/2020",
        2020,
        about="Asistensi [Rehabilitasi] Sosial",
        enacted_on=dt.date(2020, 12, 4),
        promulgated_on=dt.date(2021, 1, 5),
        gazette="BN 2021 No. 1007, TBN No. 5",
        subjects="Atensi; Rehabilitasi sosial",
        field_of_law="Hukum Administrasi Negara",
        place="Jakarta",
        file=file,
        register_word=RegisterWord.IN_FORCE,
    )

    (row,) = feed()

    assert (row["idData"], row["tahun_pengundangan"], row["noPeraturan"]) == (str(page.pk), "2021", "103/HUK/2020")
    assert (row["tanggal_penetapan"], row["tanggal_pengundangan"]) == ("2020-12-04", "2021-01-05")
    assert row["judul"].endswith("Nomor 103/HUK/2020 Tahun 2020 tentang Asistensi [Rehabilitasi] Sosial")
    assert (row["jenis"], row["singkatanJenis"]) == ("PERATURAN MENTERI", "PERMEN")
    assert row["sumber"] == (
        "Berita Negara Republik Indonesia Tahun 2021 Nomor 1007, Tambahan Berita Negara Republik Indonesia Nomor 5"
    )
    assert (row["subjek"], row["status"]) == ("ATENSI - REHABILITASI SOSIAL", "Berlaku")
    assert row["teuBadan"] == "Indonesia. Kementerian Sosial"
    assert row["fileDownload"] == "2020permensos103huk2020.pdf"
    assert row["urlDownload"] == f"https://portal.example/berkas/{file.pk}/2020permensos103huk2020.pdf"
    assert row["urlDetailPeraturan"] == "https://portal.example/peraturan/permensos/2020/103-huk-2020/"
    assert (row["operasi"], row["display"], row["urlabstrak"], row["urlAbstrak"]) == ("4", "1", "", "")


def test_what_is_not_known_is_null_or_a_dash_and_never_guessed(published: Publish) -> None:
    published("permensos", "16", 2020)

    (row,) = feed()

    assert (row["tanggal_penetapan"], row["tanggal_pengundangan"], row["status"]) == (None, None, "-")
    assert (row["sumber"], row["subjek"], row["fileDownload"], row["urlDownload"]) == ("-", "-", "-", "")


@pytest.mark.parametrize("word", RegisterWord)
@pytest.mark.parametrize("status", LegalStatus)
def test_nothing_is_called_berlaku_of_which_nobody_says_so(
    status: LegalStatus, word: RegisterWord, published: Publish
) -> None:
    page = published("permensos", "16", 2020)
    source = "" if status == LegalStatus.UNVERIFIED else "relation"
    Regulation.objects.filter(pk=page.pk).update(status=status, status_source=source, register_word=word)

    (row,) = feed()

    says = word == RegisterWord.IN_FORCE
    words = {LegalStatus.UNVERIFIED: "-", LegalStatus.NOT_YET: "-", LegalStatus.REPEALED: "Tidak Berlaku"}
    assert row["status"] == words.get(status, "Berlaku" if says else "-")


def test_each_document_is_there_once_and_only_what_everybody_may_read(published: Publish, editor: User) -> None:
    page = published("permensos", "16", 2020, subjects="A; B; C")
    published("permensos", "17", 2021, Relation(kind="amends", target=page), Relation(kind="refers", target=page))
    closed = published("permensos", "18", 2021)
    Regulation.objects.filter(pk=closed.pk).update(is_restricted=True, owner_unit=make_unit())
    actions.create_regulation(by=editor, kind=page.kind, number="19", year=2021, about="Draf")

    assert [row["noPeraturan"] for row in feed()] == ["16", "17"]


def test_the_file_is_replaced_whole_and_only_when_it_says_something_else(published: Publish) -> None:
    page = published("permensos", "16", 2020)
    assert jdihn.write()
    before = jdihn.path().stat().st_mtime_ns

    assert not jdihn.write()
    assert jdihn.path().stat().st_mtime_ns == before

    Regulation.objects.filter(pk=page.pk).update(about="Lain")
    assert jdihn.write()
    assert [each.name for each in jdihn.path().parent.iterdir()] == ["document.json"]


def close_by_privacy(page: Regulation) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def close_by_owner(page: Regulation) -> None:
    Regulation.objects.filter(pk=page.pk).update(is_restricted=True, owner_unit=make_unit())


def unpublish(page: Regulation) -> None:
    page.unpublish()


@pytest.mark.parametrize("close", [close_by_privacy, close_by_owner, unpublish])
def test_what_is_closed_leaves_the_feed_with_the_next_look(
    close: Callable[[Regulation], None], published: Publish
) -> None:
    published("permensos", "16", 2020)
    page = published("permensos", "17", 2021)
    kept = jdihn.Feed()
    assert kept.keep_up()

    close(page)

    assert kept.keep_up()
    assert [row["noPeraturan"] for row in json.loads(jdihn.path().read_text(encoding="utf-8"))] == ["16"]


def test_the_worker_looks_often_enough_that_what_is_closed_is_gone_within_five_seconds() -> None:
    (job,) = [job for job in worker.JOBS if job.name == "JDIHN feed"]

    assert job.every <= dt.timedelta(seconds=2)  # and two for writing


def test_what_is_only_new_waits_for_the_pause_and_what_closes_meanwhile_does_not(published: Publish) -> None:
    now = 1_000.0
    kept = jdihn.Feed(pause=30, clock=lambda: now)
    kept.keep_up()
    page = published("permensos", "16", 2020)
    assert not kept.keep_up()

    now += 30
    assert kept.keep_up()
    published("permensos", "17", 2021)
    assert not kept.keep_up()

    close_by_owner(page)
    assert kept.keep_up()
    assert [row["noPeraturan"] for row in json.loads(jdihn.path().read_text(encoding="utf-8"))] == ["17"]


def test_a_look_at_what_has_not_changed_costs_two_queries_and_writes_nothing(
    published: Publish, django_assert_num_queries: Callable[..., CaptureQueriesContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, written = jdihn.Feed(), []
    published("permensos", "16", 2020)
    kept.keep_up()
    monkeypatch.setattr(jdihn, "write", lambda: written.append(1))

    with django_assert_num_queries(2):  # what Wagtail's privacy closes, and the regulations
        assert not kept.keep_up()
    assert written == []


def test_a_feed_that_another_process_wrote_too_late_does_not_stay(published: Publish) -> None:
    page = published("permensos", "16", 2020)
    kept = jdihn.Feed()
    kept.keep_up()
    late = jdihn.path().read_bytes()
    close_by_owner(page)
    kept.keep_up()

    jdihn.path().write_bytes(late)

    assert kept.keep_up()
    assert json.loads(jdihn.path().read_bytes()) == []


def test_a_lost_feed_and_one_whose_writing_failed_are_written_at_the_next_look(
    published: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    published("permensos", "16", 2020)
    kept = jdihn.Feed()
    with monkeypatch.context() as broken:
        broken.setattr(jdihn, "write", Mock(side_effect=OSError("full")))
        with pytest.raises(OSError, match="full"):
            kept.keep_up()
    assert kept.keep_up()

    jdihn.path().unlink()
    assert kept.keep_up()


def test_a_change_of_whatever_a_row_says_is_seen(published: Publish, editor: User) -> None:
    file = actions.store_pdf(by=editor, upload=pdf(text_pdf("Pasal 1\nIsi.")))
    page = published("permensos", "16", 2020, file=file)
    kept = jdihn.Feed()
    kept.keep_up()

    for change in CHANGES:
        of_kind = {name.removeprefix("kind__"): value for name, value in change.items() if name.startswith("kind__")}
        if of_kind:
            RegulationType.objects.filter(pk=page.kind_id).update(**of_kind)
        else:
            Regulation.objects.filter(pk=page.pk).update(**change)
        assert kept.keep_up(), change
    assert {"pk"}.union(*CHANGES) - {"status_source"} == set(jdihn.COLUMNS)


def test_a_crash_leaves_the_old_feed(published: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    published("permensos", "16", 2020)
    jdihn.write()
    before = jdihn.path().read_bytes()

    def fail(page: Regulation) -> None:
        raise RuntimeError("crash")

    monkeypatch.setattr(jdihn, "row", fail)
    with pytest.raises(RuntimeError):
        jdihn.write()

    assert jdihn.path().read_bytes() == before
    assert [each.name for each in jdihn.path().parent.iterdir()] == ["document.json"]


def test_it_is_served_with_an_etag_and_not_sent_twice(client: Client, published: Publish) -> None:
    assert client.get("/jdihn/document.json").status_code == 404
    published("permensos", "16", 2020)
    jdihn.write()

    first = client.get("/jdihn/document.json")
    assert json.loads(b"".join(first.streaming_content))[0]["noPeraturan"] == "16"
    assert first["Content-Type"] == "application/json"
    assert first["Cache-Control"] == "public, no-cache"
    again = client.get("/jdihn/document.json", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_download_of_the_feed_is_the_file_under_its_own_name(
    client: Client, published: Publish, editor: User
) -> None:
    file = actions.store_pdf(by=editor, upload=pdf(text_pdf("Pasal 1\nIsi.")))
    published("permensos", "16", 2020, file=file)
    (row,) = feed()

    response = client.get(row["urlDownload"].removeprefix("https://portal.example"))

    assert b"".join(response.streaming_content).startswith(b"%PDF-")
    assert 'filename="2020permensos16.pdf"' in response["Content-Disposition"]


def test_the_example_of_the_domain_fits_our_schema(corpus: Path) -> None:
    rows = json.loads((corpus.parent / "jdihn_example.json").read_text(encoding="utf-8"))

    assert [problem for row in rows for problem in breaches(row)] == []
    assert {tuple(row) for row in rows} == {tuple(SCHEMA["items"]["required"])}


def test_many_regulations_cost_no_more_queries(
    published: Publish, django_assert_max_num_queries: Callable[..., CaptureQueriesContext]
) -> None:
    for number in range(1, 6):
        published("permensos", str(number), 2020)
    jdihn.write()

    with django_assert_max_num_queries(2):
        jdihn.write()


def test_nothing_invisible_goes_out_whatever_is_stored(published: Publish) -> None:
    page = published("permensos", "16", 2020)
    Regulation.objects.filter(pk=page.pk).update(about="Ban\u202etuan\x01 sosial\ufffe", place="Ja\x1bkarta")

    row = jdihn.row(Regulation.objects.get(pk=page.pk))

    assert row["judul"].endswith("tentang Bantuan sosial")
    assert row["tempatTerbit"] == "Jakarta"
