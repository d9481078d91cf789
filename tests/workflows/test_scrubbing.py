"""Names are found however they are written, and ordinary words are left alone."""

import time

import pytest

from workflows.scrubbing import Scrubber, bare_name

NIK = "3275014408900001"


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("KTP_Siti_Aminah_2.pdf", "KTP_[dihapus]_2.pdf"),
        ("foto-siti-aminah.jpg", "foto-[dihapus].jpg"),
        ("diterima oleh Siti\nAminah tadi", "diterima oleh [dihapus] tadi"),
        ("SITI  AMINAH hadir", "[dihapus] hadir"),
        ("Ibu Siti Aminah hadir", "Ibu [dihapus] hadir"),
        ("kata Ibu Siti, mesin baik", "kata [dihapus], mesin baik"),
        ("Bpk. Rahayu setuju", "[dihapus] setuju"),
        ("Aminah Rahayu menolak", "[dihapus] menolak"),
        ("Hj. Siti Aminah Rahayu, S.Sos., ketua", "[dihapus].Sos., ketua"),
    ],
)
def test_a_name_goes_however_it_is_written(written: str, left: str) -> None:
    assert Scrubber([], ["Hj. Siti Aminah Rahayu, S.Sos."])(written) == left.replace("[dihapus].Sos.", "[dihapus].")


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Wartinah bin Kusumaningdyah hadir", "[dihapus] hadir"),
        ("WARTINAHKUSUMANINGDYAH.pdf", "[dihapus].pdf"),
        ("KTP_WartinahKusumaningdyah2", "KTP_[dihapus]"),
        ("kusumaningdyahwartinah", "[dihapus]"),
        ("Kusumaningdyah Wartinah", "[dihapus]"),
        ("Kusumaningdyah, Wartinah", "[dihapus]"),
        ("Ibu Kusumaningdyah binti Wartinah setuju", "[dihapus] setuju"),
        ("Wartinah Putri", "[dihapus]"),
        ("PUTRI, WARTINAH KUSUMANINGDYAH", "[dihapus]"),
    ],
)
def test_a_name_goes_in_any_order_with_bin_between_and_as_one_word(written: str, left: str) -> None:
    assert Scrubber([], ["Wartinah Kusumaningdyah Putri"])(written) == left


def test_words_of_two_different_people_are_no_name() -> None:
    assert Scrubber([], ["Siti Aminah", "Budi Santoso"])("Santoso Aminah") == "Santoso Aminah"


@pytest.mark.parametrize(
    "text", ["panitia berani", "kota Sitinjau", "rahayu sekali hidupnya", "S. Sos", "Siti. Setelah itu Aminah"]
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert Scrubber([], ["Hj. Siti Aminah Rahayu, S.Sos."])(text) == text


def test_names_of_one_word_addresses_and_numbers_go_as_whole_words() -> None:
    scrub = Scrubber(["Gang Kenanga No. 17", NIK, ""], ["Ani"])

    assert scrub("Kata ANI: panitia berani.") == "Kata [dihapus]: panitia berani."
    assert scrub("di gang kenanga, no 17.") == "di [dihapus]."
    assert scrub("NIK 3275014408900002, Rp65.000.000") == "NIK [dihapus], Rp65.000.000"


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Hj. Siti Aminah, S.Sos.", ("siti", "aminah")),
        ("Drs. H. Budi_Santoso", ("budi", "santoso")),
        ("Ibu", ("ibu",)),
        ("", ()),
    ],
)
def test_titles_and_degrees_are_no_part_of_a_name(name: str, bare: tuple[str, ...]) -> None:
    assert bare_name(name) == bare


def test_a_proposal_with_thousands_of_people_is_scrubbed_in_time() -> None:
    """Not a benchmark: with one regular expression of all names this took minutes."""
    letters = "abcdefghij"
    names = [
        f"Orang{letters[n // 1000]}{letters[n // 100 % 10]} Nama{letters[n // 10 % 10]}{letters[n % 10]}"
        for n in range(8000)
    ]
    began = time.process_time()
    scrub = Scrubber([], names)

    left = scrub("latar belakang usulan " * 1000 + names[4321])

    assert left.endswith("[dihapus]")
    assert time.process_time() - began < 20
