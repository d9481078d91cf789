"""What a correction changed is known as it is saved: of sections that are asked for, and of those that are not."""

import datetime as dt
from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from tests.proposals import Cast, correct
from tests.workflows.test_open_sections import let_a_paper_expire, returned
from tests.workflows.test_unasked import add_a_community, community_rows, press_for, save_budget
from workflows import actions
from workflows.budgets import rows_of
from workflows.drafts import CommunitiesData, PapersData
from workflows.enums import Section
from workflows.models import Paper, Proposal, ReturnedSection, ReturnRequest
from workflows.standing import Standing

pytestmark = pytest.mark.django_db


def change_validity(cast: Cast, proposal: Proposal, paper: Paper, until: dt.date | None) -> None:
    data = PapersData(valid_until=((paper.kind_id, until),))
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)


def test_what_was_mended_unasked_stays_open_until_it_says_the_same_again(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    paper, before = proposal.papers.current().earliest("pk"), Standing(proposal).opened
    let_a_paper_expire(proposal)
    change_validity(cast, proposal, paper, timezone.localdate())
    mended = Standing(proposal).opened

    paper.kind.requirements.update(expires=False)
    change_validity(cast, proposal, paper, paper.valid_until)

    assert before == Standing(proposal).opened == {Section.BUDGET}
    assert mended == {Section.BUDGET, Section.PAPERS}


def test_of_a_return_from_before_contents_were_kept_everything_saved_counts(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    ReturnRequest.objects.update(unasked={})
    paper = let_a_paper_expire(proposal)

    for until in (timezone.localdate(), None, timezone.localdate()):
        change_validity(cast, proposal, paper, until)

    assert Standing(proposal).mended == {Section.PAPERS}


def test_goods_that_went_with_their_community_are_unchanged_again(cast: Cast) -> None:
    """A community with goods, in and out again: the budget is asked for, and says what it said."""
    proposal = returned(cast, Section.COMMUNITIES, Section.BUDGET)
    new = add_a_community(cast, proposal)
    save_budget(cast, proposal, *rows_of(proposal), press_for(new))
    changed = Standing(proposal).to_correct

    data = CommunitiesData(rows=community_rows(proposal)[:1])
    actions.save_draft_section(by=cast.operator, proposal=proposal, data=data)

    assert changed == frozenset()
    assert Section.BUDGET in Standing(proposal).to_correct


def test_a_new_community_alone_answers_for_no_other_section(cast: Cast) -> None:
    proposal = returned(cast, Section.COMMUNITIES, Section.BENEFICIARIES)

    add_a_community(cast, proposal)

    assert Standing(proposal).to_correct == {Section.BENEFICIARIES}


def test_corrections_under_way_keep_what_was_saved(cast: Cast) -> None:
    proposal = returned(cast, Section.BUDGET)
    correct(proposal, cast.operator)
    change_validity(cast, proposal, let_a_paper_expire(proposal), timezone.localdate())
    ReturnedSection.objects.update(is_changed=False)
    ReturnRequest.objects.update(mended=[])

    import_module("workflows.migrations.0015_corrections_under_way").note(apps, None)

    standing = Standing(proposal)
    assert standing.changed == {Section.BUDGET, Section.PAPERS}
    assert standing.mended == {Section.PAPERS}
