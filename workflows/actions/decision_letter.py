"""The decision letter: set by the PPK, confirmed or refused by the KPA. Confirmation orders the PDF from the worker."""

import datetime as dt

from django.utils import timezone

from portal.core.models import User
from workflows import numbers
from workflows.enums import LetterStatus, Outcome, Step
from workflows.execution import open_step
from workflows.letter_dates import check_date
from workflows.models import DecisionLetter, Proposal


def set_decision(
    *,
    by: User,
    proposal: Proposal,
    dated_on: dt.date | None = None,
    consideration: str = "",
    note: str = "",
    task_id: int | None = None,
) -> DecisionLetter:
    """Prepares the letter. Raises LetterDateDoesNotFitError.

    The number is given the first time; set again after the KPA's refusal, it follows the new date.
    """
    with open_step(by=by, proposal=proposal, step=Step.DECISION_SET, task_id=task_id) as opened:
        day = dated_on or timezone.localdate()
        check_date(opened.proposal, day)
        letter = DecisionLetter.objects.filter(proposal=opened.proposal).first()
        if letter is None:
            letter = DecisionLetter(proposal=opened.proposal, number=numbers.letter_number(day))
        else:
            letter.number = numbers.redated_letter_number(letter.number, letter.dated_on, day)
        letter.dated_on, letter.consideration, letter.status = day, consideration, LetterStatus.PREPARED
        letter.set_by, letter.set_by_name, letter.set_by_office = by, by.name, opened.capacity.office_in_full
        letter.save()
        opened.decide(Outcome.SET, note)
    return letter


def confirm_decision(*, by: User, proposal: Proposal, note: str = "", task_id: int | None = None) -> DecisionLetter:
    """The letter is valid from now on; its PDF follows from the worker."""
    with open_step(by=by, proposal=proposal, step=Step.DECISION_CONFIRM, task_id=task_id) as opened:
        letter = DecisionLetter.objects.get(proposal=opened.proposal)
        letter.status, letter.confirmed_at = LetterStatus.CONFIRMED, timezone.now()
        letter.confirmed_by, letter.confirmed_by_name = by, by.name
        letter.confirmed_by_office = opened.capacity.office_in_full
        letter.save()
        opened.decide(Outcome.CONFIRMED, note)
    return letter


def refuse_decision(*, by: User, proposal: Proposal, reason: str, task_id: int | None = None) -> DecisionLetter:
    """Back to the PPK, with the reason."""
    with open_step(by=by, proposal=proposal, step=Step.DECISION_CONFIRM, task_id=task_id) as opened:
        letter = DecisionLetter.objects.get(proposal=opened.proposal)
        letter.status = LetterStatus.REFUSED
        letter.save(update_fields=("status",))
        opened.decide(Outcome.REFUSED, reason)
    return letter
