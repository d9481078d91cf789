"""Who reads: the access tokens that search compares with those of a record. A reader sees it when the two sets meet.

Tokens name groups, not people, so that a change of membership needs no new indexing, nor does the first or last day of an
acting officer.
"""

from collections.abc import Iterable
from typing import TypeAlias

from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef

from portal.core.membership import groups_of
from portal.core.models import User
from portal.core.permissions import Person

PUBLIC = "public"
SIGNED_IN = "login"

Audience: TypeAlias = tuple[str, ...]


def group_token(group_id: int) -> str:
    """Token of those who have the rights of one group today: its members, and whoever acts in its office."""
    return f"g{group_id}"


def audience_of(user: Person | None) -> Audience:
    """Tokens of an account, or of the public for None, anonymous and deactivated ones. A superuser reads as every group."""
    if user is None or not user.is_authenticated or not user.is_active:
        return (PUBLIC,)
    groups = Group.objects.all() if user.is_superuser else groups_of(user)
    is_own = Exists(User.groups.through.objects.filter(group=OuterRef("pk"), user=user.pk))
    held = list(groups.annotate(is_own=is_own).order_by("pk").values_list("pk", "is_own"))
    own = [pk for pk, is_own in held if is_own or user.is_superuser]
    return (PUBLIC, SIGNED_IN, *group_tokens(pk for pk, _is_own in held), *member_tokens(own))


def member_tokens(group_ids: Iterable[int]) -> Audience:
    """Tokens of those who are in the groups themselves: Wagtail's privacy of a page asks for that, and knows no acting officers."""
    return tuple(f"m{pk}" for pk in group_ids)


def group_tokens(group_ids: Iterable[int]) -> Audience:
    """Tokens of several groups."""
    return tuple(group_token(pk) for pk in group_ids)
