"""Standard operating procedures in the form of Permenpan 35/2012: an identity block and ordered steps."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, PageManager

from documents.enums import StepSymbol
from documents.models.base import Document
from documents.querysets import DocumentQuerySet
from portal.core.formats import date_long
from portal.core.typed_text import VisibleTextMixin

IDENTITY_FIELDS = (
    "made_on",
    "revised_on",
    "approver_office",
    "legal_basis",
    "qualifications",
    "related_procedures",
    "equipment",
    "warnings",
    "records",
)


class Sop(Document):
    """A procedure. The names of the identity block are those of the guideline's form."""

    number = models.CharField(_("nomor SOP"), max_length=120, blank=True)
    made_on = models.DateField(_("tanggal pembuatan"), null=True, blank=True)
    revised_on = models.DateField(_("tanggal revisi"), null=True, blank=True)
    effective_on = models.DateField(_("tanggal efektif"), null=True, blank=True)
    approver_office = models.CharField(_("disahkan oleh (jabatan)"), max_length=200, blank=True)
    approver_name = models.CharField(_("nama pengesah"), max_length=200, blank=True)
    approver_staff_number = models.CharField(_("NIP pengesah"), max_length=30, blank=True)
    legal_basis = models.TextField(_("dasar hukum"), blank=True)
    qualifications = models.TextField(_("kualifikasi pelaksana"), blank=True)
    related_procedures = models.TextField(_("keterkaitan"), blank=True)
    equipment = models.TextField(_("peralatan/perlengkapan"), blank=True)
    warnings = models.TextField(_("peringatan"), blank=True)
    records = models.TextField(_("pencatatan dan pendataan"), blank=True)

    objects: ClassVar[Any] = PageManager.from_queryset(DocumentQuerySet)()
    parent_page_types: ClassVar[list[str]] = ["documents.SopIndex"]
    template = "documents/sop_page.html"

    class Meta:
        verbose_name = _("prosedur operasional standar")
        verbose_name_plural = _("prosedur operasional standar")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(is_restricted=False) | models.Q(owner_unit__isnull=False),
                name="documents_restricted_sop_has_owner",
            ),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context["identity"] = self.identity_block()
        return context

    def identity_block(self) -> list[tuple[str, str]]:
        """The filled fields of the form's identity block, in its order, with their names."""
        approver = "\n".join(filter(None, (self.approver_office, self.approver_name, self.approver_staff_number)))
        values = {
            "made_on": self.made_on and date_long(self.made_on),
            "revised_on": self.revised_on and date_long(self.revised_on),
            "approver_office": approver,
        }
        block = [(self._meta.get_field(name), values.get(name, getattr(self, name))) for name in IDENTITY_FIELDS]
        return [(str(field.verbose_name).capitalize(), str(value)) for field, value in block if value]


class SopStep(VisibleTextMixin, Orderable):
    """One row of the procedure: activity, who does it, symbol, and the quality standard (mutu baku)."""

    sop = ParentalKey(Sop, verbose_name=_("SOP"), on_delete=models.CASCADE, related_name="steps")
    activity = models.CharField(_("kegiatan"), max_length=300)
    actor = models.CharField(_("pelaksana"), max_length=120)
    symbol = models.CharField(_("simbol"), max_length=12, choices=StepSymbol.choices, default=StepSymbol.PROCESS)
    requirements = models.CharField(_("kelengkapan"), max_length=300, blank=True)
    duration = models.CharField(_("waktu"), max_length=80, blank=True)
    output = models.CharField(_("keluaran"), max_length=300, blank=True)
    note = models.CharField(_("keterangan"), max_length=300, blank=True)
    back_to = models.PositiveSmallIntegerField(
        _("jika tidak, kembali ke langkah"), null=True, blank=True, help_text=_("Hanya untuk simbol keputusan.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("langkah")
        verbose_name_plural = _("langkah")

    def __str__(self) -> str:
        return self.activity
