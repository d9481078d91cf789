"""Whoever is refused on the page of a step because a colleague was faster, or an office ended, gets every text back."""

from collections.abc import Iterator
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from portal.core import actions as core_actions
from portal.core.models import AuditEvent, User
from tests.factories import make_user
from tests.proposals import Cast, check_papers, proposal_at
from tests.workflows.test_desk import Tab
from workflows import actions
from workflows.enums import Stage
from workflows.models import PaperCheck, PaperKind, PinnedComment, Proposal, TaskMeta

pytestmark = pytest.mark.django_db
REASON, COMMENT, FINDING = "Rincian barang belum wajar.", "Mengapa begitu mahal?", "Halaman kedua buram."
TARGET = "general..title"
DOORS = ("verification", "comment_new", "check_paper", "comment", "task_claim", "task_release")


@pytest.fixture
def proposal(cast: Cast) -> Proposal:
    return proposal_at(Stage.VERIFICATION, cast)


def texts_of(answer: Any) -> set[str]:
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    return {each.text.strip() for each in page.select("textarea[readonly]")}


class Doors:
    """Every address to which the page of the verification sends what was typed on it."""

    def __init__(self, cast: Cast, proposal: Proposal) -> None:
        self.tab, self.proposal = Tab(cast.verifier, proposal), proposal
        self.fields = self.tab.fields()
        self.task = proposal.task_metas.latest("pk").pk
        self.kind = proposal.papers.earliest("pk").kind_id

    def address(self, name: str) -> str:
        pk = self.proposal.pk
        args = {
            "check_paper": (pk, self.kind),
            "comment": (pk, 1),
            "task_claim": (self.task,),
            "task_release": (self.task,),
        }
        return reverse(f"workflows:{name}", args=args.get(name, (pk,)))

    def send(self, name: str, **more: str) -> Any:
        typed = {"reason": REASON, f"{TARGET}-comment": COMMENT, "finding": FINDING, "target": TARGET}
        typed |= {"verdict": "not_in_order"} if name == "check_paper" else {}
        return self.tab.client.post(self.address(name), self.fields | typed | more)


@pytest.fixture
def doors(cast: Cast, proposal: Proposal) -> Iterator[Doors]:
    yield Doors(cast, proposal)
    assert not PinnedComment.objects.exists()


def verified_by(colleague: User, proposal: Proposal) -> None:
    check_papers(proposal, colleague)
    actions.verify(by=colleague, proposal=proposal)


@pytest.mark.parametrize("door", DOORS)
def test_who_comes_after_the_case_moved_on_gets_every_text_back(doors: Doors, proposal: Proposal, door: str) -> None:
    verified_by(make_user("verifikator"), proposal)

    answer = doors.send(door)

    assert answer.status_code == 409
    assert texts_of(answer) >= {REASON, COMMENT, FINDING}
    assert "Persetujuan Direktur" in answer.content.decode() or "sudah selesai" in answer.content.decode()


@pytest.mark.parametrize("door", ["verification", "comment_new", "check_paper", "task_claim", "task_release"])
def test_who_comes_after_a_colleague_took_it_gets_every_text_back(doors: Doors, proposal: Proposal, door: str) -> None:
    actions.claim(by=make_user("verifikator"), task=TaskMeta.objects.get(pk=doors.task).task)

    answer = doors.send(door)

    assert answer.status_code == 409
    assert texts_of(answer) >= {REASON, COMMENT, FINDING}


@pytest.mark.parametrize("door", DOORS)
def test_who_lost_the_role_gets_the_texts_back_and_learns_nothing(
    cast: Cast, doors: Doors, proposal: Proposal, door: str
) -> None:
    core_actions.take_role(by=None, user=User.objects.get(pk=cast.verifier.pk), role="verifikator")

    answer = doors.send(door)

    assert answer.status_code == 404
    assert texts_of(answer) == {REASON, COMMENT, FINDING}
    assert proposal.title not in answer.content.decode()
    proposal.pk, doors.task = 99_999, 99_999
    assert texts_of(missing := doors.send(door)) == {REASON, COMMENT, FINDING}
    assert missing.status_code == 404


@pytest.mark.parametrize("is_gone", [False, True])
def test_the_script_is_told_in_its_own_words(cast: Cast, doors: Doors, proposal: Proposal, is_gone: bool) -> None:
    if is_gone:
        core_actions.take_role(by=None, user=User.objects.get(pk=cast.verifier.pk), role="verifikator")
    else:
        verified_by(make_user("verifikator"), proposal)

    answer = doors.send("verification", action="keep", tab="abcdef0123", sequence="3")

    assert (answer.status_code, answer.json()["state"]) == (409, "refused")


def test_who_may_never_work_there_is_refused_as_before(cast: Cast, doors: Doors) -> None:
    doors.tab.client.force_login(cast.ppk)

    answer = doors.send("verification")

    assert answer.status_code == 403
    assert texts_of(answer) == {REASON, COMMENT, FINDING}


def test_a_kind_that_is_on_no_list_takes_no_mark(doors: Doors) -> None:
    """No page would show it, and no return would send it."""
    doors.kind = PaperKind.objects.create(code="asing", name="Berkas asing").pk

    answer = doors.send("check_paper", paper="")

    assert answer.status_code == 409
    assert "Berkas asing" in answer.content.decode()
    assert texts_of(answer) >= {REASON, COMMENT, FINDING}
    assert not PaperCheck.objects.exists()
    assert not AuditEvent.objects.filter(verb="paper_checked").exists()
