"""What a first visit costs on the wire, counted by Chromium: page, styles, scripts, icons, font, with their headers."""

from typing import TypedDict

from playwright.sync_api import Browser

BUDGET_KB = 45.0
BYTES_PER_KB = 1000
ADDRESSES = ("/", "/program/atensi/", "/unit/", "/peraturan/contoh/2020/1/", "/cari/?q=pasal")


class Row(TypedDict):
    """One line of the table of `make bench`."""

    name: str
    value: float
    unit: str
    budget: float
    holds: bool


def rows(browser: Browser, url: str) -> list[Row]:
    """The weight of a first visit to each page of a portal served at `url` with production settings."""
    return [_row(address, weight(browser, url + address)) for address in ADDRESSES]


def weight(browser: Browser, address: str) -> int:
    """Bytes received for one page by a browser that has seen nothing yet."""
    context = browser.new_context()
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    session.send("Network.enable")
    page.goto(address, wait_until="networkidle")
    context.close()
    return sum(sizes)


def _row(address: str, size: int) -> Row:
    kilobytes = round(size / BYTES_PER_KB, 1)
    return {
        "name": f"first visit {address}",
        "value": kilobytes,
        "unit": "KB",
        "budget": BUDGET_KB,
        "holds": kilobytes <= BUDGET_KB,
    }
