"""Reading a regulation in a real browser: explained terms, places in it, the search inside."""

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import visit
from tests.running_portal import RunningPortal

HOME = "/peraturan/contoh/2020/1/"
USE = "#pasal-2 a.def"


def test_a_term_is_explained_beside_it_by_keyboard_alone(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto(HOME)
        page.locator(USE).first.focus()
        page.keyboard.press("Enter")
        box = page.get_by_role("dialog", name="Alat Produksi")
        expect(box).to_be_visible()
        expect(box).to_be_focused()
        assert "adalah" in box.inner_text()
        assert page.url == f"{portal.url}{HOME}"
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        expect(page.locator(USE).first).to_be_focused()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_explanation_lies_within_the_screen(portal: RunningPortal, browser: Browser, width: int) -> None:
    with visit(browser, portal.url, width=width) as page:
        page.goto(f"{HOME}pasal-8/")
        for use in page.locator("a.def").all():
            use.click()
            place = page.locator("#deftip").bounding_box()
            assert place is not None
            assert place["x"] >= 0
            assert place["x"] + place["width"] <= width
            assert place["y"] + place["height"] <= 900
            page.get_by_role("button", name="Tutup").click()


def test_without_javascript_a_term_leads_to_its_definition(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url, javascript=False) as page:
        page.goto(HOME)
        page.locator(USE).first.click()
        expect(page.locator(":target")).to_have_id("pasal-1-angka-1")
        page.goto(f"{HOME}pasal-2/")
        page.locator("a.def").first.click()
        expect(page.locator(".terms :target")).to_contain_text("Alat Produksi")


def test_a_place_is_jumped_to_at_once(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto(f"{HOME}#pasal-8")
        assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
        expect(page.locator("#pasal-8")).to_be_in_viewport()


def test_the_search_inside_works_without_javascript(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url, width=390, javascript=False) as page:
        page.goto(HOME)
        page.get_by_label("Cari dalam peraturan ini").fill("komunitas balai")
        page.get_by_role("search").get_by_role("button", name="Cari").last.click()
        page.locator(".inside + section li a").first.click()
        expect(page.locator(":target mark").first).to_be_visible()
