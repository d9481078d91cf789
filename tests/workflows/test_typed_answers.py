"""What cannot be saved is kept for its author only while the section is open."""

import pytest

from portal.core.permissions import RefusedError
from tests.proposals import Cast, make_draft, proposal_at
from workflows import actions
from workflows.enums import Section, Stage
from workflows.models import Proposal, TypedAnswers

pytestmark = pytest.mark.django_db


def keep(cast: Cast, proposal: Proposal, section: Section) -> bool:
    fields = [["title", "Setengah jadi"]]
    return actions.keep_answers(by=cast.operator, proposal=proposal, section=section, fields=fields, version=1)


def test_answers_to_a_proposal_that_moved_on_are_not_kept(cast: Cast) -> None:
    """Looked at under the lock: the page was still open when the request came in."""
    draft = make_draft(cast)
    seen_by_the_page = Proposal.objects.get(pk=draft.pk)
    actions.send_to_head(by=cast.operator, proposal=draft)

    with pytest.raises(RefusedError):
        keep(cast, seen_by_the_page, Section.GENERAL)

    assert not TypedAnswers.objects.exists()


def test_after_a_return_answers_to_open_sections_only_are_kept(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)

    assert keep(cast, proposal, Section.BUDGET)
    with pytest.raises(RefusedError):
        keep(cast, proposal, Section.GENERAL)

    assert [kept.section for kept in TypedAnswers.objects.all()] == [Section.BUDGET]
