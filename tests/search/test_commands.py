"""The commands an operator and a grader use."""

from __future__ import annotations

import io
import json
import re
import sqlite3
from contextlib import closing
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search import cursors, engines, outbox, rebuilding
from search.documents import IndexDoc
from search.engines.base import Engine, EngineUnavailable
from search.engines.elastic_connection import Address
from search.engines.sqlite import SQLiteEngine
from search.management.commands import search_rebuild
from tests.factories import make_unit, make_user
from tests.hostile_questions import HOSTILE
from tests.search.conftest import MakeRegulation

pytestmark = pytest.mark.django_db


def ask(*arguments: str, **options: Any) -> list[dict[str, Any]]:
    out = io.StringIO()
    call_command("search", *arguments, stdout=out, **options)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_question_is_answered_as_one_line_of_json(make_regulation: MakeRegulation) -> None:
    regulation = make_regulation("Perlindungan Pemulung")
    outbox.drain()
    (answer,) = ask("sanksi administratif", "--json")

    assert answer["total"] == 1
    assert answer["hits"][0]["key"] == f"page:{regulation.pk}"
    assert answer["hits"][0]["url"] == f"/peraturan/permensos/2020/{regulation.number}/"
    assert answer["hits"][0]["articles"][0]["anchor"] == "pasal-3"
    assert answer["facets"]["tahun"] == [{"value": "2020", "label": "2020", "count": 1}]
    assert answer["facets"]["jenis"][0]["label"] == "Peraturan Menteri Sosial"
    assert answer["did_you_mean"] is None


def test_without_a_question_each_line_read_is_answered(index: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("satu\n\ndua\n"))

    assert [answer["query"] for answer in ask("--json")] == ["satu", "", "dua"]


def test_an_account_sees_what_it_may(make_regulation: MakeRegulation) -> None:
    unit = make_unit()
    make_regulation("Gergaji", owner_unit=unit, is_restricted=True)
    outbox.drain()
    operator = make_user("operator_balai", unit=unit)

    assert ask("gergaji", "--json")[0]["total"] == 0
    assert ask("gergaji", "--json", "--as", operator.email)[0]["total"] == 1


def test_an_unknown_account_is_named(index: Engine) -> None:
    with pytest.raises(CommandError, match=r"Tidak ada akun dengan alamat x@y\.invalid"):
        ask("gergaji", "--json", "--as", "x@y.invalid")


def test_no_text_breaks_the_command(index: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [text.replace("\n", " ").replace("\r", " ") for text in HOSTILE]
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(lines)))

    assert len(ask("--json")) == len(lines)


def test_the_check_finds_and_repairs_what_was_missed(make_regulation: MakeRegulation, index: Engine) -> None:
    regulation = make_regulation("Gergaji")
    rebuilding.rebuild(index)
    index.apply([IndexDoc("page:999999", "uu", "Hantu", "/", ("public",))], [f"page:{regulation.pk}"])
    out = io.StringIO()
    with pytest.raises(CommandError, match="tidak sesuai"):
        call_command("search_check", stdout=out)
    assert (
        f"missing: 1, superfluous: 1, outdated: 0, unreadable: 0, waiting: 0, keys: page:{regulation.pk}, page:999999"
        in out.getvalue()
    )
    with pytest.raises(CommandError):
        call_command("search_check", "--json", stdout=(data := io.StringIO()))
    assert json.loads(data.getvalue())["keys"] == [f"page:{regulation.pk}", "page:999999"]

    call_command("search_check", "--repair", stdout=io.StringIO())

    assert "page:999999" not in index.inventory()
    assert f"page:{regulation.pk}" in index.inventory()


def test_the_check_tells_of_articles_that_were_lost_inside_of_a_record(
    make_regulation: MakeRegulation, index: SQLiteEngine
) -> None:
    regulation = make_regulation("Gergaji")
    rebuilding.rebuild(index)
    with closing(sqlite3.connect(index._generations.current())) as connection, connection:
        connection.execute("DELETE FROM passages")

    with pytest.raises(CommandError, match="tidak sesuai"):
        call_command("search_check", stdout=(out := io.StringIO()))
    assert f"outdated: 1, unreadable: 0, waiting: 0, keys: page:{regulation.pk}" in out.getvalue()

    call_command("search_check", "--repair", stdout=io.StringIO())
    assert ask("sanksi administratif", "--json")[0]["hits"][0]["articles"][0]["anchor"] == "pasal-3"


def test_a_rebuild_indexes_everything(make_regulation: MakeRegulation, index: Engine) -> None:
    regulation = make_regulation("Gergaji")
    call_command("search_rebuild", stdout=io.StringIO())

    assert f"page:{regulation.pk}" in index.inventory()
    call_command("search_check", stdout=io.StringIO())


@pytest.fixture
def down(index: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A search server that is not there, asked before the embedded engine."""
    server = engines.server(Address("http://127.0.0.1:9"), "nobody")
    monkeypatch.setattr(engines, "every", lambda: [server, index])
    return server


def test_a_server_that_is_down_keeps_no_other_index_from_being_made(
    make_regulation: MakeRegulation, index: Engine, down: Engine
) -> None:
    regulation = make_regulation("Gergaji")
    with pytest.raises(CommandError, match="Indeks elastic tidak dapat dibuat"):
        call_command("search_rebuild", stdout=io.StringIO(), stderr=io.StringIO())
    assert f"page:{regulation.pk}" in index.inventory()

    call_command("search_rebuild", "--allow-down", stdout=io.StringIO(), stderr=(told := io.StringIO()))
    assert "elastic: " in told.getvalue()


def test_what_could_not_be_made_anew_is_not_believed_when_it_is_back(
    index: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a restored backup: the index has what the database has not."""
    rebuilding.rebuild(index)
    assert not rebuilding.why_rebuild(index)
    with monkeypatch.context() as patch:
        patch.setattr(index, "rebuild", lambda: (_ for _ in ()).throw(EngineUnavailable("down")))
        with pytest.raises(CommandError):
            call_command("search_rebuild", stdout=io.StringIO(), stderr=io.StringIO())

    assert rebuilding.why_rebuild(index)


def test_a_rebuild_waits_for_another_one_and_is_made_all_the_same(
    index: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker of the version before may have begun it; nothing is wrong with the index."""
    rebuilding.rebuild(index)
    other = cursors.rebuilding_alone(index.name)
    other.__enter__()
    monkeypatch.setattr(search_rebuild.time, "sleep", lambda _: other.__exit__(None, None, None))

    call_command("search_rebuild", stdout=(told := io.StringIO()))

    assert "menunggu sampai selesai" in told.getvalue()
    assert "dokumen dalam" in told.getvalue()
    assert not rebuilding.why_rebuild(index)


def test_sync_says_what_waits_for_whom(make_regulation: MakeRegulation, index: Engine, down: Engine) -> None:
    make_regulation("Gergaji")
    with pytest.raises(CommandError, match="Indeks elastic tidak menerima perubahan"):
        call_command("search_sync", stdout=(told := io.StringIO()), stderr=(warned := io.StringIO()))

    assert "sqlite: " in told.getvalue()
    assert re.search(r"elastic: [1-9]\d* perubahan menunggu", warned.getvalue())


def test_the_check_of_a_server_that_is_down_gives_advice_that_helps(index: Engine, down: Engine) -> None:
    rebuilding.rebuild(index)
    with pytest.raises(CommandError, match="ELASTICSEARCH_URL") as told:
        call_command("search_check", "--repair", stdout=io.StringIO())

    assert "search_rebuild" not in str(told.value)
    assert "--repair" not in str(told.value)


def test_the_check_counts_again_after_it_has_repaired(make_regulation: MakeRegulation, index: Engine) -> None:
    regulation = make_regulation("Gergaji")
    rebuilding.rebuild(index)
    before = len(index.inventory())
    index.apply([], [f"page:{regulation.pk}"])

    call_command("search_check", "--repair", "--json", stdout=(told := io.StringIO()))

    assert json.loads(told.getvalue())["documents"] == before
