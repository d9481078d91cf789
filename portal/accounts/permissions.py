"""Who may manage people. Nobody changes their own rights, and a superuser's account is out of reach of this screen."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from portal.core.models import User
from portal.core.permissions import RefusedError, holds

MANAGE_PEOPLE = "core.manage_people"


def check_can_manage_people(user: User | AnonymousUser) -> None:
    """Raises RefusedError unless the account administers people, roles and holidays."""
    if not holds(user, MANAGE_PEOPLE):
        raise RefusedError(_("Halaman ini hanya untuk administrator portal."))


def can_manage_people(user: User | AnonymousUser) -> bool:
    return holds(user, MANAGE_PEOPLE)


def check_can_change(by: User, user: User) -> None:
    """Raises RefusedError for one's own account and for a superuser's."""
    check_can_manage_people(by)
    if by.pk == user.pk:
        raise RefusedError(_("Peran dan akun sendiri tidak dapat diubah sendiri. Mintalah administrator lain."))
    if user.is_superuser:
        raise RefusedError(_("Akun pemelihara sistem hanya diubah di server."))


def can_change(by: User, user: User) -> bool:
    try:
        check_can_change(by, user)
    except RefusedError:
        return False
    return True
