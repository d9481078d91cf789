"""Citations in legal texts."""

import pytest

from documents.text.citations import Citation, find_citations, parse_citation


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pasal 5 ayat (2) UU 11/2009", Citation("uu", "11", 2009, pasal="5", ayat="2")),
        ("Undang-Undang Nomor 11 Tahun\n2009 tentang Kesejahteraan Sosial", Citation("uu", "11", 2009)),
        ("UU 11 Tahun 2009, Pasal 7A ayat (1a) huruf b", Citation("uu", "11", 2009, pasal="7A", ayat="1a", huruf="b")),
        ("Peraturan Menteri Sosial Republik Indonesia Nomor 16 Tahun 2020", Citation("permensos", "16", 2020)),
        ("Peraturan Pemerintah Pengganti Undang-Undang Nomor 1 Tahun 2014", Citation("perppu", "1", 2014)),
        ("Peraturan Pemerintah Nomor 39 Tahun 2Ol2", Citation("pp", "39", 2012)),
        ("Keputusan Menteri Sosial Nomor 107/HUK/2009", Citation("kepmensos", "107/HUK/2009", 2009)),
        ("PMK 168/PMK.05/2015", Citation("permenkeu", "168/PMK.05/2015", 2015)),
        ("Peraturan Menteri Pendidikan dan Kebudayaan Nomor 23 Tahun 2013", Citation("permen", "23", 2013)),
        (
            "Pada saat Peraturan Menteri ini mulai berlaku, Peraturan Menteri Sosial Nomor 16 Tahun 2020",
            Citation("permensos", "16", 2020),
        ),
        ("Undang-Undang Dasar Negara Republik Indonesia Tahun 1945", None),
        ("peraturan perundang-undangan", None),
        ("Pasal 5", None),
        ("Undang-Undang Nomor 8 Tahun 2OtO", None),
    ],
)
def test_a_citation_is_read_with_the_place_it_names(text: str, expected: Citation | None) -> None:
    assert parse_citation(text) == expected


def test_every_citation_of_a_text_is_found_at_its_place() -> None:
    text = "Mengingat: 1. Undang-Undang Nomor 11   Tahun 2009;\n2. Peraturan Presiden\nNomor 46 Tahun 2015;"

    places = [text[found.start : found.end] for found in find_citations(text)]

    assert places == ["Undang-Undang Nomor 11   Tahun 2009", "Peraturan Presiden\nNomor 46 Tahun 2015"]


def test_the_place_named_has_the_anchor_of_the_tree() -> None:
    citation = parse_citation("Pasal 3 ayat (2) huruf a UU Nomor 11 Tahun 2009")

    assert citation is not None
    assert citation.anchor == "pasal-3-ayat-2-huruf-a"
