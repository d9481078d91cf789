"""Of a correction officials read nothing before the head of the unit has certified it: no paper, no answer."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.core.models import User
from search.proposals import ProposalSource
from tests.proposals import Cast, correct_and_resubmit, proposal_at
from tests.workflows.test_papers_handed_in import attach
from tests.workflows.test_proposal_report import words_of
from workflows import actions, handed_in
from workflows.enums import Section, Stage
from workflows.models import Item, Paper, PaperPage, PinnedComment, Proposal

pytestmark = pytest.mark.django_db
OFFICIALS = ("verifier", "director", "ppk")
PAGES = ("proposal", "verification", "changes", "proposal_pdf")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(user: User, proposal: Proposal, name: str) -> str:
    """What a page or the paper says; nothing where there is none."""
    kind = proposal.papers.filter(kind__code="profil").values_list("kind", flat=True)[:1]
    answer = client_of(user).get(reverse(f"workflows:{name}", args=(proposal.pk,)), {"berkas": list(kind)})
    if answer.status_code == 404:
        return ""
    assert answer.status_code == 200
    return words_of(answer.content) if name == "proposal_pdf" else answer.content.decode()


def returned(cast: Cast) -> Proposal:
    """Papers and the budget are asked for; the verifier has the first version of the profile."""
    proposal = proposal_at(Stage.DRAFT, cast)
    attach(cast, proposal, "profil pertama.pdf")
    actions.send_to_head(by=cast.operator, proposal=proposal)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    sections = {Section.BUDGET: "Rincian.", Section.PAPERS: "Profil."}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Lengkapi.", sections=sections)
    return proposal


def status_of(user: User, paper: Paper) -> int:
    answer = client_of(user).get(reverse("workflows:paper", args=(paper.pk,)))
    if answer.status_code == 200:
        assert b"".join(answer)
    return answer.status_code


@pytest.mark.parametrize("is_sent_to_head", [False, True])
@pytest.mark.parametrize("who", OFFICIALS)
def test_a_paper_that_nobody_has_certified_is_not_there_for_officials(
    cast: Cast, who: str, is_sent_to_head: bool
) -> None:
    proposal, official = returned(cast), getattr(cast, who)
    first = proposal.papers.current().get(kind__code="profil")
    wrong, right = attach(cast, proposal, "rekam medis.pdf"), attach(cast, proposal, "profil benar.pdf")
    if is_sent_to_head:
        correct_and_resubmit(proposal, cast.operator)

    assert [status_of(official, paper) for paper in (first, wrong, right)] == [200, 404, 404]
    assert [status_of(cast.head, paper) for paper in (first, wrong, right)] == [200, 200, 200]
    for page in PAGES:
        words = told(official, proposal, page)
        assert "rekam medis" not in words, page
        assert "profil benar" not in words, page
    assert "profil pertama.pdf" in told(official, proposal, "verification")
    assert "profil pertama.pdf" in told(official, proposal, "proposal")
    assert "profil benar.pdf" in told(cast.operator, proposal, "proposal")


def test_a_page_of_such_a_paper_is_drawn_for_nobody_else(cast: Cast) -> None:
    proposal = returned(cast)
    wrong = attach(cast, proposal, "rekam medis.pdf")

    answers = [
        client_of(user).get(reverse("workflows:paper_page", args=(wrong.pk, 1))) for user in (cast.verifier, cast.head)
    ]

    assert [answer.status_code for answer in answers] == [404, 422]


def test_what_the_head_certified_is_there_and_replaces(cast: Cast) -> None:
    proposal = returned(cast)
    right = attach(cast, proposal, "profil benar.pdf")
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    assert status_of(cast.verifier, right) == 200
    assert [
        each.pk for each in handed_in.current_papers_for(cast.verifier, proposal) if each.kind_id == right.kind_id
    ] == [right.pk]
    assert "profil benar.pdf" in told(cast.verifier, proposal, "changes")


def test_a_correction_that_was_withdrawn_stays_with_its_unit(cast: Cast) -> None:
    proposal = returned(cast)
    wrong = attach(cast, proposal, "rekam medis.pdf")
    correct_and_resubmit(proposal, cast.operator)
    actions.withdraw(by=cast.head, proposal=proposal, reason="Tidak jadi.")

    assert (status_of(cast.verifier, wrong), status_of(cast.head, wrong)) == (404, 200)
    assert "rekam medis" not in told(cast.verifier, proposal, "proposal")


def test_a_paper_that_was_taken_off_is_not_put_back(cast: Cast) -> None:
    proposal = returned(cast)
    first = proposal.papers.current().get(kind__code="profil")
    actions.remove_paper(by=cast.operator, paper=first)

    assert first.kind_id not in {each.kind_id for each in handed_in.current_papers_for(cast.verifier, proposal)}


def test_nobody_finds_a_proposal_by_the_words_of_such_a_paper(cast: Cast) -> None:
    proposal = returned(cast)
    wrong = attach(cast, proposal, "rekam medis.pdf")
    PaperPage.objects.create(paper=wrong, number=1, text="diagnosa rahasia")
    key = f"proposal:{proposal.pk}"
    before = ProposalSource().load([key])[key].body
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    assert ["diagnosa" in body for body in (before, ProposalSource().load([key])[key].body)] == [False, True]


REPLY, WHY = "JAWABANUNIT", "ALASANUNIT"


def answered(cast: Cast) -> tuple[Proposal, PinnedComment]:
    """One comment answered in words, one section left as it is."""
    proposal = proposal_at(Stage.VERIFICATION, cast)
    item = Item.objects.filter(community__proposal=proposal).earliest("pk")
    pin = {"section": Section.BUDGET, "row": str(item.pk), "column": "quantity", "text": "Mengapa dua?"}
    comment = actions.pin_comment(by=cast.verifier, proposal=proposal, **pin)
    sections = {Section.GENERAL: "Perjelas."}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason="Kurang.", sections=sections)
    actions.resubmit(
        by=cast.operator, proposal=proposal, replies={comment.pk: REPLY}, explanations={Section.GENERAL: WHY}
    )
    return proposal, comment


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", OFFICIALS)
@pytest.mark.parametrize("after", ["resubmit", "sent back", "withdrawn"])
def test_what_the_unit_answered_is_read_by_officials_only_once_it_is_certified(
    cast: Cast, who: str, page: str, after: str
) -> None:
    proposal, _comment = answered(cast)
    if after == "sent back":
        actions.send_back_to_operator(by=cast.head, proposal=proposal, reason="Jangan begitu.")
    if after == "withdrawn":
        actions.withdraw(by=cast.head, proposal=proposal, reason="Tidak jadi.")

    words = told(getattr(cast, who), proposal, page)

    assert REPLY not in words
    assert WHY not in words


@pytest.mark.parametrize("page", PAGES)
def test_the_certified_answers_are_read_and_the_unit_reads_its_own_at_once(cast: Cast, page: str) -> None:
    proposal, _comment = answered(cast)
    own = told(cast.head, proposal, page)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    certified = told(cast.verifier, proposal, page)

    assert (REPLY in own, WHY in own) == (REPLY in certified, WHY in certified) == (True, True)


def test_reading_keeps_what_the_unit_wrote(cast: Cast) -> None:
    proposal, comment = answered(cast)
    for page in PAGES:
        told(cast.verifier, proposal, page)

    comment.refresh_from_db()
    assert comment.reply == REPLY
