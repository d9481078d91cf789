"""One official: details, roles, invitation, and leaving."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts import actions, people
from portal.accounts.permissions import can_change
from portal.accounts.views.guards import OwnRequest, administrators_only
from portal.core.actions import RoleNeedsPlaceError
from portal.core.models import Directorate, RoleGroup, Unit, User
from portal.core.permissions import RefusedError
from portal.core.roles import ROLE_CHOICES, ROLES

SHOWN_TASKS = 20
REFUSALS = (RefusedError, RoleNeedsPlaceError, actions.InvitationError)


class RoleForm(forms.Form):
    """A role and its place; which place a role needs is core's rule, repeated here in words only."""

    role = forms.ChoiceField(label=gettext_lazy("Peran"), choices=[("", gettext_lazy("Pilih peran")), *ROLE_CHOICES])
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"),
        queryset=Unit.objects.none(),
        required=False,
        help_text=gettext_lazy("Hanya untuk operator dan kepala balai."),
        empty_label=gettext_lazy("Tidak terikat unit"),
    )
    directorate = forms.ModelChoiceField(
        label=gettext_lazy("Direktorat"),
        queryset=Directorate.objects.all(),
        required=False,
        help_text=gettext_lazy("Hanya untuk koordinator dan direktur."),
        empty_label=gettext_lazy("Tidak terikat direktorat"),
    )

    is_meant = forms.BooleanField(required=False, widget=forms.HiddenInput)
    """Sent with the form that was shown again because the office has a holder already."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on unchanged
        field = self.fields["unit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Unit.objects.current()


class DetailsForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=150)
    office = forms.CharField(label=gettext_lazy("Jabatan"), max_length=150, required=False)


@require_safe
@administrators_only
def detail(request: OwnRequest, pk: int) -> HttpResponse:
    return _page(request, _person(pk), RoleForm())


def _person(pk: int) -> User:
    return get_object_or_404(people.listed(people.Filter()), pk=pk)


def _page(request: OwnRequest, person: User, form: RoleForm, status: int = 200) -> HttpResponse:
    tasks = people.open_tasks_of(person)
    standing = people.standing_of(person)
    context = {
        "person": person,
        "roles": people.roles_of(person),
        "standing": standing,
        "standing_label": people.STANDING_LABELS[standing],
        "acting": person.acting.running().with_names(),
        "form": form,
        "tasks": people.described(tasks[:SHOWN_TASKS]),
        "task_count": tasks.count(),
        "is_changeable": can_change(request.user, person),
        "invitation": person.invitations.open().first(),
    }
    return render(request, "accounts/person.html", context, status=status)


@require_POST
@administrators_only
def give_role(request: OwnRequest, pk: int) -> HttpResponse:
    person, form = _person(pk), RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, person, form, status=422)
    chosen = form.cleaned_data
    is_meant = chosen.pop("is_meant")
    holders = [] if is_meant else people.other_holders(person, **chosen)
    if holders:
        return _page(request, person, _asked_again(request, holders), status=422)
    try:
        actions.give_role(by=request.user, user=person, **chosen)
    except REFUSALS as error:
        form.add_error(None, str(error))
        return _page(request, person, form, status=422)
    messages.success(request, _("Peran %(role)s diberikan.") % {"role": ROLES[chosen["role"]].label})
    return _back(person)


def _asked_again(request: OwnRequest, holders: list[User]) -> RoleForm:
    """The same form with the question whether two are meant; sending it again answers yes."""
    sent = request.POST.copy()
    sent["is_meant"] = "on"
    form = RoleForm(sent)
    form.is_valid()
    words = {"names": _(" dan ").join(str(holder) for holder in holders)}
    question = _("Jabatan ini sudah dipegang %(names)s. Bila memang ada dua pejabat, tekan «Beri peran» sekali lagi.")
    form.add_error(None, question % words)
    return form


def _back(person: User) -> HttpResponse:
    return HttpResponseRedirect(reverse("accounts:person", kwargs={"pk": person.pk}))


@require_POST
@administrators_only
def take_role(request: OwnRequest, pk: int, held: int) -> HttpResponse:
    person = _person(pk)
    role_group = get_object_or_404(RoleGroup.objects.select_related("unit", "directorate"), pk=held)
    return _do(
        request,
        person,
        lambda: actions.take_role(by=request.user, user=person, held=role_group),
        _("Peran %(role)s dicabut. Berlaku mulai permintaan berikutnya.") % {"role": ROLES[role_group.role].label},
    )


def _do(request: OwnRequest, person: User, act: Callable[[], object], done: str) -> HttpResponse:
    """Runs one action; a refusal becomes its sentence on the person's page."""
    try:
        act()
    except REFUSALS as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return _back(person)


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def change(request: OwnRequest, pk: int) -> HttpResponse:
    person = _person(pk)
    form = DetailsForm(request.POST or None, initial={"name": person.name, "office": person.office})
    if request.method == "POST" and form.is_valid():
        return _do(
            request,
            person,
            lambda: actions.change_details(by=request.user, user=person, **form.cleaned_data),
            _("Data petugas disimpan."),
        )
    return render(request, "accounts/person_change.html", {"form": form, "person": person})


@require_POST
@administrators_only
def resend_invitation(request: OwnRequest, pk: int) -> HttpResponse:
    person = _person(pk)
    return _do(
        request,
        person,
        lambda: actions.resend_invitation(by=request.user, user=person),
        _("Undangan baru dikirim. Tautan yang lama tidak berlaku lagi."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def deactivate(request: OwnRequest, pk: int) -> HttpResponse:
    """GET names the tasks that somebody else must take over; POST closes the account."""
    person = _person(pk)
    if request.method == "POST":
        return _do(
            request,
            person,
            lambda: actions.deactivate(by=request.user, user=person),
            _("Akun %(name)s dinonaktifkan.") % {"name": person.name},
        )
    tasks = people.open_tasks_of(person)
    context = {"person": person, "tasks": people.described(tasks[:SHOWN_TASKS]), "task_count": tasks.count()}
    return render(request, "accounts/deactivate.html", context | {"roles": people.roles_of(person)})


@require_POST
@administrators_only
def reactivate(request: OwnRequest, pk: int) -> HttpResponse:
    person = _person(pk)
    return _do(
        request,
        person,
        lambda: actions.reactivate(by=request.user, user=person),
        _("Akun diaktifkan kembali dengan peran yang dipegangnya."),
    )
