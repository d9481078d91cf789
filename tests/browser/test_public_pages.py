"""The public pages in a real browser: for everybody, on any screen, within the budget."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from benchmarks import pages as benchmark
from tests.browser.conftest import visit
from tests.running_portal import RunningPortal

ADDRESSES = (
    "/",
    "/program/",
    "/program/atensi/",
    "/program/anak/",
    "/unit/",
    "/unit/?q=zzz",
    "/berita/",
    "/berita/rapat-nasional-desember-2020/",
    "/kontak/",
    "/aksesibilitas/",
    "/privasi/",
    "/peraturan/",
    "/peraturan/permensos/2020/16/",
    "/peraturan/contoh/2020/1/",
    "/peraturan/contoh/2020/1/?cari=komunitas",
    "/peraturan/contoh/2020/1/pasal-2/",
    "/peraturan/contoh/2020/1/banding/",
    "/peraturan/contoh/2020/1/banding/?dengan=rehabilitasi",
    "/mou/",
    "/mou/terapi-seni-2020/",
    "/sop/",
    "/sop/contoh-verifikasi-usulan/",
    "/cari/?q=pasal",
    "/cari/?q=zzzz",
    "/akun/masuk/",
    "/tidak-ada/",
)
AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


def open_folds(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")


@pytest.mark.parametrize("theme", ["dasar", "kontras"])
def test_axe_finds_nothing(portal: RunningPortal, browser: Browser, theme: str) -> None:
    found = {}
    with visit(browser, portal.url, theme=theme) as page:
        for address in ADDRESSES:
            page.goto(address)
            open_folds(page)
            violations = Axe().run(page, options=AXE_OPTIONS).response["violations"]
            if violations:
                found[address] = [(each["id"], [node["html"][:120] for node in each["nodes"]]) for each in violations]
    assert found == {}


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("theme", ["dasar", "kontras"])
def test_no_page_scrolls_sideways(portal: RunningPortal, browser: Browser, theme: str, width: int) -> None:
    wide = {}
    with visit(browser, portal.url, theme=theme, width=width) as page:
        for address in ADDRESSES:
            page.goto(address)
            open_folds(page)
            excess = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if excess > 0:
                wide[address] = excess
    assert wide == {}


def test_no_page_breaks_the_content_policy_or_fails_to_load_a_file(portal: RunningPortal, browser: Browser) -> None:
    complaints: list[str] = []
    context = browser.new_context(base_url=portal.url)
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("requestfailed", lambda request: complaints.append(f"{request.url}: {request.failure}"))
    for address in ADDRESSES[:-1]:
        # Leaving a page ends what it still loads (net::ERR_ABORTED), which is no failure of the page's.
        page.goto(address, wait_until="networkidle")
    context.close()
    assert complaints == []


def test_the_first_stop_of_the_keyboard_leads_past_the_menu(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto("/unit/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_a_theme_is_chosen_without_javascript_and_stays(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url, javascript=False) as page:
        page.goto("/unit/?provinsi=Bali")
        page.locator(".pop summary").click()
        page.get_by_role("button", name="Kontras tinggi").click()
        assert page.url == f"{portal.url}/unit/?provinsi=Bali"
        assert page.locator("html").get_attribute("data-theme") == "kontras"
        page.goto("/")
        assert page.locator("html").get_attribute("data-theme") == "kontras"


def test_the_menu_of_a_small_screen_opens_and_says_so(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url, width=390) as page:
        page.goto("/")
        button = page.get_by_role("button", name="Menu")
        assert not page.locator("#nav").is_visible()
        button.click()
        assert page.locator("#nav").is_visible()
        assert button.get_attribute("aria-expanded") == "true"


def test_the_menu_is_open_without_javascript(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url, width=390, javascript=False) as page:
        page.goto("/")
        assert page.locator("#nav").is_visible()


def test_icons_are_drawn_from_the_hashed_sprite(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto("/")
        box = page.locator(".search .btn .ic use").first.bounding_box()
        assert box is not None
        assert box["width"] > 5
        assert ".svg#search" in str(page.locator(".search .btn .ic use").first.get_attribute("href"))


def test_a_first_visit_keeps_to_the_budget(portal: RunningPortal, browser: Browser) -> None:
    rows = benchmark.rows(browser, portal.url, laws={})
    assert [row for row in rows if not row.holds] == []
