"""The words of a question are found wherever cutting every word of the text would find them."""

from __future__ import annotations

import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from search import analysis
from search.places import Finder, Place, neighbours, phrase_places

_PARTS = (
    *("meny", "men", "mem", "meng", "me", "peny", "pen", "pe", "per", "ber", "di", "ter", "ke"),
    *("a", "i", "u", "s", "t", "y", "sap", "usul", "tari", "ajar", "anak", "8", "2016"),
    *("lah", "nya", "kan", "an", "i", "si"),
    *("é", "İ", "ß", "K", "²", "Ж"),
)
_made_up = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=5).map("".join)
_words = st.one_of(_made_up, _made_up.map(str.upper), st.sampled_from(sorted(analysis.overrides())))
_between = st.sampled_from([" ", ", ", "_", "-", " – ", "\n", "e\u0301 ", "“"])


def every_word(text: str) -> list[Place]:
    return [Place(*found.span(), analysis.term(found.group())) for found in analysis.TOKEN.finditer(text)]


@given(
    words=st.lists(_words, min_size=1, max_size=12),
    between=_between,
    asked=st.lists(_words, max_size=20),
    times=st.sampled_from([1, 40]),
)
@example(words=["menyapu"], between=" ", asked=["sapu"], times=1)
@example(words=["İ", "di"], between=" ", asked=["di"], times=1)
@example(words=["\u212a"], between=" ", asked=["k"], times=1)
@settings(deadline=None)
def test_every_place_of_a_word_asked_for_is_found(words: list[str], between: str, asked: list[str], times: int) -> None:
    text = between.join(words * times)
    terms = {analysis.term(word) for word in [*asked, *words[::3]]}

    found = Finder(terms).places(text)

    assert found == [place for place in every_word(text) if place.term in terms]


def test_every_word_type_of_the_corpus_is_found_by_its_term(corpus: Path) -> None:
    with gzip.open(corpus / "bahasa/lucene_indonesian_stems.tsv.gz", "rt", encoding="utf-8") as lines:
        words = [line.split("\t")[0] for line in lines]
    asked = [word for word in words if analysis.words(word) == [word]]

    missed = [word for word in asked if not Finder({analysis.term(word)}).places(f"dan {word}.")]

    assert len(asked) > 100_000
    assert missed == []


@pytest.mark.parametrize("word", sorted(analysis.overrides()))
def test_a_word_that_is_said_to_have_a_term_is_found_by_it(word: str) -> None:
    assert Finder({analysis.term(word)}).places(f"({word.upper()})") == [Place(1, 1 + len(word), analysis.term(word))]


def test_words_are_neighbours_when_no_other_stands_between_them() -> None:
    text = "anak – usia dini; anak yang usia"
    found = Finder({"anak", "usia"}).places(text)

    assert neighbours(text, found) == {("anak", "usia")}
    assert [text[start:end] for start, end in phrase_places(text, found, ("anak", "usia"))] == ["anak – usia"]


def test_nothing_is_found_of_nothing() -> None:
    assert Finder([]).places("anak") == []
    assert Finder({"anak"}).places("") == []
    assert neighbours("", []) == set()


def test_places_ascend_without_overlapping() -> None:
    found = Finder({"a", "i", "sosial"}).places("a i a sosial i " * 50)

    assert all(one.end <= other.start for one, other in pairwise(found))
    assert len(found) == 250


def test_a_text_in_another_writing_is_not_gone_through_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where words have no blanks between them one may be the whole text: from each of its letters the way to its start is long."""
    monkeypatch.delattr(Finder, "_by_needle")
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 3_000))) + " anak"

    assert Finder({"anak"}).places(text) == [Place(3_001, 3_005, "anak")]
