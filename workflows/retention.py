"""The schedule of personal data: which proposals have outlived the period of their state, and letting them go.

The periods are rows that an administrator keeps; without a row a state keeps everything, because no official schedule
is known.
"""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from viewflow.workflow.exceptions import FlowLockFailed

from workflows.actions import retention as removing
from workflows.enums import Stage
from workflows.execution import open_content
from workflows.models import Proposal, RetentionPeriod, TypedAnswers, UploadSession

logger = logging.getLogger(__name__)

AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal of the report."""

    proposal_id: int
    label: str
    stage: Stage
    since: dt.datetime
    removed: removing.Removed


def due_proposals(only: int | None = None) -> Iterator[tuple[Proposal, dt.datetime]]:
    """Those whose period is over, and since when it ran: the end of the case, or the last change of a draft.

    Settled ones come again while they hold a file that goes under the period as it is now.
    """
    chosen = Q() if only is None else Q(pk=only)
    for period in RetentionPeriod.objects.all():
        before = timezone.now() - dt.timedelta(days=period.days)
        typed = TypedAnswers.objects.filter(proposal=OuterRef("pk"), saved_at__gt=before)
        coming = UploadSession.objects.filter(proposal=OuterRef("pk"), paper=None, expires_at__gt=timezone.now())
        is_fresh = Q(Exists(typed)) | Q(Exists(coming)) if period.stage == Stage.DRAFT else Q(pk__in=())
        going = removing.files_to_go(removes_unreadable=period.removes_unreadable)
        found = (
            Proposal.objects.filter(chosen, stage=period.stage)
            .filter(Q(anonymised_at__isnull=True) | Q(Exists(going.filter(proposal=OuterRef("pk")))))
            .exclude(is_fresh)
            .annotate(since=Coalesce("process__finished", "updated_at"))
            .filter(since__lte=before)
            .order_by("since", "pk")
        )
        for proposal in found[:AT_ONCE]:
            yield proposal, proposal.since  # type: ignore[attr-defined]  # annotated above


def keep_up() -> int:
    """Called by the worker: how many proposals were settled."""
    return len(run())


class RetentionFailedError(Exception):
    """Some proposals could not be settled; the others were. Says ids and kinds of errors, which name nobody."""

    def __init__(self, failed: dict[int, str], settled: list[Line]) -> None:
        told = ", ".join(f"#{pk} ({error})" for pk, error in failed.items())
        super().__init__(f"personal data of these proposals could not be removed: {told}")
        self.failed, self.settled = failed, settled


def run(*, dry_run: bool = False) -> list[Line]:
    """Settles what is due now, at most AT_ONCE of each state. A dry run does it all and takes it back, so that it cannot err.

    One that fails does not keep the others: RetentionFailedError is raised once all have had their turn.
    """
    settled, failed = [], {}
    for proposal, _since in list(due_proposals()):
        try:
            line = _settle(proposal, dry_run=dry_run)
        except FlowLockFailed:
            logger.info("proposal %s is being worked on; its retention waits", proposal.pk)
        except Exception as error:
            failed[proposal.pk] = type(error).__name__
        else:
            settled += [line] if line else []
    if settled and not dry_run:
        logger.info("personal data of %s proposals removed by schedule", len(settled))
    empty_the_journal(connection)
    if failed:
        raise RetentionFailedError(failed, settled)
    return settled


@transaction.atomic
def _settle(proposal: Proposal, *, dry_run: bool) -> Line | None:
    """None when the proposal was taken up again before its lock."""
    with open_content(proposal) as locked:
        since = next((since for _proposal, since in due_proposals(locked.pk)), None)
        if since is None:
            return None
        pk, stage, label = locked.pk, Stage(locked.stage), locked.registration_number or f"#{locked.pk}"
        settle = removing.erase_draft if stage is Stage.DRAFT else removing.anonymise
        removed = settle(locked)
    if dry_run:
        transaction.set_rollback(True)
    return Line(pk, label, stage, since, removed)


def empty_the_journal(database: BaseDatabaseWrapper) -> None:
    """SQLite's journal still holds the pages as they were. At every run: a long reader may have been in the way at the last.

    PostgreSQL and backups have their own life (README).
    """
    if database.vendor == "sqlite" and not database.in_atomic_block:
        with database.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
