"""Memoranda of understanding and cooperation agreements."""

import datetime as dt
from typing import Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable, PageManager

from documents.enums import AgreementKind, AgreementStatus
from documents.models.base import Document
from documents.querysets import DocumentQuerySet
from portal.core.typed_text import VisibleTextMixin

ENDING_SOON = dt.timedelta(days=90)


class Mou(Document):
    """An agreement between parties. Each party gives it a number of its own; the status follows from the dates."""

    kind = models.CharField(_("jenis"), max_length=12, choices=AgreementKind.choices, default=AgreementKind.MOU)
    scope = models.TextField(_("ruang lingkup"), blank=True)
    place = models.CharField(_("tempat penandatanganan"), max_length=120, blank=True)
    signed_on = models.DateField(_("ditandatangani"), null=True, blank=True)
    starts_on = models.DateField(_("mulai berlaku"), null=True, blank=True)
    ends_on = models.DateField(_("berakhir"), null=True, blank=True)
    terminated_on = models.DateField(_("diakhiri"), null=True, blank=True)

    objects: ClassVar[Any] = PageManager.from_queryset(DocumentQuerySet)()
    parent_page_types: ClassVar[list[str]] = ["documents.MouIndex"]
    template = "documents/mou_page.html"

    class Meta:
        verbose_name = _("nota kesepahaman")
        verbose_name_plural = _("nota kesepahaman")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="documents_mou_ends_after_it_starts",
                violation_error_message=_("Tanggal berakhir tidak boleh sebelum tanggal mulai berlaku."),
            ),
            models.CheckConstraint(
                condition=models.Q(is_restricted=False) | models.Q(owner_unit__isnull=False),
                name="documents_restricted_mou_has_owner",
            ),
        )

    def status_on(self, day: dt.date) -> AgreementStatus:
        """Status on a day. Without a first or last day nothing is claimed."""
        begins = self.starts_on or self.signed_on
        if self.terminated_on and self.terminated_on <= day:
            return AgreementStatus.TERMINATED
        if begins is None:
            return AgreementStatus.UNDATED
        if day < begins:
            return AgreementStatus.NOT_YET
        if self.ends_on is None:
            return AgreementStatus.UNDATED
        if self.ends_on < day:
            return AgreementStatus.ENDED
        return AgreementStatus.ENDING if self.ends_on - day <= ENDING_SOON else AgreementStatus.IN_FORCE

    @property
    def status(self) -> AgreementStatus:
        return self.status_on(timezone.localdate())


class MouParty(VisibleTextMixin, Orderable):
    """A party, its own number of the agreement, and who signed for it."""

    mou = ParentalKey(Mou, verbose_name=_("nota kesepahaman"), on_delete=models.CASCADE, related_name="parties")
    name = models.CharField(_("nama pihak"), max_length=250)
    number = models.CharField(_("nomor menurut pihak ini"), max_length=120, blank=True)
    signatory = models.CharField(_("penanda tangan"), max_length=200, blank=True)
    office = models.CharField(_("jabatan"), max_length=200, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = _("pihak")
        verbose_name_plural = _("para pihak")

    def __str__(self) -> str:
        return self.name
