"""Sending and certifying over a bad line that is cut before the answer comes back: one number, one decision of each."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.journeys.drafter import PATIENCE_MILLISECONDS, Drafter, behind_the_line, press_without_an_answer
from tests.journeys.persons import Town
from tests.slow_line import SlowLine, slow_line

pytestmark = pytest.mark.timeout(900)

COMPLETE = "Gerobak usaha keliling (contoh)"
"""A draft of the demo that lacks nothing."""
OF_THE_NOTE, OF_THE_REASON = (f":is(form:has([name={name}]) *)" for name in ("note", "reason"))
"""Which button: of the form with that field."""


def test_a_proposal_is_sent_and_certified_once_although_no_answer_came_back(
    shared_town: Town, browser: Browser
) -> None:
    before = what_became_of_it(shared_town)
    with slow_line(shared_town.portal.port) as line:
        operator, head = (
            behind_the_line(browser, line, shared_town.passwords[role]) for role in ("operator_balai", "kepala_balai")
        )
        operator.open("/kerja/usulan/?keadaan=draft")
        draft = str(operator.page.locator("main h2 a", has_text=COMPLETE).get_attribute("href"))
        it_is_sent(operator, line, draft)
        it_is_certified(head, line)
        operator.open(draft)
        shown = operator.page.locator("main").inner_text()
        for each in (operator, head):
            each.page.context.close()

    after = what_became_of_it(shared_town)
    assert after["last"] == before["last"] + 1
    assert after["number"].endswith(f"{after['last']:04d}")
    assert after["decisions"] == [["drafting", "ready"], ["submission", "submitted"]]
    assert after["number"] in shown


def it_is_sent(operator: Drafter, line: SlowLine, draft: str) -> None:
    """No answer comes; the same page stands open in another tab, where it is sent again."""
    tabs = [operator, Drafter(operator.page.context.new_page(), operator.home)]
    for tab in tabs:
        tab.open(draft + "ubah/periksa/")
        tab.page.fill("[name=note]", "Mohon disahkan.")
    press_without_an_answer(operator, line, OF_THE_NOTE)
    press_once_more(tabs[1], OF_THE_NOTE)


def it_is_certified(head: Drafter, line: SlowLine) -> None:
    """The same for the certification."""
    head.open("/kerja/tugas/?kelompok=belum-diambil")
    task = str(head.page.locator("main a[href^='/kerja/tugas/']", has_text=COMPLETE).get_attribute("href"))
    tabs = [head, Drafter(head.page.context.new_page(), head.home)]
    for tab in tabs:
        tab.open(task)
        tab.page.locator("[name=outcome_choice][value=submitted]").check()
        tab.page.locator("[name=certified]").check()
    press_without_an_answer(head, line, OF_THE_REASON)
    press_once_more(tabs[1], OF_THE_REASON)


def press_once_more(tab: Drafter, button: str) -> None:
    here = tab.page.url
    tab.page.locator(f"main button{button}:visible").last.click()
    tab.page.wait_for_url(lambda url: url != here, timeout=PATIENCE_MILLISECONDS)


WHAT_BECAME_OF_IT = f"""
import json
from workflows.models import NumberSeries, Proposal
p = Proposal.objects.get(title={COMPLETE!r})
print(json.dumps(dict(
    number=p.registration_number, last=NumberSeries.objects.get(series='usulan').last,
    decisions=list(p.decisions.values_list('step', 'outcome')),
)))
"""


def what_became_of_it(town: Town) -> dict[str, Any]:
    """The proposal's number, its decisions, and the last number of the year."""
    told: dict[str, Any] = json.loads(town.portal.manage("shell", "-c", WHAT_BECAME_OF_IT, "--no-imports"))
    return told
