"""The form of a handover record (BAST): who received what, when, with which serial numbers."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from portal.core.formats import date_long
from workflows.actions import LineGiven
from workflows.forms.fields import CountField, DayField, LongTextField, TextField
from workflows.forms.papers import HINT, CheckedFileField
from workflows.models import Handover, HeldScan, Item


class HandoverForm(forms.Form):
    """One handover to one community; goods may come in several parts."""

    is_copied_whole: ClassVar[bool] = True

    number = TextField(
        label=_("Nomor BAST"), max_length=100, error_messages={"required": _("Tulis nomor berita acara serah terima.")}
    )
    handed_on = DayField(
        label=_("Tanggal serah terima"),
        help_text=_("Contoh: 15/1/2027"),
        error_messages={"required": _("Tulis tanggal serah terima.")},
    )
    place = TextField(label=_("Tempat"), max_length=200, required=False)
    receiver_name = TextField(
        label=_("Nama penerima"),
        help_text=_("Yang menandatangani berita acara atas nama komunitas."),
        max_length=150,
        error_messages={"required": _("Tulis nama penerima yang menandatangani.")},
    )
    receiver_position = TextField(label=_("Jabatan penerima"), max_length=150, required=False)
    scan = CheckedFileField(
        label=_("Pindai atau foto BAST yang ditandatangani"),
        help_text=HINT,
        error_messages={"required": _("Unggah pindai atau foto BAST yang ditandatangani.")},
    )
    note = LongTextField(label=_("Catatan"), max_length=1_000, rows=3, required=False)

    def __init__(self, *args: Any, not_before: dt.date, held: HeldScan | None = None, **kwargs: Any) -> None:
        """`held` is the scan out of an earlier try: it need not be chosen again."""
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.not_before = not_before
        if held is not None:
            self.show_held(held)

    def show_held(self, held: HeldScan) -> None:
        """Says which scan is there already; another one may be chosen in its place."""
        words = translate("Berkas “%s” sudah tersimpan dan ikut dicatat. Pilih berkas lain hanya untuk menggantinya.")
        self.fields["scan"].required = False
        self["scan"].help_text = format_html("<b>{}</b> {}", words % held.name, HINT)

    def clean_handed_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["handed_on"]
        if day > timezone.localdate():
            raise ValidationError(_("Tanggal serah terima tidak boleh di masa depan."))
        if day < self.not_before:
            message = translate("Tanggal serah terima tidak boleh sebelum surat keputusan (%s).")
            raise ValidationError(message % date_long(self.not_before))
        return day


class HandoverLineForm(forms.Form):
    """How many of an item were given now; left open: none."""

    is_copied_whole: ClassVar[bool] = True

    serial_numbers = TextField(
        label=_("Nomor seri"),
        help_text=_("Satu nomor seri di setiap baris. Kosongkan bila barang tidak bernomor seri."),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, item: Item, largest: int | None = None, **kwargs: Any) -> None:
        """`largest` is how many may be given, if not what is still outstanding."""
        kwargs |= {"use_required_attribute": False, "prefix": f"item-{item.pk}"}
        super().__init__(*args, **kwargs)
        self.item = item
        self.row_label = item.name
        self.fields["quantity"] = CountField(
            label=_("Jumlah diserahkan"),
            largest=item.outstanding_quantity if largest is None else largest,
            required=False,
        )

    @property
    def serials(self) -> list[str]:
        lines = self.cleaned_data["serial_numbers"].splitlines()
        return [" ".join(line.split()) for line in lines if line.strip()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        quantity, serials = cleaned.get("quantity"), self.serials if "serial_numbers" in cleaned else []
        if "quantity" in self.errors or not serials:
            return cleaned
        if quantity is None:
            self.add_error("quantity", translate("Nomor seri sudah ditulis; tulis juga jumlah barangnya."))
        elif len(set(serials)) != quantity or len(serials) != quantity:
            message = translate("Tulis %s nomor seri yang berbeda, satu untuk setiap barang.")
            self.add_error("serial_numbers", message % quantity)
        elif any(len(serial) > 100 for serial in serials):
            self.add_error("serial_numbers", translate("Nomor seri paling panjang 100 karakter."))
        return cleaned

    def line(self) -> LineGiven | None:
        """What was given of this item, None for nothing."""
        quantity = self.cleaned_data["quantity"]
        return LineGiven(item_id=self.item.pk, quantity=quantity, serial_numbers=self.serials) if quantity else None


_TOLD = ("number", "handed_on", "place", "receiver_name", "receiver_position", "note")


def repeats(data: QueryDict, recorded: Handover, items: Iterable[Item]) -> bool:
    """Whether the form says what the record says already, be it that nothing of it is outstanding now. Scans are not compared."""
    form = HandoverForm(data, not_before=dt.date.min)
    form.is_valid()
    if any(form.cleaned_data.get(name) != getattr(recorded, name) for name in _TOLD):
        return False
    lines = [HandoverLineForm(data, item=item, largest=max(item.approved_quantity or 0, 1)) for item in items]
    if not all(line.is_valid() for line in lines):
        return False
    typed = {line.item_id: (line.quantity, sorted(line.serial_numbers)) for each in lines if (line := each.line())}
    return typed == {
        line.item_id: (line.quantity, sorted(serial.number for serial in line.serial_numbers.all()))
        for line in recorded.lines.all()
    }
