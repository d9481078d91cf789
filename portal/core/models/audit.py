"""The append-only audit chain: every row carries the hash of the one before it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditRowIsFixedError(Exception):
    """Audit rows are written once and never changed or removed."""


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: Any) -> int:
        raise AuditRowIsFixedError

    def delete(self) -> tuple[int, dict[str, int]]:
        raise AuditRowIsFixedError


class AuditEvent(models.Model):
    """Who did what to which object, with the name and office of that day copied in. People served appear only as ids and hashes."""

    sequence = models.PositiveBigIntegerField(_("urutan"), unique=True)
    at = models.DateTimeField(_("waktu"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pelaku"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    actor_name = models.CharField(_("nama pelaku"), max_length=150, blank=True)
    actor_office = models.CharField(_("jabatan pelaku"), max_length=150, blank=True)
    verb = models.CharField(_("tindakan"), max_length=60)
    object_type = models.CharField(_("jenis objek"), max_length=100)
    object_id = models.CharField(_("id objek"), max_length=64)
    unit = models.ForeignKey("core.Unit", verbose_name=_("unit"), null=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(_("rincian"), default=dict)
    previous_hash = models.CharField(_("hash sebelumnya"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64, unique=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("catatan audit")
        verbose_name_plural = _("catatan audit")
        ordering = ("sequence",)
        indexes = (models.Index(fields=("object_type", "object_id", "sequence"), name="audit_of_object"),)

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.object_type}:{self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AuditRowIsFixedError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise AuditRowIsFixedError


class AuditChainHead(models.Model):
    """The one row that writers lock in turn, so that the chain never forks."""

    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        verbose_name = _("ujung rantai audit")
        verbose_name_plural = _("ujung rantai audit")

    def __str__(self) -> str:
        return f"{self.sequence}"
