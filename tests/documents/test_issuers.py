"""Who made a regulation."""

import pytest

from documents.issuers import issuer


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            "Lembaga Kesejahteraan Sosial Dengan Rahmat Tuhan Yang Maha Esa Menteri Sosial Republik Indonesia",
            "Menteri Sosial Republik Indonesia",
        ),
        ("BADAN NARKOTIKA NASIONAL DENGAN RAHMAT TUHAN YANG MAHA ESA, KEPALA BADAN", "KEPALA BADAN"),
        ("Keluarga Dengan Rahmat Tuhan Yang Maha Kuasa Kepala Badan Kependudukan", "Kepala Badan Kependudukan"),
        ("Satu Dengan Rahmat Tuhan Yang Maha Esa Dua Dengan Rahmat Tuhan Yang Maha Esa Bupati Badung", "Bupati Badung"),
        ("  Menteri   Sosial ", "Menteri Sosial"),
        ("Dengan Rahmat Tuhan Yang Maha Esa", "Dengan Rahmat Tuhan Yang Maha Esa"),
        ("Kepala Badan Rahmat Bersama", "Kepala Badan Rahmat Bersama"),
        ("", ""),
    ],
)
def test_the_issuer_is_what_stands_behind_the_formula(written: str, read: str) -> None:
    assert issuer(written) == read
