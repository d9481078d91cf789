"""Who receives: communities, and separately the personal data of their members."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.coordinates import Point
from workflows.models.proposals import Proposal

MAX_BENEFICIARIES = 100_000
MAX_NAMED = 200
"""Beneficiaries of one community that are written by name; of a larger one the list comes as a paper."""


class Community(models.Model):
    """A receiving community: one row each, with its own items."""

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("usulan"), on_delete=models.CASCADE, related_name="communities"
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama komunitas"), max_length=200)
    place = models.CharField(_("alamat/lokasi"), max_length=300, blank=True)
    city = models.CharField(_("kabupaten/kota"), max_length=120, blank=True)
    province = models.CharField(_("provinsi"), max_length=80, blank=True)
    cluster = models.ForeignKey(
        "core.Cluster", verbose_name=_("klaster"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Degrees, WGS 84; to a decimetre.
    latitude = models.DecimalField(_("lintang"), max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(_("bujur"), max_digits=9, decimal_places=6, null=True, blank=True)
    beneficiary_count = models.PositiveIntegerField(
        _("jumlah penerima manfaat"), default=0, validators=(MaxValueValidator(MAX_BENEFICIARIES),)
    )

    class Meta:
        verbose_name = _("komunitas penerima")
        verbose_name_plural = _("komunitas penerima")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(fields=("proposal", "name"), name="one_community_name_per_proposal"),
            models.CheckConstraint(
                condition=Q(beneficiary_count__lte=MAX_BENEFICIARIES), name="beneficiary_count_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="community_place_is_a_point",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def named_needed(self) -> int:
        """How many beneficiaries are to be written by name."""
        return min(self.beneficiary_count, MAX_NAMED)

    @property
    def point(self) -> Point | None:
        """Where it is, if that has been told."""
        return (
            Point(self.latitude, self.longitude) if self.latitude is not None and self.longitude is not None else None
        )


class FormerWords(models.Model):
    """A name or an address that a list held once: when personal data goes, it goes from the texts of the case by this, and
    with it."""

    class Kind(models.TextChoices):
        NAME = "name", _("nama")
        ADDRESS = "address", _("alamat")

    proposal = models.ForeignKey(
        Proposal, verbose_name=_("usulan"), on_delete=models.CASCADE, related_name="former_words"
    )
    kind = models.CharField(_("jenis"), max_length=10, choices=Kind.choices)
    text = models.CharField(_("tulisan"), max_length=300)

    class Meta:
        verbose_name = _("yang pernah tertulis")
        verbose_name_plural = _("yang pernah tertulis")
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("proposal", "kind", "text"), name="former_words_are_kept_once"),)

    def __str__(self) -> str:
        return f"#{self.pk}"


class Beneficiary(models.Model):
    """Personal data of one person served (UU 27/2022): never in lists, letters, logs, mails or the audit trail."""

    community = models.ForeignKey(
        Community, verbose_name=_("komunitas"), on_delete=models.CASCADE, related_name="beneficiaries"
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama"), max_length=150)
    national_id = models.CharField(_("NIK"), max_length=16, blank=True)
    address = models.CharField(_("alamat"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("penerima manfaat")
        verbose_name_plural = _("penerima manfaat")
        ordering = ("community", "position", "pk")
        # Who asks whether a person stands in another proposal, too, looks by the number.
        indexes = (models.Index(fields=("national_id",), name="beneficiary_by_number"),)

    def __str__(self) -> str:
        # A key, not the name: this text ends up in logs and audit rows.
        return f"#{self.pk}"
