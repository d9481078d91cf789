"""The JDIHN feed: the shape its readers expect, and nothing that is not known or not open."""

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import actions, jdihn
from documents.enums import LegalStatus, RegisterWord
from documents.models import Regulation, Relation
from portal.core.models import User
from tests.documents.browsing import pdf
from tests.documents.conftest import Publish
from tests.documents.made_pdfs import text_pdf
from tests.factories import make_unit

SCHEMA = json.loads((Path(jdihn.__file__).parent / "data/jdihn.schema.json").read_text(encoding="utf-8"))


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


@pytest.mark.parametrize("status", LegalStatus)
def test_only_verified_statuses_have_one_of_the_two_words(status: LegalStatus, published: Publish) -> None:
    page = published("permensos", "16", 2020)
    source = "" if status == LegalStatus.UNVERIFIED else "relation"
    Regulation.objects.filter(pk=page.pk).update(status=status, status_source=source)

    (row,) = feed()

    words = {LegalStatus.UNVERIFIED: "-", LegalStatus.NOT_YET: "-", LegalStatus.REPEALED: "Tidak Berlaku"}
    assert row["status"] == words.get(status, "Berlaku")


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

    with django_assert_max_num_queries(6):
        jdihn.write()
