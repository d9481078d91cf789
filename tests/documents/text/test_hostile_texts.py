"""No text costs more than in proportion to its length: measured on twice the length, in processor time."""

import gc
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from documents.text import nodes
from documents.text.alignment import Unit, align
from documents.text.changes import MOST_TOKENS, changes
from documents.text.citations import find_citations
from documents.text.cleaning import clean_pages
from documents.text.marks import marks
from documents.text.structure import parse
from documents.text.suggestions import suggested
from tests.documents.text.hostile_texts import SHAPES

LENGTH = 100_000
#: Twice for what is in proportion, four times for what grows with the square.
GROWTH = 3.0
#: Seconds in which a measurement tells nothing: with the square of the length it would still be little at 500,000 letters.
NOISE = 0.15
TRIES = 5


def seconds(work: Callable[[], object]) -> float:
    """Of processor time, without the garbage collector: it goes through all that other tests have left, too."""
    gc.collect()
    gc.disable()
    try:
        started = time.process_time()
        work()
        return time.process_time() - started
    finally:
        gc.enable()


def grows_in_proportion(once: Callable[[], object], twice: Callable[[], object]) -> bool:
    """Tried again before it is denied: the machine does other things as well."""
    return any((long := seconds(twice)) < NOISE or long / seconds(once) <= GROWTH for _ in range(TRIES))


@pytest.mark.parametrize("shape", SHAPES)
def test_a_text_of_twice_the_length_takes_about_twice_the_time(shape: str) -> None:
    text, longer = SHAPES[shape](LENGTH), SHAPES[shape](2 * LENGTH)
    assert grows_in_proportion(partial(parse, text), partial(parse, longer))
    tree, larger = parse(text), parse(longer)

    for work in (marks, suggested, nodes.reading_text, nodes.to_data):
        assert grows_in_proportion(partial(work, tree), partial(work, larger)), work.__name__
    assert grows_in_proportion(lambda: clean_pages([text]), lambda: clean_pages([longer]))
    assert grows_in_proportion(lambda: list(find_citations(text)), lambda: list(find_citations(longer)))
    assert nodes.verbatim(larger) == longer


@pytest.mark.parametrize("same", [True, False], ids=["equal words", "other words"])
def test_regulations_of_many_like_articles_are_aligned_in_proportion(same: bool) -> None:
    def aligned(count: int) -> object:
        old = [Unit(f"pasal-{number}", f"Pasal {number}", "Cukup jelas sekali.") for number in range(count)]
        words = old[0].words if same else "Cukup jelas saja."
        return align(old, [replace(unit, anchor=f"{unit.anchor}-bis-2", words=words) for unit in old], by_number=False)

    assert grows_in_proportion(lambda: aligned(10_000), lambda: aligned(20_000))


@pytest.mark.parametrize("shape", SHAPES)
def test_two_versions_of_a_hostile_text_are_compared_in_seconds(shape: str) -> None:
    text = SHAPES[shape](LENGTH)[: 8 * MOST_TOKENS]

    assert seconds(lambda: changes(text, text[::-1])) < 10
