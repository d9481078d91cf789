"""Holidays: deadlines count working days, and an administrator keeps the table."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Holiday(models.Model):
    """A day on which offices are closed. Only the fixed dates are seeded; the others are decreed every year."""

    on = models.DateField(_("tanggal"), unique=True)
    name = models.CharField(_("nama"), max_length=150)
    source = models.CharField(_("sumber"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("hari libur")
        verbose_name_plural = _("hari libur")
        ordering = ("on",)

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d} {self.name}"
