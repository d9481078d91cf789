"""Deadlines, thresholds and required papers: configuration with defaults, not a published rule, and no screen may claim so."""

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from workflows.enums import Scheme, Step


class StepDeadline(models.Model):
    """Working days an official has for a step; a step without a row has no due date."""

    step = models.CharField(_("langkah"), max_length=40, choices=Step.choices, unique=True)
    working_days = models.PositiveSmallIntegerField(_("hari kerja"))

    class Meta:
        verbose_name = _("tenggat langkah")
        verbose_name_plural = _("tenggat langkah")
        ordering = ("pk",)

    def __str__(self) -> str:
        return gettext("%(step)s: %(days)s hari kerja") % {"step": self.get_step_display(), "days": self.working_days}


class Policy(models.Model):
    """The figures that decide a route; the one row is made by a migration."""

    director_general_from = models.PositiveBigIntegerField(
        _("persetujuan Dirjen mulai nilai usulan (rupiah)"), default=100_000_000
    )
    price_comparisons = models.PositiveSmallIntegerField(_("pembanding harga per barang"), default=3)
    letter_number_template = models.CharField(
        _("pola nomor surat keputusan"), max_length=100, default="{number}/SK-BANTUAN/{month}/{year}"
    )

    class Meta:
        verbose_name = _("kebijakan alur")
        verbose_name_plural = _("kebijakan alur")

    def __str__(self) -> str:
        return capfirst(str(self._meta.verbose_name))


class PaperKind(models.Model):
    """A kind of paper that may accompany a proposal."""

    code = models.SlugField(_("kode"), max_length=40, unique=True)
    name = models.CharField(_("nama"), max_length=200)
    order = models.PositiveSmallIntegerField(_("urutan"), default=0)
    holds_personal_data = models.BooleanField(_("memuat data pribadi"), default=False)
    shows_place = models.BooleanField(
        _("foto lokasi"), default=False, help_text=_("Titik lokasi foto ditawarkan untuk lokasi komunitas.")
    )

    class Meta:
        verbose_name = _("jenis berkas")
        verbose_name_plural = _("jenis berkas")
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.name


class PaperRequirement(models.Model):
    """The checklist: which kinds belong to a scheme, and which of them are compulsory."""

    scheme = models.CharField(_("skema"), max_length=20, choices=Scheme.choices)
    kind = models.ForeignKey(
        PaperKind, verbose_name=_("jenis berkas"), on_delete=models.PROTECT, related_name="requirements"
    )
    is_required = models.BooleanField(_("wajib"), default=True)
    expires = models.BooleanField(
        _("bermasa berlaku"), default=False, help_text=_("Ditanyakan sampai kapan berkas ini berlaku.")
    )

    class Meta:
        verbose_name = _("syarat berkas")
        verbose_name_plural = _("syarat berkas")
        ordering = ("scheme", "kind__order", "kind")
        constraints = (models.UniqueConstraint(fields=("scheme", "kind"), name="one_requirement_per_scheme_and_kind"),)

    def __str__(self) -> str:
        return f"{self.get_scheme_display()}: {self.kind}"
