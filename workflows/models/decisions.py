"""What officials decided, with their name and office of that day."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Task

from workflows.enums import OUTCOMES_WITH_REASON, Function, Outcome, Section, Step
from workflows.models.proposals import Proposal


class DecisionQuerySet(models.QuerySet["Decision"]):
    def answered_for_by(self, user_id: Any) -> "DecisionQuerySet":
        """Taken by the account, or for it by an acting officer: what one's deputy decided counts as one's own."""
        return self.filter(Q(by=user_id) | Q(acting_for=user_id))

    def certifying(self, since: str, proposal: str = "proposal") -> "DecisionQuerySet":
        """For Exists: by which the head of the unit has handed in what the outer row holds since the moment in that column."""
        return self.filter(proposal=OuterRef(proposal), outcome=Outcome.SUBMITTED, at__gte=OuterRef(since))


class Decision(models.Model):
    """One finished human step: exactly one per task, so that no step is decided twice."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("usulan"), on_delete=models.PROTECT, related_name="decisions")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="decision")
    step = models.CharField(_("langkah"), max_length=40, choices=Step.choices)
    function = models.CharField(_("kedudukan"), max_length=30, choices=Function.choices)
    outcome = models.CharField(_("keputusan"), max_length=20, choices=Outcome.choices)
    reason = models.TextField(_("catatan"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("oleh"), on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(_("nama"), max_length=150)
    by_office = models.CharField(_("jabatan"), max_length=150, blank=True)
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("atas nama"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    acting_for_name = models.CharField(_("nama pejabat yang diwakili"), max_length=150, blank=True)
    acting_for_office = models.CharField(_("jabatan yang diwakili"), max_length=150, blank=True)
    requested_amount = models.PositiveBigIntegerField(_("nilai diusulkan saat itu"))
    approved_amount = models.PositiveBigIntegerField(_("nilai disetujui saat itu"))
    at = models.DateTimeField(_("waktu"))

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("keputusan")
        verbose_name_plural = _("keputusan")
        ordering = ("pk",)
        indexes = (models.Index(fields=("by", "-id"), name="decisions_of_a_person"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(outcome__in=sorted(OUTCOMES_WITH_REASON)) | ~Q(reason=""),
                name="return_and_reject_have_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(acting_for__isnull=True, acting_for_name="")
                | (Q(acting_for__isnull=False) & ~Q(acting_for_name="")),
                name="acting_officer_names_both",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_step_display()}: {self.get_outcome_display()}"

    def is_answered_for_by(self, user_id: int | None) -> bool:
        """See `DecisionQuerySet.answered_for_by`."""
        return user_id in {self.by_id, self.acting_for_id}

    @property
    def who(self) -> str:
        """The name, and whom an acting officer represented: «Ani (mewakili Budi)»."""
        if not self.acting_for_name:
            return self.by_name
        return _("%(name)s (mewakili %(represented)s)") % {"name": self.by_name, "represented": self.acting_for_name}

    @property
    def office_in_full(self) -> str:
        """The office, and whom an acting officer represented in it; the name where no office is known."""
        office = self.by_office or self.by_name
        if not self.acting_for_name:
            return office
        return _("%(office)s, mewakili %(name)s") % {"office": office, "name": self.acting_for_name}


class ReturnRequestQuerySet(models.QuerySet["ReturnRequest"]):
    def answered(self) -> "ReturnRequestQuerySet":
        """The unit has sent its correction to its head."""
        return self.filter(answered_at__isnull=False)

    def handed_in(self) -> "ReturnRequestQuerySet":
        """The head has certified the answers."""
        return self.filter(Exists(Decision.objects.certifying("answered_at")))

    def with_handing_in(self) -> "ReturnRequestQuerySet":
        """Each with `is_handed_in`."""
        return self.annotate(is_handed_in=Exists(Decision.objects.certifying("answered_at")))


class ReturnRequest(models.Model):
    """What has to be corrected after a return."""

    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="return_request")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="return_requests")
    answered_at = models.DateTimeField(_("diperbaiki pada"), null=True, blank=True)
    unasked = models.JSONField(_("isi bagian lain saat dikembalikan"), default=dict, blank=True)
    """By section, as `workflows.snapshots` writes it, of all that is not to be corrected; empty for earlier returns."""
    mended = models.JSONField(_("bagian lain yang berubah"), default=list, blank=True)
    """Sections that are not to be corrected and say something else than then; kept by `workflows.corrections`."""

    objects = ReturnRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("permintaan perbaikan")
        verbose_name_plural = _("permintaan perbaikan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("proposal",), condition=Q(answered_at__isnull=True), name="one_open_return_per_proposal"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class ReturnedSection(models.Model):
    """A section that is open for correction, with the comment that concerns it."""

    request = models.ForeignKey(ReturnRequest, on_delete=models.CASCADE, related_name="sections")
    section = models.CharField(_("bagian"), max_length=20, choices=Section.choices)
    comment = models.TextField(_("catatan"), blank=True)
    content = models.JSONField(_("isi saat dikembalikan"), default=dict, blank=True)
    """As `workflows.snapshots` writes it; empty for what was returned before contents were kept."""
    is_changed = models.BooleanField(_("sudah diubah"), default=False)
    """Whether the section says something else than then; kept by `workflows.corrections`."""
    explanation = models.TextField(_("alasan tidak diubah"), blank=True)
    """The unit's answer when it finds the section right as it is."""

    class Meta:
        verbose_name = _("bagian yang dikembalikan")
        verbose_name_plural = _("bagian yang dikembalikan")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("request", "section"), name="one_comment_per_returned_section"),)

    def __str__(self) -> str:
        return str(self.get_section_display())
