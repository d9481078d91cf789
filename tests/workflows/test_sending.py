"""From the finished draft to the officials: who may send, what is missing, and the second click."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from tests.factories import make_user
from tests.proposals import FORWARD, SIDEWAYS, Cast, correct, make_draft, proposal_at
from workflows import actions
from workflows.drafts import StatementsData
from workflows.enums import Stage, StatementKind
from workflows.models import Proposal, TaskMeta

pytestmark = pytest.mark.django_db

NOTE = {"note": "Mohon disahkan."}
CERTIFIED = {"outcome_choice": "submitted", "certified": "on", "reason": "Surat pengantar nomor 7."}


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def review(proposal: Proposal) -> str:
    return reverse("workflows:review", args=(proposal.pk,))


def send(client: Client, proposal: Proposal, note: str = "Mohon disahkan.") -> HttpResponse:
    """Fills in the form of the page as it stands."""
    page = BeautifulSoup(client.get(review(proposal)).content, "html.parser")
    field = page.select_one("main input[name=task]")
    assert field is not None
    return client.post(review(proposal), {"note": note, "task": str(field["value"])})


def task(proposal: Proposal) -> str:
    return reverse("workflows:task", args=(TaskMeta.objects.filter(proposal=proposal).latest("pk").pk,))


def test_the_operator_hands_a_complete_draft_to_the_head(cast: Cast) -> None:
    draft = make_draft(cast)

    browser(cast.operator).post(review(draft), NOTE)

    draft.refresh_from_db()
    assert draft.stage == Stage.SUBMISSION
    assert draft.registration_number is None


def test_a_second_click_sends_nothing_twice(cast: Cast) -> None:
    draft = make_draft(cast)
    operator = browser(cast.operator)
    form = NOTE | {"task": str(TaskMeta.objects.get(proposal=draft).pk)}
    operator.post(review(draft), form)
    events = draft.events.count()

    answer = operator.post(review(draft), form, follow=True)

    assert answer.status_code == 200
    assert "Kiriman kedua tidak mengubah apa pun." in answer.content.decode()
    assert draft.events.count() == events


def test_while_a_colleague_has_the_task_nothing_is_called_sent(cast: Cast) -> None:
    draft = make_draft(cast)

    page = browser(make_user("operator_balai", unit=cast.unit)).post(review(draft), {"note": "Catatan saya"})

    draft.refresh_from_db()
    assert (page.status_code, draft.stage) == (409, Stage.DRAFT)
    assert f"sudah diambil oleh {cast.operator.name}" in page.content.decode()
    assert "Catatan saya" in page.content.decode()
    assert "sudah dikirim" not in page.content.decode()


def test_a_form_kept_from_an_earlier_round_sends_nothing(cast: Cast) -> None:
    draft = make_draft(cast)
    old_tab = NOTE | {"task": str(TaskMeta.objects.get(proposal=draft).pk)}
    FORWARD[Stage.DRAFT](draft, cast)
    FORWARD[Stage.SUBMISSION](draft, cast)
    SIDEWAYS[Stage.REVISION][1](draft, cast)
    correct(draft, cast.operator)

    browser(cast.operator).post(review(draft), old_tab)

    draft.refresh_from_db()
    assert draft.stage == Stage.REVISION


def test_a_returned_proposal_is_not_sent_while_a_marked_section_is_as_it_was(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)

    page = send(browser(cast.operator), proposal, "Catatan saya").content.decode()

    proposal.refresh_from_db()
    assert proposal.stage == Stage.REVISION
    assert "Bagian «Rincian barang dan anggaran (RAB)» tidak diubah, karena: Tulis alasannya" in page
    assert "Catatan saya" in page


def test_an_empty_draft_lists_everything_that_is_missing(cast: Cast) -> None:
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Kosong")

    page = browser(cast.operator).post(review(draft), NOTE).content.decode()

    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT
    for sentence in ("Pilih skema bantuan.", "Tambahkan sedikitnya satu komunitas penerima."):
        assert sentence in page


def test_without_the_statements_nothing_is_sent(cast: Cast) -> None:
    draft = make_draft(cast)
    data = StatementsData(kinds=frozenset({StatementKind.TRUE}))
    actions.save_draft_section(by=cast.operator, proposal=draft, data=data)

    page = browser(cast.operator).post(review(draft), {"note": "Catatan saya"}).content.decode()

    draft.refresh_from_db()
    assert draft.stage == Stage.DRAFT
    assert "Centang 2 pernyataan tanggung jawab." in page
    assert "Catatan saya" in page


def test_only_the_head_certifies_and_the_number_comes_then(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)

    assert browser(cast.operator).post(task(proposal), CERTIFIED).status_code == 403
    proposal.refresh_from_db()
    assert proposal.registration_number is None

    browser(cast.head).post(task(proposal), CERTIFIED)

    proposal.refresh_from_db()
    assert proposal.stage == Stage.VERIFICATION
    assert proposal.registration_number


def test_a_second_click_of_the_head_gives_no_second_number(cast: Cast) -> None:
    proposal = proposal_at(Stage.SUBMISSION, cast)
    address, head = task(proposal), browser(cast.head)
    head.post(address, CERTIFIED)
    proposal.refresh_from_db()
    number = proposal.registration_number

    head.post(address, CERTIFIED)

    proposal.refresh_from_db()
    assert (proposal.registration_number, proposal.stage) == (number, Stage.VERIFICATION)
    assert proposal.decisions.filter(step="submission").count() == 1


def test_a_returned_proposal_is_corrected_and_sent_again(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)
    number = proposal.registration_number

    correct(proposal, cast.operator)
    send(browser(cast.operator), proposal)
    browser(cast.head).post(task(proposal), CERTIFIED)

    proposal.refresh_from_db()
    assert (proposal.stage, proposal.registration_number) == (Stage.VERIFICATION, number)
