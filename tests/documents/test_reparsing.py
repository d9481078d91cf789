"""Stored texts follow the parser."""

from io import StringIO

import pytest
from django.core.management import call_command

from documents import reparsing
from documents.models import Regulation, RegulationText
from documents.signals import documents_changed
from documents.text.stored import EDITION, stored_form
from tests.documents.conftest import Publish

LAW = "Pasal 1\nDalam peraturan ini yang dimaksud dengan:\n1. Panti adalah rumah.\nPasal 2\nPanti dibangun.\n"


@pytest.fixture
def pages(published: Publish) -> list[Regulation]:
    return [published("permensos", str(number), 2020, text=f"{LAW}Nomor {number}.\n") for number in range(1, 5)]


@pytest.fixture
def heard() -> list[int]:
    return []


@pytest.fixture(autouse=True)
def _listening(heard: list[int]) -> object:
    def listen(*, page_ids: list[int], **_: object) -> None:
        heard.extend(page_ids)

    documents_changed.connect(listen)
    yield
    documents_changed.disconnect(listen)


def said(*arguments: str) -> str:
    out = StringIO()
    call_command("reparse_regulations", *arguments, stdout=out)
    return out.getvalue()


def test_a_text_of_an_older_parser_gets_its_tree_and_the_index_hears_of_it(
    pages: list[Regulation], heard: list[int]
) -> None:
    old = RegulationText.objects.filter(pk=pages[0].text_id)
    old.update(tree={"kind": "dokumen", "text": "lama"}, marks={}, edition=0)
    RegulationText.objects.filter(pk=pages[1].text_id).update(marks={}, edition=0)
    heard.clear()

    assert "2 dari 2 naskah; 2 berubah, 0 tetap." in said()

    text = old.get()
    assert {"tree": text.tree, "marks": text.marks, "edition": text.edition} == stored_form(text.text)
    assert heard == [pages[0].pk], "new marks alone change nothing that is searched"
    assert "sudah diurai" in said()


def test_all_are_parsed_again_when_asked_and_what_is_the_same_is_counted(
    pages: list[Regulation], heard: list[int]
) -> None:
    heard.clear()

    assert "4 dari 4 naskah; 0 berubah, 4 tetap." in said("--all")
    assert heard == []


def test_a_run_that_was_broken_off_goes_on(pages: list[Regulation], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reparsing, "BATCH", 2)
    reparsing.ask_for_all()
    reparsing.reparse(reparsing.next_batch())

    assert RegulationText.objects.filter(edition=EDITION).count() == 2
    assert said().splitlines() == ["2 dari 2 naskah; 0 berubah, 2 tetap."]


TITLE_LEFT = "Lembaga Kesejahteraan Sosial Dengan Rahmat Tuhan Yang Maha Esa Menteri Sosial Republik Indonesia"


def test_stored_issuers_lose_the_end_of_the_title_and_the_index_hears_of_it(
    pages: list[Regulation], heard: list[int]
) -> None:
    Regulation.objects.filter(pk=pages[0].pk).update(issuer=TITLE_LEFT)
    draft = Regulation.objects.get(pk=pages[0].pk)
    draft.save_revision()
    heard.clear()

    assert "1 nama penetap dibersihkan" in said()

    assert Regulation.objects.get(pk=pages[0].pk).issuer == "Menteri Sosial Republik Indonesia"
    assert Regulation.objects.get(pk=pages[0].pk).get_latest_revision_as_object().issuer == (
        "Menteri Sosial Republik Indonesia"
    )
    assert heard == [pages[0].pk]
    assert "penetap" not in said()


def test_an_issuer_is_kept_where_the_regulation_would_be_there_twice(pages: list[Regulation]) -> None:
    Regulation.objects.filter(pk=pages[0].pk).update(issuer="Menteri Sosial Republik Indonesia")
    Regulation.objects.filter(pk=pages[1].pk).update(issuer=TITLE_LEFT, number_key=pages[0].number_key)

    said()

    assert Regulation.objects.get(pk=pages[1].pk).issuer == TITLE_LEFT
