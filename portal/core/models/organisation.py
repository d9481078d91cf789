"""Units, directorates and clusters. Names and numbers of units change over the years: nothing here is hard-coded."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.typed_text import VisibleTextMixin


class Directorate(models.Model):
    """A directorate of the Directorate General; names as of 2020, kept by the administrator."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    short_name = models.CharField(_("nama pendek"), max_length=80)

    class Meta:
        verbose_name = _("direktorat")
        verbose_name_plural = _("direktorat")
        ordering = ("pk",)
        # Rights of a directorate's officials are object permissions on the directorate (never per proposal).
        permissions = (
            ("view_proposals_of_directorate", _("Melihat usulan yang dipimpin direktorat")),
            ("coordinate_proposals", _("Menelaah usulan yang dipimpin direktorat")),
            ("approve_proposals", _("Memutus usulan sebagai direktur")),
        )

    def __str__(self) -> str:
        return self.short_name


class Cluster(models.Model):
    """A group of people served (klaster)."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=120)
    directorate = models.ForeignKey(
        Directorate, verbose_name=_("direktorat"), on_delete=models.PROTECT, related_name="clusters"
    )
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)

    class Meta:
        verbose_name = _("klaster")
        verbose_name_plural = _("klaster")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class Verification(models.TextChoices):
    """How far a unit's present name was verified (units.csv)."""

    VERIFIED = "verified", _("Nama terverifikasi")
    WEAK = "weak", _("Sumber nama lemah")
    OLDER_NAME = "older_name", _("Nama lama; nama sekarang belum terverifikasi")
    MERGED = "merged", _("Sudah digabung ke unit lain")


class UnitQuerySet(models.QuerySet["Unit"]):
    def current(self, on: dt.date | None = None) -> "UnitQuerySet":
        """Units that exist on the day (default today): these alone may propose."""
        day = on or timezone.localdate()
        return self.filter(Q(valid_from__isnull=True) | Q(valid_from__lte=day)).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=day), successor__isnull=True
        )

    def with_names(self) -> "UnitQuerySet":
        """With their former names and the units merged into them, read at once."""
        return self.prefetch_related("former_names", "predecessors")


class Unit(VisibleTextMixin, models.Model):
    """A regional service unit (UPT: balai, loka, sentra)."""

    code = models.SlugField(_("kode"), max_length=60, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    kind = models.CharField(_("jenis"), max_length=60, blank=True)
    city = models.CharField(_("kabupaten/kota"), max_length=120, blank=True)
    province = models.CharField(_("provinsi"), max_length=80, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai"), null=True, blank=True)
    successor = models.ForeignKey(
        "self", verbose_name=_("penerus"), null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    verification = models.CharField(
        _("verifikasi nama"), max_length=20, choices=Verification.choices, default=Verification.OLDER_NAME
    )
    observed_on = models.CharField(_("per tanggal pengamatan"), max_length=40, blank=True)
    source = models.CharField(_("sumber"), max_length=300, blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("unit")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_from__isnull=True) | Q(valid_until__gt=F("valid_from")),
                name="unit_ends_after_it_begins",
            ),
        )
        # Guardian refuses a permission of another app on an object (WrongAppError), so the rights over a unit's
        # proposals and restricted documents live here; officials above the units hold some of them model-wide.
        permissions = (
            ("draft_proposals", _("Menyusun usulan unit")),
            ("submit_proposals", _("Mengesahkan dan mengirim usulan unit")),
            ("view_proposals", _("Melihat usulan unit")),
            ("view_restricted_documents", _("Melihat dokumen terbatas unit")),
            ("verify_proposals", _("Memverifikasi administrasi usulan")),
            ("assess_proposals", _("Melakukan asesmen lapangan")),
            ("approve_proposals_finally", _("Memutus usulan sebagai Direktur Jenderal")),
            ("set_decisions", _("Menetapkan keputusan (PPK)")),
            ("confirm_decisions", _("Mengesahkan keputusan (KPA)")),
            ("record_handover", _("Mencatat serah terima")),
            ("view_audit", _("Melihat jejak audit")),
            ("manage_people", _("Mengelola petugas, peran dan hari libur")),
            ("unmask_personal_data", _("Melihat data pribadi usulan secara utuh")),
            ("export_personal_data", _("Menyusun salinan data pribadi satu orang")),
        )

    def __str__(self) -> str:
        return self.name


class UnitFormerName(models.Model):
    """A name the unit bore before; searchable, because people remember the old names."""

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.CASCADE, related_name="former_names")
    name = models.CharField(_("nama lama"), max_length=200)
    until = models.DateField(_("sampai"), null=True, blank=True)

    class Meta:
        verbose_name = _("nama lama unit")
        verbose_name_plural = _("nama lama unit")
        ordering = ("unit", "name")
        constraints = (models.UniqueConstraint(fields=("unit", "name"), name="one_former_name_once_per_unit"),)

    def __str__(self) -> str:
        return self.name
