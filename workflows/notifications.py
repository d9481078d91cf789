"""Mail about proposals: registration number, step and due date only; never a name or address of a person served."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from viewflow.workflow.models import Task

from portal.core import mail
from portal.core.formats import date_long
from portal.core.gathering import held
from portal.core.membership import members_of
from portal.core.models import User
from portal.core.permissions import Place, groups_holding, groups_with
from workflows.enums import Step
from workflows.models import Decision, Proposal
from workflows.permissions import holds_right_of
from workflows.steps import STEPS


def candidates(task: Task, proposal: Proposal, step: Step) -> Iterable[User]:
    """Who should hear of a task: its owner while in office, or else everybody who holds the step's right for this proposal."""
    if task.owner and task.owner.is_active and holds_right_of(task.owner, proposal, step):
        return [task.owner]
    right = STEPS[step].right
    return _members(right.permission, right.place(proposal))


def _members(permission: str, place: Place | None) -> list[User]:
    """Everybody who holds the right there, read once for all mails of an act."""
    key = f"members with {permission} on {place._meta.model_name} {place.pk}" if place else f"members with {permission}"
    return held(key, lambda: list(members_of(groups_holding(permission, place))))


def task_opened(task: Task, proposal: Proposal, step: Step, due_on: dt.date | None, hearers: Iterable[User]) -> None:
    """A step waits for somebody: for the `candidates`."""
    subject = _("Tugas baru: %(step)s, %(proposal)s") % {"step": step.label, "proposal": label(proposal)}
    for user in hearers:
        _queue(user, subject, _body(proposal, step, due_on), f"task:{task.pk}:{user.pk}")


def task_due(task: Task, proposal: Proposal, step: Step, due_on: dt.date) -> None:
    """The step's last day has come, and it is still open."""
    subject = _("Jatuh tempo: %(step)s, %(proposal)s") % {"step": step.label, "proposal": label(proposal)}
    for user in candidates(task, proposal, step):
        _queue(user, subject, _body(proposal, step, due_on), f"due:{task.pk}:{user.pk}")


def decision_made(decision: Decision, proposal: Proposal) -> None:
    """The unit hears what was decided. Reasons stay on the portal: they may name people."""
    subject = _("%(outcome)s: %(proposal)s") % {
        "outcome": decision.get_outcome_display(),
        "proposal": label(proposal),
    }
    lines = [
        _("Langkah: %s") % decision.get_step_display(),
        _("Keputusan: %s") % decision.get_outcome_display(),
        _("Catatan lengkap dapat dibaca di portal:"),
        _address(proposal),
    ]
    for user in _members("core.submit_proposals", proposal.unit):
        if user.pk != decision.by_id:
            _queue(user, subject, "\n".join(lines), f"decision:{decision.pk}:{user.pk}")


def letter_stuck(task: Task, proposal: Proposal, failures: int) -> None:
    """The letter fails again and again: once for each PPK, who answers for it, and each administrator, who can find out why."""
    subject = _("Surat keputusan belum dapat dibuat: %s") % label(proposal)
    lines = [
        _("Usulan: %s") % label(proposal),
        _("Unit: %s") % proposal.unit,
        _("Pembuatan surat keputusan (PDF) sudah gagal %s kali. Portal mencobanya lagi setiap jam.") % failures,
        _(
            "Administrator portal dimohon memeriksa catatan server. Setelah penyebabnya diperbaiki, surat dapat dicoba lagi"
        ),
        _("saat itu juga dengan perintah: manage.py workflow_tick --retry"),
        "",
        _("Buka di portal:"),
        _address(proposal),
    ]
    groups = groups_with(STEPS[Step.DECISION_SET].right.permission) | groups_with("core.manage_people")
    for user in members_of(groups):
        _queue(user, subject, "\n".join(lines), f"job:{task.pk}:{user.pk}")


def label(proposal: Proposal) -> str:
    """How a proposal is called outside the portal."""
    return proposal.registration_number or _("draf %(number)s") % {"number": proposal.pk}


def _body(proposal: Proposal, step: Step, due_on: dt.date | None) -> str:
    lines = [
        _("Usulan: %s") % label(proposal),
        _("Unit: %s") % proposal.unit,
        _("Langkah: %s") % step.label,
    ]
    if due_on:
        lines.append(_("Tenggat: %s") % date_long(due_on))
    return "\n".join([*lines, "", _("Buka di portal:"), _address(proposal)])


def _address(proposal: Proposal) -> str:
    return settings.SITE_URL + reverse("workflows:proposal", args=[proposal.pk])


def _queue(user: User, subject: str, body: str, key: str) -> None:
    mail.queue(to=user.email, subject=subject, body=body, dedupe_key=key)
