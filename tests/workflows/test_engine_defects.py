"""Defects of Viewflow 2.4.0 that would concern us: each stays closed."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from viewflow.workflow import STATUS
from viewflow.workflow.models import Process, Task

from portal.core.models import AuditEvent, User
from portal.core.models.people import PersonIsKeptError
from tests.proposals import Cast, check_papers, correct_and_resubmit, proposal_at
from workflows import actions, audit, tasks
from workflows.deadlines import tick
from workflows.enums import Stage, Step
from workflows.flows import AidFlow
from workflows.models import AidProcess, Proposal, TaskMeta, TimelineEvent

pytestmark = pytest.mark.django_db


def open_task(proposal: Proposal) -> Task:
    return TaskMeta.objects.filter(proposal=proposal).latest("pk").task


def test_b1_a_task_never_runs_as_another_node(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    task = open_task(proposal)
    actions.claim(by=cast.verifier, task=task)
    task.refresh_from_db()

    assert AidFlow.verification.can_execute(cast.verifier, task)
    assert not AidFlow.director.can_execute(cast.verifier, task)
    assert not AidFlow.director.can_assign(cast.director, task)


def test_b1_fields_of_another_step_in_the_form_change_nothing(client: Client, cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    client.force_login(cast.verifier)

    response = client.post(
        reverse("workflows:task", args=[open_task(proposal).pk]),
        {"outcome_choice": "approved", "director_outcome": "approved", "stage": "done"},
    )

    proposal.refresh_from_db()
    assert response.status_code == 200
    assert (proposal.stage, proposal.director_outcome) == (Stage.VERIFICATION, "")


def test_b1_the_engines_own_addresses_are_not_mounted() -> None:
    for name in ("viewflow:index", "workflow:index", "aid:index"):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    assert "viewflow" not in str(get_resolver().reverse_dict)


def test_b2_a_revived_task_keeps_its_right_and_due_date(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    with open_task(proposal).activation() as activation:
        activation.cancel()
        revived = activation.revive()

    assert revived.owner_permission == "core.verify_proposals"
    assert not AidFlow.verification.can_assign(cast.operator, revived)
    assert TaskMeta.objects.get(pk=revived.pk).due_on is not None


def test_b3_the_lock_follows_the_row(client: Client, cast: Cast) -> None:
    """No address names a process: there is nothing to falsify."""
    from workflows.urls import urlpatterns

    assert not [pattern for pattern in urlpatterns if "process" in str(pattern.pattern)]


def test_b5_cancelling_a_revision_disarms_its_deadline_and_reviving_arms_it_again(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)
    timers = Task.objects.filter(process_id=proposal.process_id, flow_task_type="TIMER")
    with open_task(proposal).activation() as activation:
        activation.cancel()
        assert not timers.filter(status=STATUS.SCHEDULED).exists()
        activation.revive()

    assert timers.filter(status=STATUS.SCHEDULED).count() == 1


def test_b5_a_certified_correction_no_longer_expires(cast: Cast) -> None:
    proposal = proposal_at(Stage.REVISION, cast)
    correct_and_resubmit(proposal, cast.operator)
    actions.certify_and_submit(by=cast.head, proposal=proposal)
    timers = Task.objects.filter(process_id=proposal.process_id, flow_task_type="TIMER")
    timers.update(scheduled=timezone.now() - dt.timedelta(days=1))

    tick()

    proposal.refresh_from_db()
    assert proposal.stage == Stage.VERIFICATION


def fail(proposal: Proposal) -> tasks.Store:
    secret = "NIK 3175000000000001"
    raise ValueError(f"no printer for {secret}")


@pytest.fixture
def failed(cast: Cast) -> Proposal:
    """A confirmed proposal whose letter could not be made."""
    proposal = proposal_at(Stage.DECISION_CONFIRM, cast)
    actions.confirm_decision(by=cast.kpa, proposal=proposal)
    tasks.run_job(job_of(proposal).pk, fail)
    return proposal


def job_of(proposal: Proposal) -> Task:
    return Task.objects.get(process_id=proposal.process_id, flow_task_type="JOB")


def test_b6_a_failed_job_keeps_the_process_open_and_no_personal_data(failed: Proposal) -> None:
    job = job_of(failed)

    assert (job.status, job.finished) == (STATUS.ERROR, None)
    assert (job.data["error"], job.data["failures"]) == ("ValueError", 1)
    assert set(job.data) == {"error", "failures", "failed_at", "failing_since"}
    assert Process.objects.get(pk=failed.process_id).status == "NEW"
    assert TimelineEvent.objects.filter(proposal=failed, verb="failed").exists()


def test_a_failed_job_is_tried_again_by_the_tick(failed: Proposal) -> None:
    assert tick() == 1
    job = job_of(failed)
    assert job.status == STATUS.SCHEDULED

    tasks.run_job(job.pk, tasks.draw_letter)

    assert open_task(failed).flow_task == AidFlow.distribution


def test_a_job_delivered_twice_is_done_once(cast: Cast) -> None:
    proposal = proposal_at(Stage.DISTRIBUTION, cast)
    before = Task.objects.filter(process_id=proposal.process_id).count()

    tasks.run_job(job_of(proposal).pk, fail)

    assert Task.objects.filter(process_id=proposal.process_id).count() == before


def test_b9_a_withdrawal_does_not_overwrite_what_a_stale_instance_forgot(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    stale = Proposal.objects.get(pk=proposal.pk)
    actions.reject(by=cast.verifier, proposal=proposal, step=Step.VERIFICATION, reason="Di luar sasaran.")

    with pytest.raises(actions.ConflictError):
        actions.withdraw(by=cast.head, proposal=stale, reason="Terlambat.")

    assert Process.objects.get(pk=proposal.process_id).status == "DONE"
    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.REJECTED


def test_b18_an_account_is_never_deleted_so_its_tasks_stay(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    count = Task.objects.filter(process_id=proposal.process_id).count()

    with pytest.raises(PersonIsKeptError):
        cast.verifier.delete()
    with pytest.raises(PersonIsKeptError):
        User.objects.filter(pk=cast.verifier.pk).delete()

    assert Task.objects.filter(process_id=proposal.process_id).count() == count


def test_b19_the_manage_permission_does_not_depend_on_imports() -> None:
    assert "manage" in AidProcess._meta.default_permissions


def test_nothing_is_decided_when_the_audit_fails(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    check_papers(proposal, cast.verifier)
    rows = AuditEvent.objects.count()

    def broken(**kwargs: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit.audit, "record_all", broken)
    with pytest.raises(OSError, match="disk full"):
        actions.verify(by=cast.verifier, proposal=proposal)

    assert AuditEvent.objects.count() == rows
    assert Proposal.objects.get(pk=proposal.pk).stage == Stage.VERIFICATION
    assert not proposal.decisions.filter(step=Step.VERIFICATION).exists()


def test_every_decision_carries_name_and_office_of_that_day(cast: Cast) -> None:
    proposal = proposal_at(Stage.DIRECTOR, cast)
    name, office = cast.verifier.name, cast.verifier.office
    cast.verifier.name, cast.verifier.office = "Nama Baru", "Jabatan Baru"
    cast.verifier.save()

    decision = proposal.decisions.get(step=Step.VERIFICATION)
    assert (decision.by_name, decision.by_office) == (name, office)
    event = AuditEvent.objects.filter(verb="complete", actor=cast.verifier).latest("sequence")
    assert (event.actor_name, event.actor_office) == (name, office)
    assert event.data["outcome"] == "complete"
