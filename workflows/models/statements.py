"""What somebody of the unit stated about the proposal, with the name of that day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.enums import StatementKind
from workflows.models.proposals import Proposal


class Statement(models.Model):
    """One statement that was ticked; taking the tick away removes it."""

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("usulan"), on_delete=models.CASCADE, related_name="statements"
    )
    kind = models.CharField(_("pernyataan"), max_length=20, choices=StatementKind.choices)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dinyatakan oleh"), on_delete=models.PROTECT, related_name="+"
    )
    made_by_name = models.CharField(_("nama"), max_length=150)
    made_at = models.DateTimeField(_("dinyatakan pada"), auto_now_add=True)

    class Meta:
        verbose_name = _("pernyataan")
        verbose_name_plural = _("pernyataan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "kind"), name="one_statement_of_a_kind"),
            models.CheckConstraint(condition=models.Q(kind__in=StatementKind.values), name="statement_is_known"),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
