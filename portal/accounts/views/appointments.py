"""«Plh. dan Plt.»: the list, a new appointment, and ending one early."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import appointments
from portal.accounts.appointments import Appointment, AppointmentDoesNotFitError
from portal.accounts.views.guards import OwnRequest
from portal.core.formats import date_long
from portal.core.models import ActingKind, RoleGroup, User
from portal.core.permissions import RefusedError
from workflows.forms.fields import DayField, TextField

P = ParamSpec("P")
PER_PAGE = 25


def appointers_only(
    view: Callable[Concatenate[OwnRequest, P], HttpResponseBase],
) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
    """403 for accounts that may appoint nobody."""

    @wraps(view)
    def guarded(request: OwnRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        appointments.check_can_appoint(request.user)
        return view(request, *args, **kwargs)

    # login_required has made sure of the account before the view sees the request.
    return login_required(guarded)  # type: ignore[return-value]


class OfficeField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    def label_from_instance(self, obj: Any) -> str:
        return str(obj)


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic in the stubs only
    """By name and office; two of the same name are told apart by their address."""

    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(filter(None, (obj.name, obj.office, obj.email)))


class AppointmentForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("Jenis"),
        choices=ActingKind.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Plh. bila pejabatnya berhalangan sementara, Plt. bila jabatannya kosong."),
        error_messages={"required": gettext_lazy("Pilih Plh. atau Plt.")},
    )
    office = OfficeField(
        label=gettext_lazy("Jabatan"),
        queryset=RoleGroup.objects.none(),
        empty_label=gettext_lazy("Pilih jabatan"),
        error_messages={"required": gettext_lazy("Pilih jabatan yang diwakili.")},
    )
    represented = PersonField(
        label=gettext_lazy("Pejabat yang diwakili"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Pilih orang"),
        help_text=gettext_lazy("Untuk Plt.: yang terakhir memegang jabatan itu."),
        error_messages={"required": gettext_lazy("Pilih pejabat yang diwakili.")},
    )
    person = PersonField(
        label=gettext_lazy("Pejabat pengganti"),
        queryset=User.objects.none(),
        empty_label=gettext_lazy("Pilih orang"),
        error_messages={"required": gettext_lazy("Pilih pejabat pengganti.")},
    )
    from_on = DayField(label=gettext_lazy("Mulai"), error_messages={"required": gettext_lazy("Tulis hari pertamanya.")})
    until_on = DayField(
        label=gettext_lazy("Sampai dengan"),
        help_text=gettext_lazy("Hari terakhir ikut dihitung. Sesudahnya wewenangnya berakhir sendiri."),
        error_messages={"required": gettext_lazy("Tulis hari terakhirnya.")},
    )
    basis = TextField(
        label=gettext_lazy("Nomor surat perintah"),
        max_length=200,
        error_messages={"required": gettext_lazy("Tulis nomor surat yang menunjuknya.")},
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = appointments.people_for(by)
        for name, rows in (
            ("office", appointments.offices_appointable_by(by)),
            ("represented", appointments.represented_for(by)),
            ("person", people.filter(is_active=True)),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField, seen as Field

    def appointment(self) -> Appointment:
        data = self.cleaned_data
        return Appointment(**data | {"kind": ActingKind(data["kind"])})


@require_safe
@appointers_only
def index(request: OwnRequest) -> HttpResponse:
    """Those in force and to come first, then those that are over."""
    found = appointments.visible_to(request.user)
    over = found.exclude(pk__in=found.open().values("pk"))
    context = {
        "open": found.open().order_by("from_on", "pk"),
        "page": Paginator(over, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/appointments.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@appointers_only
def new(request: OwnRequest) -> HttpResponse:
    form = AppointmentForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = appointments.appoint(by=request.user, wanted=form.appointment())
        except (AppointmentDoesNotFitError, RefusedError) as error:
            form.add_error(None, str(error))
        else:
            words = {"name": made.person, "office": made.office, "until": date_long(made.until_on)}
            messages.success(request, _("%(name)s dicatat sebagai %(office)s sampai %(until)s.") % words)
            return redirect("accounts:appointments")
    return render(request, "accounts/appointment_new.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@appointers_only
def end(request: OwnRequest, pk: int) -> HttpResponse:
    """A page of its own, so that nobody ends one by a wrong click."""
    appointment = get_object_or_404(appointments.visible_to(request.user), pk=pk)
    if request.method == "POST":
        ended = appointments.end(by=request.user, appointment=appointment)
        messages.success(request, _("Penunjukan %(name)s sudah berakhir.") % {"name": ended.person})
        return redirect("accounts:appointments")
    if not appointment.is_open:
        return redirect("accounts:appointments")
    return render(request, "accounts/appointment_end.html", {"appointment": appointment})
