"""The mail outbox: written in the transaction of the act, sent by the worker."""

import logging

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.core.models import OutgoingMail

logger = logging.getLogger(__name__)


def queue(*, to: str, subject: str, body: str, dedupe_key: str) -> None:
    """One message, once per key. No personal data of people served belongs into subject or body."""
    one_line = " ".join(subject.split())[:200]
    OutgoingMail.objects.get_or_create(dedupe_key=dedupe_key, defaults={"to": to, "subject": one_line, "body": body})


def send_pending(limit: int = 100) -> int:
    """Sends what waits and returns how many went out. A message that fails stays and is tried again, ten times at most.

    The row is marked before the message leaves the transaction, so that two workers never send the same one.
    """
    sent = 0
    for pk in OutgoingMail.objects.pending().values_list("pk", flat=True)[:limit]:
        sent += _send_one(pk)
    return sent


def _send_one(pk: int) -> bool:
    try:
        with transaction.atomic():
            waiting = OutgoingMail.objects.select_for_update().filter(pk=pk, sent_at__isnull=True).first()
            if waiting is None:
                return False
            waiting.sent_at = timezone.now()
            waiting.attempts += 1
            waiting.save(update_fields=("sent_at", "attempts"))
            EmailMessage(waiting.subject, waiting.body, to=[waiting.to]).send()
    except OSError as error:
        logger.warning("mail %s was not sent: %s", pk, type(error).__name__)
        OutgoingMail.objects.filter(pk=pk).update(attempts=F("attempts") + 1, last_error=str(error)[:300])
        return False
    return True
