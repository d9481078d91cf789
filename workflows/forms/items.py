"""The form of one kind of goods with its price comparisons; one page each, because nine figures in a row fit no phone."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.drafts import ItemRow, PriceRow
from workflows.forms.fields import CountField, RupiahField, TextField
from workflows.forms.rows import LenientForm, Rows
from workflows.models import Item
from workflows.models.items import MAX_QUANTITY, MAX_UNIT_PRICE

MAX_COMPARISONS = 6


class PriceForm(LenientForm):
    """One seller's price."""

    needed_always = frozenset({"seller", "price"})

    seller = TextField(
        label=_("Penjual"), max_length=200, error_messages={"required": _("Tulis nama penjual untuk harga ini.")}
    )
    price = RupiahField(
        label=_("Harga satuan"),
        largest=MAX_UNIT_PRICE,
        error_messages={"required": _("Tulis harga dari penjual ini, misalnya 45.000.000.")},
    )
    source = TextField(label=_("Tautan atau nomor penawaran"), max_length=300, required=False)


class ItemForm(LenientForm):
    """Goods for one community. An amount is always quantity × price; nobody types a total."""

    needed_always = frozenset({"name", "quantity", "unit_price", "measure"})

    name = TextField(
        label=_("Nama barang"),
        help_text=_("Misalnya “Mesin press plastik”."),
        max_length=200,
        error_messages={"required": _("Tulis nama barang.")},
    )
    specification = TextField(
        label=_("Spesifikasi"), help_text=_("Ukuran, daya, bahan, atau merek."), max_length=500, required=False
    )
    quantity = CountField(
        label=_("Jumlah untuk komunitas ini"),
        largest=MAX_QUANTITY,
        error_messages={"required": _("Tulis jumlah barang dengan angka, misalnya 2.")},
    )
    measure = TextField(
        label=_("Satuan"),
        max_length=40,
        initial="unit",
        widget=forms.TextInput(attrs={"class": "w5"}),
        error_messages={"required": _("Tulis satuan, misalnya unit.")},
    )
    unit_price = RupiahField(
        label=_("Harga satuan yang diusulkan"),
        help_text=_("Rupiah bulat, misalnya 45.000.000. Biasanya harga pembanding yang paling rendah."),
        largest=MAX_UNIT_PRICE,
        error_messages={"required": _("Tulis harga satuan dengan angka, misalnya 45.000.000.")},
    )
    for_all = forms.BooleanField(
        label=_("Tambahkan barang yang sama untuk semua komunitas lain"),
        help_text=_("Komunitas yang sudah punya barang dengan nama ini tidak diubah."),
        required=False,
    )


class PriceRows(Rows[PriceForm]):
    """The price comparisons of an item; each seller once."""

    def __init__(self, *, least: int, data: Mapping[str, Any] | None = None, initial: Any = ()) -> None:
        super().__init__(
            PriceForm,
            prefix="p",
            most=MAX_COMPARISONS,
            least=least,
            data=data,
            initial=initial,
            row_label=_("Pembanding"),
        )

    def is_valid(self) -> bool:
        if not super().is_valid():
            return False
        seen: set[str] = set()
        for form in self.filled:
            seller = form.cleaned_data["seller"].casefold()
            if seller in seen:
                form.add_error("seller", _("Penjual ini sudah ada. Pembanding harga harus dari penjual yang berbeda."))
            seen.add(seller)
        return all(not form.errors for form in self.filled)


class ItemSheet:
    """The page of one kind of goods: its form and its price comparisons, asked together so that all errors show at once."""

    def __init__(self, form: ItemForm, prices: PriceRows) -> None:
        self.form = form
        self.prices = prices

    @property
    def forms(self) -> list[forms.Form]:
        return [self.form, *self.prices.forms]

    def is_valid(self) -> bool:
        return all([self.form.is_valid(), self.prices.is_valid()])

    def typed_fields(self) -> list[list[str]]:
        return [*self.form.typed_fields(), *self.prices.typed_fields()]

    def redrawn(self, *, one_more: bool = False) -> "ItemSheet":
        """The same answers, with another empty comparison if asked for."""
        rows = [*self.prices.as_typed(), *([{}] if one_more else [])]
        return ItemSheet(self.form.redrawn(), PriceRows(least=0, initial=rows))

    def row(self, *, community_id: int, item_id: int | None) -> ItemRow:
        """The values of the page, once it is valid."""
        values = {name: value for name, value in self.form.cleaned_data.items() if name != "for_all"}
        prices = tuple(PriceRow(**row.cleaned_data) for row in self.prices.filled)
        return ItemRow(id=item_id, community_id=community_id, comparisons=prices, **values)


def initial_item(item: Item) -> dict[str, Any]:
    """What the form shows of a stored item."""
    return {
        "name": item.name,
        "specification": item.specification,
        "quantity": item.quantity,
        "measure": item.measure,
        "unit_price": item.unit_price,
    }


def initial_prices(item: Item) -> list[dict[str, Any]]:
    """What the form shows of its comparisons."""
    return [{"seller": row.seller, "price": row.price, "source": row.source} for row in item.comparisons.all()]
