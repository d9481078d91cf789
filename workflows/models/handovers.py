"""Handover records (BAST): what was given to whom, with serial numbers. The receiver has no account."""

import datetime as dt

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.files import private_storage
from workflows.models.items import Item
from workflows.models.proposals import Proposal
from workflows.models.recipients import Community


class Handover(models.Model):
    """One handover to one community; goods may come in several parts."""

    proposal = models.ForeignKey(Proposal, verbose_name=_("usulan"), on_delete=models.PROTECT, related_name="handovers")
    community = models.ForeignKey(
        Community, verbose_name=_("komunitas"), on_delete=models.PROTECT, related_name="handovers"
    )
    number = models.CharField(_("nomor BAST"), max_length=100)
    handed_on = models.DateField(_("tanggal serah terima"))
    place = models.CharField(_("tempat"), max_length=200, blank=True)
    receiver_name = models.CharField(_("nama penerima"), max_length=150)
    receiver_position = models.CharField(_("jabatan penerima"), max_length=150, blank=True)
    note = models.TextField(_("catatan"), blank=True)
    file = models.FileField(
        _("BAST yang ditandatangani"), storage=private_storage, upload_to="handovers/%Y/%m/", max_length=250, blank=True
    )
    name = models.CharField(_("nama file"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("dicatat oleh"), on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(_("dicatat pada"), auto_now_add=True)

    class Meta:
        verbose_name = _("serah terima (BAST)")
        verbose_name_plural = _("serah terima (BAST)")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "number"), name="one_handover_number_per_proposal"),
            models.CheckConstraint(
                condition=Q(file="", sha256="") | (~Q(file="") & Q(sha256__regex=r"^[0-9a-f]{64}$")),
                name="handover_file_comes_with_its_hash",
            ),
        )

    def __str__(self) -> str:
        return self.number


class HeldScanQuerySet(models.QuerySet["HeldScan"]):
    def live(self) -> "HeldScanQuerySet":
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> "HeldScanQuerySet":
        return self.filter(expires_at__lte=timezone.now())


class HeldScan(models.Model):
    """A good scan out of a form with other errors, kept for its sender until the form is right."""

    LIFETIME = dt.timedelta(days=2)

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file = models.FileField(_("file"), storage=private_storage, upload_to="held/", max_length=250)
    name = models.CharField(_("nama file"), max_length=200)
    expires_at = models.DateTimeField(_("berlaku sampai"), db_index=True)

    objects = HeldScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("pindai BAST tersimpan")
        verbose_name_plural = _("pindai BAST tersimpan")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("community", "owner"), name="one_held_scan_per_form"),)

    def __str__(self) -> str:
        return self.name


class HandoverLine(models.Model):
    """How many of an item were given at a handover."""

    handover = models.ForeignKey(Handover, on_delete=models.CASCADE, related_name="lines")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="handover_lines")
    quantity = models.PositiveIntegerField(_("jumlah"), validators=(MinValueValidator(1),))

    class Meta:
        verbose_name = _("barang yang diserahkan")
        verbose_name_plural = _("barang yang diserahkan")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("handover", "item"), name="one_line_per_handover_and_item"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="handover_line_gives_something"),
        )

    def __str__(self) -> str:
        return f"{self.item_id} × {self.quantity}"


class SerialNumber(models.Model):
    """The serial number of one machine handed over."""

    line = models.ForeignKey(HandoverLine, on_delete=models.CASCADE, related_name="serial_numbers")
    number = models.CharField(_("nomor seri"), max_length=100, db_index=True)

    class Meta:
        verbose_name = _("nomor seri")
        verbose_name_plural = _("nomor seri")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("line", "number"), name="one_serial_number_per_line"),)

    def __str__(self) -> str:
        return self.number
