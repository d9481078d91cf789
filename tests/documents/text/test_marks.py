"""Terms, references and citations found in a text."""

import json
from pathlib import Path

import pytest

from documents.text.definitions import glossary
from documents.text.marks import CITATION, PLACE, TERM, marks
from documents.text.nodes import Node, walk
from documents.text.structure import parse

LAW = """Menimbang : a. bahwa Undang-Undang Nomor 6 Tahun 1974 perlu diganti;
MEMUTUSKAN:
BAB I
KETENTUAN UMUM
Pasal 1
Dalam Undang-Undang ini yang dimaksud dengan:
1. Lembaga Kesejahteraan Sosial yang selanjutnya disingkat LKS adalah organisasi sosial.
2. Pemerintah Pusat, selanjutnya disebut Pemerintah, adalah Presiden Republik Indonesia.
3. Bencana alam adalah bencana yang diakibatkan oleh alam.
4. Menteri adalah menteri yang membidangi sosial.
BAB II
ISI
Pasal 2
(1) LKS bekerja sama dengan Pemerintah. LKS melapor kepada Menteri.
(2) Bantuan bagi korban bencana alam diatur dengan Peraturan Menteri.
Pasal 3
(1) Ketentuan sebagaimana dimaksud dalam Pasal 2 ayat (1) dan ayat (2) berlaku bagi LKS.
(2) Ketentuan pada ayat (1) tidak berlaku bagi Pasal 99.
Pasal 4
(1) Pasal 2 dan Pasal 3 Undang-Undang Dasar tetap berlaku.
(2) Pasal 5 ayat (2) huruf a Undang-Undang Nomor 11 Tahun 2009 tetap berlaku.
(3) Pasal 2 dan Pasal 3 Undang-Undang ini tetap berlaku.
"""


def told(text: str, kind: str) -> list[tuple[str, str, object]]:
    """Unit, the words marked and what they name."""
    tree = parse(text)
    units = {unit.anchor: unit for unit in walk(tree)}
    found = marks(tree)
    return [
        (
            anchor,
            " ".join(units[anchor].text[start:end].split()),
            found["terms"][what[0]][0] if kind == TERM else what[-1],
        )
        for anchor, places in found["places"].items()
        for start, end, each, *what in places
        if each == kind
    ]


def test_names_short_forms_and_the_place_of_their_definition_are_read() -> None:
    assert [(term.name, term.anchor) for term in glossary(parse(LAW)).terms] == [
        ("Lembaga Kesejahteraan Sosial", "pasal-1-angka-1"),
        ("LKS", "pasal-1-angka-1"),
        ("Pemerintah Pusat", "pasal-1-angka-2"),
        ("Pemerintah", "pasal-1-angka-2"),
        ("Bencana alam", "pasal-1-angka-3"),
        ("Menteri", "pasal-1-angka-4"),
    ]


def test_a_term_is_marked_where_an_article_uses_it_first() -> None:
    assert told(LAW, TERM) == [
        ("pasal-2-ayat-1", "LKS", "LKS"),
        ("pasal-2-ayat-1", "Pemerintah", "Pemerintah"),
        ("pasal-2-ayat-1", "Menteri", "Menteri"),
        ("pasal-2-ayat-2", "bencana alam", "Bencana alam"),
        ("pasal-3-ayat-1", "LKS", "LKS"),
    ]


def test_references_lead_to_units_that_are_there_and_never_into_another_act() -> None:
    assert told(LAW, PLACE) == [
        ("pasal-3-ayat-1", "Pasal 2 ayat (1)", "pasal-2-ayat-1"),
        ("pasal-3-ayat-1", "ayat (2)", "pasal-2-ayat-2"),
        ("pasal-4-ayat-3", "Pasal 2", "pasal-2"),
        ("pasal-4-ayat-3", "Pasal 3", "pasal-3"),
    ]


def test_citations_name_the_place_in_the_other_regulation() -> None:
    assert told(LAW, CITATION) == [
        ("menimbang-huruf-a", "Undang-Undang Nomor 6 Tahun 1974", ""),
        ("pasal-4-ayat-2", "Pasal 5 ayat (2) huruf a Undang-Undang Nomor 11 Tahun 2009", "pasal-5-ayat-2-huruf-a"),
    ]


def test_an_article_quoted_to_amend_another_act_refers_to_that_act() -> None:
    text = (
        "Pasal I\nBeberapa ketentuan diubah:\n1. Ketentuan Pasal 2 diubah sehingga berbunyi:\nPasal 2\n"
        "Ketentuan sebagaimana dimaksud dalam Pasal 1 berlaku.\nPasal II\nMulai berlaku.\n"
    )

    assert told(text, PLACE) == []


@pytest.mark.parametrize(
    "text", ["", "Pasal 1\nyang dimaksud dengan:\n", "Pasal 1\nyang dimaksud dengan:\n1. " + "A" * 900]
)
def test_a_text_without_definitions_has_no_terms(text: str) -> None:
    assert glossary(parse(text)).terms == ()


def test_marks_of_real_texts_lie_in_their_text_apart_from_each_other(corpus: Path) -> None:
    with (corpus / "sample.jsonl").open(encoding="utf-8") as lines:
        trees = [parse(json.loads(line)["text"]) for line in list(lines)[::5]]

    defined = 0
    for tree in trees:
        found = marks(tree)
        units: dict[str, Node] = {unit.anchor: unit for unit in walk(tree)}
        defined += bool(found["terms"])
        for anchor, places in found["places"].items():
            at = 0
            for start, end, *_ in places:
                assert at <= start < end <= len(units[anchor].text)
                at = end
        assert all(
            what[0] in units
            for places in found["places"].values()
            for *_, kind, what in [(p[2], p[3:]) for p in places]
            if kind == PLACE
        )
        assert all(anchor in units for _, anchor in found["terms"])
    assert defined > len(trees) / 3


def test_hostile_texts_take_no_longer_than_ordinary_ones() -> None:
    law = parse(
        "Pasal 1\nyang dimaksud dengan:\n1. A adalah b.\nPasal 2\n"
        + "Pasal 1 dan Pasal 2, A A Pasal 1 UU 11/2009 " * 4_000
    )

    assert len(marks(law)["places"]["pasal-2"]) > 4_000
