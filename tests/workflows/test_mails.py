"""Mail, log lines, jobs and audit of a whole case name nobody who receives aid, whatever people wrote into it."""

import logging

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.core.models import AuditEvent, OutgoingMail
from portal.logs import RedactingFormatter
from tests.proposals import FORWARD, Cast, correct, make_draft
from workflows import actions, notifications
from workflows.deadlines import tick
from workflows.enums import Section, Stage, Step
from workflows.models import Beneficiary, Proposal, TaskMeta

pytestmark = pytest.mark.django_db

NAME, NIK, PHONE, STREET = "Zuleikhah Quraisyin", "3275014408900001", "0812-3456-7890", "Gang Kenanga 17"
SAID = f"Atas permintaan {NAME}, NIK {NIK}, {PHONE}, {STREET}."
PERSONAL = ("zuleikhah", "quraisyin", NIK, "3456", "kenanga")


@pytest.fixture
def walked(cast: Cast, caplog: pytest.LogCaptureFixture) -> Proposal:
    """From draft to delivery with everything that sends mail on the way: returns, sent back, reminders, a letter that fails."""
    caplog.set_level(logging.DEBUG, "workflows")
    caplog.set_level(logging.DEBUG, "portal")
    proposal = make_draft(cast, price=60_000_000)
    Beneficiary.objects.update(name=NAME, national_id=NIK, address=STREET)
    Proposal.objects.filter(pk=proposal.pk).update(
        title=f"Mesin pres {NIK} {PHONE}", background=SAID, applicant_address=STREET, applicant_name=f"Kelompok {NIK}"
    )
    proposal.communities.update(place=STREET)
    proposal.refresh_from_db()
    actions.send_to_head(by=cast.operator, proposal=proposal, note=SAID)
    actions.send_back_to_operator(by=cast.head, proposal=proposal, reason=SAID)
    actions.send_to_head(by=cast.operator, proposal=proposal, note=SAID)
    actions.certify_and_submit(by=cast.head, proposal=proposal, note=SAID)
    asked = {Section.BUDGET: SAID, Section.GENERAL: SAID}
    actions.return_for_revision(by=cast.verifier, proposal=proposal, reason=SAID, sections=asked)
    correct(proposal, cast.operator)
    actions.resubmit(by=cast.operator, proposal=proposal, note=SAID, explanations={Section.GENERAL: SAID})
    proposal.refresh_from_db()
    while proposal.stage in FORWARD:
        TaskMeta.objects.update(due_on=timezone.localdate())
        tick()
        if proposal.stage == Stage.DECISION_SET:
            task = TaskMeta.objects.filter(proposal=proposal).latest("pk").task
            notifications.letter_stuck(task, proposal, 3)
        FORWARD[Stage(proposal.stage)](proposal, cast)
        proposal.refresh_from_db()
    assert proposal.stage == Stage.DONE
    return proposal


def test_no_mail_names_anybody_who_receives_aid(walked: Proposal, cast: Cast) -> None:
    withdrawn = make_draft(cast)
    Proposal.objects.filter(pk=withdrawn.pk).update(title=f"{NAME} {NIK}")
    withdrawn.refresh_from_db()
    actions.send_to_head(by=cast.operator, proposal=withdrawn, note=SAID)
    actions.certify_and_submit(by=cast.head, proposal=withdrawn)
    actions.reject(by=cast.verifier, proposal=withdrawn, step=Step.VERIFICATION, reason=SAID)

    mails = OutgoingMail.objects.all()
    told = "\n".join(f"{mail.to} {mail.subject} {mail.body} {mail.dedupe_key}" for mail in mails).casefold()

    kinds = {mail.dedupe_key.partition(":")[0] for mail in mails}
    assert kinds >= {"task", "due", "decision", "job"}
    assert [each for each in PERSONAL if each in told] == []


def test_no_job_audit_event_or_log_line_does(walked: Proposal, caplog: pytest.LogCaptureFixture) -> None:
    formatter = RedactingFormatter("%(name)s %(message)s")
    told = [formatter.format(record) for record in caplog.records]
    told += [repr(row) for row in DBTaskResult.objects.values_list("args_kwargs", "return_value", "traceback")]
    told += [repr(row) for row in AuditEvent.objects.values_list("verb", "object_id", "data", "actor_name")]

    assert AuditEvent.objects.filter(verb="section_explained").exists()
    assert [each for each in PERSONAL if each in "\n".join(told).casefold()] == []
