"""Somebody at a real browser, in the users' words: what they click and what they read."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.running_portal import RunningPortal

PATIENCE_MILLISECONDS = 30_000


@dataclass
class Person:
    """One browser profile of one person; `page` is their only tab."""

    page: Page
    home: str

    def open(self, path: str) -> int:
        """Goes to an address of the portal and returns the status of the answer."""
        response = self.page.goto(self.home + path)
        assert response is not None
        return response.status

    def log_in(self, address: str, password: str) -> None:
        self.open("/akun/masuk/")
        self.page.fill("[name=login]", address)
        self.page.fill("[name=password]", password)
        self.page.locator("main button[type=submit]").click()
        expect(self.page).not_to_have_url(re.compile("/akun/masuk/"))

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(words)

    # At the desk

    def find(self, title: str, stage: str) -> str:
        """Opens the case from the list of proposals at that stage; returns its address."""
        self.open(f"/kerja/usulan/?keadaan={stage}")
        self.page.locator("main h2").get_by_role("link", name=title).click()
        expect(self.page.locator("h1")).to_have_text(title)
        return self.page.url.removeprefix(self.home)

    @property
    def newest(self) -> Locator:
        """What happened last, on the page of a proposal; what is to come stands above it."""
        return self.page.locator("main li.ev:not(.ev--now):not(.ev--next)").first

    def reads_the_guide(self, guide: str) -> None:
        """It is a link away from the work; the way back leads to the page where one was."""
        page, before = self.page, self.page.url
        page.locator(f"main a[href$='/panduan/{guide}/']").first.click()
        expect(page).to_have_url(f"{self.home}/kerja/panduan/{guide}/")
        assert page.locator("main li").count() > 5
        page.go_back()
        expect(page).to_have_url(before)

    def take_up(self, title: str) -> None:
        """Opens the case from the inbox, the way an official does."""
        self.open("/kerja/tugas/?kelompok=belum-diambil")
        link = self.page.locator("main").get_by_role("link", name=re.compile(re.escape(title)))
        if not link.count():
            self.open("/kerja/tugas/?kelompok=saya")
        link.first.click()

    def begin_verifying(self, title: str) -> None:
        """From the case to the page made for this work."""
        self.take_up(title)
        self.page.get_by_role("link", name="Kerjakan").click()
        expect(self.page.locator("h1")).to_have_text("Pemeriksaan usulan", timeout=PATIENCE_MILLISECONDS)

    def finds_all_papers_in_order(self) -> None:
        """One after the other, as the list says that nobody has looked at them."""
        waiting = self.page.locator(".checks li").filter(has_text="Belum diperiksa")
        self.page.wait_for_load_state()
        for left in range(waiting.count(), 0, -1):
            kind = waiting.first.locator("button").inner_text()
            with self.page.expect_navigation():
                waiting.first.locator("button").click()
            expect(self.page.locator("#pratinjau")).to_contain_text(kind)
            if self.page.get_by_role("button", name="Buka data pribadi").count():
                self.opens_personal_data()
            self.page.get_by_role("button", name=re.compile("^Sesuai")).click()
            expect(waiting).to_have_count(left - 1, timeout=PATIENCE_MILLISECONDS)

    def opens_personal_data(self) -> None:
        """Where a paper is masked: a reason, and back to it."""
        self.page.get_by_role("button", name="Buka data pribadi").click()
        self.page.fill("#id_reason", "Mencocokkan daftar calon penerima.")
        self.page.get_by_role("button", name="Buka selama 15 menit").click()
        back = self.page.get_by_role("link", name="Lihat di halaman pemeriksaan")
        # The page left shows the paper, too; and once the link is there, the answer to the button is no navigation any more.
        expect(back).to_be_visible(timeout=PATIENCE_MILLISECONDS)
        with self.page.expect_navigation():
            back.click()

    def decide(self, outcome: str = "", *, reason: str = "", **more: str) -> None:
        """Fills the form of the step at hand and sends it."""
        # The verifier's page is one form, with the decision at its end.
        form = self.page.locator("main .decision:has([name=reason]), main form:has([name=reason]):not(:has(.decision))")
        if outcome:
            form.locator(f"[name=outcome_choice][value={outcome}]").check()
        for fold in form.locator("details:not([open]) > summary").all():
            fold.click()
        for section in [name.removeprefix("comment_") for name in more if name.startswith("comment_")]:
            form.locator(f"[name=marked_sections][value={section}]").check()
        for name, value in more.items():
            field = form.locator(f"[name={name}]")
            if field.get_attribute("type") == "checkbox":
                field.check()
            else:
                field.fill(value)
        form.locator("[name=reason]").fill(reason)
        form.locator("button[type=submit]:not(.btn--link, .btn--2)").last.click()
        self.sees("Tersimpan")


class Town:
    """Everybody of the demo, each with a browser of their own, at one running portal."""

    def __init__(self, portal: RunningPortal, browser: Browser) -> None:
        self.portal = portal
        self.browser = browser
        self.passwords = {
            row["role"]: (row["address"], row["password"])
            for row in json.loads(portal.manage("demo_accounts", "--json"))
        }
        self._at_their_desks: dict[str, Person] = {}

    def visitor(self) -> Person:
        context = self.browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        return Person(context.new_page(), self.portal.url)

    def official(self, role: str) -> Person:
        person = self.visitor()
        person.log_in(*self.passwords[role])
        return person

    def at_the_desk(self, role: str) -> Person:
        """The same person at the same browser as the last time: one login for all tests that share the portal."""
        if role not in self._at_their_desks:
            self._at_their_desks[role] = self.official(role)
        return self._at_their_desks[role]

    def head_of_another_unit(self) -> Person:
        """The demo has one unit's people; the neighbour's head is made here by the same action."""
        made = (
            "from portal.core import actions; from portal.core.models import Unit;"
            "unit = Unit.objects.current().exclude(code='sentra-terpadu-pangudi-luhur').first();"
            "head = actions.create_user(by=None, email='tetangga@contoh.invalid', name='Tetangga', password='{0}');"
            "actions.give_role(by=None, user=head, role='kepala_balai', unit=unit)"
        )
        password = "sandi-tetangga-yang-panjang"
        self.portal.manage("shell", "-c", made.format(password))
        person = self.visitor()
        person.log_in("tetangga@contoh.invalid", password)
        return person


def saved_download(person: Person, link: str, folder: Path) -> Path:
    """Clicks a download link and returns the file that arrived."""
    return downloaded(person.page.locator("main").get_by_role("link", name=re.compile(link)).first, folder)


def downloaded(control: Locator, folder: Path) -> Path:
    """The same of any link or button."""
    with control.page.expect_download() as waiting:
        control.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path
