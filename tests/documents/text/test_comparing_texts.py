"""Which articles answer to each other, and what changed in them."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.alignment import Pair, Unit, align
from documents.text.changes import How, Piece, changes

CARE = "Setiap anak berhak atas pengasuhan oleh orang tuanya sendiri, kecuali ada alasan hukum yang sah."
WORK = "Setiap pekerja sosial wajib memiliki sertifikat kompetensi dari lembaga yang berwenang menerbitkannya."
MONEY = "Pendanaan penyelenggaraan berasal dari anggaran pendapatan dan belanja negara serta sumber lain."


def unit(number: int, words: str) -> Unit:
    return Unit(f"pasal-{number}", f"Pasal {number}", words)


def paired(pairs: list[Pair]) -> list[tuple[str, str]]:
    return [(pair.old.anchor[6:] if pair.old else "", pair.new.anchor[6:] if pair.new else "") for pair in pairs]


def test_an_inserted_article_shifts_the_others_and_nothing_is_taken_for_changed() -> None:
    old = [unit(1, CARE), unit(2, WORK), unit(3, MONEY)]
    new = [unit(1, CARE), unit(2, "Baru sama sekali."), unit(3, WORK), unit(4, MONEY)]

    pairs = align(old, new, by_number=False)

    assert paired(pairs) == [("1", "1"), ("", "2"), ("2", "3"), ("3", "4")]
    assert [pair.is_same for pair in pairs] == [True, False, True, True]


def test_articles_that_are_alike_answer_to_each_other_under_another_number() -> None:
    changed = WORK.replace("wajib", "harus").replace("berwenang", "ditunjuk")

    pairs = align([unit(1, CARE), unit(2, WORK)], [unit(1, MONEY), unit(7, changed)], by_number=False)

    assert paired(pairs) == [("1", ""), ("", "1"), ("2", "7")]


def test_versions_of_one_regulation_are_paired_by_number_however_they_differ() -> None:
    old, new = [unit(1, CARE), unit(2, WORK)], [unit(1, MONEY), unit(2, WORK)]

    assert paired(align(old, new, by_number=True)) == [("1", "1"), ("2", "2")]
    assert paired(align(old, new, by_number=False)) == [("1", ""), ("", "1"), ("2", "2")]


@pytest.mark.parametrize(
    "sides", [([], []), ([unit(1, "")], []), ([], [unit(1, CARE)]), ([unit(1, "")], [unit(1, "")])]
)
def test_empty_sides_are_no_error(sides: tuple[list[Unit], list[Unit]]) -> None:
    assert len(align(*sides, by_number=False)) == max(len(side) for side in sides)


@given(st.lists(st.sampled_from([CARE, WORK, MONEY, "Cukup jelas.", ""]), max_size=8), st.data())
def test_every_article_of_both_sides_stands_once(words: list[str], data: st.DataObject) -> None:
    new = data.draw(st.permutations(words))
    old_units = [unit(number, each) for number, each in enumerate(words)]
    new_units = [unit(number, each) for number, each in enumerate(new)]

    pairs = align(old_units, new_units, by_number=data.draw(st.booleans()))

    assert sorted(pair.old.anchor for pair in pairs if pair.old) == sorted(each.anchor for each in old_units)
    assert [pair.new.anchor for pair in pairs if pair.new] == [each.anchor for each in new_units]


def shown(pieces: list[Piece]) -> str:
    signs = {How.SAME: "{}", How.LEFT_OUT: "[-{}-]", How.ADDED: "[+{}+]"}
    return "".join(signs[piece.how].format(piece.words) for piece in pieces)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Anak wajib hadir.", "Anak harus hadir.", "Anak [-wajib -][+harus +]hadir."),
        ("bertujuan untuk:", "bertujuan:", "bertujuan[- untuk-]:"),
        ("sama", "sama", "sama"),
        ("", "baru", "[+baru+]"),
        ("a. satu;\nb. dua.", "a. satu;\nb. dua.\nc. tiga.", "a. satu;\nb. dua.[+\nc. tiga.+]"),
    ],
)
def test_changes_are_named_by_word(old: str, new: str, expected: str) -> None:
    assert shown(changes(old, new)) == expected


@given(st.text(st.sampled_from("ab .;\n"), max_size=60), st.text(st.sampled_from("ab .;\n"), max_size=60))
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    pieces = changes(old, new)

    assert "".join(piece.words for piece in pieces if piece.how is not How.LEFT_OUT) == new
    without_added = "".join(piece.words for piece in pieces if piece.how is not How.ADDED)
    assert "".join(without_added.split()) == "".join(old.split())


def test_hostile_texts_are_compared_in_bounded_time() -> None:
    chance = random.Random(1)
    few = [" ".join(chance.choices("abcdefgh", k=3_900)) for _ in range(2)]
    many = [" ".join(chance.choices([f"kata{n}" for n in range(400)], k=3_900)) for _ in range(2)]
    started = time.process_time()

    for old, new in (few, many, ["a " * 3_900, "b a " * 1_900], ["x. " * 200_000, "y. " * 200_000]):
        changes(old, new)
    units = [unit(number, f"{CARE} {number}") for number in range(1_500)]
    align(units, units[::-1], by_number=False)
    align(
        [unit(n, CARE + " lama") for n in range(1_500)],
        [unit(n, CARE + " baru") for n in range(1_500)],
        by_number=False,
    )

    assert time.process_time() - started < 5
