"""Forms of the configuration: every refusal is a sentence that says what to type."""

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm

from portal.accounts.holiday_files import parse_date
from portal.configuration import actions
from portal.core.formats import MAX_RUPIAH
from portal.core.models import Unit
from workflows import numbers
from workflows.forms.fields import CountField, RupiahField, TextField

LONGEST_DEADLINE = 365
MOST_COMPARISONS = 10
LONGEST_RETENTION = 36_500


class ConfigurationForm(WagtailAdminModelForm):
    """Carries what it was made from, so that an older form does not put old values back."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    data: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["seen"] = actions.digest(self.instance)

    def show_again(self, refusal: str) -> None:
        """With what was typed; whoever has read the refusal may save it."""
        self.add_error(None, refusal)
        self.data = self.data.copy()
        self.data["seen"] = self.initial["seen"]


class PolicyForm(ConfigurationForm):
    director_general_from = RupiahField(
        largest=MAX_RUPIAH,
        label=gettext_lazy("Persetujuan Dirjen mulai nilai usulan (rupiah)"),
        help_text=gettext_lazy("Misalnya 100.000.000. Berlaku untuk usulan yang belum diputus Direktur."),
    )
    price_comparisons = CountField(
        largest=MOST_COMPARISONS,
        label=gettext_lazy("Pembanding harga per barang"),
        help_text=gettext_lazy("Sedikitnya sebanyak ini sebelum usulan dapat disahkan Kepala Balai."),
    )
    letter_number_template = TextField(
        max_length=100,
        label=gettext_lazy("Pola nomor surat keputusan"),
        help_text=gettext_lazy(
            "Ditulis dengan {number}, {month} dan {year}, misalnya {number}/SK-BANTUAN/{month}/{year}."
        ),
    )

    def clean_letter_number_template(self) -> str:
        pattern: str = self.cleaned_data["letter_number_template"]
        try:
            numbers.check_template(pattern)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        return pattern


class StepDeadlineForm(ConfigurationForm):
    working_days = CountField(
        largest=LONGEST_DEADLINE,
        label=gettext_lazy("Hari kerja"),
        help_text=gettext_lazy(
            "Berlaku untuk tugas yang terbuka mulai sekarang; tenggat yang sudah berjalan tidak bergeser."
        ),
    )


class RetentionPeriodForm(ConfigurationForm):
    days = CountField(
        largest=LONGEST_RETENTION,
        label=gettext_lazy("Hari sampai data pribadi dihapus"),
        help_text=gettext_lazy(
            "Dihitung sejak usulan berakhir; untuk draf, sejak terakhir diubah. Tidak dapat dikembalikan: lihat dahulu "
            "akibatnya dengan perintah manage.py retention --dry-run."
        ),
    )


class PaperKindForm(ConfigurationForm):
    name = TextField(max_length=200, label=gettext_lazy("Nama"))


class PlaceForm(ConfigurationForm):
    """Names without hidden characters."""

    name = TextField(max_length=200, label=gettext_lazy("Nama"))


class UnitForm(PlaceForm):
    former_names = forms.CharField(
        required=False,
        label=gettext_lazy("Nama lama"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "Satu nama per baris; bila diketahui, tambahkan tanggal terakhirnya: «Balai Contoh | 31/12/2021». "
            "Nama lama tetap dapat dicari."
        ),
    )

    #: Written by the action beside the unit's own columns.
    beside: ClassVar[tuple[str, ...]] = ("former_names",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = self.instance.former_names.all() if self.instance.pk else ()
        self.initial["former_names"] = "\n".join(map(_line, names))
        self.fields["successor"].queryset = Unit.objects.exclude(pk=self.instance.pk)

    def clean_former_names(self) -> list[tuple[str, dt.date | None]]:
        lines = [line for line in self.cleaned_data["former_names"].splitlines() if line.strip()]
        return list(dict(map(_read_line, lines)).items())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        begins, ends = cleaned.get("valid_from"), cleaned.get("valid_until")
        if begins and ends and ends <= begins:
            self.add_error("valid_until", _("Unit harus berakhir setelah mulai berlaku. Periksa kedua tanggal."))
        self._check_successor(cleaned.get("successor"))
        return cleaned

    def _check_successor(self, successor: Unit | None) -> None:
        passed: set[int] = set()
        while successor is not None and successor.pk not in passed:
            passed.add(successor.pk)
            if successor.pk == self.instance.pk:
                self.add_error("successor", _("Unit tidak dapat menjadi penerus dari penerusnya sendiri."))
                return
            successor = successor.successor


def _line(former: Any) -> str:
    return f"{former.name} | {former.until:%d/%m/%Y}" if former.until else str(former.name)


def _read_line(line: str) -> tuple[str, dt.date | None]:
    """Raises ValidationError with the line that is not understood."""
    name, bar, typed = line.partition("|")
    name, until = TextField(max_length=200).clean(name.strip()), parse_date(typed.strip())
    if bar and until is None:
        raise ValidationError(
            _("Tanggal pada baris «%(line)s» tidak dikenal. Tulis seperti 31/12/2021.") % {"line": line.strip()}
        )
    return name, until


class DirectorateForm(PlaceForm):
    short_name = TextField(max_length=80, label=gettext_lazy("Nama pendek"))


class ClusterForm(PlaceForm):
    name = TextField(max_length=120, label=gettext_lazy("Nama"))
