"""What holds a draft together while it is typed: a version for each section, and answers that cannot be saved yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.enums import Section
from workflows.models.proposals import Proposal


class SectionVersion(models.Model):
    """How often a section was saved, and by which tab last: read and written under the proposal's lock.

    `tab` wrote all versions after `since`; `sequence` is the number of its last request that was saved.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="section_versions")
    section = models.CharField(_("bagian"), max_length=20, choices=Section.choices)
    number = models.PositiveIntegerField(_("versi"), default=1)
    tab = models.CharField(max_length=32, blank=True)
    since = models.PositiveIntegerField(default=1)
    sequence = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("versi bagian")
        verbose_name_plural = _("versi bagian")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("proposal", "section"), name="one_version_per_section"),)

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.section}: {self.number}"


class TypedAnswers(models.Model):
    """The fields of one form as somebody typed them, because they cannot be saved as they are: shown to that account only.

    May hold personal data. `place` tells the forms of a section apart: «community-7», «item-3», «new-7», or nothing; without
    a section it is the task whose official typed them: «task-9».
    """

    MOST_BYTES = 300_000
    OF_A_TASK = ""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="typed_answers")
    section = models.CharField(_("bagian"), max_length=20, choices=Section.choices, blank=True)
    place = models.CharField(max_length=40, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Names and values in the order sent: [["title", "Mesin"], …].
    fields = models.JSONField(_("isian"), default=list)
    version = models.PositiveIntegerField(_("versi bagian yang diisi"), default=1)
    saved_at = models.DateTimeField(_("disimpan pada"), auto_now=True, db_index=True)

    class Meta:
        verbose_name = _("isian sementara")
        verbose_name_plural = _("isian sementara")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "section", "place", "owner"), name="one_typed_form_per_person"),
        )

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.section} {self.place}"
