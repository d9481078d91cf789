"""«Mungkin maksud Anda»: only what finds something for this very reader."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from search.engines.sqlite import SQLiteEngine
from search.nearness import distance, is_near
from search.spelling import did_you_mean
from tests.contract.conftest import filled
from tests.contract.golden import GOLDEN, NOBODY, OFFICIALS, PUBLIC


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SQLiteEngine]:
    engine = SQLiteEngine(tmp_path_factory.mktemp("spelling"))
    yield filled(engine, GOLDEN)  # type: ignore[misc]  # the same engine
    engine.close()


def test_a_misspelt_word_is_put_right_within_its_question(engine: SQLiteEngine) -> None:
    assert did_you_mean(engine, "bantuan: pemulug!", audience=PUBLIC) == "bantuan: pemulung!"


def test_words_that_are_good_but_stand_together_nowhere_are_not_offered(engine: SQLiteEngine) -> None:
    for word in ("pemulug", "usai"):
        assert did_you_mean(engine, word, audience=PUBLIC) in {"pemulung", "usia"}

    assert did_you_mean(engine, "pemulug usai", audience=PUBLIC) is None


def test_a_spelling_is_offered_only_to_those_for_whom_it_finds_something(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    engine = SQLiteEngine(tmp_path_factory.mktemp("readers"))
    both = replace(GOLDEN[6], body="Pemulung lanjut usia.")  # only officials may see it
    filled(engine, [*GOLDEN[:6], both])

    assert did_you_mean(engine, "pemulug usai", audience=PUBLIC) is None
    assert did_you_mean(engine, "pemulug usai", audience=OFFICIALS) == "pemulung usia"
    assert did_you_mean(engine, "pemulug", audience=NOBODY) is None
    engine.close()


def test_a_stop_word_is_never_what_was_meant(tmp_path_factory: pytest.TempPathFactory) -> None:
    engine = SQLiteEngine(tmp_path_factory.mktemp("stop"))
    said = [replace(doc, body="Orang yang datang bila perlu, bila mau.") for doc in GOLDEN[:4]]
    filled(engine, said)

    assert did_you_mean(engine, "orang bilo", audience=PUBLIC) is None
    assert did_you_mean(engine, "orang dateng", audience=PUBLIC) == "orang datang"
    engine.close()


def test_a_good_question_needs_no_advice(engine: SQLiteEngine) -> None:
    for text in ("pemulung", "atensi", "dan", "16", ""):
        assert did_you_mean(engine, text, audience=PUBLIC) is None


@pytest.mark.parametrize(
    ("one", "other", "letters", "near"),
    [
        ("bantuan", "bantuan", 0, True),
        ("disabiltas", "disabilitas", 1, True),
        ("pneyandang", "penyandang", 1, True),
        ("api", "napi", 1, True),
        ("anak", "dana", 2, False),
        ("dini", "diri", 1, True),
        ("pemlunug", "pemulung", 2, True),
    ],
)
def test_nearness_counts_letters_and_minds_the_first(one: str, other: str, letters: int, near: bool) -> None:
    assert distance(one, other) == letters
    assert is_near(one, other) is near
