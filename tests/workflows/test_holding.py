"""Tasks of people who left or lost the role are free again; a fresh draft is its author's."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts import actions as accounts
from portal.core import actions as people
from portal.core.models import User
from tests.factories import make_user
from tests.proposals import SIDEWAYS, Cast, correct_and_resubmit, make_cast, proposal_at
from workflows import actions, queries
from workflows.enums import Stage
from workflows.models import Proposal
from workflows.queries import InboxFilter, InboxTab

pytestmark = pytest.mark.django_db


def taken(stage: Stage, cast: Cast, by: User) -> Proposal:
    proposal = proposal_at(stage, cast)
    actions.claim(by=by, task=proposal.task_metas.latest("pk").task)
    return proposal


def tab_of(user: User, proposal: Proposal) -> list[InboxTab]:
    """The tabs in which the proposal stands, rights read afresh."""
    user = User.objects.get(pk=user.pk)
    tabs = (InboxTab.MINE, InboxTab.FREE, InboxTab.WAITING)
    rows = {tab: queries.inbox_tasks(user, tab, InboxFilter()).filter(proposal=proposal) for tab in tabs}
    return [tab for tab in tabs if rows[tab].exists()]


def page(user: User, proposal: Proposal, name: str = "proposal") -> str:
    client = Client()
    client.force_login(user)
    return client.get(reverse(f"workflows:{name}", args=[proposal.pk])).content.decode()


@pytest.mark.parametrize("stage", [Stage.VERIFICATION, Stage.DIRECTOR, Stage.SUBMISSION])
def test_a_task_that_is_held_is_its_owners_alone(cast: Cast, stage: Stage) -> None:
    roles = {
        Stage.VERIFICATION: (cast.verifier, make_user("verifikator")),
        Stage.DIRECTOR: (cast.director, make_user("direktur", directorate=cast.cluster.directorate)),
        Stage.SUBMISSION: (cast.head, make_user("kepala_balai", unit=cast.unit)),
    }
    owner, colleague = roles[stage]
    proposal = taken(stage, cast, owner)

    assert tab_of(owner, proposal) == [InboxTab.MINE]
    assert InboxTab.FREE not in tab_of(colleague, proposal)
    assert "sudah diambil pejabat lain" in page(colleague, proposal)


@pytest.mark.parametrize("how", ["closed", "role taken"])
def test_whoever_leaves_holds_no_task(cast: Cast, how: str) -> None:
    proposal, colleague = taken(Stage.VERIFICATION, cast, cast.verifier), make_user("verifikator")

    if how == "closed":
        people.deactivate_user(by=None, user=cast.verifier)
    else:
        people.take_role(by=None, user=cast.verifier, role="verifikator")

    assert tab_of(colleague, proposal) == [InboxTab.FREE]
    assert InboxTab.MINE not in tab_of(cast.verifier, proposal)
    shown = page(colleague, proposal)
    assert "sudah diambil pejabat lain" not in shown
    assert f"semula diambil {cast.verifier.name}" in shown
    assert "outcome_choice" in page(colleague, proposal, "verification")


def test_the_same_role_elsewhere_does_not_hold_the_task(cast: Cast) -> None:
    proposal = taken(Stage.DIRECTOR, cast, cast.director)
    here = cast.cluster.directorate
    people.take_role(by=None, user=cast.director, role="direktur", directorate=here)
    people.give_role(by=None, user=cast.director, role="direktur", directorate=make_cast().cluster.directorate)

    assert tab_of(make_user("direktur", directorate=here), proposal) == [InboxTab.FREE]


def test_closing_an_account_frees_its_tasks(cast: Cast) -> None:
    proposal = taken(Stage.VERIFICATION, cast, cast.verifier)

    accounts.deactivate(by=make_user("admin_portal"), user=cast.verifier)

    assert proposal.task_metas.latest("pk").task.owner is None
    assert proposal.events.filter(verb="unassign").exists()


def test_a_fresh_draft_is_its_authors(cast: Cast) -> None:
    draft = actions.create_draft(by=cast.operator, unit=cast.unit, title="Mesin pres")

    assert tab_of(cast.operator, draft) == [InboxTab.MINE]


def test_a_returned_case_stands_with_whoever_drafted_it_and_colleagues_may_take_it(cast: Cast) -> None:
    colleague = make_user("operator_balai", unit=cast.unit)
    proposal = proposal_at(Stage.REVISION, cast)

    assert tab_of(cast.operator, proposal) == [InboxTab.MINE]
    assert tab_of(colleague, proposal) == [InboxTab.FREE]
    assert f"kembali kepada {cast.operator.name}" in page(colleague, proposal)
    assert f"kembali kepada {cast.operator.name}" not in page(cast.operator, proposal)

    actions.claim(by=colleague, task=proposal.task_metas.latest("pk").task)

    assert tab_of(colleague, proposal) == [InboxTab.MINE]
    assert tab_of(cast.operator, proposal) == [InboxTab.WAITING]


def test_a_draft_that_the_head_sends_back_stands_with_its_drafter_again(cast: Cast) -> None:
    draft = proposal_at(Stage.SUBMISSION, cast)
    actions.send_back_to_operator(by=cast.head, proposal=draft, reason="Perbaiki judulnya.")

    assert tab_of(cast.operator, draft) == [InboxTab.MINE]


def test_a_corrected_case_comes_back_to_the_same_verifier(cast: Cast) -> None:
    colleague = make_user("verifikator")
    proposal = proposal_at(Stage.REVISION, cast)
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)

    assert tab_of(cast.verifier, proposal) == [InboxTab.MINE]
    assert tab_of(colleague, proposal) == [InboxTab.FREE]


def test_whoever_gives_it_back_no_longer_finds_it_among_the_own_tasks(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)

    actions.release(by=cast.operator, task=proposal.task_metas.latest("pk").task)

    assert tab_of(cast.operator, proposal) == [InboxTab.FREE]


def test_nothing_comes_back_to_somebody_who_has_left(cast: Cast) -> None:
    colleague = make_user("operator_balai", unit=cast.unit)
    proposal = proposal_at(Stage.VERIFICATION, cast)
    people.deactivate_user(by=None, user=cast.operator)
    SIDEWAYS[Stage.REVISION][1](proposal, cast)

    assert proposal.task_metas.latest("pk").meant_for is None
    assert tab_of(colleague, proposal) == [InboxTab.FREE]


def test_who_leaves_afterwards_is_no_longer_named(cast: Cast) -> None:
    colleague = make_user("operator_balai", unit=cast.unit)
    proposal = proposal_at(Stage.REVISION, cast)
    people.deactivate_user(by=None, user=cast.operator)

    assert tab_of(colleague, proposal) == [InboxTab.FREE]
    assert f"kembali kepada {cast.operator.name}" not in page(colleague, proposal)
