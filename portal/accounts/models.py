"""Invitations, and the forms that an expired session would have lost."""

import datetime as dt
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.files import private_storage


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self) -> "InvitationQuerySet":
        """Can still be accepted now."""
        return self.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link sent by mail that lets one person set name and password, once. Only the token's SHA-256 is kept."""

    LIFETIME = dt.timedelta(days=7)

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("akun"), on_delete=models.PROTECT, related_name="invitations"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("diundang oleh"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(_("hash token"), max_length=64, unique=True)
    created_at = models.DateTimeField(_("dibuat pada"), auto_now_add=True)
    expires_at = models.DateTimeField(_("berlaku sampai"))
    accepted_at = models.DateTimeField(_("diterima pada"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("ditarik pada"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("undangan")
        verbose_name_plural = _("undangan")
        ordering = ("-created_at",)
        constraints = (
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_is_accepted_or_withdrawn_never_both",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d}"


class KeptFormQuerySet(models.QuerySet["KeptForm"]):
    def live(self) -> "KeptFormQuerySet":
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> "KeptFormQuerySet":
        return self.filter(expires_at__lte=timezone.now())


class KeptForm(models.Model):
    """A form that arrived after its session had ended: shown again to the same account, to nobody else, for a short while."""

    LIFETIME = dt.timedelta(hours=24)
    MOST_PER_ACCOUNT = 5
    # What the largest form may send: a regulation's text (documents/editing/forms.py) and its PDF.
    MOST_TEXT_LETTERS = 5_000_000
    MOST_FILE_BYTES = 200 * 1024 * 1024

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("pemilik"), on_delete=models.PROTECT, related_name="+"
    )
    path = models.CharField(_("alamat tujuan"), max_length=500)
    page = models.CharField(_("halaman isian"), max_length=500)
    # Field names and their values in the order sent: [["nama", "Sari"], …].
    fields = models.JSONField(_("isian"), default=list)
    # Names of files too large to keep, so that the person is told which to attach again.
    files_left_out = models.JSONField(_("berkas yang tidak tersimpan"), default=list)
    created_at = models.DateTimeField(_("dibuat pada"), auto_now_add=True)
    expires_at = models.DateTimeField(_("berlaku sampai"))

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = _("isian tersimpan")
        verbose_name_plural = _("isian tersimpan")
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("owner", "-created_at"), name="kept_form_of_owner"),)

    def __str__(self) -> str:
        return f"{self.path} · {self.created_at:%Y-%m-%d %H:%M}"


def kept_file_path(instance: "KeptFile", filename: str) -> str:
    """A name of our own: the sender's name never becomes part of a path."""
    return f"kept/{instance.form_id}/{uuid.uuid4().hex}"


class KeptFile(models.Model):
    """One file of a kept form, in private storage."""

    form = models.ForeignKey(KeptForm, verbose_name=_("isian"), on_delete=models.CASCADE, related_name="files")
    field = models.CharField(_("kolom"), max_length=200)
    name = models.CharField(_("nama berkas"), max_length=255)
    content_type = models.CharField(_("jenis"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("ukuran"))
    file = models.FileField(_("berkas"), storage=private_storage, upload_to=kept_file_path, max_length=200)

    class Meta:
        verbose_name = _("berkas isian")
        verbose_name_plural = _("berkas isian")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
