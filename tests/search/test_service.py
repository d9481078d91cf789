"""Which engine's answer is taken: the first whole one; an index that is still filling only while there is no other."""

from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

import pytest

from search import engines, service
from search.engines.base import EngineUnavailable, UnusableIndex
from search.parsing import parse
from search.query import Result, SearchQuery


@dataclass
class Answering:
    """An engine that answers so many hits, or fails."""

    name: str
    total: int = 0
    preparing: bool = False
    error: Exception | None = None

    def search(self, query: SearchQuery) -> Result:
        if self.error:
            raise self.error
        return Result(self.total, (), {}, self.name, 0.0, preparing=self.preparing)


ASKED = parse("pemulung").query(audience=("public",))
DOWN, BROKEN = EngineUnavailable("refused"), UnusableIndex("damaged")


def answer(*asked: Any) -> Result:
    with patch.object(engines, "every", lambda: list(asked)):
        return service._search(asked, ASKED)[0]


def test_a_whole_answer_of_the_second_comes_before_half_of_one_of_the_first() -> None:
    first, second = Answering("elastic", 3, preparing=True), Answering("sqlite", 70)

    result = answer(first, second)

    assert (result.engine, result.total, result.degraded, result.preparing) == ("sqlite", 70, True, False)


def test_while_all_are_filling_the_first_answers_and_says_so() -> None:
    first, second = Answering("elastic", 3, preparing=True), Answering("sqlite", 1, preparing=True)

    result = answer(first, second)

    assert (result.engine, result.total, result.degraded, result.preparing) == ("elastic", 3, False, True)


def test_half_an_answer_is_better_than_none() -> None:
    result = answer(Answering("elastic", error=DOWN), Answering("sqlite", 1, preparing=True))

    assert (result.engine, result.total, result.degraded, result.preparing) == ("sqlite", 1, True, True)


def test_the_first_whole_one_is_not_compared_with_others() -> None:
    result = answer(Answering("elastic", 3), Answering("sqlite", 70))

    assert (result.engine, result.total, result.degraded) == ("elastic", 3, False)


@pytest.mark.parametrize(("error", "preparing"), [(DOWN, False), (BROKEN, True)])
def test_without_any_answer_it_says_whether_one_is_being_made(error: Exception, preparing: bool) -> None:
    result = answer(Answering("elastic", error=DOWN), Answering("sqlite", error=error))

    assert (result.total, result.degraded, result.preparing) == (0, True, preparing)
