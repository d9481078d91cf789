"""Return by section: what the official must say, what the unit reads, and how it answers."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from portal.core.models import AuditEvent, User
from tests.proposals import Cast, correct, proposal_at
from workflows import actions
from workflows.enums import Outcome, Section, Stage, Step
from workflows.models import Proposal, ReturnedSection, TaskMeta
from workflows.readiness import NotReadyError

pytestmark = pytest.mark.django_db
OFFICIALS = [(Stage.VERIFICATION, "verifier"), (Stage.DIRECTOR, "director")]
RETURN = {"outcome_choice": Outcome.RETURNED.value, "reason": "Perbaiki."}


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def task_url(proposal: Proposal) -> str:
    return reverse("workflows:task", args=[TaskMeta.objects.filter(proposal=proposal).latest("pk").pk])


def url(name: str, proposal: Proposal) -> str:
    return reverse(f"workflows:{name}", args=[proposal.pk])


def stage_of(proposal: Proposal) -> str:
    return Proposal.objects.values_list("stage", flat=True).get(pk=proposal.pk)


def returned(cast: Cast, *sections: Section, reason: str = "Perbaiki.") -> Proposal:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    asked = {section: f"Catatan {section.value}." for section in sections}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason=reason, sections=asked)
    return proposal


def send(cast: Cast, proposal: Proposal, **answers: str) -> Any:
    return browser(cast.operator).post(url("review", proposal), {"note": ""} | answers, follow=True)


@pytest.mark.parametrize(("stage", "official"), OFFICIALS)
def test_a_return_that_marks_nothing_is_refused(cast: Cast, stage: Stage, official: str) -> None:
    proposal = proposal_at(stage, cast)

    page = browser(getattr(cast, official)).post(task_url(proposal), RETURN).content.decode()

    assert "Tandai sedikitnya satu bagian yang harus diperbaiki." in page
    assert 'href="#id_marked_sections_0"' in page
    assert stage_of(proposal) == stage


@pytest.mark.parametrize(("stage", "official"), OFFICIALS)
def test_no_other_door_returns_without_sections(cast: Cast, stage: Stage, official: str) -> None:
    proposal = proposal_at(stage, cast)

    with pytest.raises(actions.SectionsAreMissingError):
        actions.return_for_revision(
            by=getattr(cast, official), proposal=proposal, reason="Perbaiki.", sections={}, step=Step(stage.value)
        )

    assert stage_of(proposal) == stage


@pytest.mark.parametrize("mark", [{"marked_sections": "budget"}, {"comment_budget": "Harga kurang."}])
@pytest.mark.parametrize(("stage", "official"), OFFICIALS)
def test_a_tick_or_a_comment_marks_a_section(cast: Cast, stage: Stage, official: str, mark: dict[str, str]) -> None:
    proposal = proposal_at(stage, cast)

    browser(getattr(cast, official)).post(task_url(proposal), RETURN | mark)

    assert stage_of(proposal) == Stage.REVISION
    assert ReturnedSection.objects.get(request__proposal=proposal).section == Section.BUDGET


def test_marks_are_not_lost_under_another_verdict(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    form = {"outcome_choice": Outcome.COMPLETE.value, "reason": "", "comment_budget": "Harga kurang."}

    page = browser(cast.verifier).post(task_url(proposal), form).content.decode()

    assert "Pilih «Kembalikan untuk diperbaiki», atau hapus tanda dan catatannya." in page
    assert stage_of(proposal) == Stage.VERIFICATION


def test_the_page_of_a_section_says_why_it_is_open(cast: Cast) -> None:
    proposal = returned(cast, Section.GENERAL, Section.BUDGET, reason="Uraiannya kurang jelas.")

    page = browser(cast.operator).get(url("edit_general", proposal)).content.decode()

    assert f"Dikembalikan oleh {cast.verifier.name}" in page
    assert "Uraiannya kurang jelas." in page
    assert "Catatan general." in page
    assert "Catatan budget." not in page


def test_what_the_head_wants_corrected_stands_beside_what_the_verifier_asked(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET, reason="Rincian kurang.")
    correct(proposal, cast.operator)
    actions.resubmit(by=cast.operator, proposal=proposal)
    actions.send_back_to_operator(by=cast.head, proposal=proposal, reason="Dayanya masih salah.")

    page = browser(cast.operator).get(url("edit_budget", proposal)).content.decode()

    assert page.index("Dayanya masih salah.") < page.index("Rincian kurang.")


def test_a_draft_that_the_head_sent_back_says_why(cast: Cast) -> None:
    draft = proposal_at(Stage.SUBMISSION, cast)
    actions.send_back_to_operator(by=cast.head, proposal=draft, reason="Judulnya terlalu panjang.")

    assert "Judulnya terlalu panjang." in browser(cast.operator).get(url("edit_general", draft)).content.decode()


def test_the_work_goes_on_where_something_is_still_asked(cast: Cast) -> None:
    proposal, operator = returned(cast, Section.BUDGET, Section.PAPERS), browser(cast.operator)
    correct(proposal, cast.operator)

    assert operator.get(url("draft", proposal)).headers["Location"] == url("edit_papers", proposal)


def test_the_task_of_a_correction_has_one_way_out(cast: Cast) -> None:
    proposal, operator = returned(cast, Section.BUDGET), browser(cast.operator)

    assert operator.get(task_url(proposal)).headers["Location"] == url("draft", proposal)
    operator.post(task_url(proposal), {"reason": "Sudah."})
    assert stage_of(proposal) == Stage.REVISION


def test_a_section_that_is_right_is_sent_with_the_reason(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)

    page = send(cast, proposal, unchanged_budget="Harga sudah sesuai penawaran.").content.decode()

    assert stage_of(proposal) == Stage.SUBMISSION
    assert "Jawaban unit: tidak diubah, karena Harga sudah sesuai penawaran." in page
    events = AuditEvent.objects.filter(verb="section_explained", object_id=str(proposal.pk))
    assert [event.data["section"] for event in events] == ["budget"]
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    assert "Harga sudah sesuai penawaran." in browser(cast.verifier).get(task_url(proposal)).content.decode()


def test_each_marked_section_needs_its_own_answer(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET, Section.PAPERS)

    page = send(cast, proposal, unchanged_budget="Harga sudah sesuai.", unchanged_papers="  ").content.decode()

    assert stage_of(proposal) == Stage.REVISION
    assert "Bagian «Berkas» tidak diubah, karena: Tulis alasannya, atau ubah bagian ini." in page
    assert "Harga sudah sesuai." in page
    assert not ReturnedSection.objects.exclude(explanation="").exists()


def test_a_changed_section_is_asked_for_no_reason(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    correct(proposal, cast.operator)

    assert "unchanged_budget" not in browser(cast.operator).get(url("review", proposal)).content.decode()
    send(cast, proposal, unchanged_budget="Tidak benar lagi.")

    assert stage_of(proposal) == Stage.SUBMISSION
    assert ReturnedSection.objects.get(request__proposal=proposal).explanation == ""


def test_a_paper_taken_off_is_a_change_of_its_section(cast: Cast) -> None:
    proposal = returned(cast, Section.PAPERS)
    review = url("review", proposal)
    assert "unchanged_papers" in browser(cast.operator).get(review).content.decode()

    actions.remove_paper(by=cast.operator, paper=proposal.papers.current().latest("pk"))

    assert "unchanged_papers" not in browser(cast.operator).get(review).content.decode()


def test_a_reason_stays_when_the_head_sends_back_and_goes_once_the_section_is_changed(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    actions.resubmit(by=cast.operator, proposal=proposal, explanations={Section.BUDGET: "Sudah sesuai."})
    actions.send_back_to_operator(by=cast.head, proposal=proposal, reason="Perbaiki saja.")
    marked = ReturnedSection.objects.filter(request__proposal=proposal)
    kept = marked.get().explanation

    correct(proposal, cast.operator)
    actions.resubmit(by=cast.operator, proposal=proposal)

    assert (kept, marked.get().explanation) == ("Sudah sesuai.", "")


def test_no_other_door_sends_a_section_without_change_or_reason(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)

    with pytest.raises(NotReadyError):
        actions.resubmit(by=cast.operator, proposal=proposal, explanations={Section.BUDGET: "  "})

    assert stage_of(proposal) == Stage.REVISION


def test_numbers_of_people_are_masked_wherever_a_return_is_told(cast: Cast) -> None:
    national_id = "3275014408900002"
    proposal = returned(cast, Section.GENERAL, Section.BUDGET, reason=f"NIK {national_id} salah.")
    ReturnedSection.objects.update(comment=f"Periksa {national_id}.")
    operator = browser(cast.operator)
    told = [operator.get(url(name, proposal)) for name in ("edit_general", "review", "proposal")]
    explained = {Section.GENERAL: f"{national_id} benar.", Section.BUDGET: f"{national_id} benar."}
    actions.resubmit(by=cast.operator, proposal=proposal, explanations=explained)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    told += [browser(cast.verifier).get(url(name, proposal)) for name in ("proposal", "changes")]

    for page in told:
        assert page.status_code == 200
        assert national_id not in page.content.decode()


def test_the_bar_gives_no_phase_the_deadline_of_the_correction(cast: Cast) -> None:
    proposal = returned(cast, Section.GENERAL)

    page = BeautifulSoup(browser(cast.verifier).get(url("proposal", proposal)).content, "html.parser")

    assert [phase.get_text() for phase in page.select(".track [aria-current=step]")] == ["VerifikasiMenunggu perbaikan"]
    assert "tenggat" in page.select(".ev--now")[0].get_text()
