"""The page of results as it looks: what no markup tells."""

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.browser.conftest import visit
from tests.running_portal import RunningPortal


def sign_of(summary: Locator) -> str:
    return str(summary.evaluate("summary => getComputedStyle(summary, '::after').content"))


def test_a_closed_list_within_an_open_facet_shows_that_it_is_closed(portal: RunningPortal, browser: Browser) -> None:
    with visit(browser, portal.url) as page:
        page.goto("/cari/")
        facet = page.locator(".facet").first
        facet.evaluate("""facet => {
          facet.open = true;
          facet.insertAdjacentHTML('beforeend', '<details><summary>2 pilihan lain</summary><p>Satu</p></details>');
        }""")
        inner = facet.get_by_text("2 pilihan lain")

        assert sign_of(facet.locator("summary").first) == '"−"'
        assert sign_of(inner) == '"+"'
        inner.click()
        assert sign_of(inner) == '"−"'


@pytest.mark.parametrize("address", ["/cari/?q=anak&jenis=sop&dari=2030"])
def test_the_chips_keep_their_distance_from_the_empty_state(
    portal: RunningPortal, browser: Browser, address: str
) -> None:
    with visit(browser, portal.url) as page:
        page.goto(address)
        expect(page.locator(".chips")).to_be_visible()
        chips, empty = page.locator(".chips").bounding_box(), page.locator(".empty").bounding_box()

        assert chips
        assert empty
        assert empty["y"] - (chips["y"] + chips["height"]) >= 16
