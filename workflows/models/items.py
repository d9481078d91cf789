"""Goods asked for, with three price comparisons each. Quantities only fall: requested ≥ approved ≥ delivered."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from workflows.enums import Step
from workflows.models.recipients import Community

MAX_QUANTITY = 100_000
MAX_UNIT_PRICE = 100_000_000_000
"""Rupiah. Far above any machine, far below what would overflow the totals."""


IN_ORDER = ("community__position", "community", "position", "pk")
"""Community by community, as they were entered. Django drops a model's own order where rows are grouped."""


class Item(models.Model):
    """One kind of goods for one community."""

    community = models.ForeignKey(
        Community, verbose_name=_("komunitas"), on_delete=models.CASCADE, related_name="items"
    )
    position = models.PositiveSmallIntegerField(_("urutan"), default=0)
    name = models.CharField(_("nama barang"), max_length=200)
    specification = models.CharField(_("spesifikasi"), max_length=500, blank=True)
    measure = models.CharField(_("satuan"), max_length=40, default="unit")
    unit_price = models.PositiveBigIntegerField(
        _("harga satuan"), validators=(MinValueValidator(1), MaxValueValidator(MAX_UNIT_PRICE))
    )
    quantity = models.PositiveIntegerField(
        _("jumlah diusulkan"), validators=(MinValueValidator(1), MaxValueValidator(MAX_QUANTITY))
    )
    approved_quantity = models.PositiveIntegerField(_("jumlah disetujui"), null=True, blank=True)
    delivered_quantity = models.PositiveIntegerField(_("jumlah tersalur"), default=0)

    class Meta:
        verbose_name = _("barang")
        verbose_name_plural = _("barang")
        ordering = IN_ORDER
        constraints = (
            models.CheckConstraint(
                condition=Q(quantity__gte=1, quantity__lte=MAX_QUANTITY), name="item_quantity_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=1, unit_price__lte=MAX_UNIT_PRICE), name="item_price_is_plausible"
            ),
            models.CheckConstraint(
                condition=Q(approved_quantity__isnull=True) | Q(approved_quantity__lte=F("quantity")),
                name="item_approved_within_requested",
            ),
            models.CheckConstraint(
                condition=Q(delivered_quantity=0) | Q(delivered_quantity__lte=F("approved_quantity")),
                name="item_delivered_within_approved",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def requested_amount(self) -> int:
        """Rupiah."""
        return self.quantity * self.unit_price

    @property
    def approved_amount(self) -> int:
        """Rupiah; nothing before the first approval."""
        return (self.approved_quantity or 0) * self.unit_price

    def approvable_quantity(self, step: Step) -> int:
        """The most that may be approved: of the Director-General what the Director approved, else what was requested."""
        if step is Step.DIRECTOR_GENERAL and self.approved_quantity is not None:
            return self.approved_quantity
        return self.quantity

    @property
    def outstanding_quantity(self) -> int:
        """Approved and not yet handed over."""
        return (self.approved_quantity or 0) - self.delivered_quantity


class PriceComparison(models.Model):
    """One seller's price for an item; three per item by default (`Policy.price_comparisons`)."""

    item = models.ForeignKey(Item, verbose_name=_("barang"), on_delete=models.CASCADE, related_name="comparisons")
    seller = models.CharField(_("penjual"), max_length=200)
    price = models.PositiveBigIntegerField(
        _("harga"), validators=(MinValueValidator(1), MaxValueValidator(MAX_UNIT_PRICE))
    )
    source = models.CharField(_("sumber (tautan atau nomor penawaran)"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pembanding harga")
        verbose_name_plural = _("pembanding harga")
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("item", "seller"), name="one_price_per_item_and_seller"),
            models.CheckConstraint(
                condition=Q(price__gte=1, price__lte=MAX_UNIT_PRICE), name="compared_price_is_plausible"
            ),
        )

    def __str__(self) -> str:
        return self.seller
