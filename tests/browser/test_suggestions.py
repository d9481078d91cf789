"""The list below a search box, with the keyboard and without JavaScript."""

from playwright.sync_api import Browser, expect

from tests.browser.conftest import visit
from tests.running_portal import RunningPortal


def test_a_title_is_chosen_with_the_keyboard(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto("/")
        box = page.get_by_role("combobox")
        box.press_sequentially("asistensi reh")
        options = page.get_by_role("option")
        expect(options.first).to_contain_text("Asistensi Rehabilitasi Sosial")
        expect(box).to_have_attribute("aria-expanded", "true")

        box.press("ArrowDown")
        expect(options.first).to_have_attribute("aria-selected", "true")
        box.press("Escape")
        expect(page.get_by_role("listbox")).to_have_count(0)
        assert box.input_value() == "asistensi reh"

        box.fill("asistensi reha")
        expect(options.first).to_be_visible()
        box.press("ArrowDown")
        address = options.first.get_attribute("data-url")
        box.press("Enter")
        page.wait_for_url(f"**{address}")


def test_enter_without_a_choice_searches(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto("/")
        box = page.get_by_role("combobox")
        box.press_sequentially("asistensi")
        expect(page.get_by_role("option").first).to_be_visible()
        box.press("Enter")
        page.wait_for_url("**/cari/?q=asistensi")


def test_without_javascript_the_box_is_a_plain_form(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url, javascript=False) as page:
        page.goto("/")
        page.get_by_role("searchbox").fill("asistensi")
        page.get_by_role("searchbox").press("Enter")
        assert "/cari/?q=asistensi" in page.url
