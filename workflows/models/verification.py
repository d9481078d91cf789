"""What the verifier found of each paper, and what officials ask about single answers."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from portal.core.models import Unit
from portal.core.permissions import Person, holds_by_role
from workflows.enums import PaperVerdict, Section, Step
from workflows.models.configuration import PaperKind
from workflows.models.decisions import Decision, ReturnRequest
from workflows.models.papers import Paper
from workflows.models.proposals import Proposal


class PaperCheckQuerySet(models.QuerySet["PaperCheck"]):
    def visible_to(self, user: Person, proposal: Proposal) -> "PaperCheckQuerySet":
        """Officials read every mark of a case they see; the unit what went with a return, and what was found in order before
        a decision: a finding that was not sent is not told.
        """
        own = self.filter(proposal=proposal)
        if not holds_by_role(user, "core.draft_proposals", proposal.unit):
            return own
        later = Decision.objects.filter(proposal=proposal, at__gte=OuterRef("at"))
        is_sent = Q(Exists(later.filter(return_request__isnull=False)))
        return own.filter(is_sent | Q(Exists(later.filter(step=Step.VERIFICATION)), verdict=PaperVerdict.IN_ORDER))


class PaperCheck(models.Model):
    """One version of a paper, looked at; without a paper: that the kind is missing.

    It says nothing about a newer version, nor about the same file with another date of validity.
    """

    MOST_LETTERS = 500

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="paper_checks")
    kind = models.ForeignKey(PaperKind, verbose_name=_("jenis berkas"), on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(
        Paper, verbose_name=_("berkas"), null=True, blank=True, on_delete=models.CASCADE, related_name="checks"
    )
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    verdict = models.CharField(_("hasil"), max_length=20, choices=PaperVerdict.choices)
    reason = models.CharField(_("alasan"), max_length=MOST_LETTERS, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("oleh"), on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(_("nama"), max_length=150)
    by_office = models.CharField(_("jabatan"), max_length=150, blank=True)
    at = models.DateTimeField(_("waktu"))

    objects = PaperCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("pemeriksaan berkas")
        verbose_name_plural = _("pemeriksaan berkas")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("paper",), name="one_check_per_version_of_a_paper"),
            models.UniqueConstraint(
                fields=("proposal", "kind"), condition=Q(paper__isnull=True), name="one_check_per_missing_paper"
            ),
            models.CheckConstraint(condition=Q(verdict__in=PaperVerdict.values), name="paper_verdict_is_known"),
            models.CheckConstraint(
                condition=~Q(verdict=PaperVerdict.NOT_IN_ORDER) | ~Q(reason=""), name="paper_not_in_order_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(paper__isnull=False) | Q(verdict=PaperVerdict.NOT_IN_ORDER),
                name="missing_paper_is_not_in_order",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}: {self.get_verdict_display()}"


class PinnedCommentQuerySet(models.QuerySet["PinnedComment"]):
    def open(self) -> "PinnedCommentQuerySet":
        """They still ask for something, or will with the next return."""
        return self.filter(closed_at__isnull=True)

    def sent(self) -> "PinnedCommentQuerySet":
        """The unit has been asked."""
        return self.filter(request__isnull=False)

    def visible_to(self, user: Person, unit: Unit) -> "PinnedCommentQuerySet":
        """The unit reads what it has been asked; officials read everything of a case they see."""
        return self.sent() if holds_by_role(user, "core.draft_proposals", unit) else self

    def with_handing_in(self) -> "PinnedCommentQuerySet":
        """Each with `is_handed_in`: the head has certified what the unit answered to the return that it went with."""
        return self.annotate(is_handed_in=Exists(Decision.objects.certifying("request__answered_at")))

    def going_with(self, step: Step) -> "PinnedCommentQuerySet":
        """Written at this step, or asked before: another step's notes are not sent in its name."""
        return self.filter(Q(step=step) | Q(request__isnull=False))


class PinnedComment(models.Model):
    """What an official asks about one answer, named as `workflows.snapshots` names it.

    `row` is the key of a community, item, paper or statement, and empty for the proposal itself; `column` is empty for the
    row as a whole. Without a `request` the unit has not seen it; a closed one asks for nothing any more.
    """

    MOST_LETTERS = 1_000

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="pinned_comments")
    section = models.CharField(_("bagian"), max_length=20, choices=Section.choices)
    row = models.CharField(max_length=40, blank=True)
    column = models.CharField(max_length=40, blank=True)
    text = models.TextField(_("catatan"))
    reply = models.TextField(_("jawaban unit"), blank=True)
    step = models.CharField(_("langkah"), max_length=40, choices=Step.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("oleh"), on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(_("nama"), max_length=150)
    by_office = models.CharField(_("jabatan"), max_length=150, blank=True)
    at = models.DateTimeField(_("waktu"))
    request = models.ForeignKey(
        ReturnRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="pinned_comments"
    )
    closed_at = models.DateTimeField(_("ditutup pada"), null=True, blank=True)
    closed_by_name = models.CharField(_("ditutup oleh"), max_length=150, blank=True)

    objects = PinnedCommentQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan pada isian")
        verbose_name_plural = _("catatan pada isian")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="pinned_comment_says_something"),
            models.CheckConstraint(condition=Q(section__in=Section.values), name="pinned_comment_section_is_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by_name="")
                | (Q(closed_at__isnull=False) & ~Q(closed_by_name="")),
                name="pinned_comment_is_closed_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.section} {self.row} {self.column}"

    @property
    def is_closed(self) -> bool:
        """It asks for nothing any more."""
        return self.closed_at is not None
