"""Who reads: the access tokens that search compares with those of a record. A reader sees it when the two sets meet.

Tokens name groups, not people, so that a change of membership needs no new indexing.
"""

from collections.abc import Iterable
from typing import TypeAlias

from django.contrib.auth.models import Group

from portal.core.permissions import Person

PUBLIC = "public"
SIGNED_IN = "login"

Audience: TypeAlias = tuple[str, ...]


def group_token(group_id: int) -> str:
    """Token of the members of one group."""
    return f"g{group_id}"


def audience_of(user: Person | None) -> Audience:
    """Tokens of an account, or of the public for None, anonymous and deactivated ones. A superuser reads as every group."""
    if user is None or not user.is_authenticated or not user.is_active:
        return (PUBLIC,)
    groups = Group.objects.all() if user.is_superuser else user.groups.all()
    return (PUBLIC, SIGNED_IN, *group_tokens(groups.order_by("pk").values_list("pk", flat=True)))


def group_tokens(group_ids: Iterable[int]) -> Audience:
    """Tokens of several groups."""
    return tuple(group_token(pk) for pk in group_ids)
