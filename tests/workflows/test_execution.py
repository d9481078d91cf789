"""Rights count as they are under the lock: an office may end while a form waits for somebody else's decision."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from portal.core import actions as core_actions
from portal.core.models import ActingAppointment, User
from portal.core.permissions import RefusedError
from tests.factories import make_acting, make_user
from tests.proposals import Cast, make_cast, proposal_at
from workflows import actions
from workflows.drafts import GeneralData
from workflows.enums import Section, Stage, Step
from workflows.flows import AidFlow
from workflows.models import Decision, PinnedComment, Proposal, TypedAnswers
from workflows.permissions import can_act, can_edit
from workflows.unsaved import place_of


def certify(by: User, proposal: Proposal) -> None:
    actions.certify_and_submit(by=by, proposal=proposal)


def withdraw(by: User, proposal: Proposal) -> None:
    actions.withdraw(by=by, proposal=proposal, reason="Tidak jadi.")


def claim(by: User, proposal: Proposal) -> None:
    actions.claim(by=by, task=proposal.task_metas.latest("pk").task)


def save(by: User, proposal: Proposal) -> None:
    told = {each: getattr(proposal, each) for each in GeneralData.__dataclass_fields__}
    actions.save_draft_section(by=by, proposal=proposal, data=GeneralData(**told | {"title": "Judul lain"}))


def pin(by: User, proposal: Proposal) -> None:
    actions.pin_comment(by=by, proposal=proposal, section=Section.GENERAL, row="", column="title", text="Perjelas.")


def keep(by: User, proposal: Proposal) -> None:
    task = proposal.task_metas.latest("pk").task_id
    actions.keep_unsaved(
        by=by, proposal=proposal, step=Step.VERIFICATION, task_id=task, shown={}, sent={"reason": ["Kurang."]}
    )
    assert TypedAnswers.objects.filter(place=place_of(task)).exists()


ACTS = {
    "certify": (certify, Stage.SUBMISSION, "head", "kepala_balai"),
    "withdraw": (withdraw, Stage.SUBMISSION, "head", "kepala_balai"),
    "claim": (claim, Stage.SUBMISSION, "head", "kepala_balai"),
    "save": (save, Stage.DRAFT, "operator", "operator_balai"),
    "pin": (pin, Stage.VERIFICATION, "verifier", "verifikator"),
    "keep": (keep, Stage.VERIFICATION, "verifier", "verifikator"),
}


@pytest.mark.django_db
@pytest.mark.parametrize("ends", ["role", "account"])
@pytest.mark.parametrize(("act", "stage", "who", "role"), ACTS.values(), ids=ACTS)
def test_who_loses_the_office_while_the_form_waits_does_nothing_more(
    cast: Cast, act: Callable[[User, Proposal], Any], stage: Stage, who: str, role: str, ends: str
) -> None:
    proposal = proposal_at(stage, cast)
    waiting = User.objects.get(pk=getattr(cast, who).pk)
    step = Step.DRAFTING if stage is Stage.DRAFT else Step(stage.value)
    assert can_act(waiting, proposal, step)  # as its view found it before the lock

    if ends == "role":
        unit = None if role == "verifikator" else cast.unit
        core_actions.take_role(by=None, user=User.objects.get(pk=waiting.pk), role=role, unit=unit)
    else:
        User.objects.filter(pk=waiting.pk).update(is_active=False)
    before = Proposal.objects.filter(pk=proposal.pk).values().get()

    with pytest.raises(RefusedError):
        act(waiting, proposal)
    assert Proposal.objects.filter(pk=proposal.pk).values().get() == before
    assert not PinnedComment.objects.exists()


@pytest.mark.django_db
def test_an_appointment_that_ends_while_the_form_waits_certifies_nothing(cast: Cast) -> None:
    """Or else it would stand on record as an act in an office of the deputy's own, which there never was."""
    proposal = proposal_at(Stage.SUBMISSION, cast)
    deputy = make_user()
    appointment = make_acting(deputy, cast.head)
    waiting = User.objects.get(pk=deputy.pk)
    assert can_act(waiting, proposal, Step.SUBMISSION)
    ActingAppointment.objects.filter(pk=appointment.pk).update(ended_at=timezone.now(), ended_by=cast.kpa)

    with pytest.raises(RefusedError):
        actions.certify_and_submit(by=waiting, proposal=proposal)
    assert not Decision.objects.filter(step=Step.SUBMISSION).exists()


@pytest.mark.django_db
def test_a_role_that_is_given_meanwhile_counts_at_once(cast: Cast) -> None:
    proposal = proposal_at(Stage.DRAFT, cast)
    newcomer = make_user()
    assert not can_edit(newcomer, proposal)
    core_actions.give_role(by=None, user=User.objects.get(pk=newcomer.pk), role="operator_balai", unit=cast.unit)

    save(newcomer, proposal)

    assert Proposal.objects.get(pk=proposal.pk).title == "Judul lain"


def test_the_wait_for_the_lock_is_bounded_and_no_other(postgres: object) -> None:
    proposal = proposal_at(Stage.SUBMISSION, make_cast())

    def bound() -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            return str(cursor.fetchone()[0])

    with transaction.atomic():
        with AidFlow.lock(proposal.process_id):
            within = bound()
        after = bound()

    assert (within, after) == ("0", "0")
