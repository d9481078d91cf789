"""«Petugas unit»: the list of officials with what they hold, and inviting a new one."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts import actions, people
from portal.accounts.views.guards import OwnRequest, administrators_only
from portal.core.models import Unit
from portal.core.roles import ROLE_CHOICES

PER_PAGE = 50


class FilterForm(forms.Form):
    """Unknown values narrow nothing, so that an old link still shows people."""

    q = forms.CharField(label=gettext_lazy("Nama, surel, atau jabatan"), required=False, max_length=100)
    peran = forms.ChoiceField(
        label=gettext_lazy("Peran"), required=False, choices=[("", gettext_lazy("Semua peran")), *ROLE_CHOICES]
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), required=False, queryset=Unit.objects.all(), empty_label=gettext_lazy("Semua unit")
    )
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        required=False,
        choices=[("", gettext_lazy("Semua status")), *people.STANDING_LABELS.items()],
    )

    def narrow(self) -> people.Filter:
        self.is_valid()
        chosen = self.cleaned_data
        unit = chosen.get("unit")
        return people.Filter(
            text=chosen.get("q", ""),
            role=chosen.get("peran", ""),
            unit=unit.pk if unit else None,
            standing=chosen.get("status", ""),
        )


@require_safe
@administrators_only
def index(request: OwnRequest) -> HttpResponse:
    form = FilterForm(request.GET)
    page = Paginator(people.listed(form.narrow()), PER_PAGE).get_page(request.GET.get("halaman"))
    rows = [
        {
            "person": user,
            "roles": people.roles_of(user),
            "standing": people.standing_of(user),
            "standing_label": people.STANDING_LABELS[people.standing_of(user)],
        }
        for user in page.object_list
    ]
    query = request.GET.copy()
    query.pop("halaman", None)
    context = {"form": form, "page_obj": page, "rows": rows, "query": query.urlencode(), "is_narrowed": bool(query)}
    return render(request, "accounts/people.html", context)


class InviteForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Nama lengkap"), max_length=150)
    email = forms.EmailField(
        label=gettext_lazy("Alamat surel kedinasan"),
        help_text=gettext_lazy("Undangan dikirim ke alamat ini dan berlaku tujuh hari."),
    )
    office = forms.CharField(
        label=gettext_lazy("Jabatan"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Disalin ke setiap catatan keputusan."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@administrators_only
def invite(request: OwnRequest) -> HttpResponse:
    """A new account with its invitation; roles are given on the page that follows."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitation = actions.invite(by=request.user, **form.cleaned_data)
        except actions.InvitationError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("Undangan dikirim ke %(email)s. Beri perannya di bawah.") % form.cleaned_data)
            return HttpResponseRedirect(reverse("accounts:person", kwargs={"pk": invitation.user_id}))
    return render(request, "accounts/invite.html", {"form": form})
