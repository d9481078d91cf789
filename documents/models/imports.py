"""What an import did, so that it can be undone: the pages it made or changed and the relations it added."""

from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents.models.relation import Relation


class ImportBatch(models.Model):
    """One file brought in. A run that was killed goes on in the same batch; `undone_at` closes it for good."""

    source_name = models.CharField(_("berkas"), max_length=255)
    source_sha256 = models.CharField(max_length=64, db_index=True)
    started_at = models.DateTimeField(_("dimulai"), auto_now_add=True)
    finished_at = models.DateTimeField(_("selesai"), null=True)
    undone_at = models.DateTimeField(_("dibatalkan"), null=True)
    kinds: "models.JSONField[Any, Any]" = models.JSONField(_("jenis baru"), default=list)

    class Meta:
        verbose_name = _("impor")
        verbose_name_plural = _("impor")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.pk} ({self.source_name})"


class ImportChange(models.Model):
    """One regulation that a batch made (`before` is null) or changed (`before` holds its columns)."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    page_id = models.PositiveIntegerField()  # no foreign key: the note outlives the page
    title = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)
    before: "models.JSONField[Any, Any]" = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = _("perubahan oleh impor")
        verbose_name_plural = _("perubahan oleh impor")
        constraints = (models.UniqueConstraint(fields=("batch", "page_id"), name="documents_change_once_a_batch"),)

    def __str__(self) -> str:
        return self.title


class ImportedRelation(models.Model):
    """A relation that a batch added; it goes with the relation."""

    relation = models.OneToOneField(Relation, primary_key=True, on_delete=models.CASCADE, related_name="+")
    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="relations")

    class Meta:
        verbose_name = _("hubungan dari impor")
        verbose_name_plural = _("hubungan dari impor")

    def __str__(self) -> str:
        return str(self.relation)
