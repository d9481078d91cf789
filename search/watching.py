"""Rights that changed without a signal: Django sends none for `bulk_create` and `update`, which guardian and imports use.

The worker looks now and then what the tables say that readers follow from, compares that with what it saw last, and notes
what is concerned. What was seen is a row, so that neither a restart nor a second worker notes anything twice, and so
that it is known what privacy there was where it is gone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from dataclasses import dataclass

from django.db import transaction
from wagtail.models import Page, PageViewRestriction

from portal.core.gathering import gathering
from search import access, outbox, receivers
from search.models import RightsSeen

Privacy = dict[str, list[str]]
"""Page (its number as text) → its restrictions, each in a form that differs when it asks for something else."""

_ROW = 1


@dataclass(frozen=True, slots=True)
class Rights:
    """What readers follow from: which groups hold the rights that records are shown by, and the privacy of pages."""

    grants: access.EveryGrant
    privacy: Privacy

    @property
    def grants_digest(self) -> str:
        return _digest(self.grants)

    @property
    def privacy_digest(self) -> str:
        return _digest(self.privacy)


def present() -> Rights:
    """As they are now, in three queries."""
    return Rights(access.every_grant(), _privacy())


def keep_up() -> bool:
    """The worker's look: whether anything was changed and noted. Four queries while nothing is."""
    now = present()
    seen = RightsSeen.objects.filter(pk=_ROW).values_list("grants", "privacy_digest").first()
    if seen == (now.grants_digest, now.privacy_digest):
        return False
    return _note_changes()


@transaction.atomic
def _note_changes() -> bool:
    RightsSeen.objects.get_or_create(pk=_ROW)
    seen = RightsSeen.objects.select_for_update().get(pk=_ROW)
    now = present()  # after the lock: another worker may have been first
    moved = {int(page) for page in {**seen.privacy, **now.privacy} if seen.privacy.get(page) != now.privacy.get(page)}
    # Where there was a signal, what it noted is in the indexes by now as a rule: making all of it twice takes long.
    is_granted_anew = seen.grants != now.grants_digest and not outbox.has_applied(now.grants)
    if is_granted_anew:
        outbox.note_rights()
    if moved:
        with gathering():
            receivers.note_readers_of(Page.objects.filter(pk__in=moved))
    seen.grants, seen.privacy, seen.privacy_digest = now.grants_digest, now.privacy, now.privacy_digest
    seen.save()
    return bool(moved) or is_granted_anew


def _privacy() -> Privacy:
    """Of every page that has any. What a shared password is does not matter: nobody finds by it."""
    groups: dict[int, list[int]] = defaultdict(list)
    through = PageViewRestriction.groups.through.objects.order_by("group_id")
    for restriction, group in through.values_list("pageviewrestriction_id", "group_id"):
        groups[restriction].append(group)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pk, page, kind in PageViewRestriction.objects.values_list("pk", "page_id", "restriction_type"):
        found[str(page)].append(f"{kind} {groups[pk]}")
    return {page: sorted(found[page]) for page in sorted(found)}


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
