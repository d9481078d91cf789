"""Where `user.has_perm` gets its answer: from the groups alone.

A role is membership in its group (portal/core/roles.py), so a right given to one person by hand would stand outside the
table, the audit and the audience of search. It is therefore not even read, which also saves every request a query.
"""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import AnonymousUser, Permission
from django.db.models import Model, QuerySet

from portal.core.models import User
from portal.core.permissions import permissions_everywhere


class RoleBackend(AuthenticationBackend):  # type: ignore[misc]  # allauth has no types
    """Logs in by address and password; rights are those of the account's groups."""

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        return Permission.objects.none()

    def get_group_permissions(self, user_obj: User | AnonymousUser, obj: Model | None = None) -> set[str]:
        """Model-wide rights, read together with those on places: one query for both."""
        if obj is not None or not isinstance(user_obj, User) or not user_obj.is_active:
            return set()
        if user_obj.is_superuser:
            every_right: Any = super().get_group_permissions(user_obj)
            return set(every_right)
        return permissions_everywhere(user_obj)
