"""Small texts that would have an amendment say very much: whoever publishes one must not slow the portal down for all readers."""

from itertools import pairwise
from random import Random

import pytest

from documents.amending import Amendment
from documents.comparing import Comparison, Side
from documents.text.acts import How
from documents.text.amended import MOST_ACTS, acts
from documents.text.citations import find_citations
from documents.text.hidden_orders import hidden_orders
from documents.text.instructions import split_at_items
from documents.text.nodes import to_data
from documents.text.structure import parse
from tests.documents.text.test_hostile_texts import seconds

OPENING = "Pasal I\nBeberapa ketentuan dalam Peraturan Menteri Sosial Nomor 16 Tahun 2020 diubah sebagai berikut:\n"
PATIENCE = 2.0  # seconds of processor time
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


CITATIONS = ", ".join(f"Undang-Undang Nomor {each} Tahun 2001" for each in range(1, 140))
INSERTED = "".join(
    f"{each}. Di antara Pasal 1 dan Pasal 2 disisipkan {', '.join(f'Pasal {number}A' for number in range(1, 430))} yang "
    "berbunyi sebagai berikut:\n" + "".join(f"Pasal {number}A\nx {each}\n" for number in range(1, 430))
    for each in range(1, 13)
)
CITING = "".join(f"{each}. Pasal {each} dihapus sesuai {CITATIONS}.\n" for each in range(1, 200))
CLOSING = "1. Pasal 1 dihapus.\nPasal II\n" + "Pasal 5 dihapus; " * 20_000
AMENDING_ARTICLES = "1. Pasal 1 dihapus.\n" + "".join(
    f"Pasal {each}\nMengubah Pasal {each} sehingga berbunyi lain.\n" for each in range(2, 8_000)
)


def stored(old: str, items: str) -> list[Side]:
    """As the database has them: a text is taken apart once, when it is published."""
    return [Side(name="", address="", tree=to_data(parse(text))) for text in (old, OPENING + items)]


def compared(old: Side, new: Side) -> Amendment:
    return Amendment(old, new, acts(new.root, names_permensos_16), old.root)


def names_permensos_16(words: str) -> bool:
    cited = next(find_citations(words), None)
    return cited is not None and (cited.citation.number, cited.citation.year) == ("16", 2020)


@pytest.mark.parametrize(
    ("old", "items"),
    [
        (OLD, CHAPTERS),
        (OLD, RANGES),
        (LONG_ARTICLE, SAME_ARTICLE),
        (OLD, INSERTED),
        (OLD, CITING),
        (OLD, CLOSING),
        (OLD, AMENDING_ARTICLES),
    ],
    ids=[
        "one chapter again and again",
        "wide ranges",
        "one long article again and again",
        "thousands of insertions",
        "many citations",
        "orders in the closing article",
        "thousands of articles that amend",
    ],
)
def test_a_text_that_orders_much_is_compared_in_seconds(old: str, items: str) -> None:
    sides = stored(old, items)

    assert seconds(lambda: compared(*sides).shown("1", 50)) < PATIENCE


def test_two_texts_as_long_as_may_be_are_compared_in_seconds() -> None:
    random = Random(7)
    sides = [
        "".join(
            f"Pasal {each}\n{' '.join(f'kata{random.randrange(3_000)}' for _ in range(160))}.\n"
            for each in range(1, 1_400)
        )
        for _side in range(2)
    ]
    old, new = (Side(name="", address="", tree=to_data(parse(text))) for text in sides)

    assert seconds(lambda: Comparison(old, new, by_number=False).shown("1", 20)) < PATIENCE


def test_a_chapter_that_is_deleted_again_and_again_is_deleted_once() -> None:
    screen, _rows = compared(*stored(OLD, CHAPTERS)).shown("1", 50)

    assert screen.paginator.count == 1_399


def test_what_is_ordered_beyond_all_measure_is_not_claimed_to_be_read() -> None:
    orders = "".join(f"{each}. Pasal {each % 300 + 1} ditambah satu ayat.\n" for each in range(1, MOST_ACTS + 10))

    for items in (orders, RANGES):
        found = acts(parse(OPENING + items), names_permensos_16)
        assert len(found) <= MOST_ACTS + 1
        assert found[-1].how is How.UNSURE


@pytest.mark.parametrize(
    "words", ["\nPasal 1 x" * 40_000, "\n" * 400_000, ". ketentuan dalam " * 20_000, "mengubah " * 40_000]
)
def test_beginnings_of_hidden_orders_are_passed_in_seconds(words: str) -> None:
    assert seconds(lambda: list(hidden_orders(words))) < PATIENCE


def test_beginnings_of_items_without_an_order_are_passed_in_seconds() -> None:
    assert seconds(lambda: split_at_items("1. Bab " * 60_000)) < PATIENCE
