"""A letter that keeps failing: how often, since when, and what is said of it on every page that waits for the letter."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from portal.core.formats import moment_long
from portal.core.models import User
from workflows.deadlines import MANY_FAILURES
from workflows.enums import Step
from workflows.models import Proposal
from workflows.permissions import holds_right_of


@dataclass(frozen=True, slots=True)
class LetterFailure:
    """The letter is not made yet, and making it has failed `times` since `since`."""

    times: int
    since: dt.datetime

    @property
    def sentence(self) -> str:
        """What happened, what happens next, and who knows of it."""
        words = {"times": self.times, "since": moment_long(self.since)}
        if self.times < MANY_FAILURES:
            text = _(
                "Surat keputusan belum dapat dibuat: sudah gagal %(times)s kali sejak %(since)s. "
                "Portal mencobanya lagi dengan sendirinya; PPK dan administrator portal diberi tahu bila tetap gagal."
            )
        else:
            text = _(
                "Surat keputusan belum dapat dibuat: sudah gagal %(times)s kali sejak %(since)s. "
                "Portal mencobanya lagi setiap jam. PPK dan administrator portal sudah diberi tahu lewat surel."
            )
        return text % words


def advice_for(user: User, proposal: Proposal) -> str:
    """What those who decided may do about it; nothing is asked of anybody else."""
    if not any(holds_right_of(user, proposal, step) for step in (Step.DECISION_SET, Step.DECISION_CONFIRM)):
        return ""
    return _(
        "Keputusan tetap berlaku dan tidak perlu diulang; hanya berkas PDF-nya yang belum ada. "
        "Bila suratnya mendesak, mintalah administrator portal memeriksa penyebabnya."
    )


def letter_failure(proposal: Proposal) -> LetterFailure | None:
    """One query; None while the letter is being made for the first time, and once it is there."""
    jobs = Task.objects.filter(process_id=proposal.process_id, flow_task_type="JOB", finished__isnull=True)
    job = jobs.order_by("-pk").first()
    return failure_of(job) if job is not None else None


def failure_of(job: Task) -> LetterFailure | None:
    """The same from the row of a job that has not finished."""
    failures = job.data.get("failures", 0)
    return LetterFailure(failures, dt.datetime.fromisoformat(job.data["failing_since"])) if failures else None
