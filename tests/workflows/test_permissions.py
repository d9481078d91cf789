"""Who may act: all roles × all stages, and nobody twice."""

import itertools
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from portal.core import actions as people
from portal.core.models import User
from portal.core.permissions import RefusedError
from portal.core.roles import ROLES, Scope
from tests.factories import make_unit, make_user
from tests.proposals import correct_and_resubmit, make_cast, make_cluster, make_draft, proposal_at, verify
from workflows import actions, permissions, queries
from workflows.budgets import rows_of
from workflows.drafts import BudgetData, GeneralData
from workflows.enums import FINAL_STAGES, Function, Section, Stage, Step
from workflows.models import Decision, Proposal, ReturnRequest
from workflows.queries import InboxFilter, InboxTab
from workflows.standing import Standing
from workflows.steps import STEPS
from workflows.timeline import timeline

pytestmark = pytest.mark.django_db

STEP_AT = {Stage(step.value) if step is not Step.DRAFTING else Stage.DRAFT: step for step in Step}
MAY_ACT = {
    "operator_balai": {Stage.DRAFT, Stage.REVISION, Stage.DISTRIBUTION},
    "kepala_balai": {Stage.DRAFT, Stage.SUBMISSION, Stage.REVISION, Stage.DISTRIBUTION},
    "verifikator": {Stage.VERIFICATION},
    "direktur": {Stage.DIRECTOR},
    "dirjen": {Stage.DIRECTOR_GENERAL},
    "ppk": {Stage.DECISION_SET, Stage.DISTRIBUTION},
    "kpa": {Stage.DECISION_CONFIRM},
}
MAY_SEE_DRAFTS = {"operator_balai", "kepala_balai"}
MAY_SEE = MAY_SEE_DRAFTS | {
    "verifikator",
    "pekerja_sosial",
    "koordinator",
    "direktur",
    "dirjen",
    "ppk",
    "kpa",
    "auditor",
}


def holder(role: str, proposal: Proposal) -> User:
    """A person outside the case who holds the role where it matters for this proposal."""
    return make_user(role, unit=proposal.unit, directorate=proposal.leading_directorate)


@pytest.mark.parametrize("stage", Stage)
def test_each_role_acts_at_its_own_stages_only(stage: Stage) -> None:
    proposal = proposal_at(stage)

    acting = {
        role
        for role in ROLES
        if stage in STEP_AT and permissions.can_act(holder(role, proposal), proposal, STEP_AT[stage])
    }

    assert acting == {role for role, stages in MAY_ACT.items() if stage in stages}


@pytest.mark.parametrize("stage", Stage)
def test_each_role_sees_what_it_may_know(stage: Stage) -> None:
    proposal = proposal_at(stage)

    seeing = {
        role for role in ROLES if Proposal.objects.visible_to(holder(role, proposal)).filter(pk=proposal.pk).exists()
    }

    assert seeing == (MAY_SEE if proposal.is_registered else MAY_SEE_DRAFTS)


@pytest.mark.parametrize("stage", Stage)
def test_the_same_role_elsewhere_sees_and_does_nothing(stage: Stage) -> None:
    proposal = proposal_at(stage)
    unit, directorate = make_unit(), make_cluster().directorate

    for role in (code for code, role in ROLES.items() if role.scope is not Scope.EVERYWHERE):
        elsewhere = make_user(role, unit=unit, directorate=directorate)
        assert not Proposal.objects.visible_to(elsewhere).exists(), role
        assert not any(permissions.can_act(elsewhere, proposal, step) for step in Step), role
        assert not permissions.can_edit(elsewhere, proposal), role
        assert not permissions.can_withdraw(elsewhere, proposal), role


@pytest.mark.parametrize("stage", Stage)
def test_the_unit_edits_only_drafts_and_returned_proposals(stage: Stage) -> None:
    cast = make_cast()
    proposal = proposal_at(stage, cast)

    assert permissions.can_edit(cast.operator, proposal) is (stage in {Stage.DRAFT, Stage.REVISION})
    assert not permissions.can_edit(cast.verifier, proposal)


@pytest.mark.parametrize("stage", Stage)
def test_the_head_alone_withdraws_until_the_kpa_has_confirmed(stage: Stage) -> None:
    cast = make_cast()
    proposal = proposal_at(stage, cast)

    assert permissions.can_withdraw(cast.head, proposal) is (stage not in FINAL_STAGES | {Stage.DISTRIBUTION})
    assert not permissions.can_withdraw(cast.operator, proposal)


def test_only_the_marked_sections_are_open_after_a_return() -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.REVISION, cast)

    assert Standing(proposal).opened == {Section.BUDGET}
    permissions.check_can_edit_section(cast.operator, proposal, Section.BUDGET)
    with pytest.raises(RefusedError, match="tidak diminta untuk diperbaiki"):
        permissions.check_can_edit_section(cast.operator, proposal, Section.GENERAL)


def test_what_the_head_sends_back_is_open_in_the_marked_sections_only() -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.REVISION, cast)
    correct_and_resubmit(proposal, cast.operator)

    actions.send_back_to_operator(by=cast.head, proposal=proposal, reason="Rincian harga masih kurang.")

    assert proposal.stage == Stage.REVISION
    assert Standing(proposal).opened == {Section.BUDGET}
    actions.resubmit(by=cast.operator, proposal=proposal)
    assert not ReturnRequest.objects.filter(proposal=proposal, answered_at__isnull=True).exists()


def test_nobody_acts_in_two_functions_on_one_proposal() -> None:
    """Every pair of steps: whoever decided the first may decide the second only in the same function."""
    proposal = proposal_at(Stage.VERIFICATION)
    roles = ("operator_balai", "kepala_balai", "verifikator", "direktur", "dirjen", "ppk", "kpa")
    everything = make_user(*roles, unit=proposal.unit, directorate=proposal.leading_directorate)

    for first, second in itertools.product(Step, Step):
        Decision.objects.filter(proposal=proposal).update(by=proposal.created_by)
        assert permissions.can_act(everything, proposal, second)
        Decision.objects.filter(proposal=proposal).update(by=everything, function=STEPS[first].function)
        allowed = permissions.can_act(everything, proposal, second)
        functions = {STEPS[first].function, STEPS[second].function}
        assert allowed is (len(functions) == 1 or Function.RECORDER in functions), (first, second)


def test_who_drafted_does_not_certify_even_as_head() -> None:
    cast = make_cast()
    people.give_role(by=None, user=cast.operator, role="kepala_balai", unit=cast.unit)
    proposal = make_draft(cast)
    actions.send_to_head(by=cast.operator, proposal=proposal)
    both = User.objects.get(pk=cast.operator.pk)

    with pytest.raises(RefusedError, match="penyusun"):
        actions.certify_and_submit(by=both, proposal=proposal)


def _save_title(by: User, proposal: Proposal, title: str) -> Proposal:
    data = GeneralData(title=title, background=proposal.background, scheme=proposal.scheme)
    return actions.save_draft_section(by=by, proposal=proposal, data=data)


def test_who_changed_a_section_of_a_colleagues_draft_neither_certifies_nor_verifies() -> None:
    cast = make_cast()
    proposal = make_draft(cast)
    people.give_role(by=None, user=cast.head, role="verifikator")
    head = User.objects.get(pk=cast.head.pk)
    proposal = _save_title(head, proposal, "Judul dari kepala")
    actions.send_to_head(by=cast.operator, proposal=proposal)

    with pytest.raises(RefusedError, match="penyusun"):
        actions.certify_and_submit(by=head, proposal=proposal)
    assert queries.inbox_counts(head).free == 0
    current = timeline(proposal, head).current
    assert current is not None
    assert not current.may_act
    actions.certify_and_submit(by=make_user("kepala_balai", unit=cast.unit), proposal=proposal)
    with pytest.raises(RefusedError, match="penyusun"):
        actions.verify(by=head, proposal=proposal)


@pytest.mark.parametrize("touch", ["item", "attach", "remove"])
def test_who_changed_an_item_or_a_paper_is_a_drafter(touch: str) -> None:
    cast = make_cast()
    proposal = make_draft(cast)
    head, paper = cast.head, proposal.papers.current().first()
    assert paper is not None
    if touch == "item":
        rows = [replace(row, quantity=row.quantity + 1) for row in rows_of(proposal)]
        data = BudgetData(rows=tuple(rows))
        proposal = actions.save_draft_section(by=head, proposal=proposal, data=data)
    elif touch == "attach":
        file = ContentFile(b"baru", name="baru.pdf")
        actions.attach_paper(
            by=head, proposal=proposal, kind=paper.kind, file=file, name="baru.pdf", content_type="application/pdf"
        )
    else:
        actions.remove_paper(by=head, paper=paper)

    assert permissions.functions_of(head, proposal) == {Function.DRAFTER}
    assert not permissions.can_act(head, proposal, Step.SUBMISSION)


def test_whoever_only_began_the_draft_is_an_author_too() -> None:
    """The title is a part of it: on the page and in the inbox alike."""
    cast = make_cast()
    proposal = make_draft(cast)
    Proposal.objects.filter(pk=proposal.pk).update(created_by=cast.head)
    actions.send_to_head(by=cast.operator, proposal=proposal)
    proposal.refresh_from_db()

    assert permissions.functions_of(cast.head, proposal) == {Function.DRAFTER}
    assert not permissions.can_act(cast.head, proposal, Step.SUBMISSION)
    assert not queries.inbox_tasks(cast.head, InboxTab.FREE, InboxFilter()).exists()


def test_paging_through_an_unchanged_draft_makes_nobody_its_author() -> None:
    cast = make_cast()
    proposal = make_draft(cast)
    proposal = _save_title(cast.head, proposal, proposal.title)
    data = BudgetData(rows=tuple(rows_of(proposal)))
    actions.save_draft_section(by=cast.head, proposal=proposal, data=data)
    actions.send_to_head(by=cast.operator, proposal=proposal)

    actions.certify_and_submit(by=cast.head, proposal=proposal)

    assert permissions.functions_of(cast.head, proposal) == {Function.HEAD}


def test_ppk_and_kpa_are_two_people() -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    people.give_role(by=None, user=cast.ppk, role="kpa")

    with pytest.raises(RefusedError, match="PPK"):
        actions.confirm_decision(by=User.objects.get(pk=cast.ppk.pk), proposal=proposal)


def test_a_withdrawn_role_acts_on_the_next_request(client: Client) -> None:
    """B4: the engine asks for the right at the claim only."""
    cast = make_cast()
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.verifier)
    task = proposal.task_metas.latest("pk")
    client.post(reverse("workflows:task_claim", args=[task.pk]))
    people.take_role(by=None, user=cast.verifier, role="verifikator")

    response = client.post(reverse("workflows:task", args=[task.pk]), {"outcome_choice": "complete"})

    assert response.status_code == 404
    proposal.refresh_from_db()
    assert proposal.stage == Stage.VERIFICATION


def test_a_task_whose_owner_lost_the_role_is_taken_over() -> None:
    cast = make_cast()
    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.claim(by=cast.verifier, task=proposal.task_metas.latest("pk").task)
    people.take_role(by=None, user=cast.verifier, role="verifikator")

    verify(proposal, make_user("verifikator"))

    assert proposal.stage == Stage.DIRECTOR


@pytest.mark.parametrize("stage", STEP_AT)
def test_a_superuser_looks_and_does_nothing(client: Client, stage: Stage) -> None:
    """Keeping the system is no office: no step, no draft, no withdrawal, nothing in the inbox."""
    proposal = proposal_at(stage)
    keeper = User.objects.create_superuser("pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara")
    client.force_login(keeper)

    assert Proposal.objects.visible_to(keeper).exists() is proposal.is_registered
    assert not permissions.can_act(keeper, proposal, STEP_AT[stage])
    assert not permissions.can_create(keeper, proposal.unit)
    assert not permissions.can_edit(keeper, proposal)
    assert not permissions.can_withdraw(keeper, proposal)
    assert not queries.inbox_tasks(keeper, InboxTab.FREE, InboxFilter()).exists()
    page = client.get(reverse("workflows:proposal", args=[proposal.pk]))
    assert page.status_code == (200 if proposal.is_registered else 404)
    assert b"giliran Anda" not in page.content


def test_a_superuser_acts_in_the_role_that_was_given() -> None:
    proposal = proposal_at(Stage.VERIFICATION)
    keeper = User.objects.create_superuser("pemelihara@contoh.invalid", "kata-sandi-panjang", name="Pemelihara")
    people.give_role(by=None, user=keeper, role="verifikator")

    verify(proposal, User.objects.get(pk=keeper.pk))

    assert proposal.stage == Stage.DIRECTOR


def test_only_the_owner_gives_a_task_back() -> None:
    cast = make_cast()
    task = proposal_at(Stage.VERIFICATION, cast).task_metas.latest("pk").task
    actions.claim(by=cast.verifier, task=task)

    with pytest.raises(RefusedError, match="tugas Anda sendiri"):
        actions.release(by=make_user("verifikator"), task=task)

    task.refresh_from_db()
    assert task.owner == cast.verifier


def test_whoever_began_a_draft_is_not_offered_its_certification() -> None:
    """Also when a colleague has sent it: then no decision tells who wrote it."""
    cast = make_cast()
    proposal = make_draft(cast)
    actions.release(by=cast.operator, task=proposal.task_metas.latest("pk").task)
    actions.send_to_head(by=make_user("operator_balai", unit=cast.unit), proposal=proposal)
    people.give_role(by=None, user=cast.operator, role="kepala_balai", unit=cast.unit)
    both = User.objects.get(pk=cast.operator.pk)

    assert not queries.inbox_tasks(both, InboxTab.FREE, InboxFilter()).exists()
    assert queries.inbox_tasks(cast.head, InboxTab.FREE, InboxFilter()).exists()
