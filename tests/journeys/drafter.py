"""An operator who drafts over a bad line: goes on until a page is there, and looks at what the page says about saving."""

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Browser, Error, Locator, Page, expect

from tests.slow_line import SlowLine

PATIENCE_MILLISECONDS = 90_000
SAVED = re.compile("Tersimpan pukul")
KEPT = re.compile("disimpan sementara")
OFFLINE = re.compile("Tidak tersambung")


@dataclass
class Drafter:
    """One tab of the operator. `home` is the portal, or the bad line in front of it."""

    page: Page
    home: str
    attempts: int = 15

    def open(self, path: str) -> None:
        """Tries again as a person does, until the page is there with its script."""
        for _attempt in range(self.attempts):
            try:
                self.page.goto(self.home + path, timeout=PATIENCE_MILLISECONDS)
                if self.page.locator("html.js main h1").count() and self.has_script():
                    return
            except Error:
                time.sleep(0.5)
        raise TimeoutError(f"{path} did not open in {self.attempts} attempts")

    def has_script(self) -> bool:
        """Whether autosave runs, on a page that has it."""
        return not self.page.locator("form[data-autosave]").count() or bool(
            self.page.evaluate(
                "performance.getEntriesByType('resource').some(e => e.name.includes('autosave') && e.responseEnd)"
            )
        )

    def reload(self) -> None:
        self.open(self.page.url.removeprefix(self.home))

    def log_in(self, address: str, password: str) -> None:
        for _attempt in range(self.attempts):
            self.open("/akun/masuk/")
            if "/akun/masuk/" not in self.page.url:
                return
            try:
                self.page.fill("[name=login]", address)
                self.page.fill("[name=password]", password)
                self.page.locator("main button[type=submit]").click()
                self.page.wait_for_url(lambda url: "/akun/masuk/" not in url, timeout=PATIENCE_MILLISECONDS)
            except Error:
                time.sleep(0.5)
        raise TimeoutError("the login did not go through")

    @property
    def state(self) -> Locator:
        return self.page.locator("[data-save-state]")

    def is_told(self, words: "re.Pattern[str]") -> None:
        expect(self.state).to_contain_text(words, timeout=PATIENCE_MILLISECONDS)

    def press(self, button: str) -> None:
        """Presses a button of the form until the line lets it through; nothing is sent twice that was not the same."""
        here = self.page.url
        for _attempt in range(self.attempts):
            try:
                self.page.locator(f"main button{button}:visible").first.click()
                self.page.wait_for_url(
                    lambda url: url != here and "chrome-error" not in url, timeout=PATIENCE_MILLISECONDS
                )
                if self.page.locator("main h1").count():
                    return
            except Error:
                time.sleep(0.5)
            self.open(here.removeprefix(self.home))
        raise TimeoutError(f"{button} did not get through")


def behind_the_line(browser: Browser, line: SlowLine, account: tuple[str, str]) -> Drafter:
    """Somebody at a telephone behind the bad line, signed in; `account` is address and password."""
    context = browser.new_context(viewport={"width": 390, "height": 800})
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    made = Drafter(context.new_page(), line.url)
    made.log_in(*account)
    return made


def press_without_an_answer(tab: Drafter, line: SlowLine, button: str = "") -> None:
    """What is sent arrives, and the line is cut before the answer comes back. A browser tries by itself once more."""
    line.lose_answers()
    tab.page.locator(f"main button{button}:visible").last.click()
    tab.page.wait_for_url("chrome-error://**", timeout=PATIENCE_MILLISECONDS)
    assert line.swallowed > 0
    line.mend()
