"""Decision letters, and the number series that have no gaps."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.core.files import private_storage
from workflows.enums import LetterStatus
from workflows.models.proposals import Proposal

CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
CODE_LENGTH = 12


def new_code() -> str:
    """The code behind a letter's QR: 60 random bits, without characters that are read as others."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


class NumberSeries(models.Model):
    """The last number given in a series of a year; the row is locked until the commit, so no number is lost."""

    series = models.CharField(_("seri"), max_length=40)
    year = models.PositiveSmallIntegerField(_("tahun"))
    last = models.PositiveIntegerField(_("nomor terakhir"), default=0)

    class Meta:
        verbose_name = _("seri nomor")
        verbose_name_plural = _("seri nomor")
        constraints = (models.UniqueConstraint(fields=("series", "year"), name="one_series_per_year"),)

    def __str__(self) -> str:
        return f"{self.series} {self.year}: {self.last}"


class DecisionLetterQuerySet(models.QuerySet["DecisionLetter"]):
    def valid(self) -> "DecisionLetterQuerySet":
        """Confirmed by the KPA, and the file exists: what the public may check."""
        return self.filter(status=LetterStatus.CONFIRMED).exclude(sha256="")


class DecisionLetter(models.Model):
    """The decision letter (SK) of a proposal. The PDF is made by a job after the KPA's confirmation; until then it has no hash."""

    proposal = models.OneToOneField(
        Proposal, verbose_name=_("usulan"), on_delete=models.PROTECT, related_name="decision_letter"
    )
    number = models.CharField(_("nomor"), max_length=100, unique=True)
    dated_on = models.DateField(_("tanggal"))
    code = models.CharField(_("kode pemeriksaan"), max_length=20, unique=True, default=new_code)
    status = models.CharField(_("status"), max_length=20, choices=LetterStatus.choices, default=LetterStatus.PREPARED)
    consideration = models.TextField(_("pertimbangan"), blank=True)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("PPK"), on_delete=models.PROTECT, related_name="+"
    )
    set_by_name = models.CharField(_("nama PPK"), max_length=150)
    set_by_office = models.CharField(_("jabatan PPK"), max_length=150, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("KPA"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    confirmed_by_name = models.CharField(_("nama KPA"), max_length=150, blank=True)
    confirmed_by_office = models.CharField(_("jabatan KPA"), max_length=150, blank=True)
    confirmed_at = models.DateTimeField(_("ditetapkan pada"), null=True, blank=True)
    file = models.FileField(_("file"), storage=private_storage, upload_to="letters/%Y/", max_length=250, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    size = models.PositiveBigIntegerField(_("ukuran (bita)"), default=0)

    objects = DecisionLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("surat keputusan")
        verbose_name_plural = _("surat keputusan")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(status=LetterStatus.CONFIRMED, confirmed_by__isnull=False, confirmed_at__isnull=False)
                    | (~Q(status=LetterStatus.CONFIRMED) & Q(confirmed_by__isnull=True, confirmed_at__isnull=True))
                ),
                name="confirmed_letter_names_the_kpa",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=models.F("set_by")), name="ppk_is_not_kpa"
            ),
            models.CheckConstraint(
                condition=Q(file="", sha256="") | (~Q(file="") & Q(sha256__regex=r"^[0-9a-f]{64}$")),
                name="letter_file_comes_with_its_hash",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def is_valid(self) -> bool:
        """Confirmed by the KPA, and the file exists."""
        return self.status == LetterStatus.CONFIRMED and bool(self.sha256)
