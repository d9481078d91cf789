"""Uploaded PDFs: what is refused, with which sentence, and what is read."""

import time
import zlib
from pathlib import Path

import pikepdf
import pytest
import typst
from PIL import Image

from documents.text import cleaning
from documents.text.extraction import Limits, UnreadableFile, inspect_pdf
from tests.documents.made_pdfs import text_pdf


def pdf(folder: Path, words: str, name: str = "naskah.pdf") -> Path:
    path, source = folder / name, folder / "naskah.typ"
    source.write_text(words)
    path.write_bytes(typst.compile(source))
    return path


def bomb(folder: Path) -> Path:
    """A few KB of page content that unpack, twice over, to 400 MB."""
    inner = zlib.compressobj(9)
    zeros = b"".join([*(inner.compress(b"\0" * 2**22) for _ in range(100)), inner.flush()])
    content = zlib.compress(zeros, 9)
    with pikepdf.new() as document:
        document.add_blank_page()
        stream = pikepdf.Stream(document, b"")
        stream.write(content, filter=pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode]))
        document.pages[0].Contents = stream
        document.save(folder / "bom.pdf", compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return folder / "bom.pdf"


def test_the_text_of_a_digital_pdf_is_read_page_by_page(tmp_path: Path) -> None:
    report = inspect_pdf(
        pdf(
            tmp_path,
            "Pasal 1\n\nBantuan diberikan kepada komunitas pemulung.\n#pagebreak()\nPasal 2\n\nBerlaku mulai hari ini.",
        )
    )

    assert report.page_count == 2
    assert "komunitas pemulung" in report.pages[0]
    assert "Pasal 2\nBerlaku mulai hari ini." in report.text
    assert report.has_text
    assert not report.note


def test_a_scan_is_accepted_and_says_that_it_has_no_text(tmp_path: Path) -> None:
    report = inspect_pdf(pdf(tmp_path, "#rect(width: 5cm, height: 5cm, fill: black)"))

    assert (report.page_count, report.text, report.has_text) == (1, "", False)
    assert "hasil pindai" in report.note


def test_words_over_a_picture_of_the_page_are_the_result_of_ocr(tmp_path: Path) -> None:
    Image.new("L", (60, 85), 255).save(tmp_path / "pindaian.png")
    words = "Bantuan diberikan kepada komunitas pemulung di seluruh balai."
    picture = '#set page(background: image("pindaian.png", width: 100%, height: 100%))'

    assert inspect_pdf(pdf(tmp_path, f"{picture}\n{words}")).is_ocr
    assert not inspect_pdf(pdf(tmp_path, f'#image("pindaian.png", width: 3cm)\n{words}')).is_ocr


def refused(path: Path, **limits: int) -> tuple[str, str]:
    with pytest.raises(UnreadableFile) as caught:
        inspect_pdf(path, limits=Limits(**limits))
    return caught.value.code, str(caught.value)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "kosong.pdf"
    path.touch()

    assert refused(path) == ("empty", "Berkas ini kosong (0 bita). Unggah ulang berkas yang utuh.")


def test_a_file_of_another_type_is_refused_whatever_its_name(tmp_path: Path) -> None:
    page = tmp_path / "halaman.pdf"
    page.write_text("<html><script>alert(1)</script></html>")
    image = tmp_path / "gambar.pdf"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 300)

    assert refused(page)[0] == "wrong_type"
    assert "image/png" in refused(image)[1]


def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "besar.pdf"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)

    code, sentence = refused(path)

    assert code == "too_large"
    assert "melebihi batas" in sentence


def test_a_locked_pdf_is_refused(tmp_path: Path) -> None:
    with pikepdf.open(pdf(tmp_path, "rahasia")) as document:
        document.save(tmp_path / "kunci.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))

    assert refused(tmp_path / "kunci.pdf")[0] == "encrypted"


def test_a_torn_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "rusak.pdf"
    path.write_bytes(pdf(tmp_path, "utuh").read_bytes()[:300])

    assert refused(path)[0] == "broken"


def test_a_bomb_is_refused_within_its_limits(tmp_path: Path) -> None:
    path = bomb(tmp_path)
    assert path.stat().st_size < 100_000

    assert refused(path)[0] == "bomb"


def test_a_file_too_slow_to_read_is_given_up(tmp_path: Path) -> None:
    path = pdf(tmp_path, "#for n in range(400) [ halaman #n #pagebreak() ]")

    assert refused(path, seconds=0)[0] == "too_slow"


def test_every_digital_pdf_of_the_corpus_is_read_and_every_scan_said_to_be_one(corpus: Path) -> None:
    for path in sorted((corpus / "pdf").glob("*/*.pdf")):
        report = inspect_pdf(path)
        assert report.has_text is (path.parent.name != "scan"), path.name
        assert report.is_ocr is (path.parent.name == "scan_ocr"), path.name


def test_a_file_whose_every_line_ends_in_a_hyphen_costs_its_own_process_and_little_of_it(tmp_path: Path) -> None:
    path = tmp_path / "hyphens.pdf"
    path.write_bytes(text_pdf("aku-\n" * 30_000))
    started = time.process_time()

    report = inspect_pdf(path, limits=Limits(seconds=10))

    assert report.text.startswith("aku-aku-aku")
    assert report.text.count("aku") == 30_000
    assert time.process_time() - started < 1


def test_the_pages_are_cleaned_where_they_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cleaning, "clean_pages", None)

    report = inspect_pdf(pdf(tmp_path, "Setiap orang berhak atas kesejah-\\ teraan sosial yang layak."))

    assert report.text == "Setiap orang berhak atas kesejahteraan\nsosial yang layak.\n"
