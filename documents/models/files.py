"""Files and texts: both immutable, so that a draft and the live page never share a moving part."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from documents.enums import TextOrigin
from portal.core.files import private_storage


def content_path(instance: "DocumentFile", filename: str) -> str:
    """Files are stored under their digest: the name a person gave never becomes a path."""
    return f"documents/{instance.sha256[:2]}/{instance.sha256}.pdf"


class DocumentFile(models.Model):
    """One uploaded file, as it came. A new upload is a new row; the bytes of equal files are stored once."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("ukuran dalam byte"))
    content_type = models.CharField(_("jenis berkas"), max_length=100, default="application/pdf")
    original_name = models.CharField(_("nama berkas asal"), max_length=255)
    pages = models.PositiveIntegerField(_("jumlah halaman"), null=True, blank=True)
    text = models.TextField(_("teks hasil ekstraksi"), blank=True)
    is_ocr = models.BooleanField(_("teks dibaca mesin dari gambar"), default=False)
    file = models.FileField(_("berkas"), storage=private_storage, upload_to=content_path, max_length=200)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("diunggah oleh"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("diunggah pada"), auto_now_add=True)

    class Meta:
        verbose_name = _("berkas dokumen")
        verbose_name_plural = _("berkas dokumen")
        constraints = (models.CheckConstraint(condition=models.Q(size__gt=0), name="documents_file_not_empty"),)

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("documents:file", args=[self.pk])

    @property
    def text_origin(self) -> TextOrigin:
        """Where a regulation's text comes from that is taken from this file."""
        return TextOrigin.OCR if self.is_ocr else TextOrigin.PDF


class RegulationText(models.Model):
    """A text and its structure, parsed once: the stored tree serves page, anchors and passages.

    `marks` and `edition` as in `documents.text.stored`; a text of edition 0 was stored before there were marks.
    """

    sha256 = models.CharField(_("SHA-256 teks"), max_length=64, unique=True)
    text = models.TextField(_("teks"))
    tree: "models.JSONField[Any, Any]" = models.JSONField(_("struktur"))
    marks: "models.JSONField[Any, Any]" = models.JSONField(_("istilah dan kutipan"), default=dict, editable=False)
    edition = models.PositiveSmallIntegerField(default=0, editable=False, db_index=True)
    origin = models.CharField(_("asal teks"), max_length=10, choices=TextOrigin.choices)

    class Meta:
        verbose_name = _("naskah")
        verbose_name_plural = _("naskah")

    def __str__(self) -> str:
        return self.text[:80]
