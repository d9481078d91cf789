"""What a question means, before any engine sees it."""

from __future__ import annotations

import pytest

from search import citations
from search.parsing import parse, relax
from search.query import All, Any_, AtLeast, Citation, Minus, Phrase, Word
from search.snippets import positive_leaves


@pytest.mark.parametrize(
    ("text", "citation"),
    [
        ("pasal 12 uu 11/2009", Citation(("uu",), "11", 2009, "12")),
        ("UU No. 11 Tahun 2009 pasal 12A", Citation(("uu",), "11", 2009, "12a")),
        ("undang-undang republik indonesia nomor 11 tahun 2009", Citation(("uu",), "11", 2009)),
        ("permensos 16 2020", Citation(("permensos",), "16", 2020)),
        ("Peraturan Menteri Sosial Nomor 7 Tahun 2021", Citation(("permensos",), "7", 2021)),
        ("pp 39", Citation(("pp",), "39", None)),
        ("perppu 1/2016", Citation(("perppu",), "1", 2016)),
        ("pasal 5 ayat (2) pp 39/2012", Citation(("pp",), "39", 2012, "5")),
        ("kepmensos 103/HUK/2025", Citation(("kepmensos",), "103/huk", 2025)),
        ("16 tahun 2020", Citation((), "16", 2020)),
        ("168/PMK.05/2015", Citation((), "168/pmk.05", 2015)),
    ],
)
def test_a_regulation_named_by_number_is_recognised(text: str, citation: Citation) -> None:
    found = citations.recognise(text)

    assert found is not None
    assert found.citation == citation


@pytest.mark.parametrize("text", ["peraturan menteri sosial", "upp 12", "pasal 5", "uu", "", "guru 12", "tahun 2020"])
def test_words_alone_name_no_regulation(text: str) -> None:
    assert citations.recognise(text) is None


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("pengasuhan", Word("pengasuhan")),
        ("anak yang telantar", All((Word("anak"), Word("telantar")))),
        ('"anak usia dini"', Phrase(("anak", "usia", "dini"))),
        ("anak -sekolah", Minus(Word("anak"), Word("sekolah"))),
        ("lansia", Any_((Word("lansia"), Phrase(("lanjut", "usia"))))),
        ("yang", Word("yang")),
        ("", None),
        ("...", None),
        ("-", None),
    ],
)
def test_a_question_becomes_a_tree(text: str, tree: object) -> None:
    assert parse(text).tree == tree


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sanksi pasal 12 uu 11/2009", [Word("sanksi")]),
        ("16 tahun 2020 pasal 3 sanksi", [Word("sanksi")]),
        (
            "pasal 12 uu 11/2009",
            [Word("pasal"), Word("12"), Word("uu"), Phrase(("undang", "undang")), Phrase(("11", "2009"))],
        ),
    ],
)
def test_the_words_that_name_a_regulation_speak_for_nothing_else(text: str, words: list[object]) -> None:
    assert positive_leaves(parse(text).tree) == words


@pytest.mark.parametrize(
    ("text", "beside"),
    [
        ("sanksi pasal 12 uu 11/2009", "sanksi"),
        ("pasal 12 uu 11/2009", ""),
        ('anak yang "usia dini" -sekolah', 'anak "usia dini"'),
    ],
)
def test_what_stands_beside_the_name_of_a_regulation_is_told(text: str, beside: str) -> None:
    assert parse(text).beside == beside


def test_the_spelled_out_name_also_finds_the_acronym() -> None:
    assert parse("lembaga kesejahteraan sosial anak").tree == Any_(
        (All((Word("lembaga"), Word("kesejahteraan"), Word("sosial"), Word("anak"))), Word("lksa"))
    )


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("mengadopsi", "pengangkatan anak"),
        ("gepeng", "gelandangan dan pengemis"),
        ("anak cacat", "disabilitas"),
        ("orang gila", "orang dengan gangguan jiwa"),
        ("odgj", "gangguan jiwa"),
        ("jompo", "lanjut usia"),
    ],
)
def test_what_people_say_also_finds_what_documents_call_it(said: str, meant: str) -> None:
    words = tuple(meant.split())
    node = Phrase(words) if len(words) > 1 else Word(meant)

    assert node in positive_leaves(parse(said).tree)


def test_what_documents_call_it_is_not_everything_that_people_say() -> None:
    assert Word("cacat") not in positive_leaves(parse("disabilitas").tree)


@pytest.mark.parametrize("word", ["pas", "se"])
def test_a_word_of_every_day_is_no_acronym(word: str) -> None:
    assert parse(word).tree == Word(word)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("sanksi tahun 2009-2012", (2009, 2012)),
        ("sanksi tahun 2012 sampai dengan 2009", (2009, 2012)),
        ("sanksi 2009..2012", (2009, 2012)),
        ("sanksi sejak 2015", (2015, None)),
        ("sanksi sebelum tahun 2010", (None, 2009)),
        ("sanksi mulai 2010 sebelum 2015", (2010, 2014)),
        ("rencana 2010-2014 sanksi", (None, None)),
    ],
)
def test_years_said_in_words_limit_the_years(text: str, years: tuple[int | None, int | None]) -> None:
    parsed = parse(text)

    assert (parsed.year_from, parsed.year_to) == years


def test_most_of_the_words_are_enough_when_relaxed() -> None:
    relaxed = relax(parse("syarat bantuan alat komunitas pemulung").tree)

    assert isinstance(relaxed, AtLeast)
    assert (relaxed.count, len(relaxed.parts)) == (3, 5)


@pytest.mark.parametrize("text", ["", "anak", "anak sekolah", '"anak usia dini"'])
def test_a_short_question_is_not_relaxed(text: str) -> None:
    assert relax(parse(text).tree) is None


def test_a_long_text_is_read_to_a_limit() -> None:
    assert len(parse("kata " * 10_000).text) <= 1_000
