"""A whole draft over 200 kbit/s, 400 ms away, with every twentieth connection breaking, and the line cut at every step: nothing is lost."""

import hashlib
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pillow_heif
import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.journeys.drafter import (
    KEPT,
    OFFLINE,
    PATIENCE_MILLISECONDS,
    SAVED,
    Drafter,
    behind_the_line,
    press_without_an_answer,
)
from tests.running_portal import RunningPortal
from tests.slow_line import SlowLine, slow_line

pytestmark = pytest.mark.timeout(1_500)

TITLE = "Gerobak usaha (contoh sambungan buruk)"
BACKGROUND = "Kelompok ini berjualan keliling dan memikul dagangannya setiap hari. " * 6


@pytest.fixture(scope="module")
def portal(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    var_dir = tmp_path_factory.mktemp("slow") / "var"
    shutil.copytree(demo_template, var_dir)
    with RunningPortal(var_dir).serving(with_worker=False) as running:
        yield running


@pytest.fixture
def line(portal: RunningPortal) -> Iterator[SlowLine]:
    with slow_line(portal.port) as line:
        yield line


def test_a_draft_survives_the_line_cut_at_every_step(
    portal: RunningPortal, browser: Browser, line: SlowLine, tmp_path: Path
) -> None:
    accounts = {
        row["role"]: (row["address"], row["password"]) for row in json.loads(portal.manage("demo_accounts", "--json"))
    }
    operator = behind_the_line(browser, line, accounts["operator_balai"])
    operator.open("/kerja/usulan/baru/")
    it_begins(operator, line)
    draft = re.sub(r"ubah/.*", "", operator.page.url.removeprefix(line.url))

    the_general_part(operator, line)
    the_applicant(operator, line)
    the_community(operator, line)
    its_people(operator, line)
    an_item(operator, line, draft)
    pdf, photo = files(tmp_path)
    the_papers(operator, line, draft, pdf, photo)
    the_statements(operator, line, draft)

    operator.page.context.close()
    stored = json.loads(portal.manage("shell", "-c", WHAT_IS_STORED, "--no-imports"))
    assert stored == expected(pdf)
    assert line.broken > 0, f"none of {line.connections} connections broke: the line was too good"


def it_begins(operator: Drafter, line: SlowLine) -> None:
    """The draft is there, but nobody was told so; the operator begins again, and it is the same draft."""
    operator.page.fill("#id_title", TITLE)
    press_without_an_answer(operator, line)
    operator.open("/kerja/usulan/baru/")
    operator.page.fill("#id_title", TITLE)
    operator.press("")


def the_general_part(operator: Drafter, line: SlowLine) -> None:
    """Cut while one types; the line comes back by itself."""
    operator.page.fill("#id_background", BACKGROUND)
    line.cut()
    operator.page.locator("label[for=id_scheme_0]").click()
    operator.is_told(OFFLINE)
    line.mend()
    operator.is_told(SAVED)
    operator.press("[value=next]")


def the_applicant(operator: Drafter, line: SlowLine) -> None:
    """Cut while one types, then the page is loaded anew: what never reached the server comes back out of the tab."""
    operator.page.locator("label[for=id_kind_0]").click()
    operator.page.fill("#id_name", "Paguyuban Gerobak (contoh)")
    operator.is_told(SAVED)
    line.cut()
    operator.page.fill("#id_address", "Jalan Sambungan Buruk 1")
    operator.is_told(OFFLINE)
    operator.page.evaluate("window.onbeforeunload = null")
    line.mend()
    operator.reload()
    expect(operator.page.locator("#id_address")).to_have_value("Jalan Sambungan Buruk 1", timeout=PATIENCE_MILLISECONDS)
    operator.press("[value=next]")


def the_community(operator: Drafter, line: SlowLine) -> None:
    """Cut at the press of the button: back, and everything is there."""
    page = operator.page
    page.fill("#id_c-0-name", "Komunitas Gerobak (contoh)")
    page.locator("#id_c-0-cluster").select_option(index=1)
    page.fill("#id_c-0-beneficiary_count", "3")
    page.fill("#id_c-0-place", "Pasar Contoh")
    page.fill("#id_c-0-city", "Kota Bekasi")
    page.fill("#id_c-0-province", "Jawa Barat")
    page.fill("#id_c-0-point", "-6.241586, 106.992416")
    here = page.url.removeprefix(line.url)
    line.cut()
    page.locator("main button[value=next]").click()
    page.wait_for_timeout(1_500)
    line.mend()
    operator.open(here)
    expect(page.locator("#id_c-0-point")).to_have_value("-6.241586, 106.992416", timeout=PATIENCE_MILLISECONDS)
    operator.press("[value=next]")


def its_people(operator: Drafter, line: SlowLine) -> None:
    """Cut with half a row typed, and a number that is none: kept as it is, found again after the page is closed."""
    page = operator.page
    path = str(page.locator("main section a[href*='/penerima/']").first.get_attribute("href"))
    operator.open(path)
    for number in range(3):
        page.fill(f"#id_b-{number}-name", f"Orang Contoh {number}")
        page.fill(f"#id_b-{number}-address", f"Jalan Contoh {number}")
    line.cut()
    page.fill("#id_b-1-national_id", "3275 12")
    operator.is_told(OFFLINE)
    line.mend()
    operator.is_told(re.compile("1 isian perlu diperbaiki"))
    operator.open("/kerja/usulan/")
    operator.open(path)
    expect(page.locator("#id_b-1-national_id")).to_have_value("3275 12", timeout=PATIENCE_MILLISECONDS)
    page.fill("#id_b-1-national_id", "3275010101800001")
    operator.is_told(SAVED)
    operator.press("[value=next]")


def an_item(operator: Drafter, line: SlowLine, draft: str) -> None:
    """Half an item, the line cut, the tab closed: it is found from the list."""
    page = operator.page
    operator.open(draft + "ubah/barang/")
    path = str(page.locator("main a[href*='barang/baru/']").first.get_attribute("href"))
    operator.open(path)
    page.fill("#id_name", "Gerobak usaha")
    page.fill("#id_quantity", "2")
    line.cut()
    page.fill("#id_unit_price", "Rp5.000.000,00")
    operator.is_told(OFFLINE)
    line.mend()
    operator.is_told(KEPT)
    operator.open(draft + "ubah/barang/")
    expect(page.locator("main")).to_contain_text("Lanjutkan barang yang belum selesai", timeout=PATIENCE_MILLISECONDS)
    operator.open(path)
    expect(page.locator("#id_unit_price")).to_have_value("Rp5.000.000,00", timeout=PATIENCE_MILLISECONDS)
    for number, price in enumerate(("5.000.000", "5100000", "Rp5.200.000")):
        page.fill(f"#id_p-{number}-seller", f"Toko {number} (contoh)")
        page.fill(f"#id_p-{number}-price", price)
    operator.press("[value=save]")


def the_papers(operator: Drafter, line: SlowLine, draft: str, pdf: Path, photo: Path) -> None:
    """A paper whose line is cut on the way, whose page is then loaded anew and which goes on; and a photo from a phone."""
    page = operator.page
    operator.open(draft + "ubah/berkas/")
    proposal = page.locator("[data-paper]", has=page.get_by_text("Proposal", exact=True))
    proposal.locator("input[type=file]").set_input_files(pdf)
    expect(proposal.locator("[data-upload-state]")).to_contain_text(
        re.compile(r"Mengunggah [1-9]"), timeout=PATIENCE_MILLISECONDS
    )
    line.cut()
    expect(proposal.locator("[data-upload-state]")).to_contain_text("Sambungan terputus", timeout=PATIENCE_MILLISECONDS)
    line.mend()
    operator.reload()
    proposal.locator("input[type=file]").set_input_files(pdf)
    expect(proposal.locator("[data-upload-state]")).to_contain_text(
        re.compile(r"Mengunggah [1-9]"), timeout=PATIENCE_MILLISECONDS
    )
    expect(proposal.locator("[data-paper-files]")).to_contain_text("proposal.pdf", timeout=PATIENCE_MILLISECONDS)
    page.locator("details:has([data-upload]) > summary").click()
    place = page.locator("[data-paper]", has=page.get_by_text("Foto lokasi", exact=True))
    place.locator("input[type=file]").set_input_files(photo)
    expect(place.locator("[data-paper-files]")).to_contain_text("-6.241586, 106.992416", timeout=PATIENCE_MILLISECONDS)


def the_statements(operator: Drafter, line: SlowLine, draft: str) -> None:
    """Ticked while the line is cut; the page is left and opened again."""
    operator.open(draft + "ubah/pernyataan/")
    line.cut()
    for box in operator.page.locator("main input[type=checkbox]").all():
        box.check()
    operator.is_told(OFFLINE)
    line.mend()
    operator.is_told(SAVED)


def files(folder: Path) -> tuple[Path, Path]:
    """A scan of 300 KB that cannot be squeezed, and a photo as a phone writes it."""
    pdf = folder / "proposal.pdf"
    Image.effect_noise((700, 500), 90).convert("RGB").save(pdf, quality=90)
    exif = Image.Exif()
    exif[0x010F] = "RAHASIA-KAMERA"
    exif[0x8825] = {1: "S", 2: (6.0, 14.0, 29.7096), 3: "E", 4: (106.0, 59.0, 32.6976)}
    photo = folder / "IMG_0001.HEIC"
    pillow_heif.from_pillow(Image.effect_noise((800, 600), 20).convert("RGB")).save(photo, exif=exif.tobytes())
    return pdf, photo


WHAT_IS_STORED = f"""
import json
from workflows.models import Beneficiary, Item, Proposal, TypedAnswers
p = Proposal.objects.get(title={TITLE!r})
c, i = p.communities.get(), Item.objects.get(community__proposal=p)
photo = p.papers.get(kind__code='foto-lokasi')
print(json.dumps(dict(
    background=p.background, applicant=[p.applicant_kind, p.applicant_name, p.applicant_address],
    community=[c.name, c.beneficiary_count, c.city, str(c.point)],
    people=[[b.name, b.national_id, b.address] for b in c.beneficiaries.all()],
    item=[i.name, i.quantity, i.unit_price, [r.price for r in i.comparisons.all()]], amount=p.requested_amount,
    papers=[[x.kind.code, x.name, x.sha256] for x in p.papers.current().exclude(pk=photo.pk)],
    photo=[photo.name, b'RAHASIA' in photo.file.read()], statements=p.statements.count(),
    typed=TypedAnswers.objects.filter(proposal=p).count(),
)))
"""


def expected(pdf: Path) -> dict[str, Any]:
    return {
        "background": BACKGROUND.strip(),
        "applicant": ["group", "Paguyuban Gerobak (contoh)", "Jalan Sambungan Buruk 1"],
        "community": ["Komunitas Gerobak (contoh)", 3, "Kota Bekasi", "-6.241586, 106.992416"],
        "people": [
            ["Orang Contoh 0", "", "Jalan Contoh 0"],
            ["Orang Contoh 1", "3275010101800001", "Jalan Contoh 1"],
            ["Orang Contoh 2", "", "Jalan Contoh 2"],
        ],
        "item": ["Gerobak usaha", 2, 5_000_000, [5_000_000, 5_100_000, 5_200_000]],
        "amount": 10_000_000,
        "papers": [["proposal", "proposal.pdf", hashlib.sha256(pdf.read_bytes()).hexdigest()]],
        "photo": ["IMG_0001.jpg", False],
        "statements": 3,
        "typed": 0,
    }
