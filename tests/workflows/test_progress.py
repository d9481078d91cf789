"""The list of sections beside a draft says what is true: open, to be corrected, complete."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.proposals import Cast, make_draft, proposal_at
from workflows import actions
from workflows.drafts import BudgetData, ItemRow, PriceRow
from workflows.enums import Section, Stage
from workflows.models import Proposal
from workflows.standing import Standing
from workflows.views.progress import progress

pytestmark = pytest.mark.django_db


def statuses(proposal: Proposal) -> dict[Section, tuple[str, bool]]:
    steps = progress(Standing(proposal), None, ()).steps
    return {section: (step.status, step.is_done) for section, step in zip(Section, steps, strict=False)}


def test_what_nobody_has_filled_in_is_not_complete(cast: Cast) -> None:
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Mesin pres")

    found = statuses(draft)

    assert found[Section.BUDGET] == ("Belum diisi", False)
    assert found[Section.PAPERS] == ("Belum diisi", False)


def test_a_returned_section_is_to_be_corrected_until_something_was_changed(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)

    before = statuses(proposal)
    price = tuple(PriceRow(seller=f"Toko {letter}", price=59_000_000) for letter in "ABC")
    row = ItemRow(
        community_id=proposal.communities.get().pk,
        name="Mesin pres",
        unit_price=59_000_000,
        quantity=2,
        comparisons=price,
    )
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=BudgetData(rows=(row,)))

    assert before[Section.BUDGET] == ("Perlu diperbaiki", False)
    assert before[Section.GENERAL] == ("Tidak diminta diperbaiki", True)
    assert statuses(proposal)[Section.BUDGET] == ("Lengkap", True)


def test_returned_papers_are_to_be_corrected_until_one_is_replaced(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.return_for_revision(
        by=cast.verifier, proposal=proposal, reason="Kurang.", sections={Section.PAPERS: "Pindaian buram."}
    )
    before = statuses(proposal)

    actions.remove_paper(by=cast.operator, paper=proposal.papers.current().latest("pk"))

    assert before[Section.PAPERS] == ("Perlu diperbaiki", False)
    assert statuses(proposal)[Section.PAPERS] == ("1 hal belum lengkap", False)


def test_nothing_is_ready_to_be_sent_while_a_section_waits_for_its_correction(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)
    price = tuple(PriceRow(seller=f"Toko {letter}", price=59_000_000) for letter in "ABC")
    community = proposal.communities.get().pk
    row = ItemRow(community_id=community, name="Mesin pres", unit_price=59_000_000, quantity=2, comparisons=price)

    before = progress(Standing(proposal), None, ()).steps[-1].status
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=BudgetData(rows=(row,)))
    after = progress(Standing(proposal), None, ()).steps[-1].status

    assert (before, after) == ("1 bagian belum diperbaiki", "Siap dikirim")


def test_what_is_not_in_the_draft_is_not_called_saved(cast: Cast, operator: Client) -> None:
    draft = make_draft(cast)
    page = reverse("workflows:edit_general", args=[draft.pk])
    assert "Anda dapat keluar dan melanjutkan nanti" in operator.get(page).content.decode()
    typed = [["title", ""], ["background", "Setengah jadi"]]
    actions.keep_answers(by=cast.operator, proposal=draft, section=Section.GENERAL, fields=typed, version=1)

    shown = operator.get(page).content.decode()

    assert "Sebagian isian Anda belum masuk ke draf" in shown
    assert "Anda dapat keluar dan melanjutkan nanti" not in shown
    assert progress(Standing(draft), None, [Section.GENERAL]).steps[-1].status == "Ada isian belum tersimpan"
