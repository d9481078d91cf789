"""Which day a decision letter may bear."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.core.formats import date_long
from workflows.models import Proposal


class LetterDateDoesNotFitError(Exception):
    """The letter would be older than the proposal or from the future; the message is a sentence for the user."""


def check_date(proposal: Proposal, day: dt.date) -> None:
    """Raises LetterDateDoesNotFitError."""
    if day > timezone.localdate():
        raise LetterDateDoesNotFitError(_("Tanggal surat keputusan tidak boleh di masa depan."))
    submitted = timezone.localdate(proposal.submitted_at) if proposal.submitted_at else None
    if submitted and day < submitted:
        raise LetterDateDoesNotFitError(
            _("Tanggal surat keputusan tidak boleh sebelum usulan diajukan, %s.") % date_long(submitted)
        )
