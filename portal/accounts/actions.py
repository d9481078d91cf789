"""What an administrator does with people's accounts, and what an invited person does once."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Invitation
from portal.accounts.permissions import check_can_change, check_can_manage_people
from portal.core import actions as core_actions
from portal.core import audit, mail
from portal.core.models import Directorate, RoleGroup, Unit, User
from workflows import actions as workflow_actions


class InvitationError(Exception):
    """The invitation cannot be sent or accepted; the message is a sentence for the user."""


@transaction.atomic
def invite(*, by: User, email: str, name: str, office: str = "") -> Invitation:
    """Makes the account and mails its link. Raises InvitationError if the address has an account."""
    check_can_manage_people(by)
    address = email.strip().lower()
    if User.objects.filter(email=address).exists():
        raise InvitationError(_("Alamat surel ini sudah mempunyai akun. Cari di daftar petugas."))
    user = core_actions.create_user(by=by, email=address, name=name, office=office)
    return _send_invitation(by, user)


@transaction.atomic
def invite_from_server(*, email: str, name: str, office: str = "") -> Invitation:
    """An administrator of the portal, made by whoever has the server: the first one, whom nobody can invite. Raises InvitationError."""
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvitationError(_("Alamat surel ini tidak sah.")) from error
    if User.objects.filter(email=address).exists():
        raise InvitationError(_("Alamat surel ini sudah mempunyai akun. Cari di daftar petugas."))
    user = core_actions.create_user(by=None, email=address, name=name.strip(), office=office)
    core_actions.give_role(by=None, user=user, role="admin_portal")
    return _send_invitation(None, user)


@transaction.atomic
def resend_invitation(*, by: User, user: User) -> Invitation:
    """A new link; every earlier one stops working. Raises InvitationError if the person already has a password."""
    check_can_change(by, user)
    if user.has_usable_password():
        raise InvitationError(_("Petugas ini sudah membuat sandi. Ia dapat memakai «Lupa sandi»."))
    if not user.is_active:
        raise InvitationError(_("Akun ini nonaktif. Aktifkan dulu sebelum mengundang."))
    return _send_invitation(by, user)


def _send_invitation(by: User | None, user: User) -> Invitation:
    withdraw_invitations(user)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user, invited_by=by, token_hash=hash_token(token), expires_at=timezone.now() + Invitation.LIFETIME
    )
    url = settings.SITE_URL + reverse("accounts:invitation", kwargs={"token": token})
    inviter = by.name if by else _("Pengelola server portal")
    body = render_to_string(
        "accounts/mail/invitation.txt", {"user": user, "inviter": inviter, "url": url, "invitation": invitation}
    )
    mail.queue(
        to=user.email, subject=_("Undangan ke Portal Rehsos"), body=body, dedupe_key=f"invitation:{invitation.pk}"
    )
    audit.record(by=by, verb="user_invited", obj=user)
    return invitation


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def withdraw_invitations(user: User) -> None:
    Invitation.objects.open().filter(user=user).update(withdrawn_at=timezone.now())


def find_invitation(token: str) -> Invitation | None:
    """The open invitation of an active account, or None: unknown, used, withdrawn and expired links are all the same."""
    found = Invitation.objects.open().filter(token_hash=hash_token(token)).select_related("user").first()
    return found if found and found.user.is_active else None


@transaction.atomic
def accept_invitation(*, invitation: Invitation, password: str) -> User:
    """Sets the password, once. Raises InvitationError if the link was used in the meantime."""
    now = timezone.now()
    # One UPDATE decides between two simultaneous uses of the same link.
    if not Invitation.objects.open().filter(pk=invitation.pk).update(accepted_at=now):
        raise InvitationError(_("Undangan ini sudah dipakai atau kedaluwarsa."))
    user: User = User.objects.select_for_update().get(pk=invitation.user_id)
    user.set_password(password)
    user.save(update_fields=("password",))
    EmailAddress.objects.update_or_create(user=user, email=user.email, defaults={"verified": True, "primary": True})
    audit.record(by=user, verb="invitation_accepted", obj=user)
    return user


@transaction.atomic
def give_role(
    *, by: User, user: User, role: str, unit: Unit | None = None, directorate: Directorate | None = None
) -> User:
    """As core's give_role, for an administrator and another person's active account. Raises RefusedError, RoleNeedsPlaceError."""
    check_can_change(by, user)
    return core_actions.give_role(by=by, user=user, role=role, unit=unit, directorate=directorate)


@transaction.atomic
def take_role(*, by: User, user: User, held: RoleGroup) -> User:
    check_can_change(by, user)
    return core_actions.take_role(by=by, user=user, role=held.role, unit=held.unit, directorate=held.directorate)


@transaction.atomic
def deactivate(*, by: User, user: User) -> User:
    """Closes the account and its open invitations and frees its open tasks; roles and records stay as they are."""
    check_can_change(by, user)
    withdraw_invitations(user)
    workflow_actions.release_all_of(by=by, owner=user)
    return core_actions.deactivate_user(by=by, user=user)


@transaction.atomic
def reactivate(*, by: User, user: User) -> User:
    check_can_change(by, user)
    return core_actions.reactivate_user(by=by, user=user)


@transaction.atomic
def change_details(*, by: User, user: User, name: str, office: str) -> User:
    """Name and office as later records will copy them."""
    check_can_change(by, user)
    user.name, user.office = name.strip(), office.strip()
    user.save(update_fields=("name", "office"))
    audit.record(by=by, verb="user_changed", obj=user)
    return user
