"""The shape of a row of the JDIHN feed, and what becomes of a row that has another one."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from documents import jdihn, jdihn_left_out, jdihn_schema
from documents.models import Regulation
from documents.reviewing.disputes import NOT_IN_FEED, disputes
from tests.documents.browsing import logged_in, messages_of
from tests.documents.conftest import Publish
from tests.factories import make_unit, make_user


@pytest.fixture
def right(corpus: Path) -> dict[str, Any]:
    """The first row of the example of the domain."""
    row: dict[str, Any] = json.loads((corpus.parent / "jdihn_example.json").read_text(encoding="utf-8"))[0]
    return row


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path
    settings.SITE_URL = "https://portal.example"


def numbers() -> list[str]:
    return [row["noPeraturan"] for row in json.loads(jdihn.path().read_text(encoding="utf-8"))]


def test_the_example_of_the_domain_has_no_breach(right: dict[str, Any]) -> None:
    assert list(jdihn_schema.breaches(right)) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("idData", 7),
        ("idData", "07"),
        ("idData", None),
        ("tahun_pengundangan", "1799"),
        ("tanggal_penetapan", "4-12-2020"),
        ("tanggal_penetapan", "2020-12-04\n"),
        ("judul", " Peraturan"),
        ("judul", "Peraturan\n"),
        ("judul", ""),
        ("isbn", "978"),
        ("status", "berlaku"),
        ("status", ["Berlaku"]),
        ("fileDownload", "2020 permensos.pdf"),
        ("urlDetailPeraturan", "https://portal.example/a%0A/"),
        ("operasi", 4),
        ("lastUpdated", "2020-12-04"),
        ("last_updated", "2020-12-04 00:00:00"),
    ],
)
def test_a_value_of_another_shape_is_named(right: dict[str, Any], name: str, value: Any) -> None:
    (problem,) = jdihn_schema.breaches(right | {name: value})

    assert name in problem


def test_a_missing_field_is_named(right: dict[str, Any]) -> None:
    del right["operasi"]

    assert list(jdihn_schema.breaches(right)) == ["Bidang operasi tidak ada."]


def test_a_schema_that_says_more_than_is_checked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schema = json.loads(jdihn_schema.SCHEMA.read_text(encoding="utf-8"))
    schema["items"]["properties"]["judul"]["maxLength"] = 10
    other = tmp_path / "schema.json"
    other.write_text(json.dumps(schema), encoding="utf-8")
    monkeypatch.setattr(jdihn_schema, "SCHEMA", other)
    jdihn_schema._rules.cache_clear()

    with pytest.raises(ValueError, match="judul has maxLength"):
        list(jdihn_schema.breaches({}))
    monkeypatch.undo()
    jdihn_schema._rules.cache_clear()


def test_a_row_that_breaks_the_schema_is_left_out_told_once_and_listed_until_it_is_mended(
    published: Publish, caplog: pytest.LogCaptureFixture
) -> None:
    broken = published("permensos", "16", 2020, place="Jakarta")
    published("permensos", "17", 2020)
    Regulation.objects.filter(pk=broken.pk).update(place=" ")
    reviewer = logged_in(make_user("penelaah_hukum"))

    with caplog.at_level(logging.ERROR):
        jdihn.write()
        jdihn.write()

    assert numbers() == ["17"]
    (told,) = [record.getMessage() for record in caplog.records if record.name == jdihn_left_out.__name__]
    assert "Nomor 16 Tahun 2020" in told
    assert "tempatTerbit" in told
    shown = messages_of(reviewer.get("/admin/tinjauan/status/", {"jenis": NOT_IN_FEED}))
    assert "Bidang tempatTerbit berisi" in shown
    assert [page.pk for page in disputes(NOT_IN_FEED, "1").page] == [broken.pk]

    Regulation.objects.filter(pk=broken.pk).update(place="Jakarta")
    jdihn.write()
    assert numbers() == ["16", "17"]
    assert not list(disputes(NOT_IN_FEED, "1").page)
    assert [each.name for each in jdihn.path().parent.iterdir()] == ["document.json"]


def test_a_feed_of_which_every_row_is_left_out_is_an_empty_array(published: Publish) -> None:
    Regulation.objects.filter(pk=published("permensos", "16", 2020).pk).update(place=" ")

    jdihn.write()

    assert numbers() == []


@pytest.mark.parametrize("content", ["", "{", "[1]", "[{}]"])
def test_a_damaged_list_of_what_is_left_out_keeps_nothing_closed_in_the_feed(content: str, published: Publish) -> None:
    page = published("permensos", "16", 2020)
    kept = jdihn.Feed()
    kept.keep_up()
    jdihn_left_out.path().write_text(content, encoding="utf-8")
    Regulation.objects.filter(pk=page.pk).update(is_restricted=True, owner_unit=make_unit())

    assert kept.keep_up()

    assert json.loads(jdihn.path().read_text(encoding="utf-8")) == []
    assert jdihn_left_out.left_out() == ()
