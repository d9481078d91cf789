"""`manage.py regulation_tree`: the tree of any text, for editors who ask why and for scripts."""

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from documents.text.stored import stored_form

LAW = (
    "UU TENTANG CONTOH\r\nMenimbang : a. bahwa perlu;\r\nMEMUTUSKAN:\r\nBAB I\r\nUMUM\r\nPasal 1\r\n(1) Satu.\r\n(2) Dua.\r\n"
    "Pasal 1O\r\nTiga.\r\n"
)


def tree(*arguments: str) -> dict[str, Any]:
    out = io.StringIO()
    call_command("regulation_tree", *arguments, "--json", stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def leaves(node: dict[str, Any]) -> list[dict[str, Any]]:
    return [leaf for child in node["children"] for leaf in leaves(child)] or [node]


def anchors(node: dict[str, Any]) -> list[str]:
    return [node.get("anchor", ""), *(each for child in node.get("children", ()) for each in anchors(child))]


def kinds(node: dict[str, Any]) -> list[tuple[str, str]]:
    return [(node["kind"], node["number"]), *(pair for child in node["children"] for pair in kinds(child))]


def test_the_leaves_joined_are_the_file_to_the_last_line_end(tmp_path: Path) -> None:
    file = tmp_path / "uu.txt"
    file.write_bytes(LAW.encode())

    found = tree(str(file))

    assert "".join(leaf["text"] for leaf in leaves(found)) == LAW
    assert {("menimbang", ""), ("huruf", "a"), ("bab", "I"), ("pasal", "1"), ("ayat", "2"), ("pasal", "10")} <= set(
        kinds(found)
    )
    assert set(found) == {"kind", "number", "heading", "anchor", "text", "children"}


def test_the_units_it_prints_are_those_that_the_portal_stores(tmp_path: Path) -> None:
    """Production, this command and the measured accuracy are one call: the text alone decides whether it amends another."""
    text = (
        "PERATURAN PEMERINTAH NOMOR 29 TAHUN 1988 TENTANG PERUBAHAN ATAS PERATURAN PEMERINTAH NOMOR 22 TAHUN 1985\n"
        "Pasal I\nPasal 16 diubah sehingga berbunyi sebagai berikut:\nPasal 16\nBaru.\nPasal II\nBerlaku.\n"
    )
    file = tmp_path / "isi.txt"
    file.write_text(text)

    printed = [anchor for anchor in anchors(tree(str(file))) if anchor]

    assert printed == [anchor for anchor in anchors(stored_form(text)["tree"]) if anchor]
    assert "pasal-I-pasal-16" in printed


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(LAW.encode())))

    assert "".join(leaf["text"] for leaf in leaves(tree("-"))) == LAW


def test_a_pdf_is_read_whatever_its_name(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "naskah.txt"
    file.write_bytes((corpus / "pdf/digital/UU_1974_7.pdf").read_bytes())

    assert ("pasal", "1") in kinds(tree(str(file)))


def test_without_json_it_prints_an_outline(tmp_path: Path) -> None:
    file = tmp_path / "uu.txt"
    file.write_text(LAW)
    out = io.StringIO()

    call_command("regulation_tree", str(file), stdout=out)

    assert "BAB I — UMUM" in out.getvalue()
    assert "    (2) — Dua." in out.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "kosong"),
        (b" \n\t\n", "kosong"),
        (b"Pasal \xff\xfe", "bukan teks UTF-8"),
        (b"PK\x03\x04\x00\x00", "bukan teks"),
        (b"%PDF-1.7 potongan", "rusak"),
    ],
)
def test_a_file_that_is_no_text_gets_a_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "berkas.txt"
    file.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        tree(str(file))


def test_a_scan_without_text_gets_the_sentence_of_a_scan(corpus: Path) -> None:
    with pytest.raises(CommandError, match="gambar hasil pindai"):
        tree(str(corpus / "pdf/scan/SE_36_PB_2012.pdf"))


def test_a_file_that_is_not_there_and_a_folder_get_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path / "tidak-ada.txt", tmp_path):
        with pytest.raises(CommandError, match="tidak dapat dibuka"):
            tree(str(path))
