"""What is hidden by default, and what must stay readable."""

import pytest

from portal.core.masking import masked_address, masked_name, masked_number, masked_text


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("NIK 3275014408900001.", "NIK ••••0001."),
        ("NIK 3275 0144 0890 0001", "NIK ••••0001"),
        ("KK: 3275-0144-0890-0002", "KK: ••••0002"),
        ("hubungi 0812-3456-7890 ya", "hubungi ••••7890 ya"),
        ("hubungi +62 812 3456 7890", "hubungi ••••7890"),
        ("telepon (021) 789 1234", "telepon ••••1234"),
        ("rekening BRI 0987 01 000123 53 4", "rekening BRI ••••3534"),
        ("No. rek. 123-456-789", "No. rek. ••••6789"),
        ("setor ke 00987010001235", "setor ke ••••1235"),
        ("NIK 3275  0144  0890  0001", "NIK ••••0001"),
        ("?q=3275%200144%200890%200001", "?q=••••0001"),
        ("?q=3275+0144+0890+0001", "?q=••••0001"),
        ("NIK.3275014408900001", "NIK.••••0001"),
        ("NIK3275014408900001", "NIK••••0001"),
        ("NIK_3275014408900001", "NIK_••••0001"),
        ("Budi,3275014408900001,Jl", "Budi,••••0001,Jl"),
        ("1,3275014408900001,Siti", "1,••••0001,Siti"),
        ("Telp.081234567890", "Telp.••••7890"),
        ("hp081234567890", "hp••••7890"),
        ("021-5551234", "••••1234"),
        ("telepon +62 (21) 555 1234", "telepon ••••1234"),
        ("hubungi (812) 3456 7890", "hubungi ••••7890"),
        ("hubungi +62.812.345.678", "hubungi ••••5678"),
        ("NIK 3275\n0144\n0890\n0001", "NIK ••••0001"),
        ("NIK 3275014408\u200b900001", "NIK ••••0001"),
        ("rek. 123.456.789", "rek. ••••6789"),
        ("rekening 1234\u20135678\u201390", "rekening ••••7890"),
        ("65.000.000 081234567890", "65.000.000 ••••7890"),
    ],
)
def test_a_number_of_a_person_in_free_text_is_masked(written: str, shown: str) -> None:
    assert masked_text(written) == shown


@pytest.mark.parametrize(
    "written",
    [
        "Rp325.000.000 untuk 5 komunitas",
        "Rp12.325.000.000,00",
        "Rp 1250000000",
        "tanggal 2020-12-04 sampai 2020-12-10",
        "nomor 1580/1/02/03/05/2025",
        "15/4/HK.01/4/2022",
        "mesin 5,5 kW, 24 orang",
        "berat 12,08123456789 kg",
        "Rp62.800.000.000",
        "65.000.000 12.000.000",
        "08-12-2020 10:30",
        "2020-12-04\u20132020-12-10",
        "2019/2020/2021/2022",
        "saldo rekening Rp65.000.000",
        "rekening tanggal 04-12-2020",
        "15801/1/02/03/05/2025",
        "021/1234/2020",
        "sha256 0812345678ab3456789012345678901234567890",
    ],
)
def test_amounts_dates_and_numbers_of_letters_stay(written: str) -> None:
    assert masked_text(written) == written


def test_what_is_left_of_a_person_finds_nobody() -> None:
    assert masked_name("Siti  Aminah") == "S••• A•••"
    assert masked_number("3275014408900001") == "••••0001"
    assert masked_number("1234567") == "••••"
    assert masked_address(" Jalan Melati 5 ") == "••••••"
    assert masked_address(" ") == ""
