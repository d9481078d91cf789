"""Seeing personal data in clear: with a reason, for a short while, on the record."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User
from workflows.enums import AccessKind
from workflows.execution import ReasonIsMissingError
from workflows.models import Community, Paper, PersonalDataAccess, Proposal
from workflows.models.personal_data import part_of
from workflows.permissions import check_can_unmask
from workflows.scrubbing import Scrubber

SHORTEST_REASON = 10


@transaction.atomic
def show_personal_data(*, by: User, proposal: Proposal, reason: str) -> PersonalDataAccess:
    """Opens the personal data of one proposal to one account for PersonalDataAccess.LIFETIME.

    Raises RefusedError, ReasonIsMissingError. The audit chain holds the number of the row, not its reason: that may name people.
    """
    check_can_unmask(by, proposal)
    access = _look(by, proposal, _checked(reason))
    audit.record(by=by, verb="personal_data_shown", obj=proposal, unit=proposal.unit, data={"access": access.pk})
    return access


def _look(by: User, proposal: Proposal, reason: str, part: str = "") -> PersonalDataAccess:
    now = timezone.now()
    return PersonalDataAccess.objects.create(
        kind=AccessKind.SHOWN,
        proposal=proposal,
        part=part,
        by=by,
        by_name=by.name,
        by_office=by.office,
        reason=reason,
        at=now,
        until=now + PersonalDataAccess.LIFETIME,
    )


def record_reading(*, by: User, proposal: Proposal, of: Community | Paper) -> None:
    """Puts into the log of looks that somebody who writes the proposal reads one of its lists of people or personal papers.

    Asked by who has seen that no look of the account covers it: once in PersonalDataAccess.LIFETIME. A single insert: the
    page is opened over and over while a list is typed, and what is written is in the audit trail anyway.
    """
    if isinstance(of, Paper):
        reason = _("Membaca berkas «%s» saat menyusun usulan.") % of.kind
    else:
        reason = _("Menyusun atau memperbaiki daftar penerima manfaat.")
    _look(by, proposal, reason, part_of(of))


@transaction.atomic
def hide_personal_data(*, by: User, access: PersonalDataAccess) -> None:
    """Ends the account's own look before its time."""
    PersonalDataAccess.objects.running().filter(pk=access.pk, by=by).update(until=timezone.now())


def record_print(*, by: User, access: PersonalDataAccess, proposal: Proposal) -> None:
    """Puts on record that a paper with people in clear left the portal."""
    audit.record(by=by, verb="personal_data_printed", obj=proposal, unit=proposal.unit, data={"access": access.pk})


@transaction.atomic
def record_export(*, by: User, subject: str, called: Iterable[str], places: int, reason: str) -> PersonalDataAccess:
    """Puts on record that a copy of one person's data was made. `subject` is a keyed hash; `called` are the person's names, which
    go out of the reason, as every NIK does: this log would keep them for ever. Raises ReasonIsMissingError.
    """
    kept = Scrubber((), called)(_checked(reason))
    access = PersonalDataAccess.objects.create(
        kind=AccessKind.EXPORTED,
        subject=subject,
        by=by,
        by_name=by.name,
        by_office=by.office,
        reason=kept[: PersonalDataAccess.MOST_LETTERS],
    )
    audit.record(by=by, verb="personal_data_exported", obj=access, data={"subject": subject, "places": places})
    return access


def _checked(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonIsMissingError(
            _("Tuliskan alasannya, paling sedikit %(count)s huruf.") % {"count": SHORTEST_REASON}
        )
    return reason[: PersonalDataAccess.MOST_LETTERS]
