"""Seeing personal data in clear: with a reason, for a short while, on the record."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core import audit
from portal.core.models import User
from workflows.enums import AccessKind
from workflows.execution import ReasonIsMissingError
from workflows.models import Beneficiary, Community, Paper, PersonalDataAccess, Proposal
from workflows.models.personal_data import part_of
from workflows.permissions import check_can_unmask
from workflows.scrubbing import Scrubber

SHORTEST_REASON = 10


@transaction.atomic
def show_personal_data(*, by: User, proposal: Proposal, reason: str) -> PersonalDataAccess:
    """Opens the personal data of one proposal to one account for PersonalDataAccess.LIFETIME.

    Raises RefusedError, ReasonIsMissingError. Names of its people and every NIK go out of the reason, which is kept for ever.
    """
    check_can_unmask(by, proposal)
    people = Beneficiary.objects.filter(community__proposal=proposal).values_list("name", flat=True)
    access = _look(by, proposal, _named_nobody(reason, people))
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
def record_export(
    *, by: User, subject: str, called: Iterable[str], places: int, reason: str, is_taken: bool
) -> PersonalDataAccess:
    """Puts on record that one person's data was read in `places` of the portal, or, `is_taken`, that a copy left it.

    `subject` is a keyed hash; `called` are the person's names, which go out of the reason, as every NIK does: this log would
    keep them for ever. Raises ReasonIsMissingError.
    """
    kind = AccessKind.EXPORTED if is_taken else AccessKind.SEARCHED
    access = PersonalDataAccess.objects.create(
        kind=kind,
        subject=subject,
        by=by,
        by_name=by.name,
        by_office=by.office,
        reason=_named_nobody(reason, called),
    )
    audit.record(by=by, verb=f"personal_data_{kind.value}", obj=access, data={"subject": subject, "places": places})
    return access


def _named_nobody(reason: str, names: Iterable[str]) -> str:
    return Scrubber((), names)(_checked(reason))[: PersonalDataAccess.MOST_LETTERS]


def _checked(reason: str) -> str:
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ReasonIsMissingError(
            _("Tuliskan alasannya, paling sedikit %(count)s huruf.") % {"count": SHORTEST_REASON}
        )
    return reason[: PersonalDataAccess.MOST_LETTERS]
