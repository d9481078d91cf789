"""Who wrote on a proposal: everybody who changed a section or a paper of it, not only who began it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.proposals import Proposal


class Contribution(models.Model):
    """One account has a hand in the content of one proposal, so it acts on it in no other function."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="contributions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("keikutsertaan menyusun")
        verbose_name_plural = _("keikutsertaan menyusun")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("proposal", "user"), name="one_contribution_per_person"),)

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.user_id}"
