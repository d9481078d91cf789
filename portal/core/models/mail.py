"""The transactional outbox of mail: a message exists exactly when the act it tells of was committed."""

import datetime as dt

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class OutgoingMailQuerySet(models.QuerySet["OutgoingMail"]):
    def pending(self) -> "OutgoingMailQuerySet":
        """What may be sent now: neither sent, nor given up, nor in the hands of a worker that may still be at it."""
        lost_before = timezone.now() - OutgoingMail.LEASE
        is_free = models.Q(claimed_at__isnull=True) | models.Q(claimed_at__lt=lost_before)
        return self.filter(is_free, sent_at__isnull=True, attempts__lt=OutgoingMail.MAX_ATTEMPTS).order_by("pk")


class OutgoingMail(models.Model):
    """One message to one address; `dedupe_key` makes a repeated act send it once. Once sent, its text is gone."""

    MAX_ATTEMPTS = 10
    #: Longer than a delivery can take: EMAIL_TIMEOUT (10 s) holds for each of the eight steps of the conversation.
    LEASE = dt.timedelta(seconds=90)

    to = models.EmailField(_("kepada"))
    subject = models.CharField(_("perihal"), max_length=200)
    body = models.TextField(_("isi"), blank=True)
    dedupe_key = models.CharField(_("kunci"), max_length=150, unique=True)
    created_at = models.DateTimeField(_("dibuat pada"), auto_now_add=True)
    sent_at = models.DateTimeField(_("dikirim pada"), null=True, blank=True)
    claimed_at = models.DateTimeField(_("diambil pada"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("percobaan"), default=0)
    last_error = models.CharField(_("galat terakhir"), max_length=300, blank=True)

    objects = OutgoingMailQuerySet.as_manager()

    class Meta:
        verbose_name = _("surel keluar")
        verbose_name_plural = _("surel keluar")
        ordering = ("pk",)
        indexes = (models.Index(fields=("sent_at", "attempts"), name="mail_pending"),)

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"
