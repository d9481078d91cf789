"""Both engines cut words at the same place; these tests hold the place."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from search import analysis, stemming

# Word → stem as Lucene's `indonesian` stemmer gives it; one line per rule of the algorithm.
LUCENE = {
    "dan": "dan", "buku": "buku", "bukukah": "buku", "adalah": "ada", "siapapun": "siapa", "bukumu": "buku",
    "bajuku": "baju", "miliknya": "milik", "mengatur": "atur", "menyapu": "sapu", "menyala": "sala", "mencari": "cari",
    "membantu": "bantu", "melapor": "lapor", "pengatur": "atur", "penyapu": "sapu", "penerima": "terima",
    "penjual": "jual", "pembantu": "bantu", "dimaksud": "maksud", "terdapat": "dapat", "kemiskinan": "miskin",
    "berlari": "lari", "belajar": "ajar", "bekerja": "kerja", "peraturan": "atur", "pelajar": "ajar",
    "pedagang": "dagang", "memperbaiki": "baik", "pemerintah": "erintah", "penyelenggaraan": "selenggara",
    "diberikan": "beri", "menteri": "teri", "kesejahteraan": "sejahtera", "instansi": "instansi",
}  # fmt: skip

FAMILIES = [
    "pengasuhan mengasuh asuh diasuh pengasuh asuhan",
    "pemulung memulung pulung",
    "penerima menerima terima diterima penerimaan",
    "penyalahgunaan menyalahgunakan disalahgunakan",
    "kesejahteraan sejahtera menyejahterakan",
    "telantar terlantar penelantaran menelantarkan ditelantarkan",
    "pengelolaan mengelola dikelola pengelola kelola",
    "pemerintah pemerintahan",
    "menteri kementerian",
    "penanganan menangani ditangani",
    "izin ijin perizinan perijinan",
]

APART = [("pemerintah", "perintah"), ("terapi", "api"), ("lanjut", "selanjutnya"), ("direktorat", "rektorat")]


@pytest.mark.parametrize(("word", "stem"), LUCENE.items())
def test_the_stemmer_does_what_lucenes_does(word: str, stem: str) -> None:
    assert stemming.stem(word) == stem


def test_the_stemmer_equals_lucenes_on_every_word_type_of_the_corpus(corpus: Path) -> None:
    with gzip.open(corpus / "bahasa/lucene_indonesian_stems.tsv.gz", "rt", encoding="utf-8") as lines:
        rows = [line.split("\t") for line in lines]
    different = [(word, stem, stemming.stem(word)) for word, stem, _ in rows if stemming.stem(word) != stem]

    assert len(rows) > 100_000
    assert different == []


@pytest.mark.parametrize("family", FAMILIES)
def test_all_words_of_a_family_meet_at_one_term(family: str) -> None:
    assert len({analysis.term(word) for word in family.split()}) == 1


def test_all_families_of_the_domain_meet_at_one_term(corpus: Path) -> None:
    lines = (corpus / "bahasa/word_families.txt").read_text(encoding="utf-8").splitlines()
    families = {name: words.split() for name, _, words in (line.partition(":") for line in lines)}
    torn = {name for name, words in families.items() if len({analysis.term(word) for word in words}) > 1}

    assert len(families) == 50
    assert torn == set()


@pytest.mark.parametrize(("one", "other"), APART)
def test_words_of_different_meaning_stay_apart(one: str, other: str) -> None:
    assert analysis.term(one) != analysis.term(other)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("Pasal 5 ayat (1)", ["pasal", "5", "ayat", "1"]),
        ("undang-undang", ["undang", "undang"]),
        ("snake_case", ["snake", "case"]),
        ("103/HUK/2025", ["103", "huk", "2025"]),
        ("Péra\u201dtu\u2014ran", ["pera", "tu", "ran"]),
        ("ﬁle ² Straße Đặng", ["file", "2", "strasse", "dang"]),
    ],
)
def test_a_text_falls_into_words_at_everything_but_letters_and_digits(text: str, terms: list[str]) -> None:
    assert analysis.plain_words(text) == terms


def test_the_fast_way_to_words_finds_the_same_as_the_pattern() -> None:
    every = "".join(chr(code) for code in range(0x3000) if not 0xD800 <= code < 0xE000)
    text = " a".join(every[start : start + 7] for start in range(0, len(every), 7))

    assert analysis.words(text) == analysis.TOKEN.findall(text)


def test_words_that_matter_are_not_stop_words() -> None:
    assert {"tidak", "mampu", "kecil", "dini", "bersama", "sesama", "tentang", "diri"} & analysis.stopwords() == set()


def test_cleaned_text_can_be_stored_anywhere() -> None:
    cleaned = analysis.clean("a\x00b\ud800c\u202dd e\u0301\r\nf")

    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode() == cleaned
    assert "é" in cleaned


def test_no_override_is_one_that_the_stemmer_would_give_anyway() -> None:
    useless = [word for word, term in analysis.overrides().items() if stemming.stem(word) == term]

    assert useless == []
