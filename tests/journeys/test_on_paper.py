"""What is read, printed and taken away, in one real browser: the PDF of a proposal, the guide, the copy of one person's data."""

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.journeys.persons import Person, Town, downloaded

pytestmark = pytest.mark.timeout(600)

UNTOUCHED = "Lemari pembeku untuk warung bersama (contoh)"
DRAFT = "Gerobak usaha keliling (contoh)"
NIK = "3275015708900031"


def words_of(pdf: Path) -> str:
    """The text of all pages, each run of blanks and line ends as one blank."""
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_a_proposal_is_printed_by_its_link_with_people_only_while_they_are_opened(
    shared_town: Town, tmp_path: Path
) -> None:
    verifier = shared_town.at_the_desk("verifikator")
    address = verifier.find(UNTOUCHED, "done")
    number = verifier.page.locator("main nav.crumb [aria-current=page]").inner_text().strip()
    assert re.search(r"\d", number)

    link = (
        verifier.page.locator("main").get_by_role("link", name="PDF").and_(verifier.page.locator("[href$='/cetak/']"))
    )
    masked = words_of(downloaded(link, tmp_path))
    verifier.open(address + "data-pribadi/")
    verifier.page.fill("[name=reason]", "Mencocokkan daftar penerima.")
    verifier.page.locator("main form:has([name=reason]) button[type=submit]").click()
    expect(verifier.page.locator("main button[value=hide]")).to_be_visible()
    verifier.open(address)
    clear = words_of(downloaded(link, tmp_path))

    for words in (number, UNTOUCHED, "LKS Binaan Seruni", "Budi Kepala Balai (contoh)", "Sari Verifikator (contoh)"):
        assert words in masked
        assert words in clear
    assert "Jalan Contoh 7" not in masked
    assert "Penerima Contoh 7 – Jalan Contoh 7" in clear


def test_the_page_of_a_proposal_prints_all_that_is_folded_on_the_screen(shared_town: Town, tmp_path: Path) -> None:
    verifier = shared_town.at_the_desk("verifikator")
    verifier.open(verifier.find(UNTOUCHED, "done"))
    seller = verifier.page.locator("main .tbl details li").first.text_content() or ""
    assert not verifier.page.locator("main .tbl details li").first.is_visible()

    verifier.page.pdf(path=tmp_path / "halaman.pdf", format="A4")

    words = words_of(tmp_path / "halaman.pdf")
    for said in (seller.split(":")[0], "Latar belakang", "Klaster", "Titik lokasi", "juta rupiah"):
        assert " ".join(said.split()) in words


def test_the_operators_guide_is_a_link_away_from_every_page_of_a_draft(shared_town: Town) -> None:
    operator = shared_town.at_the_desk("operator_balai")
    draft = operator.find(DRAFT, "draft")
    for path in ("/kerja/usulan/baru/", draft + "ubah/uraian/", draft + "ubah/periksa/"):
        operator.open(path)
        operator.reads_the_guide("operator")


def test_the_copy_of_one_persons_data_is_asked_for_read_and_taken_away_on_record(
    shared_town: Town, tmp_path: Path
) -> None:
    operator, officer = shared_town.at_the_desk("operator_balai"), shared_town.at_the_desk("pelindung_data")
    the_operator_writes_a_number(operator)
    page, reason = officer.page, "Surat permintaan nomor 31/contoh."
    officer.open("/kelola/data-pribadi/salinan/")
    page.fill("[name=national_id]", f"{NIK[:6]} {NIK[6:]}")
    page.fill("[name=reason]", reason)
    page.locator("main form button[type=submit]").last.click()
    officer.sees("Penerima Contoh 3")
    officer.sees("Jalan Contoh 3")
    expect(page.locator("main")).not_to_contain_text("Penerima Contoh 4")
    assert NIK not in page.url
    page.locator("main button[value=pdf]").click()
    expect(page.locator("[name=is_read]")).to_have_attribute("aria-invalid", "true")

    page.check("[name=is_read]")
    pdf, copied = (downloaded(page.locator(f"main button[value={shape}]"), tmp_path) for shape in ("pdf", "json"))

    text = words_of(pdf)
    assert [each for each in ("Penerima Contoh 3", "Jalan Contoh 3", NIK) if each not in text] == []
    assert "Penerima Contoh 4" not in text
    assert NIK not in pdf.name + copied.name
    assert json.loads(copied.read_text())["ditemukan"][0]["isi"]["NIK"] == NIK
    officer.open("/kelola/data-pribadi/pembukaan/")
    rows = page.locator("main tbody tr").filter(has_text=reason)
    expect(rows.first).to_contain_text("Ratna Pelindung Data (contoh)")
    expect(rows).to_have_count(4)
    expect(page.locator("main")).not_to_contain_text(NIK)


def the_operator_writes_a_number(operator: Person) -> None:
    page = operator.page
    operator.open(operator.find(DRAFT, "draft") + "ubah/penerima/")
    page.locator("main section a[href*='/penerima/']").first.click()
    page.fill("#id_b-2-national_id", NIK)
    page.locator("main button[value=next]").click()
    expect(page).to_have_url(re.compile("/ubah/penerima/$"))
