"""Beside the main road, in one real browser: rejected, expired, withdrawn, certified by an acting head, compared after a return."""

import datetime as dt
import re

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.persons import Person, Town

pytestmark = pytest.mark.timeout(600)

# Each case of the demo belongs to one test, so that they may run in any order at one portal.
REJECTED = "Oven roti untuk usaha bersama (contoh)"
EXPIRING = "Lemari pembeku untuk usaha ikan olahan (contoh)"
WITHDRAWN = "Oven roti untuk kelompok keluarga (contoh)"
CERTIFIED = "Mesin jahit untuk kelompok menjahit (contoh)"
COMPARED = "Mesin jahit untuk pelatihan lanjutan (contoh)"

HEAD, DEPUTY = "Budi Kepala Balai (contoh)", "Dewi Pekerja Sosial (contoh)"


def test_a_verifier_rejects_and_the_operator_reads_why(shared_town: Town) -> None:
    verifier, operator = shared_town.at_the_desk("verifikator"), shared_town.at_the_desk("operator_balai")
    reason = "Kelompok ini sudah menerima oven pada tahun lalu."
    verifier.begin_verifying(REJECTED)
    verifier.reads_the_guide("verifikator")
    choice = verifier.page.locator("[name=outcome_choice][value=rejected]")
    choice.check()
    verifier.page.get_by_role("button", name="Simpan keputusan").click()
    expect(verifier.page.locator("#id_reason")).to_have_attribute("aria-invalid", "true")
    expect(choice).to_be_checked()

    verifier.decide("rejected", reason=reason)

    address = operator.find(REJECTED, "rejected")
    expect(operator.newest).to_contain_text("Ditolak")
    expect(operator.newest.locator("blockquote")).to_have_text(reason)
    cannot_be_sent_any_more(operator, address)


def nothing_more_to_do(person: Person) -> None:
    """The proposal is over: its page shows no form, no open step and no way in."""
    expect(
        person.page.locator("main form, main .ev--now, main a[href*='/ubah/'], main a[href$='/tarik/']")
    ).to_have_count(0)


def cannot_be_sent_any_more(operator: Person, address: str) -> None:
    """An address that the unit kept leads back to the page of the proposal."""
    nothing_more_to_do(operator)
    operator.open(address + "ubah/periksa/")
    expect(operator.page).to_have_url(operator.home + address)


A_ROUND_OF_THE_WORKER = """
import time_machine
from portal.management.commands.worker import JOBS
from portal.worker import run_once
with time_machine.travel("{at}"):
    run_once([job for job in JOBS if job.name == "deadlines"])
"""


def work_at(town: Town, at: dt.datetime) -> None:
    """One round of the worker's deadlines, in a process whose clock says so."""
    town.portal.manage("shell", "-c", A_ROUND_OF_THE_WORKER.format(at=at.isoformat()))


def test_a_correction_expires_by_the_clock_of_the_worker_and_the_unit_reads_why(shared_town: Town) -> None:
    operator = shared_town.at_the_desk("operator_balai")
    address = operator.find(EXPIRING, "revision")
    last_day = str(operator.page.locator("main .ev--now time").last.get_attribute("datetime"))
    its_end = dt.datetime.fromisoformat(f"{last_day}T00:00+07:00") + dt.timedelta(days=1)
    work_at(shared_town, its_end - dt.timedelta(minutes=5))
    operator.open(address)
    expect(operator.page.locator("main .ev--now a[href*='/kerja/']").first).to_be_visible()

    work_at(shared_town, its_end)

    operator.find(EXPIRING, "expired")
    expect(operator.newest).to_contain_text(re.compile("Kedaluwarsa.*batas waktu"))
    expect(operator.page.locator("main li.ev--back").first).to_contain_text("perjelas rincian barang")
    cannot_be_sent_any_more(operator, address)


def test_the_head_withdraws_and_everybody_reads_why(shared_town: Town) -> None:
    head, ppk = shared_town.at_the_desk("kepala_balai"), shared_town.at_the_desk("ppk")
    reason = "Kelompoknya bubar bulan ini."
    address = ppk.find(WITHDRAWN, "decision_set")
    expect(ppk.page.locator("main a[href$='/tarik/']")).to_have_count(0)
    head.find(WITHDRAWN, "decision_set")
    head.page.locator("main a[href$='/tarik/']").click()
    head.page.fill("[name=reason]", reason)
    head.page.locator("main form:has([name=reason]) button[type=submit]").click()

    expect(head.page).to_have_url(head.home + address)
    for person in (head, ppk, shared_town.at_the_desk("operator_balai")):
        person.find(WITHDRAWN, "withdrawn")
        expect(person.newest).to_contain_text(HEAD)
        expect(person.newest.locator("blockquote")).to_have_text(reason)
        nothing_more_to_do(person)
    ppk.open("/kerja/tugas/")
    expect(ppk.page.locator("main")).not_to_contain_text(WITHDRAWN)


def test_an_acting_head_appointed_by_the_administrator_certifies_and_both_names_stand_there(shared_town: Town) -> None:
    deputy = shared_town.at_the_desk("pekerja_sosial")
    deputy.open("/kerja/tugas/")
    expect(deputy.page.locator("main")).not_to_contain_text(CERTIFIED)
    an_administrator_appoints(shared_town.at_the_desk("admin_portal"))

    deputy.take_up(CERTIFIED)
    deputy.reads_the_guide("kepala-balai")
    deputy.decide("submitted", certified="on")

    for person in (deputy, shared_town.at_the_desk("operator_balai"), shared_town.at_the_desk("verifikator")):
        person.find(CERTIFIED, "verification")
        for words in (DEPUTY, HEAD, "Plh. Kepala Sentra"):
            expect(person.newest).to_contain_text(words)


def an_administrator_appoints(administrator: Person) -> None:
    page = administrator.page
    administrator.open("/petugas/pengganti/")
    page.locator("main a[href$='/pengganti/baru/']").click()
    page.locator("[name=kind][value=plh]").check()
    choose(page.locator("[name=office]"), "Pangudi Luhur")
    choose(page.locator("[name=represented]"), re.escape(HEAD))
    choose(page.locator("[name=person]"), re.escape(DEPUTY))
    today = page.evaluate("new Date().toLocaleDateString('sv', {timeZone: 'Asia/Jakarta'})")
    page.fill("[name=from_on]", today)
    page.fill("[name=until_on]", today)
    page.fill("[name=basis]", "SP/31/contoh")
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main table").first).to_contain_text("SP/31/contoh")


def choose(field: Locator, label: str) -> None:
    """The one choice that reads so."""
    value = field.locator("option").filter(has_text=re.compile(label)).get_attribute("value")
    field.select_option(value)


def test_what_changed_after_a_return_stands_beside_what_was_asked(shared_town: Town) -> None:
    director, operator, head = (
        shared_town.at_the_desk(role) for role in ("direktur", "operator_balai", "kepala_balai")
    )
    asked = "Samakan pola mesin dengan penawarannya."
    director.take_up(COMPARED)
    director.decide("returned", reason="Spesifikasi berbeda.", comment_budget=asked)
    address = operator.find(COMPARED, "revision")
    operator.open(address + "ubah/barang/")
    operator.page.locator("main a[href*='/ubah/barang/']:not([href*='baru'])").first.click()
    operator.page.fill("#id_specification", "Portabel, 23 pola")
    operator.page.click("main button[value=save]")
    expect(operator.page).to_have_url(re.compile("/ubah/barang/$"))
    operator.open(address + "ubah/periksa/")
    operator.page.locator("main form button[type=submit]").last.click()
    expect(operator.page).to_have_url(operator.home + address)

    head.take_up(COMPARED)
    head.page.locator("main a[href$='/perubahan/']").first.click()

    part = head.page.locator("main section:has(#s-budget)")
    expect(part).to_contain_text(asked)
    expect(part.locator("tbody tr")).to_have_count(1)
    expect(part.locator("tbody del")).to_have_text("Portabel, 21 pola (contoh)")
    expect(part.locator("tbody ins")).to_have_text("Portabel, 23 pola")
    expect(head.page.locator("main del")).to_have_count(1)
    head.sees("Spesifikasi berbeda.")
    head.take_up(COMPARED)
    head.decide("submitted", certified="on")
