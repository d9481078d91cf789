"""A file on its way in pieces, over a line that breaks: what has arrived stays, and the rest follows."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.models.configuration import PaperKind
from workflows.models.papers import Paper
from workflows.models.proposals import Proposal


class UploadSessionQuerySet(models.QuerySet["UploadSession"]):
    def expired(self) -> "UploadSessionQuerySet":
        return self.filter(expires_at__lte=timezone.now())


class UploadSession(models.Model):
    """One file of one account for one kind of paper. The bytes lie in private storage under the session's own key.

    `sha256` and `size` are what the browser promised; `received` bytes are there. Done once `paper` is set.
    """

    LIFETIME = dt.timedelta(days=2)
    MOST_PER_ACCOUNT = 20

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="upload_sessions")
    kind = models.ForeignKey(PaperKind, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="upload_sessions")
    name = models.CharField(_("nama file"), max_length=255)
    size = models.PositiveBigIntegerField(_("ukuran (bita)"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    received = models.PositiveBigIntegerField(_("diterima (bita)"), default=0)
    paper = models.ForeignKey(Paper, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("dibuat pada"), auto_now_add=True)
    expires_at = models.DateTimeField(_("berlaku sampai"), db_index=True)

    objects = UploadSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("unggahan")
        verbose_name_plural = _("unggahan")
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "kind", "owner", "sha256"), name="one_upload_session_per_file"),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="promised_hash_is_sha256"),
            models.CheckConstraint(
                condition=Q(size__gte=1, received__lte=F("size")), name="no_more_received_than_promised"
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.received}/{self.size}"

    @property
    def is_whole(self) -> bool:
        """Every byte has arrived."""
        return self.received == self.size

    @property
    def storage_name(self) -> str:
        """The sender's name never becomes part of a path."""
        return f"uploading/{self.pk.hex}"
