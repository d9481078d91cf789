"""What a text states about other regulations."""

import json
from pathlib import Path

import pytest

from documents.text import structure
from documents.text.citations import Citation
from documents.text.suggestions import KINDS, TookTooLong, article_of, suggested

HEAD = "PERATURAN MENTERI SOSIAL REPUBLIK INDONESIA\nNOMOR 7 TAHUN 2021\nTENTANG\n{title}\nDENGAN RAHMAT TUHAN YANG MAHA ESA\n"
PREAMBLE = (
    "Menimbang :\na. bahwa untuk melaksanakan ketentuan Pasal 9 ayat (2) Peraturan Pemerintah Nomor 39 Tahun 2012 tentang "
    "Penyelenggaraan Kesejahteraan Sosial, perlu menetapkan Peraturan Menteri tentang Perubahan atas Peraturan Menteri "
    "Sosial Nomor 9 Tahun 2018;\nMengingat :\n1. Undang-Undang Nomor 11 Tahun 2009 tentang Kesejahteraan Sosial "
    "sebagaimana telah diubah dengan Undang-Undang Nomor 14 Tahun 2019;\n2. Peraturan Pemerintah Nomor 39 Tahun 2012;\n"
    "MEMUTUSKAN:\nMenetapkan :\n"
)


def found(body: str, title: str = "CONTOH") -> set[tuple[str, str, str]]:
    """Kind of relation, regulation, article."""
    tree = structure.parse(HEAD.format(title=title) + PREAMBLE + body)
    return {(each.kind, named(each.citation), article_of(each.citation)) for each in suggested(tree)}


def named(citation: Citation) -> str:
    number = citation.number if "/" in citation.number else f"{citation.number}/{citation.year}"
    return f"{citation.kind} {number}"


def test_the_preamble_names_the_legal_basis_and_what_is_implemented() -> None:
    kinds = found("Pasal 1\nIsi.\n")

    assert kinds == {
        ("implements", "pp 39/2012", "9 ayat (2)"),
        ("legal_basis", "uu 11/2009", ""),
        ("legal_basis", "pp 39/2012", ""),
    }


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("PERUBAHAN ATAS PERATURAN MENTERI SOSIAL NOMOR 9 TAHUN 2018 TENTANG CONTOH", "amends"),
        ("PERUBAHAN KEDUA ATAS PERATURAN MENTERI SOSIAL NOMOR 9 TAHUN 2018 TENTANG CONTOH", "amends"),
        ("PENCABUTAN PERATURAN MENTERI SOSIAL NOMOR 9 TAHUN 2018 TENTANG CONTOH", "repeals"),
    ],
)
def test_the_title_says_what_is_amended_or_revoked(title: str, kind: str) -> None:
    assert (kind, "permensos 9/2018", "") in found("Pasal I\nIsi.\n", title)


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "Pada saat Peraturan Menteri ini mulai berlaku, Peraturan Menteri Sosial Nomor 16 Tahun 2020 tentang Contoh "
            "(Berita Negara Republik Indonesia Tahun 2020 Nomor 1540), dicabut dan dinyatakan tidak berlaku.",
            {("repeals", "permensos 16/2020", "")},
        ),
        (
            "Pada saat Peraturan Menteri ini mulai berlaku:\na. Peraturan Menteri Sosial Nomor 1 Tahun 2015 tentang Satu; "
            "dan\nb. Keputusan Menteri Sosial Nomor 106/HUK/2009 tentang Dua,\ndicabut dan dinyatakan tidak berlaku.",
            {("repeals", "permensos 1/2015", ""), ("repeals", "kepmensos 106/HUK/2009", "")},
        ),
        (
            "Ketentuan Pasal 11 Peraturan Menteri Sosial Nomor 1 Tahun 2015 dicabut dan dinyatakan tidak berlaku.",
            {("repeals_part", "permensos 1/2015", "11")},
        ),
        (
            "Ketentuan mengenai panti dalam angka 28 Lampiran II Peraturan Menteri Sosial Nomor 1 Tahun 2015, dicabut dan "
            "dinyatakan tidak berlaku.",
            {("repeals_part", "permensos 1/2015", "")},
        ),
        (
            "Peraturan pelaksanaan dari Peraturan Menteri Sosial Nomor 1 Tahun 2015 masih tetap berlaku sepanjang tidak "
            "bertentangan dengan peraturan yang dicabut dan dinyatakan tidak berlaku.",
            {("refers", "permensos 1/2015", "")},
        ),
        (
            "Bantuan diberikan sesuai dengan Peraturan Menteri Keuangan Nomor 254/PMK.05/2015.",
            {("refers", "permenkeu 254/PMK.05/2015", "")},
        ),
        (
            "Peraturan Presiden Nomor 4 Tahun 2015 tentang Perubahan Keempat atas Peraturan Presiden Nomor 54 Tahun 2010 "
            "menjadi acuan.",
            {("refers", "perpres 4/2015", "")},
        ),
    ],
)
def test_the_body_revokes_wholly_or_in_part_or_only_refers(clause: str, expected: set[tuple[str, str, str]]) -> None:
    assert found(f"Pasal 1\n{clause}\n") - found("Pasal 1\nIsi.\n") == expected


def test_the_regulation_itself_is_left_out() -> None:
    tree = structure.parse("Pasal 1\nPeraturan Menteri Sosial Nomor 7 Tahun 2021 ini.\n")

    assert suggested(tree)
    assert not suggested(tree, own=Citation("permensos", "7", 2021))


def test_each_statement_shows_its_words_and_where_they_stand() -> None:
    tree = structure.parse("Pasal 1\nSatu.\nPasal 2\nLihat Undang-Undang Nomor 11 Tahun 2009.\n")

    (each,) = suggested(tree)

    assert (each.place, each.words) == ("pasal-2", "Undang-Undang Nomor 11 Tahun 2009")
    assert each.words in each.quote


def test_most_relations_of_the_corpus_that_are_stated_in_a_text_are_found_in_it(corpus: Path) -> None:
    """Only «implements» is complete enough there to count against: where the text has the clause, every one is found."""
    with (corpus / "sample.jsonl").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    wanted, hits = 0, 0
    for line in (corpus / "sample_relations.tsv").read_text(encoding="utf-8").splitlines():
        source, relation, target = line.split("\t")
        parts = target.split("_")
        if relation != "implements" or source not in texts or parts[0] not in {"UU", "PP", "Perpres"}:
            continue
        wanted += 1
        stated = {(s.kind, named(s.citation)) for s in suggested(structure.parse(texts[source]))}
        hits += ("implements", f"{parts[0].lower()} {parts[2]}/{parts[1]}") in stated

    assert wanted >= 30
    assert hits / wanted >= 0.95


def test_every_suggestion_of_the_corpus_is_of_a_known_kind_and_cites_words_of_its_text(corpus: Path) -> None:
    with (corpus / "sample.jsonl").open(encoding="utf-8") as lines:
        texts = [row["text"] for row in map(json.loads, lines)][::5]

    for text in texts:
        tree = structure.parse(text)
        anchors = {node.anchor for node in structure.walk(tree)}
        squeezed = " ".join(text.split())
        for each in suggested(tree):
            assert each.kind in KINDS
            assert each.place in anchors
            assert each.words.split()[0] in squeezed


@pytest.mark.parametrize(
    ("named_places", "articles"),
    [
        ("Pasal 27, Pasal 34, dan Pasal 40", {"27", "34", "40"}),
        ("Pasal 27 ayat (1) dan ayat (2), serta Pasal 40", {"27 ayat (1)", "27 ayat (2)", "40"}),
        ("Pasal 27 ayat (2) huruf a dan Pasal 34 dari", {"27 ayat (2) huruf a", "34"}),
        ("Pasal 3 sampai dengan Pasal 6", {"3", "4", "5", "6"}),
        ("Pasal 40", {"40"}),
    ],
)
def test_every_article_named_in_one_breath_is_suggested(named_places: str, articles: set[str]) -> None:
    clause = f"Ketentuan {named_places} Undang-Undang Nomor 5 Tahun 1960 dicabut dan dinyatakan tidak berlaku."

    kinds = found(f"Pasal 1\n{clause}\n")

    assert {article for kind, regulation, article in kinds if regulation == "uu 5/1960"} == articles
    assert {kind for kind, regulation, _ in kinds if regulation == "uu 5/1960"} == {"repeals_part"}


def test_articles_of_the_regulation_itself_are_not_taken_for_those_of_another() -> None:
    clause = "Bantuan sebagaimana dimaksud dalam Pasal 3 dan Pasal 4 diberikan menurut Pasal 9 Undang-Undang Nomor 11 Tahun 2009."

    cited = {each for each in found(f"Pasal 1\n{clause}\n") if each[0] == "refers"}

    assert all(article in ("", "9") for _, _, article in cited)


def test_a_text_may_be_given_a_time_in_which_to_be_looked_through() -> None:
    tree = structure.parse("Pasal 1\nUndang-Undang Nomor 11 Tahun 2009.\n")

    assert suggested(tree, seconds=60)
    with pytest.raises(TookTooLong):
        suggested(tree, seconds=-1)
