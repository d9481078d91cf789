"""What a first visit costs on the wire, counted by Chromium: page, styles, scripts, icons, font, with their headers."""

from playwright.sync_api import Browser

from benchmarks.rows import Row, at_most

BUDGET_KB = 45.0
BYTES_PER_KB = 1000
ADDRESSES = ("/", "/program/atensi/", "/unit/", "/peraturan/contoh/2020/1/", "/cari/?q=pasal")


def rows(browser: Browser, url: str, *, laws: dict[str, str]) -> list[Row]:
    """The weight of a first visit to each page of a portal served at `url` with production settings.

    `laws` are addresses of long real laws with what they are, where the corpus is there: the heaviest pages there are.
    """
    labels = {address: f"first visit {address}" for address in ADDRESSES}
    labels |= {address: f"first visit {address}, {what}" for address, what in laws.items()}
    return [
        at_most(label, weight(browser, url + address) / BYTES_PER_KB, "KB", BUDGET_KB)
        for address, label in labels.items()
    ]


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
