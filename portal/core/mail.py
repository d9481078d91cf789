"""The mail outbox: written in the transaction of the act, sent by the worker."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage
from django.db.models import F
from django.utils import timezone

from portal.core.gathering import gather
from portal.core.models import OutgoingMail

logger = logging.getLogger(__name__)


def queue(*, to: str, subject: str, body: str, dedupe_key: str) -> None:
    """One message, once per key. No personal data of people served belongs into subject or body.

    The body is kept only until it is sent: it may hold a link that lets its bearer in.
    """
    one_line = " ".join(subject.split())[:200]
    gather(_write, [OutgoingMail(dedupe_key=dedupe_key, to=to, subject=one_line, body=body)])


def _write(messages: list[OutgoingMail]) -> None:
    OutgoingMail.objects.bulk_create(messages, ignore_conflicts=True)


def send_pending(limit: int = 100) -> int:
    """Sends what waits and returns how many went out. A message that fails stays and is tried again, ten times at most.

    No transaction is open while the mail server talks: one UPDATE takes a message, another says that it went out. Two
    workers never take the same one. Where a worker dies in between, nobody knows whether the server had accepted the
    message: it waits for the end of its lease and is sent again, because an invitation twice is better than none.
    """
    sent = 0
    for pk in list(OutgoingMail.objects.pending().values_list("pk", flat=True)[:limit]):
        sent += _send_one(pk)
    return sent


def _send_one(pk: int) -> bool:
    claimed_at = timezone.now()
    if not OutgoingMail.objects.pending().filter(pk=pk).update(claimed_at=claimed_at, attempts=F("attempts") + 1):
        return False  # another worker was faster
    mine = OutgoingMail.objects.filter(pk=pk, claimed_at=claimed_at)
    message = mine.get()
    try:
        EmailMessage(message.subject, message.body, to=[message.to]).send()
    except (OSError, SMTPException, ValueError) as error:
        logger.warning("mail %s was not sent: %s", pk, type(error).__name__)
        mine.update(claimed_at=None, last_error=str(error)[:300])
        return False
    mine.update(claimed_at=None, sent_at=timezone.now(), last_error="", body="")
    return True
