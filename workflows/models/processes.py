"""What Viewflow's own rows lack: a named process, due dates, and the timeline."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process, Task

from workflows.enums import Step
from workflows.models.proposals import Proposal


class AidProcess(Process):
    """The engine's process of one proposal; no columns of its own, the proposal points here."""

    class Meta:
        proxy = True
        verbose_name = _("proses usulan bantuan")
        verbose_name_plural = _("proses usulan bantuan")
        # Said here, because Viewflow adds «manage» only if the flow happens to be imported before `migrate` (B19).
        default_permissions = ("add", "change", "delete", "view", "manage")


class TaskMeta(models.Model):
    """Step, due date and reminder of a human task (Viewflow's Task has neither date, and its node is a path).

    `meant_for` did this work last, and finds the task again among the own ones; colleagues may take it all the same.
    """

    task = models.OneToOneField(Task, on_delete=models.CASCADE, related_name="meta", primary_key=True)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="task_metas")
    step = models.CharField(_("langkah"), max_length=40, choices=Step.choices)
    due_on = models.DateField(_("tenggat"), null=True, blank=True, db_index=True)
    reminded_at = models.DateTimeField(_("diingatkan pada"), null=True, blank=True)
    meant_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("terakhir dikerjakan"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = _("tenggat tugas")
        verbose_name_plural = _("tenggat tugas")

    def __str__(self) -> str:
        return f"{self.task_id} {self.due_on}"


class EventsAreKeptError(Exception):
    """Timeline rows are written once."""


class TimelineEvent(models.Model):
    """One line of a proposal's history, with name and office of that day copied in. Written by `workflows.audit` only."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("usulan"), on_delete=models.PROTECT, related_name="events")
    task = models.ForeignKey(Task, null=True, on_delete=models.PROTECT, related_name="events")
    node = models.CharField(_("langkah"), max_length=60, blank=True)
    verb = models.CharField(_("tindakan"), max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    actor_name = models.CharField(_("nama"), max_length=150, blank=True)
    actor_office = models.CharField(_("jabatan"), max_length=150, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    at = models.DateTimeField(_("waktu"))

    class Meta:
        verbose_name = _("jejak proses")
        verbose_name_plural = _("jejak proses")
        ordering = ("pk",)
        indexes = (models.Index(fields=("proposal", "id"), name="timeline_of_proposal"),)

    def __str__(self) -> str:
        return f"{self.node} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise EventsAreKeptError
        super().save(*args, **kwargs)
