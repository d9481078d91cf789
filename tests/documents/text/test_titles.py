"""Titles in capitals become running text, as citations write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.text.titles import readable


@pytest.mark.parametrize(
    ("capitals", "running"),
    [
        ("KESEJAHTERAAN SOSIAL", "Kesejahteraan Sosial"),
        ("HABILITASI DAN REHABILITASI BAGI ANAK", "Habilitasi dan Rehabilitasi bagi Anak"),
        ("DI BALIK LAYAR", "Di Balik Layar"),
        ("PERUBAHAN KEDUA ATAS PP NO. 39 TAHUN 2012", "Perubahan Kedua atas PP No. 39 Tahun 2012"),
        ("ANGGARAN (APBN) TAHAP II DI PT. X (PERSERO)", "Anggaran (APBN) Tahap II di PT. X (Persero)"),
        ("KORBAN PENYALAHGUNAAN NAPZA, HIV/AIDS", "Korban Penyalahgunaan NAPZA, HIV/AIDS"),
        ("POKOK-POKOK AL-QUR'AN", "Pokok-Pokok Al-Qur'an"),
    ],
)
def test_a_title_in_capitals_is_written_as_a_citation_writes_it(capitals: str, running: str) -> None:
    assert readable(capitals) == running


@pytest.mark.parametrize("title", ["", "16/2020", "Kartu NPWP dan NIK", "PENANGANAN Fakir Miskin"])
def test_a_title_that_somebody_wrote_in_small_letters_stays(title: str) -> None:
    assert readable(title) == title


@given(st.text(alphabet=st.characters(max_codepoint=0x24F), max_size=80))
def test_no_letter_is_lost_or_moved(title: str) -> None:
    assert readable(title).casefold() == title.casefold()
