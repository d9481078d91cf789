"""Due dates in working days, reminders once, expiry, and mail without personal data."""

import datetime as dt

import pytest
import time_machine
from django.core.management import call_command
from viewflow.workflow.models import Task

from portal.core import actions as people
from portal.core.models import Holiday, OutgoingMail
from tests.factories import make_user
from tests.proposals import Cast, correct_and_resubmit, make_draft, proposal_at, verify
from workflows import actions, deadlines
from workflows.deadlines import tick
from workflows.enums import Section, Stage, Step
from workflows.models import Beneficiary, Community, StepDeadline, TaskMeta

pytestmark = pytest.mark.django_db

FRIDAY_NOON = dt.datetime(2026, 11, 20, 5, tzinfo=dt.UTC)


def test_the_due_date_skips_weekends_and_holidays(cast: Cast) -> None:
    Holiday.objects.create(on=dt.date(2026, 11, 24), name="Libur contoh")
    with time_machine.travel(FRIDAY_NOON, tick=False):
        proposal = proposal_at(Stage.VERIFICATION, cast)

    due = TaskMeta.objects.get(proposal=proposal, step=Step.VERIFICATION).due_on
    assert due == dt.date(2026, 11, 26)


def test_the_number_of_days_is_configuration(cast: Cast) -> None:
    StepDeadline.objects.filter(step=Step.VERIFICATION).update(working_days=1)
    with time_machine.travel(FRIDAY_NOON, tick=False):
        proposal = proposal_at(Stage.VERIFICATION, cast)

    assert TaskMeta.objects.get(proposal=proposal, step=Step.VERIFICATION).due_on == dt.date(2026, 11, 23)


def test_a_task_is_reminded_of_once_however_often_the_tick_runs(cast: Cast) -> None:
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal_at(Stage.VERIFICATION, cast)
        assert tick() == 0
        clock.shift(dt.timedelta(days=10))
        assert tick() == 1
        assert tick() == 0

    reminders = OutgoingMail.objects.filter(dedupe_key__startswith="due:")
    assert {mail.to for mail in reminders} == {cast.verifier.email}


def test_a_proposal_that_nobody_corrects_expires_after_ten_working_days(cast: Cast) -> None:
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal = proposal_at(Stage.REVISION, cast)
        clock.move_to(dt.datetime(2026, 12, 4, 16, tzinfo=dt.UTC))  # 23.00 WIB on the tenth working day
        call_command("workflow_tick", verbosity=0)
        proposal.refresh_from_db()
        assert proposal.stage == Stage.REVISION
        clock.move_to(dt.datetime(2026, 12, 4, 17, 1, tzinfo=dt.UTC))  # the day is over
        call_command("workflow_tick", verbosity=0)

    proposal.refresh_from_db()
    assert proposal.stage == Stage.EXPIRED


LAST_HOUR = dt.datetime(2026, 12, 4, 16, tzinfo=dt.UTC)
"""23.00 WIB on the tenth working day after FRIDAY_NOON."""


def test_a_correction_that_the_head_does_not_certify_expires_on_the_same_day(cast: Cast) -> None:
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal = proposal_at(Stage.REVISION, cast)
        clock.shift(dt.timedelta(days=3))
        correct_and_resubmit(proposal, cast.operator)
        clock.move_to(LAST_HOUR)
        tick()
        proposal.refresh_from_db()
        assert proposal.stage == Stage.SUBMISSION
        clock.shift(dt.timedelta(hours=2))
        tick()

    proposal.refresh_from_db()
    assert proposal.stage == Stage.EXPIRED


def test_handing_a_correction_to_and_fro_wins_no_new_days(cast: Cast) -> None:
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal = proposal_at(Stage.REVISION, cast)
        clock.move_to(LAST_HOUR)
        correct_and_resubmit(proposal, cast.operator)
        actions.send_back_to_operator(by=cast.head, proposal=proposal, reason="Belum benar.")
        due = TaskMeta.objects.filter(proposal=proposal, step=Step.REVISION).order_by("-pk")
        assert due[0].due_on == dt.date(2026, 12, 4)
        clock.shift(dt.timedelta(hours=2))
        tick()

    proposal.refresh_from_db()
    assert proposal.stage == Stage.EXPIRED


def test_the_head_reads_the_day_on_which_the_correction_ends_if_the_own_deadline_is_later(cast: Cast) -> None:
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal = proposal_at(Stage.REVISION, cast)
        clock.move_to(LAST_HOUR)
        correct_and_resubmit(proposal, cast.operator)

    newest = TaskMeta.objects.filter(proposal=proposal, step=Step.SUBMISSION).latest("pk")
    assert newest.due_on == dt.date(2026, 12, 4)


def test_a_draft_that_waits_for_its_first_certification_never_expires(cast: Cast) -> None:
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal = make_draft(cast)
        actions.send_to_head(by=cast.operator, proposal=proposal)
        clock.shift(dt.timedelta(days=365))
        tick()

    proposal.refresh_from_db()
    assert proposal.stage == Stage.SUBMISSION
    assert not Task.objects.filter(process_id=proposal.process_id, flow_task_type="TIMER").exists()


def test_without_a_configured_deadline_a_correction_never_expires(cast: Cast) -> None:
    StepDeadline.objects.filter(step=Step.REVISION).delete()
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal = proposal_at(Stage.REVISION, cast)
        clock.shift(dt.timedelta(days=365))
        tick()

    proposal.refresh_from_db()
    assert proposal.stage == Stage.REVISION


def test_a_second_return_begins_its_own_days(cast: Cast) -> None:
    with time_machine.travel(FRIDAY_NOON, tick=False) as clock:
        proposal = proposal_at(Stage.REVISION, cast)
        clock.shift(dt.timedelta(days=7))
        correct_and_resubmit(proposal, cast.operator)
        actions.certify_and_submit(by=cast.head, proposal=proposal)
        actions.return_for_revision(
            by=cast.verifier, proposal=proposal, reason="Masih kurang.", sections={Section.BUDGET: ""}
        )

    newest = TaskMeta.objects.filter(proposal=proposal, step=Step.REVISION).latest("pk")
    assert newest.due_on == dt.date(2026, 12, 11)


def test_everybody_who_may_do_the_step_hears_of_it_and_nobody_else(cast: Cast) -> None:
    colleague, stranger = make_user("verifikator"), make_user("kpa")
    proposal = proposal_at(Stage.VERIFICATION, cast)

    task = TaskMeta.objects.get(proposal=proposal, step=Step.VERIFICATION)
    told = set(OutgoingMail.objects.filter(dedupe_key__startswith=f"task:{task.pk}:").values_list("to", flat=True))
    assert told == {cast.verifier.email, colleague.email}
    assert not OutgoingMail.objects.filter(to=stranger.email).exists()


def test_mail_names_no_person_served_and_no_reason(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    community = Community.objects.get(proposal=proposal)
    Beneficiary.objects.create(community=community, name="Siti Penerima", national_id="3175000000000001")

    actions.return_for_revision(
        by=cast.verifier,
        proposal=proposal,
        reason="KTP Siti Penerima belum jelas.",
        sections={Section.PAPERS: "KTP Siti Penerima."},
    )

    texts = "\n".join(f"{mail.subject}\n{mail.body}" for mail in OutgoingMail.objects.all())
    assert proposal.registration_number in texts
    assert "Siti" not in texts
    assert "3175000000000001" not in texts
    assert community.name not in texts


def test_people_who_have_left_get_no_mail(cast: Cast) -> None:
    gone = [make_user("verifikator"), make_user("kepala_balai", unit=cast.unit)]
    for person in gone:
        people.deactivate_user(by=None, user=person)

    proposal = proposal_at(Stage.VERIFICATION, cast)
    actions.return_for_revision(
        by=cast.verifier, proposal=proposal, reason="Lengkapi RAB.", sections={Section.BUDGET: ""}
    )

    told = set(OutgoingMail.objects.values_list("to", flat=True))
    assert {cast.verifier.email, cast.head.email} <= told
    assert not told & {person.email for person in gone}


def test_nobody_is_reminded_of_a_task_that_was_finished_meanwhile(cast: Cast) -> None:
    proposal = proposal_at(Stage.VERIFICATION, cast)
    late = TaskMeta.objects.filter(proposal=proposal, step=Step.VERIFICATION)
    late.update(due_on=dt.date(2020, 1, 1))
    verify(proposal, cast.verifier)

    assert not deadlines._remind_one(late.get().pk)

    assert late.get().reminded_at is None
    assert not OutgoingMail.objects.filter(dedupe_key__startswith="due:").exists()
