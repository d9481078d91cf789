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


@pytest.mark.parametrize(("width", "theme"), [(390, "dasar"), (1280, "kontras")])
def test_a_link_is_copied_where_the_reader_is_and_told(
    portal: RunningPortal, browser: Browser, width: int, theme: str
) -> None:
    with visit(browser, portal.url, width=width, theme=theme) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(HOME)
        page.get_by_role("link", name="Salin tautan Pasal 2").click()

        told = page.get_by_role("status").filter(has_text="Tersalin:")
        expect(told).to_be_in_viewport()
        assert page.url == f"{portal.url}{HOME}"
        assert page.evaluate("navigator.clipboard.readText()") == f"{portal.url}{HOME}pasal-2/"


@pytest.mark.parametrize("place", [HOME, f"{HOME}pasal-3/"])
def test_an_article_and_a_paragraph_are_cited_by_keyboard(portal: RunningPortal, browser: Browser, place: str) -> None:
    with visit(browser, portal.url, width=390) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(place)
        copied = []
        for name in ("Salin kutipan Pasal 3 Contoh 1/2020", "Salin kutipan Pasal 3 ayat (2) Contoh 1/2020"):
            page.get_by_role("button", name=name).focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("status").filter(has_text="Tersalin:")).to_contain_text(name[14:])
            copied.append(page.evaluate("navigator.clipboard.readText()"))

        article = f"{portal.url}{HOME}pasal-3/"
        assert copied == [
            f"Pasal 3 Contoh 1/2020, {article}",
            f"Pasal 3 ayat (2) Contoh 1/2020, {article}#pasal-3-ayat-2",
        ]


def test_a_browser_that_does_not_copy_shows_the_words(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('no'))")
        page.goto(HOME)
        page.get_by_role("link", name="Salin tautan Pasal 2").click()

        expect(page.get_by_role("status").filter(has_text=f"Salin sendiri: {portal.url}{HOME}pasal-2/")).to_be_visible()


def test_without_javascript_an_article_has_a_link_and_no_dead_button(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url, width=390, javascript=False) as page:
        page.goto(HOME)
        assert page.get_by_role("button", name="Cetak").count() == 0
        page.get_by_role("link", name="Tautan ke Pasal 2").click()
        assert page.url == f"{portal.url}{HOME}pasal-2/"


@pytest.mark.parametrize(("width", "is_open"), [(390, False), (1280, True)])
@pytest.mark.parametrize("javascript", [True, False])
def test_the_contents_are_folded_on_a_phone_only(
    portal: RunningPortal, browser: Browser, width: int, is_open: bool, javascript: bool
) -> None:
    with visit(browser, portal.url, width=width, javascript=javascript) as page:
        page.goto(HOME)
        expect(page.locator(".toc a").first).to_be_visible(visible=is_open)
        if not javascript and not is_open:
            page.locator(".toc summary").click()
            expect(page.locator(".toc a").first).to_be_visible()


def test_without_javascript_menu_and_contents_leave_the_first_screen_to_the_text(
    portal: RunningPortal, browser: Browser
) -> None:
    with visit(browser, portal.url, width=390, javascript=False) as page:
        page.goto(HOME)
        heading, text = page.locator("h1").bounding_box(), page.locator("#judul").bounding_box()
        assert heading is not None
        assert text is not None
        assert heading["y"] < 450
        assert text["y"] < 1400


def test_paper_has_no_controls(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto(HOME)
        page.emulate_media(media="print")

        for control in ("[data-print]", ".copy", "a[data-copy]", ".asat summary", ".inside", "#nav", ".toc"):
            expect(page.locator(control).first).to_be_hidden()
