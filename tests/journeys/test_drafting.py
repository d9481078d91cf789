"""Drafting in a real browser on a good line: refresh, back, two tabs, an expired session, no JavaScript."""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from tests.browser.test_public_pages import AXE_OPTIONS, open_folds
from tests.documents.made_pdfs import text_pdf
from tests.journeys.drafter import KEPT, SAVED, Drafter
from tests.running_portal import RunningPortal

pytestmark = pytest.mark.timeout(600)
STEPS = ("uraian", "pemohon", "komunitas", "penerima", "barang", "berkas", "pernyataan", "periksa")


@pytest.fixture(scope="module")
def portal(demo_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    var_dir = tmp_path_factory.mktemp("drafting") / "var"
    shutil.copytree(demo_template, var_dir)
    with RunningPortal(var_dir).serving(with_worker=False) as running:
        yield running


@pytest.fixture(scope="module")
def password(portal: RunningPortal) -> tuple[str, str]:
    accounts = {row["role"]: row for row in json.loads(portal.manage("demo_accounts", "--json"))}
    return accounts["operator_balai"]["address"], accounts["operator_balai"]["password"]


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
    yield context
    context.close()


@pytest.fixture
def operator(portal: RunningPortal, context: BrowserContext, password: tuple[str, str]) -> Drafter:
    operator = Drafter(context.new_page(), portal.url)
    operator.log_in(*password)
    return operator


@pytest.fixture
def draft(operator: Drafter) -> str:
    operator.open("/kerja/usulan/baru/")
    operator.page.fill("#id_title", "Usulan yang sedang disusun (contoh)")
    operator.press("")
    return re.sub(r"ubah/.*", "", operator.page.url.removeprefix(operator.home))


def tab(operator: Drafter) -> Drafter:
    return Drafter(operator.page.context.new_page(), operator.home)


def test_a_refresh_before_anything_was_sent_loses_nothing(operator: Drafter, draft: str) -> None:
    operator.open(draft + "ubah/uraian/")
    operator.page.fill("#id_background", "Diketik sesaat sebelum memuat ulang.")
    operator.page.wait_for_timeout(50)
    operator.page.reload()

    expect(operator.page.locator("#id_background")).to_have_value("Diketik sesaat sebelum memuat ulang.")


def test_it_is_saved_within_five_seconds_and_says_so(operator: Drafter, draft: str) -> None:
    operator.open(draft + "ubah/uraian/")
    operator.page.fill("#id_background", "Tersimpan sendiri.")

    expect(operator.state).to_contain_text(SAVED, timeout=5_000)
    other = tab(operator)
    other.open(draft + "ubah/uraian/")
    expect(other.page.locator("#id_background")).to_have_value("Tersimpan sendiri.")


def test_a_busy_database_is_waited_for_and_what_was_typed_arrives(
    operator: Drafter, draft: str, portal: RunningPortal
) -> None:
    """The lock outlasts the longest wait of the server: the script is told so, and comes again by itself."""
    operator.open(draft + "ubah/uraian/")
    told = []
    operator.page.on("response", lambda answer: told.append(answer.status) if answer.request.method == "POST" else None)
    other = sqlite3.connect(portal.var_dir / "db.sqlite3", isolation_level=None, timeout=20)
    other.execute("BEGIN IMMEDIATE")
    operator.page.fill("#id_background", "Diketik saat sibuk.")
    operator.is_told(re.compile("Portal sedang sibuk"))
    assert told == [503]
    other.execute("ROLLBACK")

    operator.is_told(SAVED)
    operator.reload()
    expect(operator.page.locator("#id_background")).to_have_value("Diketik saat sibuk.")


def test_back_shows_the_newest_and_conflicts_with_nothing(operator: Drafter, draft: str) -> None:
    page = operator.page
    operator.open(draft + "ubah/uraian/")
    page.fill("#id_background", "Pertama.")
    page.locator("label[for=id_scheme_0]").click()
    operator.press("[value=next]")
    page.go_back()
    expect(page.locator("#id_background")).to_have_value("Pertama.")

    page.fill("#id_background", "Kedua.")
    operator.is_told(SAVED)


def written_in_two_tabs(operator: Drafter, draft: str) -> tuple[Drafter, Drafter]:
    """Both began with the same text; the first one's is stored."""
    first, second = operator, tab(operator)
    for each in (first, second):
        each.open(draft + "ubah/uraian/")
    first.page.fill("#id_background", "Dari tab satu.")
    first.is_told(SAVED)
    second.page.fill("#id_background", "Dari tab dua.")
    return first, second


def test_two_tabs_show_both_texts_and_the_person_chooses(operator: Drafter, draft: str) -> None:
    first, second = written_in_two_tabs(operator, draft)
    second.is_told(re.compile("sudah disimpan dari tempat lain"))

    second.state.get_by_role("link", name="Bandingkan").click()

    table = second.page.locator("table", has_text="Tersimpan sekarang")
    expect(table).to_contain_text("Dari tab satu.")
    expect(table).to_contain_text("Dari tab dua.")
    second.page.get_by_role("button", name="Simpan draf").click()
    expect(second.page.locator(".messages")).to_contain_text("Draf tersimpan")
    expect(second.page.locator("#id_background")).to_have_value("Dari tab dua.")
    first.page.fill("#id_background", "Dari tab satu, lagi.")
    first.is_told(re.compile("sudah disimpan dari tempat lain"))


def test_the_stored_text_is_chosen_instead(operator: Drafter, draft: str) -> None:
    _, second = written_in_two_tabs(operator, draft)
    second.state.get_by_role("link", name="Bandingkan").click()

    second.page.get_by_role("button", name="Pakai yang sudah tersimpan").click()

    expect(second.page.locator("#id_background")).to_have_value("Dari tab satu.")


def test_nothing_is_discarded_while_it_is_still_on_its_way(operator: Drafter, draft: str) -> None:
    """It would arrive after the choice and be kept for the next visit."""
    _, second = written_in_two_tabs(operator, draft)
    second.is_told(re.compile("sudah disimpan dari tempat lain"))
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.method == "POST" and not held:
            held.append(route)
        else:
            route.continue_()

    second.page.route("**/ubah/uraian/", hold_the_first)
    with second.page.expect_request(lambda request: request.method == "POST"):
        second.state.get_by_role("link", name="Bandingkan").click()

    choice = second.page.locator("form[data-discard]")
    expect(choice).to_have_js_property("inert", True)
    held[0].continue_()

    expect(choice).to_have_js_property("inert", False)
    choice.get_by_role("button").click()
    expect(second.page.locator("#id_background")).to_have_value("Dari tab satu.")


def test_answers_come_back_after_the_session_ended(operator: Drafter, draft: str, password: tuple[str, str]) -> None:
    page = operator.page
    operator.open(draft + "ubah/komunitas/")
    page.locator("main button[value=add]").click()
    page.fill("#id_c-0-name", "Komunitas Satu")
    page.fill("#id_c-1-name", "Komunitas Dua")
    operator.is_told(SAVED)
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_c-1-city", "Kota Sesi Habis")
    operator.is_told(re.compile("Sesi Anda berakhir"))

    page.get_by_role("button", name="Simpan draf").click()
    page.fill("[name=login]", password[0])
    page.fill("[name=password]", password[1])
    page.locator("main button[type=submit]").click()

    expect(page.locator("#id_c-1-city")).to_have_value("Kota Sesi Habis")
    operator.is_told(SAVED)
    other = tab(operator)
    other.open(draft + "ubah/komunitas/")
    expect(other.page.locator("#id_c-1-city")).to_have_value("Kota Sesi Habis")


def test_a_button_pressed_without_a_line_leaves_the_page_and_the_text_where_they_are(
    operator: Drafter, draft: str
) -> None:
    page = operator.page
    operator.open(draft + "ubah/uraian/")
    page.context.set_offline(True)
    page.get_by_text("Bantuan Pemerintah (PMK 168/2015)").click()
    page.fill("#id_background", "Ditulis di kapal.")
    for button in ("Simpan dan lanjutkan", "Simpan draf"):
        page.get_by_role("button", name=button).click()
        operator.is_told(re.compile("belum dikirim"))
        expect(page.locator("#id_background")).to_have_value("Ditulis di kapal.")
        assert page.url.endswith("ubah/uraian/")
    # Nor is that taken back by the script, which goes on trying to save what was typed.
    page.wait_for_timeout(4_000)
    operator.is_told(re.compile("belum dikirim"))

    page.context.set_offline(False)
    operator.is_told(re.compile("Tersimpan|disimpan|Tersambung lagi"))
    page.get_by_role("button", name="Simpan dan lanjutkan").click()

    expect(page).not_to_have_url(re.compile("ubah/uraian/$"))
    operator.open(draft + "ubah/uraian/")
    expect(page.locator("#id_background")).to_have_value("Ditulis di kapal.")


def test_another_account_in_the_same_tab_gets_nothing_of_it(
    operator: Drafter, draft: str, portal: RunningPortal
) -> None:
    page = operator.page
    operator.open(draft + "ubah/uraian/")
    page.context.set_offline(True)
    page.fill("#id_background", "Rahasia operator.")
    page.wait_for_timeout(2_500)
    page.context.clear_cookies()
    page.context.set_offline(False)
    accounts = {row["role"]: row for row in json.loads(portal.manage("demo_accounts", "--json"))}
    page.on("dialog", lambda dialog: dialog.accept())
    operator.log_in(accounts["kepala_balai"]["address"], accounts["kepala_balai"]["password"])

    operator.open(draft + "ubah/uraian/")

    page.wait_for_timeout(1_000)
    expect(page.locator("#id_background")).to_have_value("")


def test_a_draft_is_written_and_sent_without_javascript(
    portal: RunningPortal, browser: Browser, password: tuple[str, str], tmp_path: Path
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(portal.url + "/akun/masuk/")
    page.fill("[name=login]", password[0])
    page.fill("[name=password]", password[1])
    page.locator("main button[type=submit]").click()
    page.goto(portal.url + "/kerja/usulan/baru/")
    page.fill("#id_title", "Tanpa JavaScript (contoh)")
    page.locator("main button").last.click()
    address = re.sub(r"ubah/.*", "", page.url)
    paper = tmp_path / "berkas.pdf"
    paper.write_bytes(text_pdf("Berkas contoh"))
    write_without_javascript(page, paper)
    page.goto(address + "ubah/periksa/")
    page.fill("#id_note", "Mohon disahkan.")
    page.get_by_role("button", name="Kirim ke Kepala Balai").click()

    expect(page.locator(".messages")).to_contain_text("dikirim ke Kepala Balai")
    context.close()


def write_without_javascript(page: Page, paper: Path) -> None:
    def go_on() -> None:
        page.locator("main button[value=next]:visible").click()

    page.check("#id_scheme_0")
    page.fill("#id_background", "Latar belakang.")
    go_on()
    page.check("#id_kind_0")
    page.fill("#id_name", "Kelompok (contoh)")
    page.fill("#id_address", "Jalan Contoh")
    go_on()
    page.fill("#id_c-0-name", "Komunitas (contoh)")
    page.locator("#id_c-0-cluster").select_option(index=1)
    page.fill("#id_c-0-beneficiary_count", "2")
    for name in ("place", "city", "province"):
        page.fill(f"#id_c-0-{name}", "Contoh")
    go_on()
    page.locator("main section a[href*='/penerima/']").first.click()
    page.locator("summary", has_text="Tempel").click()
    page.fill("#pasted", "Ani Contoh; Jalan Satu\nBudi Contoh; 3275010101800001; Jalan Dua")
    page.locator("main button[value=paste]").click()
    go_on()
    page.locator("main .bar2 a").click()
    page.locator("main a[href*='barang/baru/']").first.click()
    page.fill("#id_name", "Gerobak")
    page.fill("#id_quantity", "1")
    page.fill("#id_unit_price", "Rp5.000.000,00")
    for number in range(3):
        page.fill(f"#id_p-{number}-seller", f"Toko {number}")
        page.fill(f"#id_p-{number}-price", "5000000")
    page.locator("main button[value=save]").click()
    page.locator("main .bar2 a").click()
    for field in page.locator("section ul.papers input[type=file]").all():
        field.set_input_files(paper)
    go_on()
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    go_on()


def complete_draft(operator: Drafter) -> str:
    operator.open("/kerja/usulan/?keadaan=draft")
    link = operator.page.locator("main h2 a", has_text="(contoh)").last
    return str(link.get_attribute("href"))


@pytest.mark.parametrize("theme", ["dasar", "kontras"])
def test_every_step_is_accessible_and_fits_every_screen(operator: Drafter, theme: str) -> None:
    page, found = operator.page, {}
    page.context.add_cookies([{"name": "tema", "value": theme, "url": operator.home}])
    address = complete_draft(operator)
    operator.open(address + "ubah/penerima/")
    more = [str(page.locator("main section a[href*='/penerima/']").first.get_attribute("href"))]
    operator.open(address + "ubah/barang/")
    more.append(str(page.locator("main .goods a").first.get_attribute("href")))
    for path in [*(f"{address}ubah/{step}/" for step in STEPS), *more]:
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            operator.open(path)
            open_folds(page)
            wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if wide > 0:
                found[f"{path} {width}"] = wide
        violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
        if violations:
            found[path] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert found == {}


def test_a_title_without_blanks_makes_no_list_wider_than_the_screen(operator: Drafter, draft: str) -> None:
    operator.open(draft + "ubah/uraian/")
    operator.page.fill("#id_title", "Usulan" * 30)
    operator.is_told(SAVED)
    operator.page.set_viewport_size({"width": 390, "height": 800})

    for path in ("/kerja/tugas/", "/kerja/usulan/", draft):
        operator.open(path)
        expect(operator.page.locator("main")).to_contain_text("Usulan" * 30)
        assert operator.page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0, path


def test_a_refused_file_is_an_error_and_offers_no_second_try(operator: Drafter) -> None:
    operator.open(complete_draft(operator) + "ubah/berkas/")
    row = operator.page.locator("[data-paper]").first
    for name, content, says in (("salah.pdf", b"MZ", "bukan PDF"), ("kosong.pdf", b"", "kosong")):
        row.locator("input[type=file]").set_input_files(
            {"name": name, "mimeType": "application/pdf", "buffer": content}
        )

        expect(row.get_by_role("alert").locator(".err:has(.ic)")).to_contain_text(says)
        expect(row).to_have_class(re.compile("fld--err"))
        expect(row.get_by_role("button", name="Coba lagi")).to_have_count(0)


def test_an_item_is_kept_while_it_is_written(operator: Drafter) -> None:
    address = complete_draft(operator)
    operator.open(address + "ubah/barang/")
    path = str(operator.page.locator("main a[href*='barang/baru/']").first.get_attribute("href"))
    operator.open(path)
    operator.page.fill("#id_name", "Setengah barang")
    operator.is_told(KEPT)

    operator.page.reload()

    expect(operator.page.locator("#id_name")).to_have_value("Setengah barang")
    operator.page.get_by_role("button", name="Buang dan pakai yang tersimpan").click()
    expect(operator.page.locator("#id_name")).to_have_value("")


def test_a_drafting_page_keeps_to_the_budget_of_a_first_visit(
    portal: RunningPortal, browser: Browser, password: tuple[str, str]
) -> None:
    context = browser.new_context()
    operator = Drafter(context.new_page(), portal.url)
    operator.log_in(*password)
    address = complete_draft(operator)
    weights = {}
    for step in STEPS:
        page = context.new_page()
        session = context.new_cdp_session(page)
        sizes: list[int] = []
        session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(int(event["encodedDataLength"])))
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        page.goto(f"{portal.url}{address}ubah/{step}/", wait_until="networkidle")
        weights[step] = round(sum(sizes) / 1000, 1)
        page.close()
    context.close()
    print(weights)
    assert {step: size for step, size in weights.items() if size > 45} == {}
