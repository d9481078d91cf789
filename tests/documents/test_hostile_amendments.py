"""Small texts that would have an amendment say very much: whoever publishes one must not slow the portal down for all readers."""

from itertools import pairwise

import pytest

from documents.amending import Amendment
from documents.comparing import Side
from documents.text.amended import MOST_ACTS, acts
from documents.text.hidden_orders import hidden_orders
from documents.text.instructions import split_at_items
from documents.text.nodes import to_data
from documents.text.structure import parse
from tests.documents.text.test_hostile_texts import seconds

OPENING = "Pasal I\nBeberapa ketentuan dalam Peraturan Menteri Sosial Nomor 16 Tahun 2020 diubah sebagai berikut:\n"
PATIENCE = 10.0  # seconds of processor time
ITEMS = range(1, 1_000)
CHAPTERS = "".join(f"{each}. BAB I dihapus.\n" for each in ITEMS)
RANGES = "".join(
    f"{each}. "
    + ", ".join(f"Pasal {first + 1} sampai dengan Pasal {last}" for first, last in pairwise(range(0, 3_600, 300)))
    + " dihapus.\n"
    for each in ITEMS
)
SAME_ARTICLE = "".join(
    f"{each}. Ketentuan Pasal 5 diubah sehingga berbunyi sebagai berikut:\nPasal 5\nKata.\n" for each in ITEMS
)
OLD = "BAB I\nUMUM\n" + "".join(f"Pasal {each}\nIsi.\n" for each in range(1, 1_400))
LONG_ARTICLE = "BAB I\nUMUM\nPasal 5\n" + "Setiap orang berhak atas rehabilitasi sosial. " * 4_000 + "\n"


def compared(old: str, items: str) -> Amendment:
    before, after = parse(old), parse(OPENING + items)
    sides = (Side(name="", address="", tree=to_data(tree)) for tree in (before, after))
    return Amendment(*sides, acts(after, lambda words: True), before)


@pytest.mark.parametrize(
    ("old", "items"),
    [(OLD, CHAPTERS), (OLD, RANGES), (LONG_ARTICLE, SAME_ARTICLE)],
    ids=["one chapter again and again", "wide ranges", "one long article again and again"],
)
def test_a_text_that_orders_much_is_compared_in_seconds(old: str, items: str) -> None:
    assert seconds(lambda: compared(old, items).shown("1", 50)) < PATIENCE


def test_a_chapter_that_is_deleted_again_and_again_is_deleted_once() -> None:
    screen, _rows = compared(OLD, CHAPTERS).shown("1", 50)

    assert screen.paginator.count == 1_399


def test_what_is_ordered_beyond_all_measure_is_not_claimed_to_be_read() -> None:
    comparison = compared(OLD, RANGES)

    assert comparison.shown("1", 1)[0].paginator.count == MOST_ACTS + 1
    assert not comparison.is_complete


@pytest.mark.parametrize(
    "words", ["\nPasal 1 x" * 40_000, "\n" * 400_000, ". ketentuan dalam " * 20_000, "mengubah " * 40_000]
)
def test_beginnings_of_hidden_orders_are_passed_in_seconds(words: str) -> None:
    assert seconds(lambda: hidden_orders(words)) < PATIENCE


def test_beginnings_of_items_without_an_order_are_passed_in_seconds() -> None:
    assert seconds(lambda: split_at_items("1. Bab " * 60_000)) < PATIENCE
