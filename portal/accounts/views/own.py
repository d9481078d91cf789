"""What people do with their own account, and the first page after login."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts import actions, people
from portal.accounts.forms import AcceptInvitationForm
from portal.accounts.permissions import can_manage_people
from portal.core.models import User
from portal.core.permissions import holds_only
from portal.core.roles import ADMIN_ACCESS, EXPORT


@require_GET
@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name, office, roles; links to change address and password."""
    user = people.listed(people.Filter()).get(pk=request.user.pk or 0)
    return render(request, "accounts/account.html", {"person": user, "roles": people.roles_of(user)})


@require_GET
@login_required
def start(request: HttpRequest) -> HttpResponse:
    """Where somebody lands after login: at their work, be that people, documents or tasks."""
    user = request.user
    if can_manage_people(user):
        return HttpResponseRedirect(reverse("accounts:people"))
    if user.has_perm(ADMIN_ACCESS):
        return HttpResponseRedirect(reverse("wagtailadmin_home"))
    if holds_only(user, EXPORT):
        return HttpResponseRedirect(reverse("persons:desk"))
    try:
        return HttpResponseRedirect(reverse("workflows:inbox"))
    except NoReverseMatch:
        return HttpResponseRedirect(reverse("accounts:account"))


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The link of an invitation mail: set a password, once, and be logged in."""
    found = actions.find_invitation(token)
    if found is None:
        return render(request, "accounts/invitation_over.html", status=404)
    form = AcceptInvitationForm(request.POST or None, user=found.user)
    if request.method != "POST" or not form.is_valid():
        return render(request, "accounts/invitation.html", {"form": form, "person": found.user})
    try:
        user: User = actions.accept_invitation(invitation=found, password=form.cleaned_data["password1"])
    except actions.InvitationError:
        return render(request, "accounts/invitation_over.html", status=404)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[1])
    messages.success(request, _("Selamat datang, %(name)s. Akun Anda siap dipakai.") % {"name": user.name})
    return HttpResponseRedirect(reverse("accounts:start"))
