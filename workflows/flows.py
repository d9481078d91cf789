"""The way of an aid proposal (product.md): steps and arrows only. FLOWS.md is drawn from this file.

Names of nodes are stored with running cases: add nodes, never rename one. What each step is stands in steps.py.
"""

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from workflows import routing, tasks
from workflows.deadlines import expiry
from workflows.enums import Stage, Step
from workflows.gates import Gate
from workflows.locks import RowLock
from workflows.models import AidProcess
from workflows.nodes import Job, RoleView, StageEnd, attach_process


class AidFlow(flow.Flow):
    """Usulan bantuan

    Dari draf unit sampai serah terima kepada komunitas penerima.
    """

    process_class = AidProcess
    lock_impl = RowLock()

    start = flow.StartHandle(attach_process).Next(this.drafting)
    drafting = RoleView(Step.DRAFTING).Next(this.submission)

    # A correction that the head holds expires as one that the operator holds: the days are theirs together.
    submission = (
        RoleView(Step.SUBMISSION).OnTimeout(expiry, this.expired, title="Kedaluwarsa").Next(this.submission_gate)
    )
    submission_gate = (
        Gate()
        .Case(this.verification, routing.is_submitted)
        .Case(this.revision, routing.is_registered)
        .Default(this.drafting)
    )

    verification = RoleView(Step.VERIFICATION).Next(this.verification_gate)
    verification_gate = (
        Gate()
        .Case(this.director, routing.is_complete)
        .Case(this.revision, routing.verifier_returns)
        .Default(this.rejected)
    )

    revision = RoleView(Step.REVISION).OnTimeout(expiry, this.expired, title="Kedaluwarsa").Next(this.submission)

    director = RoleView(Step.DIRECTOR).Next(this.director_gate)
    director_gate = (
        Gate()
        .Case(this.revision, routing.director_returns)
        .Case(this.rejected, routing.director_rejects)
        .Case(this.director_general, routing.needs_director_general)
        .Default(this.decision_set)
    )

    director_general = RoleView(Step.DIRECTOR_GENERAL).Next(this.director_general_gate)
    director_general_gate = (
        Gate()
        .Case(this.decision_set, routing.director_general_approves)
        .Case(this.director, routing.director_general_returns)
        .Default(this.rejected)
    )

    decision_set = RoleView(Step.DECISION_SET).Next(this.decision_confirm)
    decision_confirm = RoleView(Step.DECISION_CONFIRM).Next(this.decision_confirm_gate)
    decision_confirm_gate = Gate().Case(this.letter, routing.is_confirmed).Default(this.decision_set)
    letter = Job(tasks.make_letter, Stage.DISTRIBUTION, _("Pembuatan surat keputusan")).Next(this.distribution)

    distribution = RoleView(Step.DISTRIBUTION).Next(this.done)

    done = StageEnd(Stage.DONE)
    rejected = StageEnd(Stage.REJECTED)
    expired = StageEnd(Stage.EXPIRED)
