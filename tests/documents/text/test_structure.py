"""The Pasal parser: what breaks such parsers, and what always holds."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.text.nodes import Kind, Node, from_data, reading_text, to_data, verbatim, walk
from documents.text.structure import parse
from tests.documents.text.conftest import CpuClock

OPENING = """PERATURAN MENTERI SOSIAL REPUBLIK INDONESIA
NOMOR 3 TAHUN 2031
TENTANG
CONTOH PENGURAIAN
Menimbang : a. bahwa contoh diperlukan;
b. bahwa contoh harus utuh;
Mengingat : 1. Undang-Undang Nomor 11 Tahun 2009;
MEMUTUSKAN:
Menetapkan : PERATURAN MENTERI TENTANG CONTOH PENGURAIAN.
"""


def numbers(tree: Node, kind: Kind) -> list[str]:
    return [node.number for node in walk(tree) if node.kind is kind]


def anchors(tree: Node) -> list[str]:
    return [node.anchor for node in walk(tree) if node.anchor]


def test_a_whole_regulation_becomes_a_tree_of_its_parts() -> None:
    text = OPENING + (
        "BAB I\nKETENTUAN UMUM\nBagian Kesatu\nPengertian\nParagraf 1\nUmum\nPasal 1\nDalam Peraturan ini:\n1. Satu adalah satu.\n"
        "2. Dua adalah dua:\na. dua kecil; dan\nb. dua besar.\nBAB II\nPENUTUP\nPasal 2\n(1) Berlaku.\n(2) Tetap.\n"
        "Agar setiap orang mengetahuinya, diundangkan.\nPENJELASAN\nATAS\nPERATURAN\nI. UMUM\nSebab.\nII. PASAL DEMI PASAL\n"
        "Pasal 1\nCukup jelas.\nPasal 2\nAyat (1)\nCukup jelas. Ayat (2) Yang dimaksud tetap.\n"
        "LAMPIRAN I\nPERATURAN MENTERI\nBAB I\nPasal 1\nisi lampiran\nLAMPIRAN II\nlagi\n"
    )

    tree = parse(text)

    assert verbatim(tree) == text
    assert [child.kind for child in tree.children] == [
        *(
            Kind.TITLE,
            Kind.CONSIDERING,
            Kind.RECALLING,
            Kind.ENACTING,
            Kind.BAB,
            Kind.BAB,
            Kind.CLOSING,
            Kind.EXPLANATION,
        ),
        *(Kind.ANNEX, Kind.ANNEX),
    ]
    assert anchors(tree) == [
        *(
            "judul",
            "menimbang",
            "menimbang-huruf-a",
            "menimbang-huruf-b",
            "mengingat",
            "mengingat-angka-1",
            "menetapkan",
        ),
        *("bab-I", "bab-I-bagian-1", "bab-I-bagian-1-paragraf-1", "pasal-1", "pasal-1-angka-1", "pasal-1-angka-2"),
        *(
            "pasal-1-angka-2-huruf-a",
            "pasal-1-angka-2-huruf-b",
            "bab-II",
            "pasal-2",
            "pasal-2-ayat-1",
            "pasal-2-ayat-2",
            "penutup",
        ),
        *("penjelasan", "penjelasan-umum", "penjelasan-pasal-demi-pasal", "penjelasan-pasal-1", "penjelasan-pasal-2"),
        *("penjelasan-pasal-2-ayat-1", "penjelasan-pasal-2-ayat-2", "lampiran-I", "lampiran-II"),
    ]
    chapter = next(node for node in walk(tree) if node.anchor == "bab-I")
    assert chapter.heading == "KETENTUAN UMUM"


def test_points_nest_as_the_drafting_rules_say() -> None:
    tree = parse(
        OPENING
        + "Pasal 1\n(1) Ayat:\na. huruf:\n1. angka:\na) kecil:\n1) terkecil;\n2) lagi;\nb. huruf dua.\n(2) Selesai.\n"
    )

    assert anchors(tree)[-8:] == [
        "pasal-1-ayat-1",
        "pasal-1-ayat-1-huruf-a",
        "pasal-1-ayat-1-huruf-a-angka-1",
        "pasal-1-ayat-1-huruf-a-angka-1-huruf-a",
        "pasal-1-ayat-1-huruf-a-angka-1-huruf-a-angka-1",
        "pasal-1-ayat-1-huruf-a-angka-1-huruf-a-angka-2",
        "pasal-1-ayat-1-huruf-b",
        "pasal-1-ayat-2",
    ]


def test_an_amending_law_among_the_legal_bases_makes_no_amendment() -> None:
    basis = OPENING.replace(
        "Nomor 11 Tahun 2009", "Nomor 15 Tahun 2019 tentang Perubahan Kedua atas Undang-Undang Nomor 12 Tahun 2011"
    )

    tree = parse(basis + "Pasal 1\nSatu.\nPasal 2\nDua.\n")

    assert numbers(tree, Kind.PASAL) == ["1", "2"]
    assert not numbers(tree, Kind.AMENDMENT)


@pytest.mark.parametrize(
    "end", ["dimaksud dalam", "dan", "atau", "sampai dengan", "Pasal 7,", "ketentuan", "- 4 -\nmelanggar"]
)
def test_a_cross_reference_alone_on_a_line_starts_no_pasal(end: str) -> None:
    tree = parse(
        OPENING
        + f"Pasal 1\nSatu.\nPasal 2\n(1) Sebagaimana {end}\nPasal 3\ndilaksanakan segera.\n(2) Lanjut.\nPasal 3\nTiga.\n"
    )

    assert numbers(tree, Kind.PASAL) == ["1", "2", "3"]
    assert numbers(tree, Kind.AYAT) == ["1", "2"]


def test_a_number_that_falls_back_starts_no_pasal() -> None:
    tree = parse(OPENING + "Pasal 1\nSatu.\nPasal 2\nLihat ketentuan lama.\nPasal 1\nIni kutipan.\nPasal 3\nTiga.\n")

    assert numbers(tree, Kind.PASAL) == ["1", "2", "3"]


def test_inserted_ayat_and_pasal_keep_their_letters() -> None:
    tree = parse(OPENING + "Pasal 14\n(1) A.\n(1a) B.\n(2) C.\nPasal 14A\nD.\nPasal 14AB\nE.\nPasal 15\nF.\n")

    assert numbers(tree, Kind.PASAL) == ["14", "14A", "14AB", "15"]
    assert numbers(tree, Kind.AYAT) == ["1", "1a", "2"]


def test_what_an_amendment_quotes_hangs_below_its_instruction() -> None:
    text = OPENING.replace("CONTOH PENGURAIAN", "PERUBAHAN ATAS PERATURAN MENTERI SOSIAL NOMOR 1 TAHUN 2030", 1) + (
        "Pasal I\nBeberapa ketentuan diubah sebagai berikut:\n1. Ketentuan Pasal 1 diubah sehingga berbunyi sebagai berikut:\nPasal 1\n"
        "1. Anak adalah orang.\n2. Balai adalah tempat.\n2. Ketentuan Pasal 5 dihapus.\n3. Di antara Pasal 7 dan Pasal 8 disisipkan "
        "1 (satu) Pasal, yakni Pasal 7A sehingga berbunyi sebagai berikut:\nPasal 7A\n(1) Baru.\n(2) Sekali.\nPasal II\nMulai berlaku.\n"
    )

    tree = parse(text)

    assert verbatim(tree) == text
    assert [anchor for anchor in anchors(tree) if anchor.startswith("pasal")] == [
        *(
            "pasal-I",
            "pasal-I-1",
            "pasal-I-1-pasal-1",
            "pasal-I-1-pasal-1-angka-1",
            "pasal-I-1-pasal-1-angka-2",
            "pasal-I-2",
        ),
        *("pasal-I-3", "pasal-I-3-pasal-7A", "pasal-I-3-pasal-7A-ayat-1", "pasal-I-3-pasal-7A-ayat-2", "pasal-II"),
    ]


def test_a_pasal_that_quotes_others_in_an_ordinary_law_stays_whole() -> None:
    tree = parse(
        OPENING
        + "Pasal 1\nSatu.\nPasal 2\nUndang-Undang lama diubah sebagai berikut:\n1. Ketentuan Pasal 3 diubah sehingga Pasal 3 "
        "berbunyi sebagai berikut:\nPasal 3\nKutipan.\n2. Ketentuan Pasal 9 diubah sehingga berbunyi sebagai berikut:\nPasal 9\nLain.\n"
        "Pasal 3\nPenutup.\n"
    )

    assert [node.anchor for node in tree.children if node.kind is Kind.PASAL] == ["pasal-1", "pasal-2", "pasal-3"]
    assert "pasal-2-1-pasal-3" in anchors(tree)
    assert "pasal-2-2-pasal-9" in anchors(tree)


def test_an_annex_is_never_looked_into() -> None:
    annex = "LAMPIRAN\nPERATURAN MENTERI SOSIAL\nBAB I\nPENDAHULUAN\nPasal 1\nPENJELASAN\nkolom\nII. PASAL DEMI PASAL\n"

    tree = parse(OPENING + "BAB I\nUMUM\nPasal 1\nSatu.\nPasal 2\nDua.\n" + annex)

    assert numbers(tree, Kind.PASAL) == ["1", "2"]
    assert numbers(tree, Kind.BAB) == ["I"]
    assert tree.children[-1].kind is Kind.ANNEX
    assert verbatim(tree.children[-1]) == annex


def test_the_words_lampiran_i_in_a_sentence_open_no_annex() -> None:
    tree = parse(
        OPENING
        + "Pasal 1\nSebagaimana tercantum dalam\nLampiran I yang merupakan bagian\ntidak terpisahkan.\nPasal 2\nDua.\n"
    )

    assert numbers(tree, Kind.PASAL) == ["1", "2"]
    assert not numbers(tree, Kind.ANNEX)


def test_scanned_numbers_are_read_as_numbers_and_stay_as_written() -> None:
    pasal = "".join(f"Pasal {number}\nIsi.\n" for number in [*range(1, 10), "1O", 11, 12])

    tree = parse(OPENING + pasal + "PasaJ13\n(l) Satu.\n(2) Dua.\nPasal 14\nAkhir.\n")

    assert numbers(tree, Kind.PASAL) == [str(number) for number in range(1, 15)]
    assert numbers(tree, Kind.AYAT) == ["1", "2"]
    assert next(node for node in walk(tree) if node.anchor == "pasal-10").lead == "Pasal 1O\n"


def test_headings_that_a_scan_ran_together_are_found() -> None:
    tree = parse(
        OPENING
        + "BAB I KETENTUAN UMUM\nPasal 1\nSatu. Pasal 2 Dua harus ada.\nBAB II ISI Bagian Kesatu Awal Pasal 3 (1) Tiga.\n"
    )

    assert numbers(tree, Kind.PASAL) == ["1", "2", "3"]
    assert anchors(tree)[-3:] == ["bab-II-bagian-1", "pasal-3", "pasal-3-ayat-1"]


def test_a_repeated_anchor_is_made_different() -> None:
    tree = parse("Pasal 1\nSatu.\nBagian Kesatu\nA\nPasal 2\nDua.\nBagian Kesatu\nB\nPasal 3\nTiga.\n")

    assert anchors(tree) == ["pasal-1", "bagian-1", "pasal-2", "bagian-1-bis-2", "pasal-3"]


def test_prose_joins_hard_lines_and_broken_words() -> None:
    tree = parse("Pasal 1\nKesejah-\nteraan   sosial\nadalah hak.\n(1) Satu.\n")

    assert tree.children[0].prose == "Kesejahteraan sosial adalah hak."
    assert reading_text(tree.children[0]).endswith("adalah hak. (1) Satu.")


LINES = st.sampled_from(
    [
        *(
            "Pasal 1",
            "Pasal 2",
            "Pasal 7A",
            "Pasal I",
            "Pasal II",
            "BAB I",
            "BAB II",
            "Bagian Kesatu",
            "Paragraf 1",
            "(1) a",
            "(1a) b",
        ),
        *(
            "a. x",
            "b. y",
            "1. z",
            "2. Ketentuan Pasal 3 diubah sehingga berbunyi sebagai berikut:",
            "a) k",
            "1) l",
            "dalam",
            "UMUM",
        ),
        *(
            "Menimbang :",
            "Mengingat :",
            "MEMUTUSKAN:",
            "PENJELASAN",
            "I. UMUM",
            "II. PASAL DEMI PASAL",
            "LAMPIRAN I",
            "Cukup jelas.",
        ),
        *(
            "",
            "  ",
            "TENTANG PERUBAHAN ATAS",
            "[Perubahan PP_2012_39_Article_5] x",
            "Ayat (1) Huruf a",
            "BUKU KESATU",
            "\x85",
            "\u2028",
        ),
    ]
)


@given(st.one_of(st.text(), st.lists(LINES, max_size=40).map("\n".join)))
@settings(max_examples=300, deadline=None)
def test_no_text_loses_a_character_or_repeats_an_anchor(text: str) -> None:
    tree = parse(text)

    assert verbatim(tree) == text
    assert from_data(to_data(tree)) == tree
    assert not [anchor for anchor, count in Counter(anchors(tree)).items() if count > 1]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "Pasal 1\n",
            " ",
            "\n",
            "(1) a\n",
            "1. a\n",
            "BAB I\nX\n",
            "LAMPIRAN I\n",
            "dalam\nPasal 1\n",
            "PENJELASAN\n",
            "diubah ",
        ),
        *(
            "Pasal 1 (1) x. ",
            "M E M U T U S K A N ",
            "[Perubahan ",
            "1. Ketentuan Pasal 1 diubah sebagai berikut:\nPasal 1\n",
        ),
        "Pasal 1\n(1) a\na. b\n1. c\na) d\n1) e\n",
    ],
)
def test_a_hostile_megabyte_is_parsed_in_linear_time(piece: str, cpu_seconds: CpuClock) -> None:
    small, large = piece * (100_000 // len(piece)), piece * (1_000_000 // len(piece))

    first = cpu_seconds(lambda: parse("Pasal 1\nx\n" + small))
    second = cpu_seconds(lambda: parse("Pasal 1\nx\n" + large))

    assert second < 30 * first + 0.5, "ten times the text may not cost much more than ten times the time"


def test_every_regulation_of_the_sample_is_kept_whole_and_yields_its_pasal(corpus: Path) -> None:
    found = exact = 0
    with (corpus / "sample.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            tree = parse(record["text"])
            assert verbatim(tree) == record["text"], record["id"]
            assert len(set(anchors(tree))) == len(anchors(tree)), record["id"]
            units = numbers(tree, Kind.PASAL) + numbers(tree, Kind.AMENDED_UNIT)
            found += bool(units)
            exact += abs(len(units) - record["n_articles"]) <= 1 and record["n_articles"] > 0

    assert found == 300
    assert exact >= 245
