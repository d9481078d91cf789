"""A case is verified in one real browser: papers, a comment at an answer, the return, the correction beside the comment."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_public_pages import AXE_OPTIONS, open_folds
from tests.journeys.persons import PATIENCE_MILLISECONDS, Person, Town
from tests.running_portal import RunningPortal

pytestmark = pytest.mark.timeout(900)

CASE = "Oven roti untuk usaha bersama (contoh)"
"""A case of the demo that waits for its verifier, half of its papers marked."""
ASKED = "Sebutkan ukuran loyang dan daya gasnya."
ANSWERED = "Gas, dua tingkat, loyang 40 × 60 cm, 2 kg per jam"


@pytest.fixture
def town(demo_portal: RunningPortal, browser: Browser) -> Iterator[Town]:
    with demo_portal.serving():
        yield Town(demo_portal, browser)


def test_from_the_checklist_to_the_correction_beside_the_comment(town: Town) -> None:
    verifier, operator, head = (town.official(role) for role in ("verifikator", "operator_balai", "kepala_balai"))
    the_verifier_looks_at_a_page_and_marks_every_paper(verifier)
    the_verifier_pins_a_comment(verifier)
    verifier.decide("returned", reason="Spesifikasinya kurang.")
    the_operator_corrects_at_the_field(operator)
    head.take_up(CASE)
    head.decide("submitted", certified="on")
    the_verifier_sees_the_change_and_closes_the_comment(verifier)
    verifier.finds_all_papers_in_order()
    verifier.decide("complete")


def test_it_all_works_without_javascript_and_reads_well_in_both_themes(town: Town) -> None:
    plain = somebody(town, javascript=False)
    plain.begin_verifying(CASE)
    choose_paper(plain.page, "Surat permohonan")
    plain.finds_all_papers_in_order()
    the_verifier_pins_a_comment(plain)
    address = plain.page.url.removeprefix(plain.home).partition("?")[0].partition("#")[0]
    for theme in ("dasar", "kontras"):
        reader = somebody(town, theme=theme)
        for query in ("", "?catatan=general..title"):
            reader.open(address + query)
            open_folds(reader.page)
            violations = Axe().run(reader.page, options=AXE_OPTIONS).response["violations"]
            assert not [(each["id"], each["nodes"][0]["html"][:120]) for each in violations]
            for width in (1280, 390, 320):
                reader.page.set_viewport_size({"width": width, "height": 800})
                assert reader.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def somebody(town: Town, *, javascript: bool = True, theme: str = "dasar") -> Person:
    """The verifier with a browser of this kind; axe may run in it although our policy forbids foreign scripts."""
    context = town.browser.new_context(java_script_enabled=javascript, bypass_csp=True)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    context.add_cookies([{"name": "tema", "value": theme, "url": town.portal.url}])
    person = Person(context.new_page(), town.portal.url)
    person.log_in(*town.passwords["verifikator"])
    return person


def the_verifier_looks_at_a_page_and_marks_every_paper(verifier: Person) -> None:
    page = verifier.page
    verifier.begin_verifying(CASE)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    choose_paper(page, "Surat permohonan")
    page.wait_for_load_state("networkidle")
    assert len(sent) == 1, "what its button saved was sent again, from the page it led to"
    a_picture_is_shown(page)
    page.get_by_role("link", name="Perbesar").click()
    expect(page).to_have_url(re.compile("ukuran=besar"))
    page.go_back()
    choose_paper(page, "Daftar calon penerima manfaat")
    verifier.opens_personal_data()
    page.wait_for_load_state("networkidle")
    expect(page).to_have_url(re.compile("#pratinjau$"))  # drawn anew, it would not lead to the paper any more
    a_picture_is_shown(page)
    expect(page.locator(".checks").first).to_contain_text("Belum diperiksa")
    verifier.finds_all_papers_in_order()
    # One is not in order since the demo was set up; looked at again, it is.
    page.locator(".checks li").filter(has_text="Tidak sesuai").locator("button").click()
    page.get_by_role("button", name=re.compile("^Sesuai")).click()
    verifier.sees("Semua berkas sudah diperiksa.")


def choose_paper(page: Page, kind: str) -> None:
    # The paper may be the one that is shown already: only the new page tells that the choice was taken.
    with page.expect_navigation():
        page.locator(".checks button").filter(has_text=kind).first.click()
    expect(page.locator("#pratinjau")).to_contain_text(kind)


def a_picture_is_shown(page: Page) -> None:
    picture = page.locator(".sheet img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_attribute("alt", re.compile("gambar halaman 1 dari 1"))
    page.wait_for_function("() => document.querySelector('.sheet img').naturalWidth > 400")


def the_verifier_pins_a_comment(verifier: Person) -> None:
    page = verifier.page
    page.get_by_role("button", name=re.compile("Beri catatan.*Oven roti.*Spesifikasi")).first.click()
    page.get_by_role("textbox", name="Catatan untuk isian ini").fill(ASKED)
    page.locator("[name=reason]").fill("Spesifikasinya belum jelas.")
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.locator(".remark")).to_contain_text(ASKED)
    expect(page.get_by_role("checkbox", name=re.compile("RAB"))).to_be_checked()
    expect(page.locator("[name=reason]")).to_have_value("Spesifikasinya belum jelas.")


def the_operator_corrects_at_the_field(operator: Person) -> None:
    page = operator.page
    operator.take_up(CASE)
    page.get_by_role("link", name="Kerjakan").click()
    page.locator("main a[href*='/ubah/barang/']:not([href*='baru'])").first.click()
    field = page.get_by_role("textbox", name=re.compile("^Spesifikasi"))
    expect(field).to_have_accessible_description(re.compile(re.escape(ASKED)))
    field.fill(ANSWERED)
    page.click("main button[value=save]")
    address = re.sub(r"ubah/.*", "", page.url.removeprefix(operator.home))
    operator.open(address + "ubah/periksa/")
    operator.sees("Isian sudah diubah")
    page.get_by_role("button", name="Kirim perbaikan ke Kepala Balai").click()
    operator.sees("Usulan dikirim ke Kepala Balai")


def the_verifier_sees_the_change_and_closes_the_comment(verifier: Person) -> None:
    page = verifier.page
    verifier.begin_verifying(CASE)
    remark = page.locator(".remark")
    expect(remark.locator("del")).to_have_text("Gas, dua tingkat (contoh)")
    expect(remark.locator("ins")).to_have_text(ANSWERED)
    verifier.sees("Tidak diganti sejak diperiksa sebelum perbaikan.")
    page.get_by_role("button", name=re.compile("^Selesai")).click()
    expect(page.locator(".remark")).to_contain_text("ditutup")
