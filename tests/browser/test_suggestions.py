"""The list below a search box, with the keyboard and without JavaScript."""

from playwright.sync_api import Browser, Locator, Page, Route, expect

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


def closed_again(page: Page) -> tuple[Locator, Locator]:
    """The box with a text whose list was shown and closed, and the options of the list."""
    page.goto("/")
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    box.press_sequentially("asistensi")
    expect(options.first).to_be_visible()
    box.press("Escape")
    expect(options).to_have_count(0)
    return box, options


def test_after_escape_the_arrow_opens_the_list_again(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        box, options = closed_again(page)

        box.press("ArrowDown")

        expect(options.first).to_have_attribute("aria-selected", "true")
        expect(box).to_have_attribute("aria-expanded", "true")


def test_the_same_text_is_asked_again_once_its_list_is_closed(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        box, options = closed_again(page)

        box.fill("asistensi ")

        expect(options.first).to_be_visible()


def test_how_many_there_are_is_not_said_of_the_text_before(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto("/")
        box, status = page.get_by_role("combobox"), page.locator("#status")
        box.fill("asistensi")
        expect(status).to_contain_text("judul cocok")

        box.fill("asistensi xyzzy")

        expect(status).to_have_text("")


def test_an_answer_that_comes_after_escape_opens_nothing(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        held: list[Route] = []
        page.route("**/cari/saran/**", lambda route: held.append(route))
        page.goto("/")
        box = page.get_by_role("combobox")
        with page.expect_request("**/cari/saran/**"):
            box.fill("asistensi")
        box.press("Escape")
        box.evaluate("box => { box.value = 'asistensi'; }")  # a browser empties a search box at Escape

        with page.expect_response("**/cari/saran/**"):
            held[0].continue_()

        page.evaluate("() => new Promise(done => setTimeout(done, 100))")
        expect(box).to_have_attribute("aria-expanded", "false")
