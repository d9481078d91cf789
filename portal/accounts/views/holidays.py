"""«Hari libur»: the table per year, one day added or removed, and the import of a file."""

import datetime as dt

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from portal.accounts import holiday_files, holidays
from portal.accounts.views.guards import OwnRequest, administrators_only
from portal.core.models import Holiday
from portal.core.reference_data import FIXED_HOLIDAY_SOURCE
from workflows.forms.fields import TextField


class HolidayForm(forms.Form):
    on = forms.CharField(
        label=gettext_lazy("Tanggal"),
        max_length=10,
        help_text=gettext_lazy("Contoh: 20/03/2027"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    name = TextField(label=gettext_lazy("Nama hari libur"), max_length=150)
    source = TextField(
        label=gettext_lazy("Dasar"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Misalnya nomor keputusan bersama."),
    )

    def clean_on(self) -> dt.date:
        day = holiday_files.parse_date(self.cleaned_data["on"].strip())
        if day is None:
            raise forms.ValidationError(_("Tanggal tidak dikenal. Tulis seperti 20/03/2027."))
        return day


class HolidayFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Berkas CSV atau ICS"),
        help_text=gettext_lazy("CSV dengan judul kolom tanggal, nama, sumber; atau kalender ICS. Paling besar 1 MB."),
        allow_empty_file=True,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def index(request: OwnRequest) -> HttpResponse:
    form = HolidayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        row = holiday_files.HolidayRow(chosen["on"], chosen["name"], chosen["source"])
        holidays.keep_holiday(by=request.user, row=row)
        messages.success(request, _("Hari libur %(name)s disimpan.") % {"name": row.name})
        return _to_year(row.on.year)
    return _page(request, form=form)


def _page(
    request: OwnRequest,
    *,
    form: HolidayForm | None = None,
    file_form: HolidayFileForm | None = None,
    errors: list[str] | None = None,
) -> HttpResponse:
    this_year = timezone.localdate().year
    asked = request.GET.get("tahun", "")
    year = int(asked) if asked.isdecimal() and int(asked) in holiday_files.YEARS else this_year
    days = list(Holiday.objects.filter(on__year=year))
    context = {
        "form": form or HolidayForm(),
        "file_form": file_form or HolidayFileForm(),
        "errors": errors or [],
        "year": year,
        "years": [dt.year for dt in Holiday.objects.dates("on", "year")],
        "days": days,
        "only_fixed": all(day.source == FIXED_HOLIDAY_SOURCE for day in days),
    }
    return render(request, "accounts/holidays.html", context, status=422 if errors else 200)


def _to_year(year: int) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('accounts:holidays')}?tahun={year}")


@require_POST
@administrators_only
def import_file(request: OwnRequest) -> HttpResponse:
    """All days of the file, or none and one sentence per bad row."""
    form = HolidayFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, file_form=form, errors=[_("Pilih berkas CSV atau ICS.")])
    upload = form.cleaned_data["file"]
    # One byte more than allowed is enough to see that it is too large.
    reading = holiday_files.read(upload.read(holiday_files.MOST_BYTES + 1), upload.name)
    if not reading.rows and not reading.errors:
        reading.refuse(_("Berkas tidak berisi hari libur."))
    if reading.errors:
        return _page(request, file_form=form, errors=reading.errors)
    report = holidays.import_holidays(by=request.user, rows=reading.rows)
    messages.success(
        request,
        _("%(created)s hari ditambahkan, %(updated)s diperbarui, %(unchanged)s sudah ada.")
        % {"created": report.created, "updated": report.updated, "unchanged": report.unchanged},
    )
    return _to_year(reading.rows[0].on.year)


@require_POST
@administrators_only
def remove(request: OwnRequest, pk: int) -> HttpResponse:
    holiday = get_object_or_404(Holiday, pk=pk)
    year = holiday.on.year
    holidays.remove_holiday(by=request.user, holiday=holiday)
    messages.success(request, _("Hari libur dihapus dari daftar."))
    return _to_year(year)
